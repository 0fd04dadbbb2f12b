"""A lost second factor: two officers, one after the other, and a link to the holder (S8).

No step of it is the holder's to take alone, and none of it can be taken by one officer.
"""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from members import rules, tokens
from members.access import holder, secretariat, viewer_for
from members.models import Recovery, User
from members.services.security import end_sessions
from members.tokens import Purpose


@transaction.atomic
def open_recovery(user_id: int, *, asked_by: str, call_back: str, by: Viewer) -> Recovery:
    """Open the case of somebody who lost the second factor, saying how they were called back."""
    if not rules.may_open_recovery(by, user_id):
        raise Refused(
            _("A recovery is opened by an officer of the Secretariat, for somebody else.")
        )
    user = User.objects.select_for_update().get(pk=user_id)
    _require_recoverable(user, by)
    if not asked_by.strip() or not call_back.strip():
        raise Invalid(
            _("Say who asked, and how the person was called back."), code="reason"
        )
    _close_expired(user, by)
    case = Recovery.objects.create(
        user=user,
        asked_by=asked_by.strip()[:250],
        call_back=call_back.strip()[:500],
        opened_by_id=by.signer,
        opened_at=by.at,
        expires_at=by.at + rules.RECOVERY_LASTS,
    )
    audit.record(user, "recovery_opened", by=by, case=case.pk, call_back=case.call_back)
    _tell("recovery_opened", case, {user.pk, *secretariat(by.at)}, by)
    return case


@transaction.atomic
def approve_recovery(pk: int, *, by: Viewer) -> Recovery:
    """Remove the second factors of an account, as the second of two officers.

    Its sessions end and its password goes; what opens it again is a link to its verified
    address, and then a new second factor.
    """
    case = _locked(pk, by)
    if not rules.may_approve_recovery(
        by, case.user_id, opened_by=case.opened_by_id, expires_at=case.expires_at
    ):
        raise Refused(
            _("Another officer than the one who opened the case approves it, and in time.")
        )
    user = User.objects.select_for_update().get(pk=case.user_id)
    _require_recoverable(user, by)
    case.approved_by_id, case.closed_at = by.signer, by.at
    case.save(update_fields=["approved_by", "closed_at"])
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    user.save(update_fields=["password"])
    audit.record(
        user, "recovery_approved", by=by, case=case.pk, opened_by=case.opened_by_id
    )
    _tell("recovery_link", case, {user.pk}, by)
    _tell("recovery_approved", case, {user.pk, case.opened_by_id, by.signer}, by)
    return case


@transaction.atomic
def dismiss_recovery(pk: int, *, by: Viewer) -> Recovery:
    """End a case without approving it: nothing of the account changes."""
    case = _locked(pk, by)
    if not rules.may_open_recovery(by, case.user_id):
        raise Refused(_("A case is dismissed by an officer of the Secretariat."))
    case.closed_at = by.at
    case.save(update_fields=["closed_at"])
    audit.record(case.user, "recovery_dismissed", by=by, case=case.pk)
    return case


@transaction.atomic
def recover_account(token: str, password: str, *, by: Viewer) -> User:
    """Choose a new password by the link of a recovery, which works once."""
    user_id = tokens.account_of(token, Purpose.RECOVERY, by.at)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or user.has_usable_password():
        raise Conflict(_("This link is no longer valid."), code="dead_link")
    tokens.require_current(user, token, Purpose.RECOVERY)
    user.set_password(password)
    user.verified_at, user.bounced_at = by.at, None
    user.save(update_fields=["password", "verified_at", "bounced_at"])
    audit.record(user, "recovered", by=holder(user, by))
    return user


def _locked(pk: int, by: Viewer) -> Recovery:
    case = Recovery.objects.select_for_update(of=("self",)).get(pk=pk)
    if case.closed_at is not None or by.at >= case.expires_at:
        raise IllegalStep(_("This case is closed, or its time has passed."))
    return case


def _require_recoverable(user: User, by: Viewer) -> None:
    """An open account, in office, with a factor to lose and an address that was confirmed."""
    if viewer_for(user, by.at).is_public:
        raise Conflict(_("This account is closed, or has no mandate."), code="no_authority")
    if not user.freshness(by.at).is_verified:
        raise Conflict(
            _("The address of this account is not verified: confirm it first."),
            code="unverified",
        )
    if not Authenticator.objects.filter(user=user).exists():
        raise Conflict(_("This account has no second factor to lose."), code="no_factor")


def _close_expired(user: User, by: Viewer) -> None:
    """Close the cases whose time has passed; refuse while one still runs."""
    cases = Recovery.objects.select_for_update().filter(user=user, closed_at=None)
    if cases.filter(expires_at__gt=by.at).exists():
        raise Conflict(_("A case is open for this account already."), code="open_case")
    cases.update(closed_at=by.at)


def _tell(event: str, case: Recovery, to: set[int], by: Viewer) -> None:
    key = f"account:{event}:{case.pk}"
    notifications.owe(f"account.{event}", case, to=sorted(to), key=key, by=by)
