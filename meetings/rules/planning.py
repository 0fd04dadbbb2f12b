"""What is unusual in the plan of a year: warnings with their rule, never refusals.

Values in, values out. Days are those of San José, both included; a meeting whose days are
not known exactly is judged only by what can be known of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from meetings.rules.sessions import Days

VICE_MINISTERIAL, GRCM, JOINT = "vice_ministerial", "grcm", "joint_networks"
NETWORKS = frozenset({"network", JOINT})
# Whose meetings the same delegations travel to; networks may sit side by side (002:33, 002:57).
OF_DELEGATIONS = NETWORKS | {VICE_MINISTERIAL, GRCM, "working_group", "ad_hoc_group"}
# As far apart as two meetings of one week may be and still be said to be held together.
TOGETHER = timedelta(days=3)
MIDYEAR = 6


class Unusual(StrEnum):
    """What the plan departs from."""

    HALF_YEAR = "half_year"
    HOW_OFTEN = "how_often"
    GRCM_ALONE = "grcm_alone"
    NETWORK_ALONE = "network_alone"
    NO_PRESIDENCY = "no_presidency"
    HOLIDAY = "holiday"
    CLASH = "clash"


RULES = {
    Unusual.GRCM_ALONE: "001:426",
    Unusual.NETWORK_ALONE: "001:439",
    Unusual.NO_PRESIDENCY: "001:397",
    Unusual.HOLIDAY: "",
    Unusual.CLASH: "",
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """How often, and in which half of the year, a body meets while a rule of it holds."""

    per_year: int | None = None
    half_year: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One meeting as planning takes it; ``group`` is the same for meetings held together."""

    symbol: str
    body: str
    kind: str
    days: Days
    group: str = ""
    has_presidency: bool = True
    holidays: tuple[date, ...] = ()
    expected: Expectation = field(default_factory=Expectation)


@dataclass(frozen=True, slots=True)
class Warned:
    """One departure: of which meeting (or body), from which rule, with what it needs to be said."""

    what: Unusual
    about: str
    rule: str = ""
    other: str = ""
    number: int = 0
    expected: int = 0
    on: date | None = None


def warnings(
    plans: Sequence[Plan], expected: Mapping[str, Expectation] | None = None
) -> list[Warned]:
    """Return what is unusual in ``plans``, the meetings of one year that were not called off.

    ``expected`` says how often each body, by its code, meets in that year.
    """
    return [
        *_halves(plans),
        *_counts(plans, expected or {}),
        *_grcm_apart(plans),
        *_networks_apart(plans),
        *_unpresided(plans),
        *_holidays(plans),
        *_clashes(plans),
    ]


def half_of(days: Days) -> int | None:
    """Return the half of the year in which a meeting falls; None where that is not known."""
    first, last = _half(days.starts_on), _half(days.ends_on)
    return first if first == last or days.is_exact else None


def _half(day: date) -> int:
    return 1 if day.month <= MIDYEAR else 2


def _halves(plans: Iterable[Plan]) -> Iterable[Warned]:
    for plan in plans:
        wanted, half = plan.expected.half_year, half_of(plan.days)
        if wanted and half and half != wanted:
            yield Warned(
                Unusual.HALF_YEAR,
                plan.symbol,
                plan.expected.source,
                number=half,
                expected=wanted,
            )


def _counts(plans: Sequence[Plan], expected: Mapping[str, Expectation]) -> Iterable[Warned]:
    for body, expectation in expected.items():
        if expectation.per_year is None:
            continue
        number = sum(plan.body == body for plan in plans)
        if number != expectation.per_year:
            yield Warned(
                Unusual.HOW_OFTEN,
                body,
                expectation.source,
                number=number,
                expected=expectation.per_year,
            )


def _grcm_apart(plans: Sequence[Plan]) -> Iterable[Warned]:
    """One of the meetings of the GRCM is held with the Vice-Ministers (001:426)."""
    groups = [plan for plan in plans if plan.kind == GRCM]
    for vice in (plan for plan in plans if plan.kind == VICE_MINISTERIAL):
        if not any(_together(grcm, vice) for grcm in groups):
            yield Warned(Unusual.GRCM_ALONE, vice.symbol, RULES[Unusual.GRCM_ALONE])


def _networks_apart(plans: Sequence[Plan]) -> Iterable[Warned]:
    """The networks meet immediately before the GRCM (001:439)."""
    groups = [plan for plan in plans if plan.kind == GRCM]
    for network in (plan for plan in plans if plan.kind in NETWORKS):
        if not any(_together(network, grcm) for grcm in groups):
            yield Warned(
                Unusual.NETWORK_ALONE, network.symbol, RULES[Unusual.NETWORK_ALONE]
            )


def _together(first: Plan, second: Plan) -> bool:
    """Say whether ``first`` is held with ``second``, or ends at most so many days before it."""
    if first.group and first.group == second.group:
        return True
    if not (first.days.is_exact and second.days.is_exact):
        return _may_overlap(first.days, second.days)
    gap = second.days.starts_on - first.days.ends_on
    return first.days.starts_on <= second.days.starts_on and gap <= TOGETHER


def _may_overlap(one: Days, other: Days) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def _unpresided(plans: Iterable[Plan]) -> Iterable[Warned]:
    for plan in plans:
        if not plan.has_presidency:
            rule = RULES[Unusual.NO_PRESIDENCY]
            yield Warned(Unusual.NO_PRESIDENCY, plan.symbol, rule, on=plan.days.starts_on)


def _holidays(plans: Iterable[Plan]) -> Iterable[Warned]:
    for plan in plans:
        for day in plan.holidays:
            if plan.days.is_exact and plan.days.starts_on <= day <= plan.days.ends_on:
                yield Warned(Unusual.HOLIDAY, plan.symbol, on=day)


def _clashes(plans: Sequence[Plan]) -> Iterable[Warned]:
    of_all = [plan for plan in plans if plan.kind in OF_DELEGATIONS and plan.days.is_exact]
    for one, other in combinations(of_all, 2):
        if _side_by_side(one.kind, other.kind) or (one.group and one.group == other.group):
            continue
        if _may_overlap(one.days, other.days):
            yield Warned(Unusual.CLASH, one.symbol, other=other.symbol)


def _side_by_side(*kinds: str) -> bool:
    return set(kinds) <= NETWORKS and JOINT not in kinds
