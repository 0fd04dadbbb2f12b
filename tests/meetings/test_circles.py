"""Who sits in which circle of which meeting, at that instant and not a moment longer."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from crm_portal.core import clock
from crm_portal.core.access import Role, Viewer
from crm_portal.library import circles as library
from meetings.circle_words import described, offered
from meetings.circles import CLOSED, DRAFTING, PARTICIPANTS, circles, key
from meetings.models import Forum, ParticipationDecision, PartyClass, Registration, Right
from meetings.services import delegations as services
from meetings.services import drafting
from members.models import Mandate, Party
from tests.factories import MandateFactory, UserFactory
from tests.meetings.delegating import (
    HEAD,
    OFFICIAL,
    account,
    approved,
    come,
    opened,
    person,
    session,
    the_rules,
    vice_ministerial,
    with_account,
)

pytestmark = pytest.mark.django_db
INSTANT = timedelta(milliseconds=1)


@pytest.fixture
def meeting(cast):
    the_rules()
    return vice_ministerial(cast)


def sits(meeting, viewer):
    """The circles of the meeting that a viewer sits in, by their own names."""
    return {
        each.rpartition(":")[2] for each in circles(viewer) if f":{meeting.pk}:" in each
    }


def exception(meeting, cast, **more):
    told = {
        "forum": Forum.VM_CLOSED,
        "party_class": PartyClass.SECRETARIAT,
        "right": Right.ATTEND,
        "meeting": meeting,
        "valid_from": cast.at,
        "valid_until": cast.at + timedelta(hours=1),
        "scope_es": "Acta",
        "decided_by": "Viceministros",
        "source": "001:376",
        "recorded_at": cast.at,
    }
    return ParticipationDecision.objects.create(**{**told, **more})


def test_by_office_members_presidency_and_secretariat_and_nobody_else(cast, meeting):
    minister = account(cast, "DO", Role.VICE_MINISTER)
    officer = account(cast, "DO", Role.LIAISON_OFFICER)

    found = {
        who: sits(meeting, cast.viewer(who))
        for who in ("bruno", "carla", "ana", "elena", "oscar", "admin", "sara")
    }

    assert found == {
        "bruno": {PARTICIPANTS},
        "carla": {PARTICIPANTS},
        "ana": {PARTICIPANTS, DRAFTING},
        "elena": {PARTICIPANTS, DRAFTING},
        "oscar": set(),
        "admin": set(),
        "sara": set(),
    }
    assert sits(meeting, cast.viewer(minister)) == {PARTICIPANTS, CLOSED}
    assert sits(meeting, cast.viewer(officer)) == set()


def test_a_companion_with_a_seat_sits_inside_until_withdrawn(cast, meeting):
    companion = account(cast, "DO", Role.LIAISON_OFFICER)
    people = [person("V", **HEAD), with_account("A", companion, **OFFICIAL)]
    delegation = come(cast, meeting, "DO", people, Forum.VM_CLOSED)
    assert sits(meeting, cast.viewer(companion)) == set()

    approved(cast, delegation)
    assert sits(meeting, cast.viewer(companion)) == {PARTICIPANTS, CLOSED}

    delegate = delegation.delegates.get(user=companion)
    services.withdraw_delegate(delegate.pk, by=cast.viewer("bruno"))
    assert sits(meeting, cast.viewer(companion)) == set()


def test_whoever_comes_to_the_plenary_alone_is_not_inside(cast, meeting):
    officer = account(cast, "DO", Role.LIAISON_OFFICER)
    people = [person("V", **HEAD), with_account("A", officer, **OFFICIAL)]
    approved(cast, come(cast, meeting, "DO", people, Forum.VM_PLENARY))

    assert sits(meeting, cast.viewer(officer)) == {PARTICIPANTS}


def test_with_the_mandate_every_circle_ends_at_that_very_instant(cast, meeting):
    ends = cast.at + timedelta(days=1)
    minister = account(
        cast, "DO", Role.VICE_MINISTER, during=DateTimeTZRange(cast.at, ends, "[)")
    )

    assert sits(meeting, cast.viewer(minister, ends - INSTANT)) == {PARTICIPANTS, CLOSED}
    assert sits(meeting, cast.viewer(minister, ends)) == set()
    assert library.of(cast.viewer(minister, ends)) == frozenset()


def test_the_secretariat_is_inside_only_while_an_exception_is_in_force(cast, meeting):
    other = vice_ministerial(cast, symbol="XXXII-CRM")
    exception(meeting, cast)
    ends = cast.at + timedelta(hours=1)

    assert CLOSED in sits(meeting, cast.viewer("elena"))
    assert CLOSED not in sits(other, cast.viewer("elena"))
    assert CLOSED not in sits(meeting, cast.viewer("elena", ends))
    assert CLOSED not in sits(meeting, cast.viewer("admin"))


def test_no_decision_lets_an_observer_in(cast, meeting):
    approved(
        cast,
        come(
            cast,
            meeting,
            "AR",
            [with_account("O", cast.people["oscar"], **HEAD)],
            Forum.VM_PLENARY,
            by=cast.viewer("oscar"),
        ),
    )
    for right in (Right.ATTEND, Right.WORKING_DOCS):
        exception(meeting, cast, party_class=PartyClass.OBSERVER_STATE, right=right)

    assert sits(meeting, cast.viewer("oscar")) == set()


def test_the_presidency_may_open_the_papers_of_a_meeting_to_an_organization(cast, meeting):
    olga = account(cast, "SICA")
    grcm = vice_ministerial(cast, symbol="GRCM-2026-9")
    grcm.body.forum = Forum.GRCM
    grcm.body.save()
    elena = cast.viewer("elena")
    people = [with_account("O", olga, **HEAD)]
    approved(cast, come(cast, grcm, "SICA", people, Forum.GRCM, by=elena))
    assert sits(grcm, cast.viewer(olga)) == set()

    exception(
        grcm,
        cast,
        forum=Forum.GRCM,
        party_class=PartyClass.OBSERVER_ORGANIZATION,
        right=Right.WORKING_DOCS,
    )

    assert sits(grcm, cast.viewer(olga)) == {PARTICIPANTS}
    assert sits(grcm, cast.viewer("oscar")) == set()


def test_a_representative_drafts_until_replaced(cast, meeting):
    one, two = account(cast, "DO", Role.LIAISON_OFFICER), account(cast, "DO")
    people = [with_account("A", one, **HEAD), with_account("B", two)]
    delegation = approved(cast, come(cast, meeting, "DO", people, Forum.VM_PLENARY))
    group = drafting.form_groups(opened(meeting).pk, by=cast.viewer("ana"))[0]
    first, second = delegation.delegates.order_by("order")
    party = cast.parties["DO"].pk

    drafting.designate(group.pk, party, first.pk, by=cast.viewer("bruno"))
    assert sits(meeting, cast.viewer(one)) == {PARTICIPANTS, DRAFTING}

    later = cast.at + timedelta(hours=1)
    drafting.designate(group.pk, party, second.pk, by=cast.viewer("bruno", later))
    assert DRAFTING in sits(meeting, cast.viewer(one, later - INSTANT))
    assert DRAFTING not in sits(meeting, cast.viewer(one, later))
    assert DRAFTING in sits(meeting, cast.viewer(two, later))


def test_nobody_sits_where_no_rule_puts_them(cast, meeting):
    """Whatever their role, an account of each party that is not of the Conference's core."""
    outside = [Viewer(at=cast.at)]
    for party in Party.objects.exclude(kind__in=["member_state", "secretariat"]):
        user = UserFactory()
        MandateFactory(user=user, party=party, institution=None)
        outside.append(cast.viewer(user))

    assert all(circles(viewer) == frozenset() for viewer in outside)
    assert len(outside) > 10


def test_a_seat_whose_registration_ended_is_no_seat(cast, meeting):
    companion = account(cast, "DO", Role.LIAISON_OFFICER)
    people = [person("V", **HEAD), with_account("A", companion, **OFFICIAL)]
    delegation = approved(cast, come(cast, meeting, "DO", people, Forum.VM_CLOSED))
    Registration.objects.filter(delegate__user=companion).update(ended_at=cast.at)

    assert sits(meeting, cast.viewer(companion)) == {PARTICIPANTS}
    assert delegation.delegates.count() == 2


def test_an_account_that_moved_to_another_party_left_its_seat_behind(cast, meeting):
    companion = account(cast, "DO", Role.LIAISON_OFFICER)
    people = [person("V", **HEAD), with_account("A", companion, **OFFICIAL)]
    approved(cast, come(cast, meeting, "DO", people, Forum.VM_CLOSED))

    Mandate.objects.filter(user=companion).update(party=cast.parties["MX"])

    assert sits(meeting, cast.viewer(companion)) == set()


@pytest.mark.parametrize("who", ["bruno", "ana", "elena", "oscar"])
def test_three_queries_whatever_there_is(cast, meeting, who, django_assert_max_num_queries):
    for number in range(3):
        vice_ministerial(cast, symbol=f"XXX{number}-CRM")
    viewer = cast.viewer(who)

    with django_assert_max_num_queries(3):
        circles(viewer)
    with django_assert_max_num_queries(0):
        circles(Viewer(at=cast.at))


def test_circles_are_offered_and_described_in_words(cast, meeting):
    minister = cast.viewer(account(cast, "DO", Role.VICE_MINISTER))

    assert [each for each, _label in offered(minister)] == [
        key(meeting.pk, PARTICIPANTS),
        key(meeting.pk, CLOSED),
    ]
    closed = described(key(meeting.pk, CLOSED), minister)
    assert closed is not None
    assert closed.source == "001:376"
    assert len(closed.parties) == 11
    assert closed.parties[0] == "Belice"
    assert described("shelf:1:closed", minister) is None


def test_the_clock_alone_decides(cast, meeting):
    clock.advance(timedelta(days=400))

    assert sits(meeting, cast.viewer("bruno", clock.now())) == {PARTICIPANTS}
    assert session(meeting, Forum.VM_CLOSED).is_closed
