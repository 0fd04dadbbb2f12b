"""What the public pages say, ready to be shown; each read as anybody may read it."""

from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.display import format_day
from crm_portal.core.i18n import active_language
from crm_portal.core.instance import THIS
from crm_portal.library import charting, front, rules
from crm_portal.library.models import (
    GlossaryTerm,
    IssuedDocument,
    Kind,
    NewsItem,
    Publication,
)
from members.models import Party, Presidency
from members.models.parties import Precision

ADOPTED = (Kind.ADOPTED_TEXT, Kind.DECLARATION, Kind.DECISION)
NEWS, LATEST = 3, 4
# How many countries agree, in words, as a title says it; more are said in figures.
COUNTED = {
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciséis diecisiete dieciocho diecinueve veinte",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty",
}


def home(viewer: Viewer) -> dict[str, Any]:
    """Return the front page's facts as a stranger may know them, in the active language."""
    members = _members(viewer)
    return {
        "presidency": _presidency(viewer),
        "members": members,
        "is_own": not THIS.about,
        "how_many": in_words(len(members)).capitalize(),
        "issued": _latest(viewer),
        "news": NewsItem.objects.visible_to(front.stranger(viewer))[:NEWS],
        **front.parts(viewer),
    }


def _latest(viewer: Viewer) -> list[IssuedDocument]:
    """Return the papers published by now, the newest first, one row a text."""
    published = IssuedDocument.objects.filter(
        published_at__lte=viewer.at, kind__in=ADOPTED
    ).current()
    return list(published.order_by("-issued_at")[:LATEST])


def about() -> list[tuple[str, str]]:
    """Return what the instance says of itself: titles with their text."""
    tongue = active_language()
    return [(each.title.said(tongue), each.text.said(tongue)) for each in THIS.about]


def in_words(count: int) -> str:
    """Return a small number in the words of the active language."""
    words = COUNTED[active_language()].split()
    return words[count] if count < len(words) else str(count)


def _presidency(viewer: Viewer) -> dict[str, str] | None:
    presiding = list(Presidency.objects.at(viewer.at).select_related("party"))
    if not presiding:
        return None
    chair = presiding[0]
    return {
        "country": ", ".join(each.party.name for each in presiding),
        "label": _("PPT %(year)s") % {"year": chair.label_year},
        "theme": chair.theme,
        "since": _since(chair),
        "source": chair.source,
    }


def _since(chair: Presidency) -> str:
    day = chair.term.lower.astimezone(ZONE_OF_RECORD).date()
    return format_day(day, "full") if chair.precision == Precision.DAY else str(day.year)


def _members(viewer: Viewer) -> list[dict[str, str]]:
    """Return the member countries in the alphabetical order of the reader's language."""
    parties = Party.objects.members_on(viewer.on).prefetch_related("presidencies")
    rows = [
        {
            "name": party.name,
            "url": reverse("conference:participant", args=[party.code]),
            "presidencies": _years(party, viewer),
        }
        for party in parties
    ]
    return sorted(rows, key=lambda row: rules.alphabet(row["name"]))


def _years(party: Party, viewer: Viewer) -> str:
    """Return the years of a country's terms that have begun."""
    terms = (term for term in party.presidencies.all() if term.term.lower <= viewer.at)
    return ", ".join(str(term.label_year) for term in terms)


def glossary() -> list[dict[str, Any]]:
    """Return the terms by their first letter, in the alphabet of the reader's language."""
    terms = sorted(GlossaryTerm.objects.all(), key=lambda each: rules.alphabet(each.term))
    return [
        {"letter": letter, "terms": list(some)}
        for letter, some in groupby(terms, key=lambda each: rules.alphabet(each.term)[0][0])
    ]


def publications() -> list[dict[str, Any]]:
    """Return the publications that the sources list, by year, the latest first."""
    rows = Publication.objects.all()
    return [
        {"year": year, "rows": list(some)}
        for year, some in groupby(rows, key=lambda each: each.year)
    ]


def statistics(viewer: Viewer) -> list[charting.Chart]:
    """Return the figures of the apps, drawn."""
    return [charting.drawn(each) for each in front.figures(viewer)]
