"""What may be said of how many were helped without saying it of anybody.

Only groups are published. A count of one to four is merged with the next smallest until
the group has five, and no total is published that would give a part of it away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from finance.rules.eligibility import CEILING_CENTS

LEAST = 5
STEP_CENTS = CEILING_CENTS  # amounts are told in steps of what one case may take
HALVES = (1, 7)  # the months that a half-year begins with


@dataclass(frozen=True, slots=True)
class Group:
    """So many cases of one kind, or of several together; ``count`` None: not told."""

    keys: tuple[str, ...]
    count: int | None


def safe_groups(counts: Mapping[str, int]) -> list[Group]:
    """Return ``counts`` with every small one hidden in a group of at least five.

    Where even all of them together would tell, no figure is given (``count`` None). Kinds
    without any are hidden in the same group, if there is one.
    """
    present = sorted((n, key) for key, n in counts.items() if n > 0)
    if not present:
        return []
    if sum(n for n, _key in present) < LEAST:
        return [Group(tuple(sorted(counts)), None)]
    small = [pair for pair in present if pair[0] < LEAST]
    large = [pair for pair in present if pair[0] >= LEAST]
    while small and large and _tells(small):
        least = large[0][0]
        # All of one size, or their order would tell which of them was small.
        small += [pair for pair in large if pair[0] == least]
        large = [pair for pair in large if pair[0] > least]
    groups = [Group((key,), n) for n, key in large]
    if small:
        keys = {key for _n, key in small} | {key for key, n in counts.items() if not n}
        whole = None if _tells(small) else sum(n for n, _key in small)
        groups.append(Group(tuple(sorted(keys)), whole))
    return sorted(
        groups, key=lambda group: (len(group.keys), -(group.count or 0), group.keys)
    )


def _tells(small: Sequence[tuple[int, str]]) -> bool:
    """Say whether the sum of a group would tell its parts: one alone, or each the most."""
    whole = sum(n for n, _key in small)
    return len(small) == 1 or whole < LEAST or whole == (LEAST - 1) * len(small)


def safe_tables(tables: Mapping[str, Mapping[str, int]]) -> dict[str, list[Group]]:
    """Return several tables of the same cases: where one tells no figure, none does.

    They have one total, which would give away what the other one keeps.
    """
    safe = {name: safe_groups(counts) for name, counts in tables.items()}
    if all(group.count is not None for groups in safe.values() for group in groups):
        return safe
    return {name: [Group(tuple(sorted(counts)), None)] for name, counts in tables.items()}


def half_year(on: date) -> tuple[date, date]:
    """Return the first day of the half-year of ``on``, and the first of the next.

    Reports are of whole half-years and are never repeated with other figures: no
    difference of two of them tells of a case.
    """
    first, second = HALVES
    if on.month < second:
        return date(on.year, first, 1), date(on.year, second, 1)
    return date(on.year, second, 1), date(on.year + 1, first, 1)


def is_over(starts_on: date, on: date) -> bool:
    """Say whether the half-year that began ``starts_on`` has ended by ``on``."""
    return half_year(starts_on)[1] <= on


def as_rows(groups: Sequence[Group]) -> list[dict[str, object]]:
    """Return groups as they are kept in a report."""
    return [{"keys": list(group.keys), "count": group.count} for group in groups]


def told_on(on: date) -> date:
    """Return the day as of which the fund's amounts are told ``on`` a day: a month's last.

    Told as they move, and to the cent, they would tell of each case as it is paid.
    """
    return on.replace(day=1) - timedelta(days=1)


def in_steps(cents: int) -> int:
    """Return an amount as it is told outside: whole steps, what is over them left out."""
    return cents // STEP_CENTS * STEP_CENTS


def halves_between(since: date, on: date) -> list[date]:
    """Return the first days of the half-years from that of ``since`` that are over by ``on``."""
    found, first = [], half_year(since)[0]
    while is_over(first, on):
        found.append(first)
        first = half_year(first)[1]
    return found
