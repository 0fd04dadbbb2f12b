"""Links that do one thing once: signed, for one account, one purpose, one state, some days.

A link says nothing but a number; what it may do is checked against the account as it is
when the link is used, so using it, or any change of what it was about, ends it.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.core import signing
from django.utils.translation import gettext as _

from crm_portal.core.errors import Conflict
from members.models import User


class Purpose(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    CONTACT = "contact"
    ADDRESS = "address"
    RECOVERY = "recovery"


LASTS = {
    Purpose.INVITATION: timedelta(days=14),
    Purpose.CONTACT: timedelta(days=30),
    Purpose.ADDRESS: timedelta(days=7),
    Purpose.RECOVERY: timedelta(hours=24),
}


def issue(user: User, purpose: Purpose, at: datetime) -> str:
    """Return the token of a link for ``user``, good from ``at`` on."""
    content = [user.pk, int(at.timestamp()), _state(user, purpose)]
    return signing.dumps(content, salt=_salt(purpose))


def account_of(token: str, purpose: Purpose, at: datetime) -> int:
    """Return the account a token is for, if it was issued for ``purpose`` and still lasts.

    Whether it was used already is known only from the account: ``require_current``.
    """
    user_id, issued, _fingerprint = _read(token, purpose)
    if at >= datetime.fromtimestamp(issued, UTC) + LASTS[purpose]:
        raise _dead()
    return user_id


def require_current(user: User, token: str, purpose: Purpose) -> None:
    """Raise Conflict unless the account is still as it was when the link was made."""
    user_id, _issued, fingerprint = _read(token, purpose)
    if user_id != user.pk or not user.is_active or fingerprint != _state(user, purpose):
        raise _dead()


def _read(token: str, purpose: Purpose) -> tuple[int, int, str]:
    try:
        user_id, issued, fingerprint = signing.loads(token, salt=_salt(purpose))
    except (signing.BadSignature, ValueError):
        raise _dead() from None
    return user_id, issued, fingerprint


def _state(user: User, purpose: Purpose) -> str:
    """What must not have changed: for an invitation, that no password was ever set."""
    content = repr((user.pk, user.email, *_ABOUT[purpose](user)))
    return hashlib.sha256(content.encode()).hexdigest()[:24]


def _last_change(user: User) -> tuple[object, ...]:
    """The last change of address that was asked for, and whether it was confirmed."""
    change = user.address_changes.order_by("-id").first()
    return (change.pk, change.new_email, change.confirmed_at) if change else ()


_ABOUT: dict[Purpose, Callable[[User], tuple[object, ...]]] = {
    Purpose.INVITATION: lambda user: (user.password,),
    Purpose.CONTACT: lambda user: (user.verified_at, user.bounced_at),
    Purpose.ADDRESS: _last_change,
    Purpose.RECOVERY: lambda user: (user.password,),
}


def _salt(purpose: Purpose) -> str:
    return f"members.{purpose}"


def _dead() -> Conflict:
    return Conflict(
        _("This link was already used or is no longer valid. Ask for another one."),
        code="dead_link",
    )
