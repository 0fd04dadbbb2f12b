"""A year of meetings as it is planned, and what is unusual in it, in words with its rule."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.display import format_day
from crm_portal.core.sources import cite
from meetings.meeting_states import State
from meetings.models import BodyRule, Meeting
from meetings.presentation.titles import Names
from meetings.rules import planning
from meetings.rules.planning import Expectation, Plan, Unusual, Warned
from members.models import Closure, Presidency
from members.models.calendars import ClosureKind

MIDDLE_OF_YEAR = (7, 1)
RESTS = (
    ClosureKind.PUBLIC_HOLIDAY,
    ClosureKind.GOVERNMENT_REST_DAY,
    ClosureKind.ADHOC,
)


def unusual(
    viewer: Viewer, meetings: Sequence[Meeting], year: int, names: Names
) -> list[dict[str, Any]]:
    """Return the warnings about the year that is planned, each in words with its source."""
    ahead = [each for each in meetings if each.state != State.CALLED_OFF]
    found = planning.warnings(_plans(ahead), _expected(year))
    titles = {each.symbol: names.title(each) for each in ahead}
    bodies = {
        code: name.name
        for code, name in (
            (rule.body.code, names.on(rule.body_id, date(year, *MIDDLE_OF_YEAR)))
            for rule in _rules_on(date(year, *MIDDLE_OF_YEAR))
        )
        if name
    }
    return [
        {
            "text": in_words(each, titles, bodies),
            "source": cite(each.rule),
            "symbol": each.about if each.about in titles else "",
        }
        for each in found
    ]


def in_words(warned: Warned, titles: dict[str, str], bodies: dict[str, str]) -> str:
    """Return the departure as a sentence."""
    about = titles.get(warned.about) or bodies.get(warned.about) or warned.about
    told = {
        "meeting": f"{about} ({warned.about})" if warned.about in titles else about,
        "other": f"{titles.get(warned.other, warned.other)} ({warned.other})",
        "day": format_day(warned.on, "spoken") if warned.on else "",
        "number": warned.number,
        "expected": warned.expected,
    }
    if warned.what == Unusual.HOW_OFTEN:
        return (
            ngettext(
                "%(meeting)s: %(number)s meeting this year; %(expected)s expected.",
                "%(meeting)s: %(number)s meetings this year; %(expected)s expected.",
                warned.number,
            )
            % told
        )
    if warned.what == Unusual.HALF_YEAR:
        half = _("the first half") if warned.expected == 1 else _("the second half")
        said = _(
            "%(meeting)s: since this rule is in force it is held in %(half)s of the year."
        )
        return said % {**told, "half": half}
    return str(WORDS[warned.what]()) % told


WORDS = {
    Unusual.GRCM_ALONE: lambda: _(
        "%(meeting)s: no meeting of the RCGM is held together with it."
    ),
    Unusual.NETWORK_ALONE: lambda: _(
        "%(meeting)s: it is not immediately before a meeting of the RCGM."
    ),
    Unusual.NO_PRESIDENCY: lambda: _(
        "%(meeting)s: no presidency is on record for %(day)s."
    ),
    Unusual.HOLIDAY: lambda: _("%(meeting)s: %(day)s is a holiday of its host."),
    Unusual.CLASH: lambda: _("%(meeting)s sits on the same days as %(other)s."),
}


def _plans(meetings: Sequence[Meeting]) -> list[Plan]:
    rules = _rules()
    terms = list(Presidency.objects.values_list("term", flat=True))
    holidays = _holidays(meetings)
    return [
        Plan(
            symbol=each.symbol,
            body=each.body.code,
            kind=each.body.kind,
            days=each.days,
            group=_group(each),
            has_presidency=_presided(each.starts_on, terms),
            holidays=tuple(sorted(holidays.get(each.host_id or 0, ()))),
            expected=_expectation(rules.get(each.body_id, ()), each.starts_on),
        )
        for each in meetings
    ]


def _group(meeting: Meeting) -> str:
    """Return what meetings held together share: the one they are held with."""
    return str(meeting.held_with_id or meeting.pk)


def _presided(day: date, terms: Iterable[Any]) -> bool:
    noon = datetime.combine(day, time(12), ZONE_OF_RECORD)
    return any(
        (term.lower is None or term.lower <= noon)
        and (term.upper is None or noon < term.upper)
        for term in terms
    )


def _holidays(meetings: Sequence[Meeting]) -> dict[int, set[date]]:
    if not meetings:
        return {}
    first = min(each.starts_on for each in meetings)
    last = max(each.ends_on for each in meetings)
    hosts = {each.host_id for each in meetings if each.host_id}
    closed = Closure.objects.in_force().filter(party__in=hosts, day__range=(first, last))
    found: dict[int, set[date]] = defaultdict(set)
    for party, day in closed.exclude(kind=ClosureKind.CANCELLED).values_list(
        "party", "day"
    ):
        found[party].add(day)
    return found


def _rules() -> dict[int, list[BodyRule]]:
    found: dict[int, list[BodyRule]] = defaultdict(list)
    for rule in BodyRule.objects.select_related("body").order_by("valid_from"):
        found[rule.body_id].append(rule)
    return found


def _rules_on(day: date) -> list[BodyRule]:
    return list(BodyRule.objects.on(day).select_related("body"))


def _expected(year: int) -> dict[str, Expectation]:
    """What each body with a rule about its frequency is expected to do in the year."""
    rules = _rules_on(date(year, *MIDDLE_OF_YEAR))
    return {rule.body.code: rule.expectation for rule in rules if rule.per_year}


def _expectation(rules: Iterable[BodyRule], day: date) -> Expectation:
    held = [
        rule
        for rule in rules
        if rule.valid_from <= day and (rule.valid_until is None or day < rule.valid_until)
    ]
    return held[0].expectation if held else Expectation()
