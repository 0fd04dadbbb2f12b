"""Places at the sessions of a meeting: who the matrix lets in, and in which seat."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings import rights as matrix
from meetings.attending import Attending, Composition
from meetings.models import (
    Delegate,
    Delegation,
    Meeting,
    Registration,
    Right,
    Session,
)
from meetings.models.registrations import RegistrationQuerySet
from meetings.rules import delegations as rules
from meetings.rules.delegations import Quota, Seating


def sessions_of(meeting: Meeting, wanted: Collection[int]) -> list[Session]:
    found = list(meeting.sessions.filter(pk__in=wanted))
    if len(found) != len(set(wanted)):
        raise Invalid(_("That session is not of this meeting."), code="session")
    return found


def register(delegate: Delegate, sessions: Iterable[Session], by: Viewer) -> None:
    """Register for each session whoever the matrix lets in, in a seat where seats are counted."""
    meeting = delegate.delegation.meeting
    attending, composition = Attending.of(meeting, by.at), Composition.of(meeting)
    for session in sessions:
        quota = composition.quota(session.forum)
        party = delegate.delegation.party_id
        verdict = attending.may(session.forum, party, session=session)
        matrix.require(verdict, Right.ATTEND)
        place = _seat(delegate, session, quota, composition) if session.is_closed else None
        Registration.objects.create(
            delegate=delegate,
            delegation=delegate.delegation,
            session=session,
            seat=place,
            rule=quota.sources if quota else verdict.sources,
            registered_at=by.at,
            registered_by=by.label,
        )


def _seat(
    delegate: Delegate, session: Session, quota: Quota | None, composition: Composition
) -> int:
    if quota is None:
        raise Refused(
            _("No rule says with how many companions one comes in here."), rule="001:376"
        )
    held = Registration.objects.in_force().filter(
        session=session, delegation=delegate.delegation
    )
    found = rules.seat(delegate.level, _seats(held), quota)
    if isinstance(found, Seating):
        raise Refused(refused_seat(found, quota), code=found.value, rule=quota.sources)
    return found


def _seats(held: RegistrationQuerySet) -> list[int]:
    """Return the numbered seats that are taken."""
    found = held.values_list("seat", flat=True)
    return [each for each in found if each is not None]


def refused_seat(why: Seating, quota: Quota) -> str:
    """Return why somebody has no seat behind closed doors, in the reader's language."""
    if why == Seating.NO_HEAD:
        return _(
            "Only Vice-Ministers or Under-Secretaries come in behind closed doors, each with "
            "companions: register the head first."
        )
    told = {"number": quota.allowed}
    if quota.limit is not None and quota.limit < quota.companions:
        return (
            _(
                "For this meeting the presidency lets in %(number)s companions of each "
                "Vice-Minister, and the places of this delegation are taken."
            )
            % told
        )
    return (
        _(
            "The rule in force lets in %(number)s companions of each Vice-Minister, and the "
            "places of this delegation are taken."
        )
        % told
    )


def require_companions_with_their_head(delegation: Delegation) -> None:
    held = Registration.objects.in_force().filter(delegation=delegation, seat__isnull=False)
    sessions = set(held.values_list("session", flat=True))
    headed = set(held.filter(seat=rules.HEAD_SEAT).values_list("session", flat=True))
    if sessions - headed:
        raise Refused(
            _(
                "Companions of this delegation are registered behind closed doors: they do "
                "not come in without their Vice-Minister."
            ),
            code=Seating.NO_HEAD.value,
            rule="001:376",
        )


def require_nobody_beyond(meeting: Meeting, number: int) -> None:
    held = Registration.objects.in_force().filter(
        session__meeting=meeting, seat__isnull=False
    )
    left = rules.beyond(_seats(held), number)
    if left:
        raise Conflict(
            _("%(number)s people who are registered would be left outside: agree it first.")
            % {"number": left},
            code="registered",
        )


def end(registrations: Any, by: Viewer) -> None:
    registrations.filter(ended_at=None).update(ended_at=by.at, ended_by=by.label)
