"""Contacts are asked to confirm themselves, and do: every 180 days and at each hand-over."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Refused
from members import rules, tokens
from members.access import holder
from members.models import User
from members.tokens import Purpose


@transaction.atomic
def ask_contacts(users: Iterable[int], *, by: Viewer) -> int:
    """Ask each account, now, to confirm its contact; return how many were asked."""
    if not rules.may_ask_contacts(by):
        raise Refused(_("Only the Secretariat asks for contacts to be confirmed."))
    return owe_questions(users, by=by, occasion=by.at.isoformat())


def owe_questions(users: Iterable[int], *, by: Viewer, occasion: str) -> int:
    """Owe the question to each account, once per ``occasion``: a hand-over, a lapse."""
    known = User.objects.filter(pk__in=list(users), is_active=True)
    for user in known:
        notifications.owe(
            "account.verify_contact",
            user,
            to=[user.pk],
            key=f"account:verify_contact:{occasion}",
            by=by,
        )
    return len(known)


@transaction.atomic
def verify_contact(token: str, *, by: Viewer) -> User:
    """Confirm the address to which the link was sent; the link works once (001:393)."""
    user_id = tokens.account_of(token, Purpose.CONTACT, by.at)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Conflict(_("This link is no longer valid."), code="dead_link")
    tokens.require_current(user, token, Purpose.CONTACT)
    user.verified_at, user.bounced_at = by.at, None
    user.save(update_fields=["verified_at", "bounced_at"])
    audit.record(user, "contact_verified", by=holder(user, by))
    return user
