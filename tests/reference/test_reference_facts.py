"""What the reference data says, on the dates on which it can be checked."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.reference import files
from crm_portal.reference.terms import spans
from meetings.models import Meeting, ParticipationRule
from members.access import troika_at
from members.models import CalendarYear, Closure, Party, Presidency, Standing
from members.models.parties import PartyKind

SAN_JOSE = ZoneInfo("America/Costa_Rica")
MEMBERS = ["BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO"]
TERMS = spans(files.rows(files.PRESIDENCIES))


def codes(day: date, kind: PartyKind) -> list[str]:
    return list(
        Party.objects.active_on(day).filter(kind=kind).values_list("code", flat=True)
    )


def instants(first: int, last: int) -> st.SearchStrategy[datetime]:
    """Any second from the first day of ``first`` to the last of ``last``, in San José."""
    begins = datetime(first, 1, 1, tzinfo=SAN_JOSE)
    seconds = int((datetime(last + 1, 1, 1, tzinfo=SAN_JOSE) - begins).total_seconds())
    return st.integers(0, seconds - 1).map(lambda s: begins + timedelta(seconds=s))


def presiding(*when: int) -> str | None:
    found = Presidency.objects.at(datetime(*when, tzinfo=SAN_JOSE)).first()
    return found.party.code if found else None


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(1996, 1, 1), 0),
        (date(1996, 3, 13), 2),
        (date(2003, 5, 1), 4),
        (date(2003, 6, 1), 6),
        (date(2013, 12, 31), 8),
        (date(2014, 1, 1), 8),
        (date(2014, 6, 26), 9),
        (date(2016, 1, 1), 10),
        (date(2026, 9, 10), 10),
    ],
)
def test_observer_organizations_are_counted_by_date(reference, day, count):
    assert len(codes(day, PartyKind.OBSERVER_ORGANIZATION)) == count


def test_an_observer_of_a_year_was_admitted_by_the_meeting_of_that_year(reference):
    cicr = Standing.objects.get(party__code="CICR")

    assert (cicr.since, cicr.since_precision) == (date(2014, 6, 26), "year")


def test_the_members_stand_in_the_order_of_the_sources(reference):
    assert codes(date(2026, 9, 10), PartyKind.MEMBER_STATE) == MEMBERS
    assert [party.code for party in Party.objects.members_on(date(2026, 9, 10))] == MEMBERS


def test_the_tenth_year_had_eleven_members_and_the_first_ten(reference):
    assert len(codes(date(1999, 1, 28), PartyKind.MEMBER_STATE)) == 10
    assert len(codes(date(2000, 3, 23), PartyKind.MEMBER_STATE)) == 11


@pytest.mark.parametrize(
    ("code", "capital_es", "capital_en"),
    [
        ("BZ", "Belmopán", "Belmopan"),
        ("US", "Washington D. C.", "Washington, D.C."),
        ("GT", "Ciudad de Guatemala", "Guatemala City"),
        ("PA", "Ciudad de Panamá", "Panama City"),
        ("AR", "", ""),
    ],
)
def test_capitals_have_a_name_in_both_languages(reference, code, capital_es, capital_en):
    party = Party.objects.get(code=code)

    assert (party.capital_es, party.capital_en) == (capital_es, capital_en)


def test_every_member_has_a_capital_with_its_time(reference):
    for party in Party.objects.filter(kind=PartyKind.MEMBER_STATE):
        assert party.capital_es
        assert party.capital_en
        assert ZoneInfo(party.capital_tz)


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ((1995, 12, 31, 23, 59), None),
        ((1996, 1, 1), "MX"),
        ((2002, 10, 30, 23, 59), "GT"),
        ((2002, 10, 31), "MX"),
        ((2002, 12, 1), "MX"),
        ((2003, 12, 31, 23, 59), "MX"),
        ((2004, 1, 1), "PA"),
        ((2011, 11, 16), "DO"),
        ((2011, 11, 17), "PA"),
        ((2012, 12, 31), "PA"),
        ((2014, 11, 24), "NI"),
        ((2014, 11, 25), "MX"),
        ((2017, 11, 30), "PA"),
        ((2019, 12, 31, 23, 59), "GT"),
        ((2020, 12, 3), "CR"),
        ((2020, 12, 4), "MX"),
        ((2021, 12, 3), "SV"),
        ((2022, 12, 31, 23, 59), "SV"),
        ((2023, 1, 1), "PA"),
        ((2024, 12, 31, 23, 59), "BZ"),
        ((2025, 1, 1), None),
        ((2025, 7, 1), None),
        ((2025, 12, 31, 23, 59), None),
        ((2026, 1, 1), "GT"),
        ((2026, 9, 10, 9), "GT"),
        ((2031, 5, 5), "GT"),
    ],
)
def test_who_presided_on_any_date(reference, when, code):
    assert presiding(*when) == code


def test_nobody_is_designated_to_preside_next(reference):
    seats = troika_at(datetime(2026, 9, 10, 15, tzinfo=UTC))
    by_key = dict(Party.objects.values_list("pk", "code"))

    assert by_key[seats.current] == "GT"
    assert by_key[seats.previous] == "BZ"
    assert seats.next is None


def test_a_term_keeps_how_exactly_it_is_known(reference):
    known = dict(Presidency.objects.values_list("label_year", "precision"))

    assert known[2003] == "day"
    assert known[2004] == "year"
    assert known[2026] == "announced"
    assert 2025 not in known


@given(instants(1996, 2024))
def test_from_1996_to_2024_there_is_always_exactly_one_presidency(at):

    assert sum(term.starts_at <= at < term.ends_at for term in TERMS[:-1]) == 1


@given(instants(2025, 2025))
def test_in_2025_there_is_none(at):
    assert not any(
        term.starts_at <= at and (term.ends_at is None or at < term.ends_at)
        for term in TERMS
    )


def test_meetings_are_dated_as_exactly_as_they_are_known(reference):
    numbered = Meeting.objects.exclude(ordinal=None).select_related("host")
    held = {meeting.ordinal: meeting for meeting in numbered}

    assert sorted(held) == list(range(1, 30))
    assert (held[1].starts_on, held[1].ends_on) == (date(1996, 3, 13), date(1996, 3, 14))
    assert (held[3].starts_on, held[3].ends_on) == (date(1998, 1, 1), date(1998, 12, 31))
    assert held[3].precision == "year"
    assert (held[9].starts_on, held[9].ends_on) == (date(2004, 5, 1), date(2004, 5, 31))
    assert held[9].precision == "month"
    assert (held[24].city_es, held[24].city_en) == ("Ciudad de Guatemala", "Guatemala City")
    assert held[29].host.code == "BZ"
    assert held[29].city_es == ""


def test_the_participation_matrix_is_whole(reference):
    values = list(ParticipationRule.objects.values_list("value", flat=True))

    assert {value: values.count(value) for value in set(values)} == {
        "YES": 220,
        "NO": 300,
        "COND": 105,
        "UNREG": 167,
    }
    cells = ParticipationRule.objects.values_list("body", "party_class", "right")
    assert len(set(cells)) == 11 * 9 * 8


def test_a_cell_keeps_its_sources_condition_and_contradictions(reference):
    cell = ParticipationRule.objects.get(
        body="VM_PLENARIA", party_class="MIEMBRO", right="DECIDE"
    )

    assert cell.sources == "001:382 001:373"
    assert (cell.condition_es, cell.condition_en) == ("por consenso", "by consensus")
    assert cell.conflicts == "X02"
    assert cell.default == "allow"


@pytest.mark.parametrize(
    ("year", "days"),
    [(2024, 27), (2025, 148), (2026, 153), (2027, 154), (2028, 153), (2029, 72)],
)
def test_calendars_hold_the_days_of_the_file(reference, year, days):
    assert Closure.objects.filter(day__year=year).count() == days


def test_four_years_are_confirmed_by_the_eleven_and_the_rest_is_not(reference):
    years = set(CalendarYear.objects.values_list("party__code", "year"))

    assert years == {(code, year) for code in MEMBERS for year in range(2025, 2029)}
    unconfirmed = Closure.objects.filter(confirmed=False)
    assert set(unconfirmed.values_list("day__year", flat=True)) == {2024, 2029}


def test_the_september_holidays_of_2026_are_there(reference):
    closed = Closure.objects.filter(day=date(2026, 9, 15)).values_list(
        "party__code", flat=True
    )

    assert {"CR", "SV", "GT", "HN", "NI"} <= set(closed)


def test_every_holiday_and_city_is_named_in_both_languages():
    needed = {row["name"] for row in files.rows(files.CALENDARS)}
    needed |= {row["city"] for row in files.rows(files.MEETINGS) if row["city"]}

    assert needed == set(files.names())
    assert all(es and en for es, en in files.names().values())
    assert all(
        own in pair for own, pair in files.names().items() if own != "Washington D.C."
    )


def test_a_holiday_is_read_in_the_readers_language(reference):
    canada = Closure.objects.get(party__code="CA", day=date(2026, 10, 12))

    assert (canada.name_es, canada.name_en) == (
        "Día de Acción de Gracias",
        "Thanksgiving Day",
    )


def test_no_term_overlaps_the_next():
    for term, after in pairwise(TERMS):
        assert term.ends_at is not None
        assert timedelta(0) <= after.starts_at - term.ends_at <= timedelta(days=365)
