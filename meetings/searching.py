"""Meetings as they are found: by symbol, name, theme and place."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import pick
from crm_portal.library.models.search import SearchEntry
from crm_portal.library.searching.sources import Source, shortened
from meetings.models import Body, Meeting
from meetings.presentation.titles import Names


def build(keys: Collection[int]) -> Iterator[SearchEntry]:
    """Yield the entries of meetings, called as every page calls them."""
    names = Names.read()
    for meeting in Meeting.objects.filter(pk__in=keys).select_related("body", "host"):
        yield SearchEntry(
            kind="meeting",
            target_id=meeting.pk,
            reference=meeting.symbol,
            title_es=names.title(meeting, "es"),
            title_en=names.title(meeting, "en"),
            words_es=_words(meeting, "es"),
            words_en=_words(meeting, "en"),
            dated=meeting.starts_on,
            precision=meeting.precision,
            series=meeting.symbol,
            sort=meeting.body.code,
            address=["meetings:meeting", meeting.symbol],
            outside=["held:meeting", meeting.symbol],
            is_demonstration=meeting.is_demonstration,
        )


def bodies() -> list[tuple[str, str]]:
    """Return the bodies that meet, in their order, as they were called last."""
    names = Names.read()
    rows = [(body.code, names.on(body.pk, date.max)) for body in Body.objects.all()]
    return [(code, str(name.name) if name else code) for code, name in rows]


def _words(meeting: Meeting, language: str) -> str:
    host = meeting.host
    city = pick(meeting.city_es, meeting.city_en, language)
    country = pick(host.name_es, host.name_en, language) if host else ""
    told = [
        pick(meeting.theme_es, meeting.theme_en, language),
        ", ".join(filter(None, [city, country])),
        pick(meeting.note_es, meeting.note_en, language),
    ]
    return shortened(". ".join(filter(None, told)))


SOURCE = Source(
    kind="meeting",
    label=_("Meetings"),
    build=build,
    visible=Meeting.objects.visible_to,
    every=Meeting.objects.all,
    sorts=bodies,
)
