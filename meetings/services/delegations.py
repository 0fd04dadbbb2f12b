"""Delegations: people written down for sessions, submitted, approved or returned, withdrawn."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings import delegation_states as states
from meetings.delegation_notices import tell
from meetings.delegation_states import Step
from meetings.models import (
    Delegate,
    DelegateFunction,
    Delegation,
    Guest,
    Meeting,
    Registration,
)
from meetings.rules import delegations as rules
from meetings.rules.delegations import Registering
from meetings.services import seating
from members.models import Mandate


@dataclass(frozen=True)
class Person:
    """Who comes, as the form takes it down; ``user_id`` is an account of the same party."""

    full_name: str
    title_es: str
    title_en: str = ""
    institution: str = ""
    function: str = DelegateFunction.MEMBER
    level: str = "other"
    email: str = ""
    user_id: int | None = None
    order: int = 0


@transaction.atomic
def add_delegate(
    meeting_id: int,
    person: Person,
    sessions: Collection[int],
    *,
    by: Viewer,
    party_id: int | None = None,
    guest_id: int | None = None,
) -> Delegate:
    """Write somebody down for a meeting and for the sessions that he or she comes to.

    Raises Refused with the rule where the party may not attend a session, or where its
    places are taken; then nothing at all is written.
    """
    meeting = Meeting.objects.select_related("body").get(pk=meeting_id)
    late = require_registering(meeting, party_id, by)
    delegation = _opened(meeting, party_id, guest_id, by)
    _require_known(person, delegation, by)
    coming = delegation.delegates.coming()
    delegate = Delegate.objects.create(
        delegation=delegation,
        registered_at=by.at,
        registered_by=by.label,
        is_late=late,
        **_cleaned(person, order=person.order or coming.count() + 1),
    )
    seating.register(delegate, seating.sessions_of(meeting, sessions), by)
    _changed(delegation, late=late)
    audit.record(delegation, "delegate_added", by=by, delegate=delegate.pk, late=late)
    return delegate


@transaction.atomic
def change_delegate(
    pk: int, person: Person, sessions: Collection[int], *, by: Viewer
) -> Delegate:
    """Correct a delegate or the sessions he or she comes to; the approval is given anew."""
    delegate = _delegate(pk)
    delegation = delegate.delegation
    late = require_registering(delegation.meeting, delegation.party_id, by)
    _require_known(person, delegation, by, but=pk)
    for name, value in _cleaned(person, order=person.order or delegate.order).items():
        setattr(delegate, name, value)
    delegate.approved_at, delegate.approved_by = None, ""
    delegate.is_late = delegate.is_late or late
    delegate.save()
    seating.end(delegate.registrations.in_force(), by)
    seating.register(delegate, seating.sessions_of(delegation.meeting, sessions), by)
    seating.require_companions_with_their_head(delegation)
    _changed(delegation, late=late)
    audit.record(delegation, "delegate_changed", by=by, delegate=pk, late=late)
    return delegate


@transaction.atomic
def withdraw_delegate(pk: int, *, by: Viewer) -> list[Delegate]:
    """Record that somebody does not come; return the companions who lose their seats with it.

    Companions accompany the head: without him or her nobody of the delegation comes in
    behind closed doors (001:376).
    """
    delegate = _delegate(pk)
    delegation = delegate.delegation
    require_registering(delegation.meeting, delegation.party_id, by)
    headed = delegate.registrations.in_force().filter(seat=rules.HEAD_SEAT)
    left = Registration.objects.in_force().filter(
        session__in=headed.values("session"), delegation=delegation
    )
    others = left.exclude(delegate=delegate).select_related("delegate")
    companions = [each.delegate for each in others]
    seating.end(Registration.objects.filter(pk__in=[each.pk for each in left]), by)
    seating.end(delegate.registrations.in_force(), by)
    delegate.withdrawn_at, delegate.withdrawn_by = by.at, by.label
    delegate.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(delegation, "delegate_withdrawn", by=by, delegate=pk)
    return companions


def end_delegation(delegation: Delegation, *, by: Viewer) -> int:
    """Withdraw everybody of a delegation that does not come; return how many they were.

    Their names and seats stay on record, ended.
    """
    found = locked(delegation.pk)
    held = Registration.objects.filter(delegation=found)
    seating.end(held, by)
    told = {"withdrawn_at": by.at, "withdrawn_by": by.label}
    number = found.delegates.coming().update(**told)
    audit.record(found, "ended", by=by, delegates=number)
    return number


@transaction.atomic
def submit(pk: int, *, by: Viewer) -> Delegation:
    """Put a delegation before the Secretariat and the presidency."""
    delegation = locked(pk)
    require_registering(delegation.meeting, delegation.party_id, by)
    coming = list(delegation.delegates.coming())
    if not any(each.function == DelegateFunction.HEAD for each in coming):
        raise Invalid(_("Say who heads the delegation."), code="no_head")
    delegation.state = states.after(delegation.state, Step.SUBMIT)
    delegation.submitted_at, delegation.submitted_by = by.at, by.label
    delegation.returned_because = ""
    delegation.save()
    audit.record(delegation, "submitted", by=by, delegates=len(coming))
    tell(delegation, "submitted", by=by)
    return delegation


def _opened(
    meeting: Meeting, party_id: int | None, guest_id: int | None, by: Viewer
) -> Delegation:
    """Return the delegation, locked: two who register at once come one after the other."""
    guests = Guest.objects.filter(meeting=meeting, party=None, called_off_on=None)
    if party_id is None and not guests.filter(pk=guest_id or 0).exists():
        raise Invalid(_("Say for whom."), code="required")
    whose = {"party_id": party_id} if party_id else {"guest_id": guest_id}
    delegation, made = Delegation.objects.get_or_create(meeting=meeting, **whose)
    if made:
        audit.record(delegation, "opened", by=by)
    return locked(delegation.pk)


def locked(pk: int) -> Delegation:
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("meeting__body", "party", "guest").get(pk=pk)


def _delegate(pk: int) -> Delegate:
    """Return a delegate who comes, his or her delegation locked."""
    locked(Delegate.objects.values_list("delegation", flat=True).get(pk=pk))
    delegate = Delegate.objects.select_related(
        "delegation__meeting__body", "delegation__party", "delegation__guest"
    ).get(pk=pk)
    if delegate.is_withdrawn:
        raise Conflict(_("That person was withdrawn already."), code="withdrawn")
    return delegate


def require_registering(meeting: Meeting, party_id: int | None, by: Viewer) -> bool:
    """Say whether what is written now is late, or refuse it."""
    answer = rules.registering(
        by, party_id, state=meeting.state, closes_at=meeting.registration_closes_at
    )
    if answer == Registering.NOT_YOURS:
        raise Refused(
            _("Each delegation registers its own people, or the Secretariat does."),
            rule="001:399",
        )
    if answer == Registering.NOT_OPEN:
        raise Conflict(
            _("A delegation is registered once the meeting is convened."), code="not_open"
        )
    if answer == Registering.CUT_OFF:
        raise Refused(
            _("Registration closed. Only the Secretariat registers now, and it is late."),
            code="cut_off",
            rule="001:399",
        )
    return answer == Registering.LATE


def _require_known(
    person: Person, delegation: Delegation, by: Viewer, *, but: int | None = None
) -> None:
    """One head, and of each account one row; the account is of the delegation's own party."""
    if not person.full_name.strip() or not (person.title_es + person.title_en).strip():
        raise Invalid(_("Write the name and the title or function."), code="required")
    others = delegation.delegates.coming().exclude(pk=but or 0)
    heads = others.filter(function=DelegateFunction.HEAD)
    if person.function == DelegateFunction.HEAD and heads.exists():
        raise Conflict(_("The delegation has its head already."), code="one_head")
    if person.user_id is None:
        return
    if not Mandate.objects.at(by.at).filter(user=person.user_id, party=delegation.party_id):
        raise Invalid(_("That account is of another party."), code="account")
    if others.filter(user=person.user_id).exists():
        raise Conflict(_("That account is in the delegation already."), code="duplicate")


def _changed(delegation: Delegation, *, late: bool) -> None:
    """A delegation that changes is a draft again; lateness stays on it."""
    delegation.state = states.after(delegation.state, Step.CHANGE)
    delegation.is_late = delegation.is_late or late
    delegation.save(update_fields=["state", "is_late"])


def _cleaned(person: Person, *, order: int) -> dict[str, Any]:
    told = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(person).items()
    }
    told["title_es"] = told["title_es"] or told["title_en"]
    return {**told, "order": order, "email": told["email"].lower()}


def is_open(meeting: Meeting, party_id: int | None, by: Viewer) -> bool:
    """Say whether ``by`` may write that delegation down now."""
    answer = rules.registering(
        by, party_id, state=meeting.state, closes_at=meeting.registration_closes_at
    )
    return answer in {Registering.ALLOWED, Registering.LATE}
