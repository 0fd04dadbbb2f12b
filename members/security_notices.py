"""Letters about the keeping of an account: its address, its closing, a lost second factor."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from crm_portal.core.models import Notice
from members import rules, tokens
from members.letters import Draft, address
from members.models import AccessToken, AddressChange, Recovery, User
from members.tokens import Purpose


def _address_asked(notice: Notice, user: User, at: datetime) -> Draft | None:
    change = AddressChange.objects.get(pk=notice.target_id)
    last = user.address_changes.order_by("-id").first()
    if change.confirmed_at or change != last:
        return None
    token = tokens.issue(user, Purpose.ADDRESS, at)
    context = {
        "link": address("members:address", token),
        "days": tokens.LASTS[Purpose.ADDRESS].days,
    }
    return Draft(
        _("Please confirm your new address"), "address_asked", context, change.new_email
    )


def _address_change_begun(notice: Notice, user: User, at: datetime) -> Draft:
    return _of_old_address(notice, done=False)


def _address_changed(notice: Notice, user: User, at: datetime) -> Draft:
    return _of_old_address(notice, done=True)


def _of_old_address(notice: Notice, *, done: bool) -> Draft:
    """The new address is not said to the old one: who reads it may have changed."""
    change = AddressChange.objects.get(pk=notice.target_id)
    context = {"done": done, "at": notice.owed_at}
    return Draft(
        _("The address of your account"), "address_changed", context, change.old_email
    )


def _closed(notice: Notice, user: User, at: datetime) -> Draft | None:
    if user.is_active:
        return None
    return Draft(_("Your account in the portal"), "closed", {"at": notice.owed_at})


def _recovery_opened(notice: Notice, user: User, at: datetime) -> Draft | None:
    case = _case(notice)
    if case.closed_at or at >= case.expires_at:
        return None
    context = {
        "case": case,
        "is_holder": user.pk == case.user_id,
        "is_opener": user.pk == case.opened_by_id,
        "link": address("members:recovery", case.pk),
    }
    return Draft(_("Recovery of an account"), "recovery_opened", context)


def _recovery_approved(notice: Notice, user: User, at: datetime) -> Draft:
    case = _case(notice)
    context = {"case": case, "is_holder": user.pk == case.user_id, "at": notice.owed_at}
    return Draft(_("Recovery of an account"), "recovery_approved", context)


def _recovery_link(notice: Notice, user: User, at: datetime) -> Draft | None:
    if user.has_usable_password():
        return None
    token = tokens.issue(user, Purpose.RECOVERY, at)
    hours = tokens.LASTS[Purpose.RECOVERY].total_seconds() // 3600
    context = {"link": address("members:recover", token), "hours": int(hours)}
    return Draft(_("Your account in the portal"), "recovery_link", context)


def _token_made(notice: Notice, user: User, at: datetime) -> Draft:
    token = AccessToken.objects.get(pk=notice.target_id)
    context = {
        "token": token,
        "acts": token.scopes != [rules.READ],
        "link": address("members:tokens"),
    }
    return Draft(_("A token for programs in your account"), "token_made", context)


def _case(notice: Notice) -> Recovery:
    cases = Recovery.objects.select_related("user", "opened_by", "approved_by")
    return cases.get(pk=notice.target_id)


SECURITY_WRITERS: dict[str, Callable[[Notice, User, datetime], Draft | None]] = {
    "address_asked": _address_asked,
    "address_change_begun": _address_change_begun,
    "address_changed": _address_changed,
    "closed": _closed,
    "recovery_opened": _recovery_opened,
    "recovery_approved": _recovery_approved,
    "recovery_link": _recovery_link,
    "token_made": _token_made,
}
