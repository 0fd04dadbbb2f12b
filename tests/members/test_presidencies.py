"""Interest is announced, a presidency is designated, the chair passes: each on record, for good."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given

from crm_portal.core import audit
from crm_portal.core.errors import Conflict, Invalid, Refused
from members import rules, services
from members.access import troika_at
from members.models import Designation, Interest, InterestWithdrawal, Presidency
from members.rules import Term
from tests.cast import MORNING
from tests.members.test_presidency_rules import instants, terms

pytestmark = pytest.mark.django_db

PLENARY = date(2025, 11, 20)
LATER = date(2026, 3, 2)


def announce(cast, code="MX", who="mateo", year=2027, on=PLENARY, **more):
    told = {"announced_on": on, "meeting": "XXX CRM", **more}
    return services.announce_interest(
        cast.parties[code].pk, year, by=cast.viewer(who), **told
    )


def designate(cast, code="MX", year=2027, on=LATER, who="elena", **more):
    return services.designate_next(
        cast.parties[code].pk, year, decided_on=on, by=cast.viewer(who), **more
    )


def annul(cast, designation, on=date(2026, 5, 4), who="elena"):
    return services.annul_designation(
        designation.pk, annulled_on=on, because="El país declinó.", by=cast.viewer(who)
    )


def test_several_countries_may_be_interested_in_a_year(cast):
    announce(cast)
    announce(cast, "PA", "pablo")
    announce(cast, "CR", "elena")

    found = Interest.objects.standing().filter(label_year=2027)
    assert {each.party.code for each in found} == {"MX", "PA", "CR"}
    assert audit.of(found[0]).get().verb == "members.interest.announced"


@pytest.mark.parametrize(
    ("who", "code"), [("pablo", "MX"), ("carla", "DO"), ("oscar", "MX"), ("admin", "MX")]
)
def test_a_country_announces_its_own_interest_through_its_official_voice(cast, who, code):
    with pytest.raises(Refused) as refused:
        announce(cast, code, who)
    assert refused.value.rule == "001:397"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"on": date(2026, 9, 11)}, "future"),
        ({"on": date(2026, 1, 5), "year": 2026}, "taken"),
        ({"meeting": "  "}, "required"),
    ],
)
def test_an_interest_names_a_plenary_that_was_and_a_year_to_come(cast, told, code):
    with pytest.raises((Invalid, Conflict)) as refused:
        announce(cast, **told)
    assert refused.value.code == code


def test_the_same_interest_is_announced_once(cast):
    announce(cast)

    with pytest.raises(Conflict):
        announce(cast, who="elena")


def test_less_than_a_year_ahead_is_said_and_not_refused(cast):
    assert announce(cast, year=2027).is_a_year_ahead
    assert not announce(cast, "PA", "pablo", on=date(2026, 6, 1)).is_a_year_ahead


def test_a_withdrawal_is_another_record(cast):
    interest = announce(cast)

    services.withdraw_interest(
        interest.pk, withdrawn_on=LATER, by=cast.viewer("mateo"), meeting="GRCM"
    )

    assert not Interest.objects.standing().exists()
    assert InterestWithdrawal.objects.get().interest == interest
    with pytest.raises(Conflict):
        services.withdraw_interest(interest.pk, withdrawn_on=LATER, by=cast.viewer("mateo"))
    announce(cast, on=date(2026, 4, 1))


def test_nobody_withdraws_for_another_nor_after_being_designated(cast):
    interest = announce(cast)
    with pytest.raises(Refused):
        services.withdraw_interest(interest.pk, withdrawn_on=LATER, by=cast.viewer("pablo"))
    designate(cast)
    with pytest.raises(Conflict):
        services.withdraw_interest(interest.pk, withdrawn_on=LATER, by=cast.viewer("mateo"))


@pytest.mark.parametrize("model", [Interest, InterestWithdrawal, Designation])
def test_the_database_itself_keeps_what_was_announced_and_decided(cast, model):
    interest = announce(cast)
    services.withdraw_interest(interest.pk, withdrawn_on=LATER, by=cast.viewer("mateo"))
    designate(cast)

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()


def test_a_designation_is_linked_to_the_interest_it_answers(cast):
    interest = announce(cast)

    assert designate(cast).interest == interest
    assert designate(cast, "PA", 2028).interest is None


def test_several_designations_are_open_and_the_next_is_that_of_the_next_year(cast):
    designate(cast, "PA", 2028)
    assert troika_at(MORNING).next is None

    designate(cast, "MX", 2027)

    assert troika_at(MORNING).next == cast.parties["MX"].pk


def test_who_is_designated_further_ahead_becomes_next_with_the_hand_over(cast):
    designate(cast, "MX", 2027)
    designate(cast, "PA", 2028)
    at = MORNING + timedelta(days=90)
    services.hand_over_presidency(
        cast.parties["MX"].pk, 2027, by=cast.viewer("elena"), at=at
    )

    before, after = troika_at(at - timedelta(seconds=1)), troika_at(at)

    assert before.next == cast.parties["MX"].pk
    assert after.next == cast.parties["PA"].pk
    assert (after.current, after.previous) == (
        cast.parties["MX"].pk,
        cast.parties["GT"].pk,
    )


def test_an_annulled_designation_stays_on_record_and_holds_no_more(cast):
    designation = designate(cast)

    annul(cast, designation)

    kept = Designation.objects.get(pk=designation.pk)
    assert (kept.annulled_on, kept.annulled_because) == (
        date(2026, 5, 4),
        "El país declinó.",
    )
    assert troika_at(MORNING).next is None
    day_before = MORNING.replace(month=5, day=3)
    assert troika_at(day_before).next == cast.parties["MX"].pk
    with pytest.raises(Conflict):
        annul(cast, designation)


def test_another_country_is_designated_once_the_first_is_annulled(cast):
    first = designate(cast)
    with pytest.raises(Conflict):
        designate(cast, "PA")
    annul(cast, first)
    with pytest.raises(Invalid):
        designate(cast, "PA", on=date(2026, 4, 1))

    designate(cast, "PA", on=date(2026, 5, 4))

    assert troika_at(MORNING).next == cast.parties["PA"].pk
    assert Designation.objects.filter(label_year=2027).count() == 2


def test_only_the_secretariat_and_the_presidency_record_decisions(cast):
    designation = designate(cast)

    for who in ("mateo", "basil", "admin", "oscar"):
        with pytest.raises(Refused):
            designate(cast, "PA", 2028, who=who)
        with pytest.raises(Refused):
            annul(cast, designation, who=who)
    annul(cast, designation, who="ana")


def test_the_hand_over_keeps_the_meeting_of_its_ceremony(cast):
    services.hand_over_presidency(
        cast.parties["MX"].pk,
        2027,
        by=cast.viewer("elena"),
        place="Antigua",
        meeting_es="XXXI Reunión Viceministerial",
        meeting_en="XXXI Vice-Ministerial Meeting",
    )

    term = Presidency.objects.get(label_year=2027)
    assert term.handover_meeting == "XXXI Reunión Viceministerial"
    assert term.handover_place == "Antigua"


def test_the_theme_is_written_by_the_secretariat_or_the_presidency_in_office(cast):
    term = Presidency.objects.get(label_year=2026)
    past = Presidency.objects.get(label_year=2024)

    services.set_theme(term.pk, theme_es="Retorno", theme_en="", by=cast.viewer("ana"))
    services.set_theme(past.pk, theme_es="Un mundo", theme_en="", by=cast.viewer("elena"))
    for who, pk in (("ana", past.pk), ("basil", past.pk), ("mateo", term.pk)):
        with pytest.raises(Refused):
            services.set_theme(pk, theme_es="X", theme_en="", by=cast.viewer(who))
    with pytest.raises(Invalid):
        services.set_theme(term.pk, theme_es=" ", theme_en="", by=cast.viewer("ana"))


def test_what_the_theme_was_is_kept(cast):
    term = Presidency.objects.get(label_year=2026)
    for words in ("Retorno", "Retorno e integración"):
        services.set_theme(term.pk, theme_es=words, theme_en="", by=cast.viewer("ana"))

    acts = list(audit.of(term).filter(verb="members.presidency.theme_set"))
    assert [act.data["after"]["theme_es"] for act in acts] == [
        "Retorno",
        "Retorno e integración",
    ]


@given(terms(), instants)
def test_the_next_follows_the_year_in_office_and_no_other(found, at):
    first, last = rules.years_of_the_next(found, at)
    holding = [t for t in found if t.starts_at <= at and (not t.ends_at or at < t.ends_at)]
    begun = [t.label_year for t in found if t.starts_at <= at]

    if holding:
        assert (first, last) == (holding[0].label_year + 1, holding[0].label_year + 1)
    else:
        assert first == max(begun, default=0) + 1
        assert last > 3000


def test_between_two_terms_the_next_is_the_earliest_year_designated():
    ended = [Term(1, 2024, clock_of(2024), clock_of(2025))]

    assert rules.years_of_the_next(ended, clock_of(2025)) == (
        2025,
        rules.presidency.LAST_YEAR,
    )


def clock_of(year):
    return MORNING.replace(year=year, month=1, day=1)


def test_no_person_is_named_on_the_public_page(cast, client):
    services.hand_over_presidency(
        cast.parties["MX"].pk,
        2027,
        by=cast.viewer("elena"),
        at=MORNING + timedelta(days=30),
    )
    page = client.get("/en/presidencies/").content.decode()

    assert "Takes office on 10 October 2026" in page
    assert "Elena" not in page
    assert "Ana" not in page
