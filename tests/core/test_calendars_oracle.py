"""The engine against a second implementation that shares nothing with it (T11).

The oracle reads the reference file itself and keeps, for each member, one integer whose
bits are the civil days: a bit is set where the member works. The n-th business day is the
n-th bit above the event's; a suspension clears bits. It walks no calendar, opens no time
zone and knows no closure: instants are seconds, days ordinals, summer time a rule of its own.
"""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import pytest

from crm_portal.core import deadline_text
from crm_portal.core.calendars import Pause, Terms, compute
from tests.core.calendar_data import ALL, CALENDARS, CAPITALS, TZ_VERSION, rows

CASES = 100_000
SEED = 20261121
HOUR, DAY = 3600, 86_400
EPOCH = date(1970, 1, 1).toordinal()
BASE = date(2024, 12, 1).toordinal()
SPAN = date(2029, 7, 1).toordinal() - BASE
SEAT_OFFSET = -6 * HOUR
STANDARD_OFFSET = {"CA": -5, "US": -5, "PA": -5, "DO": -4}
BLOCKING = {
    "R1": {"public_holiday", "government_rest_day", "local_holiday", "adhoc"},
    "R1-NARROW": {"public_holiday"},
}
ORDER = list(CAPITALS)


# The oracle


def bits_between(first, last):
    """Return the bits of the ordinals from ``first`` to ``last``, both included."""
    return (1 << (last - BASE + 1)) - (1 << (first - BASE)) if last >= first else 0


WEEKDAYS = sum(1 << bit for bit in range(SPAN) if (BASE + bit - 1) % 7 < 5)


@cache
def closed(code, policy):
    """Return the bits of the weekdays that ``policy`` does not count for a member."""
    kinds = BLOCKING.get(policy, BLOCKING["R1"])
    found = 0
    for row in rows():
        if row["country"] == code and row["kind"] in kinds:
            found |= 1 << (date.fromisoformat(row["date"]).toordinal() - BASE)
    return found & WEEKDAYS


def nth_bit(bits, n):
    """Return the place of the n-th lowest bit."""
    for _ in range(n - 1):
        bits &= bits - 1
    return (bits & -bits).bit_length() - 1


def numbered(bits):
    """Return the ordinals of the bits that are set."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(BASE + lowest.bit_length() - 1)
        bits ^= lowest
    return found


def sunday(year, month, nth):
    """Return the ordinal of the nth Sunday of a month."""
    first = date(year, month, 1).toordinal()
    return first + (-first) % 7 + 7 * (nth - 1)


def midnight_offset(code, ordinal):
    """Return a capital's offset in seconds at the midnight that begins a day.

    Ottawa and Washington keep summer time from the second Sunday of March to the first of
    November, both at 02:00; no other capital has had any in these years.
    """
    offset = STANDARD_OFFSET.get(code, -6) * HOUR
    if code in ("CA", "US"):
        year = date.fromordinal(ordinal).year
        if sunday(year, 3, 2) < ordinal <= sunday(year, 11, 1):
            offset += HOUR
    return offset


def oracle(start, codes, policy, n, pause):
    """Return what the engine should say: bound, last days, who decides, days skipped."""
    event = (start + SEAT_OFFSET) // DAY + EPOCH
    sole = policy.partition(":")[2]
    given = (1 << SPAN) - (1 << (event - BASE + 1))
    if pause:
        given &= ~bits_between(*pause)
    last, skipped = {}, set()
    for code in [sole] if sole else codes:
        off = closed(code, policy)
        last[code] = BASE + nth_bit(given & WEEKDAYS & ~off, n)
        mine = given & off & bits_between(event + 1, last[code])
        skipped |= {(day, code) for day in numbered(mine)}
    ends_on = max(last.values())
    offset = midnight_offset(sole, ends_on + 1) if sole else SEAT_OFFSET
    return {
        "event": event,
        "closes_at": (ends_on + 1 - EPOCH) * DAY - offset,
        "last": last,
        "determining": {code for code, day in last.items() if day == ends_on},
        "skipped": skipped,
        "naive": BASE + nth_bit(WEEKDAYS >> (event - BASE + 1), n) + event - BASE + 1,
    }


def engine(start, codes, policy, n, pause):
    """Return what the engine says, in the oracle's units."""
    at = datetime.fromtimestamp(start, UTC)
    pauses = (Pause(*map(date.fromordinal, pause)),) if pause else ()
    terms = Terms(policy=policy, business_days=n, pauses=pauses)
    calendars = [CALENDARS[code] for code in codes]
    found = compute(at, calendars, terms, tz_version=TZ_VERSION)
    return {
        "event": found.event_date.toordinal(),
        "closes_at": found.closes_at.timestamp(),
        "last": {term.country: term.ends_on.toordinal() for term in found.per_member},
        "determining": set(found.determining),
        "skipped": {(each.day.toordinal(), each.country) for each in found.excluded},
        "naive": found.naive.toordinal(),
    }


# The cases


def easter(year):
    """Return the ordinal of Easter Sunday (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, g = b // 4, b % 4, (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    q = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * q + 114, 31)
    return date(year, month, day + 1).toordinal()


def hard_days(draw):
    """Return an ordinal near a year's end, Easter, a change of clocks, or anywhere."""
    year = draw.randint(2025, 2028)
    kind = draw.choice(("year end", "Easter", "clocks", "any", "any"))
    if kind == "year end":
        return kind, date(year, 12, 31).toordinal() + draw.randint(-20, 10)
    if kind == "Easter":
        return kind, easter(year) + draw.randint(-16, 8)
    if kind == "clocks":
        change = draw.choice((sunday(year, 3, 2), sunday(year, 11, 1)))
        return kind, change + draw.randint(-9, 3)
    return kind, date(year, 1, 1).toordinal() + draw.randint(0, 364)


def second_of_day(draw):
    """Return a second of the seat's day, often one beside its midnight."""
    return draw.choice((0, 1, DAY - 1, draw.randrange(DAY), draw.randrange(DAY)))


def case(draw):
    kind, day = hard_days(draw)
    start = (day - EPOCH) * DAY - SEAT_OFFSET + second_of_day(draw)
    codes = draw.sample(ORDER, draw.choice((1, 2, 3, 11)))
    policy = draw.choice(("R1", "R1", "R1-NARROW", f"ONE:{draw.choice(codes)}"))
    n = draw.choice((5, 5, 5, draw.randint(1, 10)))
    pause = None
    if draw.random() < 0.2:
        first = day + draw.randint(0, 10)
        pause = (first, first + draw.randint(0, 14))
    return kind, (start, codes, policy, n, pause)


def test_a_second_implementation_agrees_on_a_hundred_thousand_cases():
    draw = random.Random(SEED)
    seen = Counter()
    disagreements = []

    for _ in range(CASES):
        kind, given = case(draw)
        seen[kind] += 1
        if engine(*given) != oracle(*given):
            disagreements.append(given)

    assert disagreements == []
    assert sum(seen.values()) == CASES
    assert min(seen.values()) > CASES // 10
    assert len(seen) == 4


def test_the_oracle_reads_the_same_days_as_the_procedure_counts():
    """A hand count, so that both implementations cannot be wrong together."""
    start = int(datetime(2026, 11, 25, 16, tzinfo=UTC).timestamp())

    found = oracle(start, ORDER, "R1", 5, None)

    assert datetime.fromtimestamp(found["closes_at"], UTC).isoformat() == (
        "2026-12-04T06:00:00+00:00"
    )
    assert found["determining"] == {"CR", "US"}


# The clocks

BOUNDS = [
    datetime(2025, 1, 1, 6, tzinfo=UTC) + timedelta(days=offset)
    for offset in range(4 * 365 + 30)
]


@pytest.mark.parametrize("code", ORDER)
def test_the_bound_on_a_capitals_clock_is_the_same_instant(code):
    for bound in BOUNDS:
        start = bound - timedelta(days=7)
        member = replace(CALENDARS[code], closures={})
        found = compute(start, [member], tz_version=TZ_VERSION).to_dict()

        local = datetime.fromisoformat(found["per_member"][code]["closes_at_local"])
        assert local == datetime.fromisoformat(found["closes_at"])
        assert local.utcoffset() == local.astimezone(ZoneInfo(CAPITALS[code])).utcoffset()


@pytest.mark.parametrize("code", ORDER)
def test_summer_time_in_the_capitals_is_the_oracles_rule(code):
    for bound in BOUNDS:
        midnight = bound.replace(hour=0, tzinfo=ZoneInfo(CAPITALS[code]))
        expected = midnight_offset(code, bound.toordinal())
        assert midnight.utcoffset() == timedelta(seconds=expected)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("code", ORDER)
def test_what_is_written_for_a_reader_leads_back_to_the_bound(code, language):
    for bound in BOUNDS:
        written = deadline_text.short(bound, language, CAPITALS[code], "Ciudad")
        assert read(written, bound, CAPITALS[code]) == bound


def read(written, bound, tz):
    """Return the bound that ``jue 3 dic, 23:59 San José · vie 4, 01:59 …`` tells."""
    seat, _, theirs = written.partition(" · ")
    last_day = (bound - timedelta(hours=6, minutes=1)).date()
    day, clock = _day_and_clock(seat)
    assert (day, clock) == (last_day.day, "23:59")
    if not theirs:
        return datetime.fromisoformat(f"{last_day}T23:59:00-06:00") + timedelta(minutes=1)
    day, clock = _day_and_clock(theirs)
    next_day = last_day + timedelta(days=1)
    assert day == next_day.day
    local = datetime.fromisoformat(f"{next_day}T{clock}").replace(tzinfo=ZoneInfo(tz))
    return local.astimezone(UTC) + timedelta(minutes=1)


def _day_and_clock(text):
    day, clock = text.split(", ")[:2]
    return int(day.split()[1]), clock[:5]


@pytest.mark.parametrize("code", ORDER)
def test_the_time_zone_database_in_use_says_what_the_pinned_one_says(code):
    """A host whose own database is older than the pinned one would move a deadline."""
    key = CAPITALS[code]
    package, _, name = f"tzdata/zoneinfo/{key}".rpartition("/")
    with resources.files(package.replace("/", ".")).joinpath(name).open("rb") as file:
        pinned = ZoneInfo.from_file(file, key=key)

    in_use = ZoneInfo(key)

    for bound in BOUNDS:
        assert bound.astimezone(in_use).utcoffset() == bound.astimezone(pinned).utcoffset()


def test_the_reference_calendars_cover_all_the_members_that_are_compared():
    assert [each.code for each in ALL] == ORDER
    assert {row["country"] for row in rows()} == set(ORDER)
