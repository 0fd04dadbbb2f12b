"""From rows to calendars: overrides, corrections, confirmations, versions; one year drafted."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from members import drafts, services
from members.calendars import member_calendars, resolve
from members.models import CalendarYear, Closure
from members.models.calendars import ClosureKind
from tests.cast import MORNING

pytestmark = pytest.mark.django_db
# A Wednesday on which nobody in the Dominican Republic has a holiday.
DAY = date(2026, 10, 14)
DECREE = {"instrument": "Decreto 1-26", "published_on": date(2026, 9, 9)}


def calendar(cast, code="DO"):
    return member_calendars([cast.parties[code]], cast.at)[0]


def entry(cast, by="elena", **changes):
    fields = {
        "party_id": cast.parties["DO"].pk,
        "day": DAY,
        "kind": ClosureKind.ADHOC,
        "name_es": "Duelo nacional",
        **DECREE,
        **changes,
    }
    return services.enter_closure(by=cast.viewer(by), **fields)


def test_all_the_calendars_take_three_queries(cast, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = member_calendars(cast.members, cast.at)

    assert [each.code for each in found] == [party.code for party in cast.members]
    assert all(each.confirmed_years == {2025, 2026, 2027, 2028} for each in found)
    assert [each.rank for each in found] == sorted(each.rank for each in found)
    assert {each.tz for each in found} >= {"America/Toronto", "America/Mexico_City"}


def test_a_closure_of_the_country_is_in_its_calendar(cast):
    closure = entry(cast)

    assert calendar(cast).closures[DAY].instrument == closure.instrument
    assert DAY not in calendar(cast, "GT").closures


def test_an_institution_that_works_is_exempt_from_its_countrys_closure(cast):
    entry(cast)
    entry(cast, kind=ClosureKind.WORKS, institution_id=cast.voices["DO"].pk)

    assert DAY not in calendar(cast).closures


def test_an_exemption_of_another_institution_changes_nothing_for_the_voice(cast):
    entry(cast)
    entry(cast, kind=ClosureKind.WORKS, institution_id=cast.others["DO"].pk)

    assert DAY in calendar(cast).closures
    services.designate_official_voice(cast.others["DO"].pk, by=cast.viewer("elena"))
    assert DAY not in calendar(cast).closures


def test_a_closure_of_the_voice_alone_is_added(cast):
    entry(cast, institution_id=cast.voices["DO"].pk)

    assert calendar(cast).closures[DAY].kind == ClosureKind.ADHOC


def test_a_correction_takes_the_place_of_what_it_corrects(cast):
    first = entry(cast)
    services.supersede_closure(
        first.pk, by=cast.viewer("elena"), day=DAY + timedelta(days=1), **DECREE
    )

    found = calendar(cast).closures

    assert DAY not in found
    assert found[DAY + timedelta(days=1)].name_es == "Duelo nacional"


def test_a_cancelled_entry_closes_nothing(cast):
    first = entry(cast)
    services.supersede_closure(
        first.pk, by=cast.viewer("elena"), kind=ClosureKind.CANCELLED, **DECREE
    )

    assert DAY not in calendar(cast).closures
    assert Closure.objects.filter(day=DAY).count() == 2


def test_an_entry_is_corrected_once(cast):
    first = entry(cast)
    services.supersede_closure(
        first.pk, by=cast.viewer("elena"), kind=ClosureKind.CANCELLED, **DECREE
    )

    with pytest.raises(Conflict):
        services.supersede_closure(
            first.pk, by=cast.viewer("elena"), name_es="Otra vez", **DECREE
        )


def test_every_change_of_a_calendar_changes_its_version(cast):
    versions = [calendar(cast).version]
    closure = entry(cast)
    versions.append(calendar(cast).version)
    services.supersede_closure(
        closure.pk, by=cast.viewer("elena"), kind=ClosureKind.CANCELLED, **DECREE
    )
    versions.append(calendar(cast).version)
    services.designate_official_voice(cast.others["DO"].pk, by=cast.viewer("elena"))
    versions.append(calendar(cast).version)

    assert len(set(versions)) == 4
    assert calendar(cast, "GT").version == calendar(cast, "GT").version


def test_the_version_does_not_depend_on_the_days_asked_for(cast):
    narrow = member_calendars(
        [cast.parties["DO"]], cast.at, first=DAY, last=DAY + timedelta(days=2)
    )[0]

    assert narrow.version == calendar(cast).version
    assert len(narrow.closures) < len(calendar(cast).closures)


def test_a_year_confirmed_for_another_institution_is_not_the_voices(cast):
    CalendarYear.objects.create(
        party=cast.parties["DO"],
        institution=cast.others["DO"],
        year=2029,
        confirmed_at=MORNING,
    )

    assert 2029 not in calendar(cast).confirmed_years


@pytest.mark.parametrize("who", ["ana", "bruno", "oscar", "admin"])
def test_only_the_secretariat_enters_closures(cast, who):
    with pytest.raises(Refused):
        entry(cast, by=who)


@pytest.mark.parametrize(
    "changes",
    [
        {"instrument": "  "},
        {"name_es": ""},
        {"kind": "siesta"},
        {"institution_id": "GT"},
    ],
)
def test_an_entry_has_a_name_an_instrument_and_its_own_institution(cast, changes):
    if "institution_id" in changes:
        changes = {"institution_id": cast.voices["GT"].pk}
    with pytest.raises(Invalid):
        entry(cast, **changes)


def test_a_day_is_entered_once(cast):
    entry(cast)

    with pytest.raises(Conflict):
        entry(cast, name_es="Otra vez")
    entry(cast, institution_id=cast.others["DO"].pk, name_es="Inventario")


def test_the_official_voice_confirms_its_list_in_december(cast):
    bruno = cast.viewer("bruno", at=MORNING.replace(month=12))

    with pytest.raises(Conflict):
        services.confirm_calendar_year(cast.parties["DO"].pk, 2029, by=bruno)
    in_2028 = cast.viewer("bruno", at=MORNING.replace(year=2028, month=12))
    confirmed = services.confirm_calendar_year(cast.parties["DO"].pk, 2029, by=in_2028)

    assert confirmed.confirmed_by_id == cast.bruno.pk
    assert 2029 in calendar(cast).confirmed_years
    with pytest.raises(IllegalStep):
        services.confirm_calendar_year(cast.parties["DO"].pk, 2029, by=in_2028)


@pytest.mark.parametrize("who", ["ana", "carla", "oscar", "admin"])
def test_nobody_else_confirms_a_members_list(cast, who):
    viewer = cast.viewer(who, at=MORNING.replace(year=2028, month=12))

    with pytest.raises(Refused):
        services.confirm_calendar_year(cast.parties["DO"].pk, 2029, by=viewer)


def test_there_must_be_a_list_to_confirm(cast):
    viewer = cast.viewer("elena", at=MORNING.replace(year=2030, month=12))

    with pytest.raises(Invalid):
        services.confirm_calendar_year(cast.parties["DO"].pk, 2031, by=viewer)


def test_a_drafted_year_waits_for_its_confirmation(cast):
    by = Viewer(at=MORNING, roles=frozenset({Role.SECRETARIAT}))

    made = services.draft_calendar_year(2029, by=by)

    assert set(made) == {party.code for party in cast.members}
    drafted = Closure.objects.filter(day__year=2029, confirmed=False)
    assert drafted.count() == sum(made.values())
    assert all(each.source_url == drafts.SOURCE for each in drafted)
    assert 2029 not in calendar(cast).confirmed_years
    assert services.draft_calendar_year(2029, by=by) == {}


def test_a_draft_leaves_what_is_listed_already_alone(cast):
    new_year = Closure.objects.get(party=cast.parties["DO"], day=date(2029, 1, 1))
    services.draft_calendar_year(
        2029, by=Viewer(at=MORNING, roles=frozenset({Role.SECRETARIAT}))
    )

    assert Closure.objects.get(party=cast.parties["DO"], day=new_year.day) == new_year


def test_a_draft_leaves_a_confirmed_year_alone(cast):
    by = Viewer(at=MORNING, roles=frozenset({Role.SECRETARIAT}))

    assert services.draft_calendar_year(2027, by=by) == {}


def test_the_capital_of_canada_has_more_days_than_the_librarys_default():
    import holidays

    default = holidays.country_holidays("CA", years=2029)

    assert len(drafts.draft("CA", 2029)) > len(default)


def test_the_operator_drafts_a_year_by_command(cast, capsys):
    call_command("draft_calendar", year=2029)
    call_command("draft_calendar", year=2029)

    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("BZ: ")
    assert said[-1] == "Every member has a list for 2029 already."


@pytest.mark.parametrize("package", ["members", "crm_portal/core/calendars"])
def test_no_code_knows_the_date_of_a_holiday(package):
    sources = (Path(settings.BASE_DIR) / package).rglob("*.py")
    written = re.compile(r"\bdate\(\s*(19|20)\d\d|\bdate\(\s*\w+,\s*\d+,\s*[2-9]")

    guilty = [
        str(each)
        for each in sources
        if "migrations" not in each.parts and written.search(each.read_text())
    ]

    assert guilty == []


HERE, ELSEWHERE = 1, 2
entries = st.lists(
    st.builds(
        Closure,
        day=st.integers(1, 6).map(lambda day: date(2026, 10, day)),
        kind=st.sampled_from(ClosureKind.values),
        institution_id=st.sampled_from([None, HERE, ELSEWHERE]),
    ),
    max_size=12,
)


@given(entries)
def test_what_another_institution_does_is_indifferent(found):
    ours = [each for each in found if each.institution_id != ELSEWHERE]

    assert resolve(found, HERE) == resolve(ours, HERE)


@given(entries)
def test_a_party_without_a_voice_keeps_its_countrys_calendar(found):
    country = [each for each in found if each.institution_id is None]

    assert resolve(found, None) == resolve(country, None)


@given(entries, st.integers(1, 6))
def test_an_exemption_only_takes_away_what_the_country_closed(found, day):
    works = Closure(day=date(2026, 10, day), kind=ClosureKind.WORKS, institution_id=HERE)
    before, after = resolve(found, HERE), resolve([*found, works], HERE)

    assert all(each in before for each in after)
    gone = [each for each in before if each not in after]
    assert all(each.day == works.day and each.institution_id is None for each in gone)
    assert not any(each.kind in {"works", "cancelled"} for each in after)
