"""Presence at a session: who is there is added, who is not is struck out."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings import rights as matrix
from meetings.attendance import is_inside
from meetings.attending import Attending
from meetings.meeting_states import State
from meetings.models import Delegate, PartyClass, Presence, Registration, Right, Session
from meetings.rules import delegations as rules

Key = tuple[int | None, int | None, int | None]
RECORDED_IN = frozenset({State.IN_SESSION, State.CLOSED})


@transaction.atomic
def record_presence(
    session_id: int,
    *,
    by: Viewer,
    delegates: Collection[int] = (),
    parties: Collection[int] = (),
) -> int:
    """Make the list of those present at a session what it is; return how many are on it.

    ``parties`` are there without saying who. Behind closed doors only those who have a
    seat can be, and only the presidency writes it down, from inside (001:376).
    """
    session = (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("meeting__body")
        .get(pk=session_id)
    )
    attending = Attending.of(session.meeting, by.at)
    _require_recording(session, attending, by)
    wanted = _people(session, delegates) | {(party, None, None) for party in parties}
    _require_entitled(session, attending, wanted)
    known = {
        (each.party_id, each.guest_id, each.delegate_id): each
        for each in session.presences.in_force()
    }
    gone = [each.pk for key, each in known.items() if key not in wanted]
    Presence.objects.filter(pk__in=gone).update(struck_at=by.at, struck_by=by.label)
    for party, guest, delegate in sorted(wanted - known.keys(), key=str):
        Presence.objects.create(
            meeting=session.meeting,
            session=session,
            party_id=party,
            guest_id=guest,
            delegate_id=delegate,
            recorded_at=by.at,
            recorded_by=by.label,
        )
    audit.record(session, "presence_recorded", by=by, present=len(wanted), struck=len(gone))
    return len(wanted)


def _require_recording(session: Session, attending: Attending, by: Viewer) -> None:
    allowed = rules.may_record_presence(
        by,
        is_closed=session.is_closed,
        is_inside=session.is_closed and is_inside(session.meeting, by),
        presides=attending.rights.class_of(by.party_id) == PartyClass.PPT,
    )
    if not allowed:
        raise Refused(
            _("The Secretariat or the presidency notes down who is present.")
            if not session.is_closed
            else _("Behind closed doors only the presidency, inside, notes who is there."),
            rule="001:376" if session.is_closed else "001:451",
        )
    if session.meeting.state not in RECORDED_IN:
        raise Conflict(
            _("Presence is recorded once the meeting has opened."), code="not_open"
        )


def _people(session: Session, delegates: Collection[int]) -> set[Key]:
    found = Delegate.objects.coming().filter(
        pk__in=delegates, delegation__meeting=session.meeting_id
    )
    if session.is_closed:
        seated = Registration.objects.in_force().filter(session=session)
        found = found.filter(pk__in=seated.values("delegate"))
    rows: set[Key] = set(found.values_list("delegation__party", "delegation__guest", "pk"))
    if len(rows) != len(set(delegates)):
        raise Invalid(_("Somebody on the list is not registered here."), code="delegate")
    return rows


def _require_entitled(session: Session, attending: Attending, wanted: set[Key]) -> None:
    for party in {key[0] for key in wanted}:
        verdict = attending.may(session.forum, party, session=session)
        matrix.require(verdict, Right.ATTEND)
