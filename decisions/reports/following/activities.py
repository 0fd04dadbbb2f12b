"""The presidency's report of activities, drafted from the records in the shape of 002.

What each decision asked, what was done, which letters went out, how many answered, what is
pending; countries that did not answer are counted and not named, unless the presidency asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.sections import Text, both, same, two
from decisions.models.following import Commitment
from decisions.reports.following import around, matters
from decisions.reports.following.blocks import Block, Told, heading, lettered, paragraph
from decisions.reports.following.matters import Matters
from decisions.reports.following.said import full_day
from meetings.models import Axis
from members.models import Presidency
from members.models.parties import Precision

TITLE = _("Report of activities of the Pro-Tempore Presidency of %(party)s")
PERIOD = _("From %(since)s to %(until)s")
TOOK_OFFICE = _(
    "The responsibilities of the Pro-Tempore Presidency were passed to %(party)s on %(day)s."
)
AT_MEETING = _(
    "The responsibilities of the Pro-Tempore Presidency were passed to %(party)s on %(day)s "
    "(%(meeting)s, %(place)s)."
)
IN_YEAR = _("%(party)s holds the Pro-Tempore Presidency of %(year)s.")
THEME = _("Its theme is “%(theme)s”.")
SCOPE = _(
    "This report tells of what was done from %(since)s to %(until)s. Its subjects are "
    "grouped in these sections: %(sections)s."
)
NOTHING = _("There is nothing on record for this period.")
SECRETARIAT, CONVERGENCE, GENERAL = "secretariat", "convergence", ""
# The sections after the introduction, in the order of 002, by the theme of a commitment.
SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    (SECRETARIAT, _("Secretariat of the Conference")),
    (CONVERGENCE, _("Convergence of efforts in the regional processes on migration")),
    (Axis.MANAGEMENT.value, _("Migration policies and management")),
    (Axis.RIGHTS.value, _("Human rights")),
    (Axis.DEVELOPMENT.value, _("Migration and development")),
    (GENERAL, _("General matters")),
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report: of whose presidency, of which days (both included), naming countries or not."""

    presidency: Presidency
    since: date
    until: date
    with_names: bool = False


def asked(
    presidency: Presidency,
    viewer: Viewer,
    *,
    since: date | None = None,
    until: date | None = None,
    with_names: bool = False,
) -> Asked:
    """Return the days of a report: the term of the presidency up to today, unless told."""
    term = presidency.term
    begins = since or _day(term.lower)
    over = term.upper is not None and term.upper <= viewer.at
    ends = _day(term.upper) if over else viewer.on
    last = min(until or ends, viewer.on)
    return Asked(presidency, min(begins, last), last, with_names)


def _day(at: datetime) -> date:
    return at.astimezone(ZONE_OF_RECORD).date()


def draft(wanted: Asked, viewer: Viewer) -> Told:
    """Draft the report from what is on record and the viewer may read: some twenty queries."""
    read = matters.read(viewer, wanted.since, wanted.until, with_names=wanted.with_names)
    party = two(wanted.presidency.party.name_es, wanted.presidency.party.name_en)
    since, until = full_day(wanted.since), full_day(wanted.until)
    return Told(
        reference=f"PPT-{wanted.presidency.label_year}",
        title=both(TITLE, party=party),
        subtitle=both(PERIOD, since=since, until=until),
        since=wanted.since,
        until=wanted.until,
        blocks=(*_introduction(wanted, party), *_sections(wanted, read, viewer)),
        is_demonstration=read.is_demonstration,
    )


def _introduction(wanted: Asked, party: Text) -> Iterator[Block]:
    yield heading(2, both(_("Introduction")), f"{ROMAN[0]}.")
    yield paragraph(_office(wanted.presidency, party))
    theme = two(wanted.presidency.theme_es, wanted.presidency.theme_en)
    if wanted.presidency.theme_es:
        yield paragraph(both(THEME, theme=theme))
    since, until = full_day(wanted.since), full_day(wanted.until)
    named = [both(title) for _key, title in SECTIONS]
    listed = {lang: "; ".join(each[lang] for each in named) for lang in ("es", "en")}
    yield paragraph(both(SCOPE, since=since, until=until, sections=listed))


def _office(presidency: Presidency, party: Text) -> Text:
    if presidency.precision != Precision.DAY:
        return both(IN_YEAR, party=party, year=presidency.label_year)
    day = full_day(_day(presidency.term.lower))
    meeting = two(presidency.handover_meeting_es, presidency.handover_meeting_en)
    if not presidency.handover_meeting_es:
        return both(TOOK_OFFICE, party=party, day=day)
    place = same(presidency.handover_place)
    return both(AT_MEETING, party=party, day=day, meeting=meeting, place=place)


def _sections(wanted: Asked, read: Matters, viewer: Viewer) -> Iterator[Block]:
    known = {key for key, _title in SECTIONS}
    for place, (key, title) in enumerate(SECTIONS, start=1):
        yield heading(2, both(title), f"{ROMAN[place]}.")
        found = [
            each
            for each in read.commitments
            if (each.theme if each.theme in known else GENERAL) == key
        ]
        blocks = [*_more(key, wanted, viewer), *_items(found, read)]
        yield from blocks or [paragraph(both(NOTHING), "quiet")]


def _more(key: str, wanted: Asked, viewer: Viewer) -> Iterator[Block]:
    """Yield what other records than commitments tell in a section."""
    since, until = wanted.since, wanted.until
    if key == SECRETARIAT:
        yield from around.duties_done(viewer, since, until)
        for path in settings.ACTIVITY_REPORT_SECTIONS:
            yield from import_string(path)(viewer, since, until)
    elif key == CONVERGENCE:
        yield from around.representations(viewer, since, until)
    elif key == GENERAL:
        yield from around.guests(viewer, since, until)
        yield from around.applications(viewer, since, until)


def _items(found: Sequence[Commitment], read: Matters) -> Iterator[Block]:
    """Yield the matters A, B, C; those of a body stand together under its name, as (1), (2)."""
    groups: dict[int, list[Commitment]] = {}
    for each in found:
        groups.setdefault(each.lead_body_id or -each.pk, []).append(each)
    for place, (key, rows) in enumerate(groups.items()):
        letter = f"{lettered(place)}."
        if key < 0:
            yield heading(3, read.title(rows[0]), letter)
            yield from read.blocks(rows[0])
            continue
        yield heading(3, read.of_body(rows[0]), letter)
        for number, row in enumerate(rows, start=1):
            yield heading(4, read.title(row), f"({number})")
            yield from read.blocks(row)
