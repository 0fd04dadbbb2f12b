"""Applications: received, complete, before the Vice-Ministers, and what follows from it."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction

from crm_portal.core import audit, clock
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from meetings import rules, services, states
from meetings.models import Application, Criterion, Evidence
from meetings.services import Applicant
from meetings.states import STEPS, State, Step
from members.access import viewer_for
from members.models import Party, Standing
from tests.factories import InstitutionFactory, MandateFactory, UserFactory
from tests.meetings.applying import (
    HOW_MANY,
    NEWCOMER,
    ORGANIZATION,
    complete,
    criteria,
    decision,
    evidenced,
    stored,
    vice_ministers,
)

A_DAY = timedelta(days=1)


@pytest.fixture
def elena(cast) -> Viewer:
    criteria()
    return cast.viewer("elena")


@pytest.fixture
def meeting(cast):
    today = cast.viewer("elena").on
    return vice_ministers(today + timedelta(days=30), today + timedelta(days=31))


def before(meeting, elena, applicant=ORGANIZATION) -> Application:
    application = complete(elena, applicant)
    return services.put_before_vice_ministers(application.pk, meeting.pk, by=elena)


def go_to(cast, day: date, who: str = "elena") -> Viewer:
    at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    clock.set_to(at, frozen=True)
    return cast.viewer(who, clock.now())


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_a_step_is_in_the_table_or_it_is_refused(state, step):
    if (state, step) in STEPS:
        assert states.after(state, step) == STEPS[state, step]
        assert step in states.steps_from(state)
    else:
        with pytest.raises(IllegalStep):
            states.after(state, step)


def test_what_was_decided_or_withdrawn_takes_no_further_step():
    for state in set(State) - states.OPEN:
        assert states.steps_from(state) == ()


def test_the_criteria_are_nine_three_and_four_since_january_1999(reference):
    for kind, many in HOW_MANY.items():
        asked = Criterion.objects.in_force(kind, date(1999, 1, 29))
        assert [each.number for each in asked] == list(range(1, many + 1))
        assert all(each.source.startswith("001:") and each.text_en for each in asked)
        assert not Criterion.objects.in_force(kind, date(1999, 1, 28)).exists()


def test_an_application_is_complete_once_every_criterion_has_its_document(elena):
    application = services.receive(ORGANIZATION, received_on=elena.on, by=elena)
    asked = list(Criterion.objects.in_force(application.kind, elena.on))
    for criterion in asked[:-1]:
        services.add_evidence(
            application.pk, criterion.pk, stored(), title="Nota", by=elena
        )
    with pytest.raises(Conflict):
        services.mark_complete(application.pk, by=elena)

    services.add_evidence(application.pk, asked[-1].pk, stored(), title="Nota", by=elena)
    done = services.mark_complete(application.pk, by=elena)

    assert done.state == State.COMPLETE
    assert Notice.objects.filter(event="admission.completed").count() >= 11


def test_evidence_is_of_the_application_s_own_criteria_and_never_changes(elena):
    application = services.receive(ORGANIZATION, received_on=elena.on, by=elena)
    other = Criterion.objects.get(kind="observer_state", number=1)
    with pytest.raises(Invalid):
        services.add_evidence(application.pk, other.pk, stored(), title="Nota", by=elena)
    evidenced(application, elena)
    with pytest.raises(Conflict):
        evidenced(application, elena)

    evidence = application.evidence.first()
    evidence.title = "Otra"
    with pytest.raises(DatabaseError), transaction.atomic():
        evidence.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.all().delete()


def test_it_goes_before_a_meeting_of_the_vice_ministers_that_is_not_over(
    elena, meeting, cast
):
    over = vice_ministers(elena.on - timedelta(days=9), elena.on - A_DAY)
    application = complete(elena)

    with pytest.raises(Invalid):
        services.put_before_vice_ministers(application.pk, over.pk, by=elena)
    services.put_before_vice_ministers(application.pk, meeting.pk, by=elena)
    with pytest.raises(Conflict):
        services.put_before_vice_ministers(application.pk, meeting.pk, by=elena)

    later = vice_ministers(elena.on + timedelta(days=300), elena.on + timedelta(days=301))
    left = services.put_before_vice_ministers(application.pk, later.pk, by=elena)
    assert (left.state, left.meeting_id) == (State.BEFORE_VM, later.pk)


def test_an_incomplete_application_does_not_reach_the_vice_ministers(elena, meeting):
    application = services.receive(ORGANIZATION, received_on=elena.on, by=elena)

    with pytest.raises(IllegalStep):
        services.put_before_vice_ministers(application.pk, meeting.pk, by=elena)
    with pytest.raises(IllegalStep):
        services.admit(application.pk, decision=decision(elena.on), by=elena)


def test_rights_begin_with_the_day_of_the_decision_and_not_before(cast, elena, meeting):
    application = before(meeting, elena)
    decided_on = meeting.ends_on
    by = go_to(cast, decided_on + timedelta(days=3))

    admitted = services.admit(
        application.pk, decision=decision(decided_on), newcomer=NEWCOMER, by=by
    )

    party = Party.objects.get(code="PRUEBA")
    assert admitted.standing.since == decided_on
    assert admitted.party == party
    assert party in Party.objects.active_on(decided_on)
    assert party not in Party.objects.active_on(decided_on - A_DAY)
    assert audit.of(admitted).last().verb == "meetings.application.admitted"


def test_whoever_is_admitted_reads_as_an_observer_from_that_day(cast, elena, meeting):
    application = before(meeting, elena)
    by = go_to(cast, meeting.starts_on)
    services.admit(
        application.pk, decision=decision(meeting.starts_on), newcomer=NEWCOMER, by=by
    )
    party = Party.objects.get(code="PRUEBA")
    person = UserFactory()
    MandateFactory(user=person, institution=InstitutionFactory(party=party))
    midnight = datetime(
        meeting.starts_on.year,
        meeting.starts_on.month,
        meeting.starts_on.day,
        6,
        tzinfo=UTC,
    )

    assert viewer_for(person, midnight).has(Role.OBSERVER)
    assert viewer_for(person, midnight - timedelta(seconds=1)).is_public


@pytest.mark.parametrize("days", [-1, 2])
def test_the_vice_ministers_decide_on_a_day_of_their_meeting(cast, elena, meeting, days):
    application = before(meeting, elena)
    by = go_to(cast, meeting.ends_on + timedelta(days=20))
    on = meeting.starts_on + timedelta(days=days)

    with pytest.raises(Invalid):
        services.decline(application.pk, decision=decision(on, "No se admite."), by=by)
    assert rules.is_decidable_at(meeting.days, meeting.starts_on, by.on)


def test_a_decision_is_not_recorded_before_it_is_taken(cast, elena, meeting):
    application = before(meeting, elena)

    with pytest.raises(Invalid):
        services.decline(application.pk, decision=decision(meeting.starts_on), by=elena)


def test_what_is_declined_gives_no_standing(cast, elena, meeting):
    application = before(meeting, elena)
    by = go_to(cast, meeting.ends_on, "ana")

    declined = services.decline(
        application.pk, decision=decision(meeting.ends_on, "No se admite."), by=by
    )

    assert declined.state == State.DECLINED
    assert declined.standing is None
    assert not Party.objects.filter(code="PRUEBA").exists()


def test_an_applicant_may_withdraw_until_it_is_decided(elena):
    application = complete(elena)

    gone = services.withdraw(application.pk, on=elena.on, note="Nota 12.", by=elena)

    assert gone.state == State.WITHDRAWN
    with pytest.raises(IllegalStep):
        services.withdraw(application.pk, on=elena.on, note="Nota 13.", by=elena)


def test_an_observer_may_be_a_candidate_to_membership(cast, elena, meeting):
    applicant = Applicant(kind="membership", party_id=cast.parties["CO"].pk)
    application = before(meeting, elena, applicant)
    by = go_to(cast, meeting.ends_on)

    services.admit(application.pk, decision=decision(meeting.ends_on), by=by)

    def is_member(day):
        return Party.objects.members_on(day).filter(code="CO").exists()

    assert application.name_es == "Colombia"
    assert [is_member(meeting.ends_on + k * A_DAY) for k in (-1, 0, 1)] == [
        False,
        True,
        True,
    ]


def test_a_party_does_not_apply_for_what_it_is(cast, elena):
    for kind, code in (("observer_organization", "OIM"), ("membership", "MX")):
        with pytest.raises(Conflict):
            services.receive(
                Applicant(kind=kind, party_id=cast.parties[code].pk),
                received_on=elena.on,
                by=elena,
            )


@pytest.mark.parametrize("who", ["ana", "bruno", "oscar", "admin", "basil"])
def test_only_the_secretariat_works_on_applications(cast, elena, who):
    with pytest.raises(Refused):
        services.receive(ORGANIZATION, received_on=elena.on, by=cast.viewer(who))


@pytest.mark.parametrize("who", ["bruno", "oscar", "admin", "basil"])
def test_only_the_secretariat_and_the_presidency_record_a_decision(
    cast, elena, meeting, who
):
    application = before(meeting, elena)
    by = go_to(cast, meeting.ends_on, who)

    with pytest.raises(Refused):
        services.decline(application.pk, decision=decision(meeting.ends_on), by=by)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("elena", True),
        ("bruno", True),
        ("carla", True),
        ("ana", True),
        ("oscar", False),
        ("admin", False),
        ("sara", False),
    ],
)
def test_the_correspondence_is_for_the_members_and_the_secretariat(cast, elena, who, sees):
    application = complete(elena)
    viewer = cast.viewer(who)

    assert Application.objects.visible_to(viewer).filter(pk=application.pk).exists() is sees
    assert Evidence.objects.visible_to(viewer).exists() is sees
    assert not Application.objects.visible_to(Viewer(at=cast.at)).exists()


def test_references_are_numbered_by_the_year_of_receipt(elena):
    first = services.receive(ORGANIZATION, received_on=elena.on, by=elena)
    second = services.receive(ORGANIZATION, received_on=elena.on, by=elena)
    older = services.receive(ORGANIZATION, received_on=date(2025, 3, 1), by=elena)

    assert [first.reference, second.reference, older.reference] == [
        "CRM-ADM-2026-01",
        "CRM-ADM-2026-02",
        "CRM-ADM-2025-01",
    ]


def test_sica_applied_in_october_2002_and_was_admitted_in_2003(cast):
    """002:97, 001:288: its correspondence waited for the VIII CRM, in Cancún."""
    criteria()
    Standing.objects.filter(party=cast.parties["SICA"]).delete()
    eighth = vice_ministers(date(2003, 5, 29), date(2003, 5, 30), ordinal=8)
    elena = _secretariat(cast, date(2002, 10, 31))
    sica = Applicant(kind="observer_organization", party_id=cast.parties["SICA"].pk)
    application = complete(elena, sica, received_on=date(2002, 10, 15))
    services.put_before_vice_ministers(application.pk, eighth.pk, by=elena)

    assert not Party.objects.active_on(date(2003, 5, 28)).filter(code="SICA").exists()
    elena = _secretariat(cast, date(2003, 6, 2))
    services.admit(application.pk, decision=decision(date(2003, 5, 30)), by=elena)

    def observes(day):
        observers = Party.objects.active_on(day, kind="observer_organization")
        return observers.filter(code="SICA").exists()

    assert [observes(date(2003, 5, day)) for day in (29, 30, 31)] == [False, True, True]


def test_the_application_of_sica_is_on_record_with_its_source(reference):
    sica = Application.objects.get(party__code="SICA")

    assert (sica.received_on.year, sica.received_precision) == (2002, "month")
    assert (sica.state, sica.meeting.ordinal) == ("admitted", 8)
    assert sica.decided_on == sica.standing.since
    assert "002:97" in sica.source


def _secretariat(cast, day: date) -> Viewer:
    """An officer of the Secretariat at noon of a day long past."""
    at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    clock.set_to(at, frozen=True)
    return Viewer(
        at=clock.now(),
        user_id=cast.people["elena"].pk,
        party_id=cast.parties["ST"].pk,
        roles=frozenset({Role.SECRETARIAT}),
    )
