"""What is done about an account: its timing, its address, its closing and reopening."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.timing import HOURS
from members import rules, tokens
from members.access import holder
from members.models import AddressChange, NotificationSettings, User
from members.tokens import Purpose


@transaction.atomic
def choose_timing(
    user_id: int,
    *,
    digest_hour: int | None,
    quiet_from: int | None,
    quiet_until: int | None,
    by: Viewer,
) -> NotificationSettings:
    """Choose when what is not formal may be written; hours are those of one's capital."""
    if by.user_id != user_id:
        raise Refused(_("An account is changed by its holder."), code="not_yours")
    _require_hours(digest_hour, quiet_from, quiet_until)
    chosen = {
        "digest_hour": digest_hour,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    user = User.objects.select_for_update().get(pk=user_id)
    saved, _new = NotificationSettings.objects.update_or_create(user=user, defaults=chosen)
    audit.record(user, "timing_chosen", by=by, **chosen)
    return saved


@transaction.atomic
def ask_address_change(
    user_id: int, new_email: str, *, reason: str, by: Viewer
) -> AddressChange:
    """Ask the reader of a new address to confirm it; the account keeps the old one until then.

    The old address is told at once, so that a change nobody wanted is noticed.
    """
    if not rules.may_change_address(by, user_id):
        raise Refused(
            _("Only the Secretariat changes an address, and no officer their own."),
            rule="001:393",
        )
    user = User.objects.select_for_update().get(pk=user_id)
    email = _free_address(user, new_email)
    if not reason.strip():
        raise Invalid(_("Say who asked for the change, and how."), code="reason")
    change = AddressChange.objects.create(
        user=user,
        old_email=user.email,
        new_email=email,
        reason=reason.strip()[:250],
        asked_by_id=by.signer,
        asked_at=by.at,
    )
    audit.record(user, "address_change_asked", by=by, old=user.email, new=email)
    _tell("address_asked", change, user, by)
    _tell("address_change_begun", change, user, by)
    return change


@transaction.atomic
def confirm_address(token: str, *, by: Viewer) -> User:
    """Give the account the address to which the link was sent; the link works once."""
    user_id = tokens.account_of(token, Purpose.ADDRESS, by.at)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    change = AddressChange.objects.pending_of(user) if user else None
    if user is None or change is None:
        raise Conflict(_("This link is no longer valid."), code="dead_link")
    tokens.require_current(user, token, Purpose.ADDRESS)
    user.email = change.new_email
    user.verified_at, user.bounced_at = by.at, None
    _save_address(user)
    # What the sign-in page kept of the old address would still open the account by mail.
    EmailAddress.objects.filter(user=user).delete()
    change.confirmed_at = by.at
    change.save(update_fields=["confirmed_at"])
    audit.record(
        user,
        "address_changed",
        by=holder(user, by),
        old=change.old_email,
        new=change.new_email,
    )
    _tell("address_changed", change, user, by)
    return user


@transaction.atomic
def close_account(user_id: int, *, reason: str, by: Viewer) -> User:
    """Close an account: its sessions end at once, its history stays, its links die."""
    _require_officer(by, user_id)
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        raise IllegalStep(_("This account is closed already."))
    if not reason.strip():
        raise Invalid(_("Say why the account is closed."), code="reason")
    user.is_active = False
    end_sessions(user)
    user.save(update_fields=["is_active", "password"])
    audit.record(user, "account_closed", by=by, reason=reason.strip()[:500])
    _tell("closed", user, user, by)
    return user


@transaction.atomic
def reopen_account(user_id: int, *, reason: str, by: Viewer) -> User:
    """Open a closed account again: its holder takes it as the first time, by a link."""
    _require_officer(by, user_id)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_active:
        raise IllegalStep(_("This account is open already."))
    if not reason.strip():
        raise Invalid(_("Say why the account is opened again."), code="reason")
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(user, "account_reopened", by=by, reason=reason.strip()[:500])
    _tell("invited", user, user, by)
    return user


def end_sessions(user: User) -> None:
    """End every session of ``user``, which the caller saves: no password opens it any more.

    A session is signed with the password's hash: none outlives it, listed or not.
    """
    user.set_unusable_password()
    for session in UserSession.objects.filter(user=user):
        session.end()


def _require_officer(by: Viewer, user_id: int) -> None:
    if not rules.may_close_account(by, user_id):
        raise Refused(
            _("An account is closed and reopened by an officer, and never by its holder.")
        )


def _require_hours(*hours: int | None) -> None:
    _digest, quiet_from, quiet_until = hours
    if any(hour is not None and hour not in HOURS for hour in hours):
        raise Invalid(_("An hour is between 0 and 23."), code="hour")
    if (quiet_from is None) != (quiet_until is None):
        raise Invalid(_("Quiet hours have a beginning and an end."), code="quiet")
    if quiet_from is not None and quiet_from == quiet_until:
        raise Invalid(_("Quiet hours end at another hour than they begin."), code="quiet")


def _free_address(user: User, new_email: str) -> str:
    email: str = User.objects.normalize_email(new_email.strip()).lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("Write a valid e-mail address."), code="email") from None
    if email == user.email.lower():
        raise Invalid(_("That is the address of this account already."), code="email")
    if User.objects.filter(email__iexact=email).exists():
        raise _taken()
    return email


def _save_address(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "verified_at", "bounced_at"])
    except IntegrityError:
        raise _taken() from None


def _taken() -> Conflict:
    return Conflict(_("Another account has that address."), code="email_taken")


def _tell(event: str, target: AddressChange | User, user: User, by: Viewer) -> None:
    notifications.owe(
        f"account.{event}",
        target,
        to=[user.pk],
        key=f"account:{event}:{target.pk}:{occasion(by.at)}",
        by=by,
    )


def occasion(at: datetime) -> str:
    """Return what makes a key of the instant an act was done at."""
    return at.isoformat()
