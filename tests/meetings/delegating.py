"""A meeting with its sessions, the rules of who comes, and delegations played on the clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crm_portal.core.access import Role
from crm_portal.reference import conference, delegations
from meetings.models import (
    BodyKind,
    CompositionRule,
    Delegate,
    DelegateFunction,
    DelegateLevel,
    Delegation,
    Forum,
    Meeting,
    MeetingState,
    ParticipationRule,
    Session,
)
from meetings.services import accreditation
from meetings.services import delegations as registering
from meetings.services.delegations import Person
from members.models import User
from tests.cast import Cast
from tests.factories import BodyFactory, MandateFactory, MeetingFactory, UserFactory, since

CUT_OFF = datetime(2026, 11, 25, 6, tzinfo=UTC)
OPENS = datetime(2026, 12, 2, 15, tzinfo=UTC)
HEAD = {"function": DelegateFunction.HEAD, "level": DelegateLevel.VICE_MINISTER}
OFFICIAL = {"level": DelegateLevel.HIGH_OFFICIAL}


def the_rules() -> None:
    """Load the matrix and the rules of composition, and nothing else of the reference."""
    matrix = next(plan[2] for plan in conference.PLAN if plan[0] is ParticipationRule)
    ParticipationRule.objects.bulk_create(matrix(OPENS))
    of_whom = next(plan[2] for plan in delegations.PLAN if plan[0] is CompositionRule)
    CompositionRule.objects.bulk_create(of_whom(OPENS))


def vice_ministerial(cast: Cast, **more: Any) -> Meeting:
    """A Vice-Ministerial Meeting with its plenary and its closed door, and a GRCM session."""
    told = {
        "symbol": "XXXI-CRM",
        "host": cast.parties["GT"],
        "registration_closes_at": CUT_OFF,
        "starts_on": date(2026, 12, 2),
        "ends_on": date(2026, 12, 3),
    }
    body = BodyFactory(kind=BodyKind.VICE_MINISTERIAL, forum=Forum.VM_PLENARY)
    meeting = MeetingFactory(body=body, **{**told, **more})
    for number, forum in enumerate((Forum.GRCM, Forum.VM_PLENARY, Forum.VM_CLOSED)):
        starts = OPENS + timedelta(hours=3 * number)
        Session.objects.create(
            meeting=meeting,
            forum=forum,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
        )
    return meeting


def session(meeting: Meeting, forum: str) -> Session:
    return meeting.sessions.get(forum=forum)


def person(name: str, **more: Any) -> Person:
    told = {"title_es": "Funcionaria", "title_en": "Official"}
    return Person(full_name=name, **{**told, **more})


def come(
    cast: Cast,
    meeting: Meeting,
    code: str,
    people: Iterable[Person],
    *forums: str,
    by: Any = None,
) -> Delegation:
    """Register ``people`` of a party for the sessions in ``forums``; return the delegation."""
    viewer = by or cast.viewer(cast.focal_points[code])
    sessions = list(meeting.sessions.filter(forum__in=forums).values_list("pk", flat=True))
    party = cast.parties[code]
    for each in people:
        registering.add_delegate(meeting.pk, each, sessions, party_id=party.pk, by=viewer)
    return Delegation.objects.get(meeting=meeting, party=party)


def approved(cast: Cast, delegation: Delegation, by: Any = None) -> Delegation:
    """Submit and approve a delegation."""
    elena = by or cast.viewer("elena")
    registering.submit(delegation.pk, by=elena)
    return accreditation.approve(delegation.pk, by=elena)


def account(cast: Cast, code: str, role: Role = Role.FOCAL_POINT, **more: Any) -> User:
    """Somebody of a party with an account and a mandate."""
    user = UserFactory()
    MandateFactory(
        user=user,
        party=cast.parties[code],
        institution=None,
        role=role,
        during=more.get("during") or since(),
    )
    return user


def with_account(name: str, user: User, **more: Any) -> Person:
    return person(name, user_id=user.pk, **more)


def opened(meeting: Meeting) -> Meeting:
    """The meeting opens."""
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.IN_SESSION)
    meeting.refresh_from_db()
    return meeting


def names(delegation: Delegation) -> list[str]:
    found = Delegate.objects.coming().filter(delegation=delegation)
    return list(found.values_list("full_name", flat=True))
