"""The progress report of a plan, which the Secretariat owes every half-year (004:73)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, override

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text, both, day, same, two
from decisions.models.following_plans import PlanItem, PlanVersion
from decisions.reports.following import wording
from decisions.reports.following.blocks import (
    Block,
    Told,
    heading,
    joined,
    paragraph,
    table,
)
from decisions.reports.following.outlook import Outlook, Row, read
from decisions.rules.following.duties import HALF_A_YEAR, later
from meetings.models import Meeting, MeetingState
from meetings.models.bodies import BodyKind
from meetings.presentation.titles import Names
from members.models.parties import Precision

TITLE = _("Progress report: %(plan)s")
PERIOD = _("From %(since)s to %(until)s")
VERSION = _("Version %(number)s, in force since %(day)s")
DRAFT = _("Version %(number)s, a draft")
WORD_DATED = _("%(word)s (%(day)s)")
VALUE_DATED = _("%(value)s (%(day)s)")
TOO_OLD = _("older than half a year")
NOBODY = _("Everything that is to be reported has been reported within half a year.")
MISSING: Promise = ngettext_lazy(
    "%(count)s line has no report, or one older than half a year.",
    "%(count)s lines have no report, or one older than half a year.",
    "count",
)
COLUMNS = (
    _("Line"),
    _("Responsible"),
    _("Term"),
    _("Status"),
    _("What was done in the period"),
)
VALUES = (_("Indicator"), _("Unit"), _("Baseline"), _("Last value"), _("Target"))
ABOVE = (_("Axis"), _("Together"), _("How often each status was said"))
TO_REPORT = (_("Line"), _("Responsible"), _("Last report"))
DASH = same("–")


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a report, both included, and the meetings of the GRCM around them."""

    since: date
    until: date
    after: Meeting | None = None
    before: Meeting | None = None


def period(viewer: Viewer, since: date | None = None, until: date | None = None) -> Period:
    """Return the days asked for; else from the last GRCM until today.

    Where no GRCM is known the half-year before is taken. An end before its beginning, or
    still to come, is today.
    """
    last_day = until if until and until <= viewer.on else viewer.on
    grcms = (
        Meeting.objects.filter(body__kind=BodyKind.GRCM, precision=Precision.DAY)
        .exclude(state=MeetingState.CALLED_OFF)
        .select_related("body")
    )
    last = grcms.filter(starts_on__lt=last_day).order_by("-starts_on").first()
    coming = grcms.filter(starts_on__gte=last_day).order_by("starts_on").first()
    half = later(last_day, -HALF_A_YEAR)
    begun = since or (last.ends_on + timedelta(days=1) if last else half)
    return Period(min(begun, last_day), last_day, last, coming)


def of_version(version: PlanVersion, viewer: Viewer, asked: Period) -> Told:
    """Return the report of one version of a plan over a period."""
    outlook = read(version, viewer, until=asked.until)
    names = Names.read()
    plan = version.plan
    called = two(plan.name_es, plan.name_en or plan.name_es)
    return Told(
        reference=f"{plan.code}-v{version.number}",
        title=both(TITLE, plan=called),
        subtitle=joined(
            both(PERIOD, since=day(asked.since), until=day(asked.until)),
            _version(version),
            between=" · ",
        ),
        since=asked.since,
        until=asked.until,
        blocks=tuple(_blocks(outlook, asked, names)),
        is_demonstration=plan.is_demonstration,
    )


def _version(version: PlanVersion) -> Text:
    if version.in_force_from is None:
        return both(DRAFT, number=version.number)
    return both(VERSION, number=version.number, day=day(version.in_force_from))


def _blocks(outlook: Outlook, asked: Period, names: Names) -> Iterator[Block]:
    yield heading(2, both(_("Together")))
    whole = outlook.whole
    yield paragraph(
        joined(
            titled(both(wording.WHOLES[whole.whole])),
            wording.counts_in_both(whole),
            between=": ",
        ),
        "status",
    )
    tops = [_above(top) for top, _below in outlook.branches()]
    yield table([both(each) for each in ABOVE], tops, both(_("By axis")))
    for top, below in outlook.branches():
        yield from _branch(top, below, asked, names)
    yield from _indicators(outlook)
    yield from _missing(outlook, names)


def _above(top: Row) -> list[Text]:
    return [
        line_name(top.item),
        both(wording.WHOLES[top.whole.whole]),
        wording.counts_in_both(top.whole),
    ]


def _branch(top: Row, below: Sequence[Row], asked: Period, names: Names) -> Iterator[Block]:
    shown = [row for row in (top, *below) if row.is_reported and not row.is_indicator]
    if not shown:
        return
    yield heading(2, line_name(top.item))
    rows = [_line(row, asked, names) for row in shown]
    yield table([both(each) for each in COLUMNS], rows, line_name(top.item))


def _line(row: Row, asked: Period, names: Names) -> list[Text]:
    return [
        line_name(row.item),
        responsible(row.item, names),
        day(row.item.due_on) if row.item.due_on else DASH,
        status(row),
        done_in(row, asked),
    ]


def status(row: Row) -> Text:
    """Return the word that holds and its day, or that nobody reported."""
    said = both(wording.WORDS[row.word])
    if row.last is None:
        return said
    return both(WORD_DATED, word=said, day=day(row.last.reported_on))


def done_in(row: Row, asked: Period) -> Text:
    """Return what was said of the line within the period, the oldest first."""
    told = [
        two(each.said_es, each.said_en)
        for each in row.told
        if asked.since <= each.reported_on <= asked.until and (each.said_es or each.said_en)
    ]
    whole = {
        language: " ".join(each[language] or each[_other(language)] for each in told)
        for language in LANGUAGES
    }
    return whole if told else DASH


def _other(language: str) -> str:
    return next(each for each in LANGUAGES if each != language)


def _indicators(outlook: Outlook) -> Iterator[Block]:
    shown = [row for row in outlook.rows if row.is_indicator]
    if not shown:
        return
    yield heading(2, both(_("Indicators")))
    rows = [
        [
            line_name(row.item),
            same(row.item.unit or "–"),
            same(number(row.item.baseline)),
            _value(row),
            same(number(row.item.target)),
        ]
        for row in shown
    ]
    yield table([both(each) for each in VALUES], rows, both(_("Indicators")))


def _value(row: Row) -> Text:
    if row.last is None:
        return both(wording.WORDS[row.word])
    told = same(number(row.last.value))
    return both(VALUE_DATED, value=told, day=day(row.last.reported_on))


def _missing(outlook: Outlook, names: Names) -> Iterator[Block]:
    yield heading(2, both(_("Still to be reported")))
    shown = [row for row in outlook.rows if row.is_missing]
    if not shown:
        yield paragraph(both(NOBODY))
        return
    yield paragraph(_plural(MISSING, len(shown)))
    rows = [
        [line_name(row.item), responsible(row.item, names), _last(row)] for row in shown
    ]
    yield table([both(each) for each in TO_REPORT], rows, both(_("Still to be reported")))


def _last(row: Row) -> Text:
    if row.last is None:
        return both(wording.WORDS[row.word])
    return joined(day(row.last.reported_on), both(TOO_OLD), between=", ")


def _plural(message: Promise, count: int) -> Text:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(message % {"count": count})
    return found


def titled(text: Text) -> Text:
    """Return a text that begins with a capital."""
    return {language: words[:1].upper() + words[1:] for language, words in text.items()}


def line_name(item: PlanItem) -> Text:
    """Return the number and the words of a line."""
    words = two(item.name_es, item.name_en or item.name_es)
    return joined(same(item.number), words) if item.number else words


def responsible(item: PlanItem, names: Names) -> Text:
    """Return who leads a line, and who takes part as the plan names them."""
    lead = DASH
    if item.lead is not None:
        lead = two(item.lead.name_es, item.lead.name_en)
    elif item.lead_body is not None:
        known = names.of_body.get(item.lead_body_id or 0, [])
        called = known[-1] if known else None
        code = item.lead_body.code
        lead = two(called.name_es, called.name_en) if called else same(code)
    return joined(lead, same(item.partners), between="; ") if item.partners else lead


def number(value: Decimal | None) -> str:
    """Return a value without the zeros that a column adds; a dash where there is none."""
    if value is None:
        return "–"
    plain = format(value.normalize(), "f")
    return "0" if plain == "-0" else plain
