"""What a party is, by date: recorded acts, each with its decision; the past stays."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core import audit, clock
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from members import rules, services, states
from members.access import viewer_for
from members.models import Party, Standing
from members.services.standing import Decision, Newcomer
from members.states import STEPS, Act, Status
from tests.cast import MORNING

TODAY = MORNING.date()
DECISION = Decision("Decisión 3 de la XXX CRM.", TODAY - timedelta(days=2), "Declaración")
A_DAY = timedelta(days=1)
DAYS = st.dates(min_value=date(1996, 1, 1), max_value=date(2099, 12, 31))


def members(day: date) -> set[str]:
    return set(Party.objects.members_on(day).values_list("code", flat=True))


@pytest.mark.parametrize(("status", "act"), list(product(Status, Act)))
def test_an_act_is_in_the_table_or_it_is_refused(status, act):
    if (status, act) in STEPS:
        assert states.after(status, act) == STEPS[status, act]
        assert act in states.acts_from(status)
    else:
        with pytest.raises(IllegalStep):
            states.after(status, act)


@given(act=st.sampled_from(Act), last=DAYS, decided=DAYS, today=DAYS)
def test_no_act_holds_before_its_decision_nor_before_the_last_one(
    act, last, decided, today
):
    before = rules.LastStanding(Status.ACTIVE, "member_state", last)

    first = rules.earliest_standing(act, before, decided, today)

    assert first > last
    assert first >= decided
    assert act == Act.ADMIT or first >= today


@pytest.mark.parametrize("act", [services.suspend, services.record_departure])
def test_a_member_that_goes_is_consulted_until_the_day_before(cast, act):
    nicaragua, gone = cast.parties["NI"], TODAY + timedelta(days=20)

    act(nicaragua.pk, since=gone, decision=DECISION, by=cast.viewer("elena"))

    assert "NI" in members(gone - A_DAY)
    assert "NI" not in members(gone)
    assert "NI" not in members(gone + A_DAY)
    assert "NI" in members(date(2010, 6, 1))


def test_a_reinstated_member_is_consulted_from_its_day_on(cast):
    nicaragua, elena = cast.parties["NI"], cast.viewer("elena")
    services.suspend(nicaragua.pk, decision=DECISION, by=elena)
    back = TODAY + timedelta(days=30)

    services.reinstate(nicaragua.pk, since=back, decision=DECISION, by=elena)

    assert "NI" in members(TODAY - A_DAY)
    assert "NI" not in members(TODAY)
    assert "NI" not in members(back - A_DAY)
    assert "NI" in members(back)


def test_access_ends_and_begins_with_the_day_of_the_change(cast):
    mateo, elena = cast.people["mateo"], cast.viewer("elena")
    gone = TODAY + timedelta(days=1)
    services.suspend(
        cast.parties["MX"].pk, since=gone, decision=DECISION, by=cast.viewer("elena")
    )
    midnight = datetime(gone.year, gone.month, gone.day, 6, tzinfo=UTC)

    assert viewer_for(mateo, midnight - timedelta(seconds=1)).has(Role.MEMBER)
    assert viewer_for(mateo, midnight).is_public
    assert elena.has(Role.SECRETARIAT)


def test_every_act_keeps_who_decided_it_when_and_where_it_is_written(cast):
    services.suspend(cast.parties["NI"].pk, decision=DECISION, by=cast.viewer("elena"))

    row = Standing.objects.get(party__code="NI", status="suspended")
    assert (row.decided_by, row.decided_on, row.source) == (
        DECISION.text,
        DECISION.on,
        DECISION.source,
    )
    assert row.kind == "member_state"
    entry = audit.of(cast.parties["NI"]).last()
    assert entry.verb == "members.party.suspended"
    assert entry.data["decided_by"] == DECISION.text
    assert Notice.objects.filter(event="account.standing_changed").exists()


@pytest.mark.parametrize("missing", [{"text": " "}, {"source": ""}])
def test_an_act_without_its_decision_is_not_recorded(cast, missing):
    decision = Decision(**{"text": "Sí.", "on": TODAY, "source": "Acta"} | missing)

    with pytest.raises(Invalid):
        services.suspend(cast.parties["NI"].pk, decision=decision, by=cast.viewer("elena"))


def test_the_past_is_not_changed(cast):
    elena, nicaragua = cast.viewer("elena"), cast.parties["NI"].pk

    with pytest.raises(Invalid):
        services.suspend(nicaragua, since=TODAY - A_DAY, decision=DECISION, by=elena)
    with pytest.raises(Invalid):
        services.suspend(
            nicaragua, decision=Decision("Sí.", TODAY + A_DAY, "Acta"), by=elena
        )
    services.suspend(
        nicaragua, since=TODAY + timedelta(days=9), decision=DECISION, by=elena
    )
    with pytest.raises(Invalid):
        services.reinstate(
            nicaragua, since=TODAY + timedelta(days=9), decision=DECISION, by=elena
        )
    services.reinstate(
        nicaragua, since=TODAY + timedelta(days=10), decision=DECISION, by=elena
    )


@pytest.mark.parametrize("who", ["bruno", "oscar", "admin", "basil"])
def test_only_the_secretariat_and_the_presidency_record_standing(cast, who):
    with pytest.raises(Refused):
        services.suspend(cast.parties["NI"].pk, decision=DECISION, by=cast.viewer(who))
    services.suspend(cast.parties["NI"].pk, decision=DECISION, by=cast.viewer("ana"))


def test_a_country_that_presides_hands_the_chair_over_first(cast):
    with pytest.raises(Conflict):
        services.record_departure(
            cast.parties["GT"].pk, decision=DECISION, by=cast.viewer("elena")
        )
    assert "GT" in members(TODAY)


def test_an_observer_becomes_a_member_and_was_an_observer_before(cast):
    argentina = cast.parties["AR"]
    decided = Decision("Se admite.", TODAY, "Declaración")

    services.admit(
        argentina.pk, kind="member_state", decision=decided, by=cast.viewer("elena")
    )

    assert "AR" in members(TODAY)
    assert "AR" not in members(TODAY - A_DAY)
    before = Party.objects.active_on(TODAY - A_DAY, kind="observer_state")
    assert argentina in before
    assert cast.viewer("oscar").has(Role.MEMBER)
    with pytest.raises(IllegalStep):
        services.admit(
            argentina.pk, kind="observer_state", decision=decided, by=cast.viewer("elena")
        )


def test_whoever_departed_may_be_admitted_again(cast):
    unicef = cast.parties["UNICEF"].pk
    services.record_departure(unicef, decision=DECISION, by=cast.viewer("elena"))
    clock.set_to(MORNING + timedelta(days=400), frozen=True)
    elena = cast.viewer("elena", clock.now())
    again = Decision("Se admite de nuevo.", elena.on, "Declaración")

    services.admit(unicef, kind="observer_organization", decision=again, by=elena)

    rows = Standing.objects.filter(party=unicef).values_list("status", "since", "until")
    assert list(rows) == [
        ("active", date(2015, 1, 1), TODAY),
        ("departed", TODAY, elena.on),
        ("active", elena.on, None),
    ]


def test_nobody_is_admitted_as_a_guest_nor_under_a_code_that_is_taken(cast):
    named = {"name_es": "Organización", "name_en": "Organization"}
    for code, kind in (("NUEVA", "special_guest"), ("oim", "observer_organization")):
        with pytest.raises((Invalid, Conflict)):
            services.admit_newcomer(
                Newcomer(code=code, kind=kind, **named),
                decision=DECISION,
                by=cast.viewer("elena"),
            )


def test_nobody_is_told_twice_of_a_change(cast):
    services.suspend(cast.parties["NI"].pk, decision=DECISION, by=cast.viewer("elena"))

    told = list(
        Notice.objects.filter(event="account.standing_changed").values_list(
            "recipient", flat=True
        )
    )
    assert len(told) == len(set(told))
    assert cast.people["nadia"].pk in told
    assert cast.people["oscar"].pk not in told


def test_a_standing_says_as_what_the_party_takes_part(cast):
    assert not Standing.objects.filter(kind="").exists()
    assert Standing.objects.get(party__code="OIM").kind == "observer_organization"


def test_the_clock_itself_records_nothing(cast):
    with pytest.raises(Refused):
        services.suspend(cast.parties["NI"].pk, decision=DECISION, by=Viewer(at=MORNING))
