"""Accounts: opened by invitation, taken by their holder, kept by their holder."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.i18n import LANGUAGES
from members import rules, tokens
from members.access import holder, is_titular
from members.models import Mandate, User
from members.services.mandates import appoint
from members.tokens import Purpose


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """Whom to invite: how to write to them, in which language, and what they do."""

    email: str
    full_name: str
    language: str
    title: str = ""
    phone: str = ""


@transaction.atomic
def invite(
    who: Invitee,
    *,
    party_id: int,
    role: Role,
    by: Viewer,
    institution_id: int | None = None,
    is_alternate: bool = False,
    network: str = "",
    send: bool = True,
) -> Mandate:
    """Appoint somebody, opening an account if they have none, and send them the way in.

    Without ``send`` the way in is owed later, by ``invite_again``.
    """
    _require_power(by, party_id, role)
    user = _account(who, by)
    mandate = appoint(
        user.pk,
        party_id=party_id,
        role=role,
        by=by,
        institution_id=institution_id,
        is_alternate=is_alternate,
        network=network,
    )
    if send and not user.has_usable_password():
        _owe_invitation(user, by, occasion=f"mandate:{mandate.pk}")
    return mandate


@transaction.atomic
def invite_again(user_id: int, *, by: Viewer) -> User:
    """Send the way in once more to somebody who has not taken it."""
    user = User.objects.select_for_update().get(pk=user_id)
    mandate = Mandate.objects.at(by.at).filter(user=user).first()
    if mandate is None or user.has_usable_password():
        raise Conflict(_("This person needs no invitation now."), code="not_invited")
    _require_power(by, mandate.party_id, Role(mandate.role))
    audit.record(user, "invited_again", by=by)
    _owe_invitation(user, by, occasion=f"again:{by.at.isoformat()}")
    return user


@transaction.atomic
def accept_invitation(token: str, password: str, *, by: Viewer) -> User:
    """Take an account by choosing its password; the link that came by mail works once.

    Whoever follows it has shown that the address is theirs: the contact is confirmed.
    """
    user_id = tokens.account_of(token, Purpose.INVITATION, by.at)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or user.has_usable_password():
        raise Conflict(_("This invitation was already used."), code="dead_link")
    tokens.require_current(user, token, Purpose.INVITATION)
    user.set_password(password)
    user.verified_at, user.bounced_at = by.at, None
    user.save(update_fields=["password", "verified_at", "bounced_at"])
    audit.record(user, "invitation_accepted", by=holder(user, by))
    return user


@transaction.atomic
def update_account(
    user_id: int, *, full_name: str, title: str, phone: str, language: str, by: Viewer
) -> User:
    """Change what one says of oneself; the address is the Secretariat's to change."""
    if by.user_id != user_id:
        raise Refused(_("An account is changed by its holder."), code="not_yours")
    user = User.objects.select_for_update().get(pk=user_id)
    new = {"full_name": full_name, "title": title, "phone": phone, "language": language}
    changed = [name for name, value in new.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, new[name])
    if changed:
        user.save(update_fields=changed)
        audit.record(user, "updated", by=by, fields=changed)
    return user


def _require_power(by: Viewer, party_id: int, role: Role) -> None:
    if not rules.may_invite(by, party_id, role, titular=is_titular(by)):
        raise Refused(
            _("Only the Secretariat, or the party's own focal point, invites for a party."),
            rule="001:393",
        )


def _account(who: Invitee, by: Viewer) -> User:
    """Return the account of that address under lock, made now if there was none."""
    email = User.objects.normalize_email(who.email.strip()).lower()
    _require_address(email, who)
    known = User.objects.select_for_update().filter(email__iexact=email).first()
    if known:
        if not known.is_active:
            raise Conflict(_("That account was closed."), code="closed_account")
        return known
    user = _open(email, who)
    audit.record(user, "invited", by=by)
    return user


def _open(email: str, who: Invitee) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(
                email,
                full_name=who.full_name.strip(),
                title=who.title.strip(),
                phone=who.phone.strip(),
                language=who.language,
            )
    except IntegrityError:
        raise Conflict(
            _("Somebody else has just invited this person."), code="just_invited"
        ) from None


def _require_address(email: str, who: Invitee) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("Write a valid e-mail address."), code="email") from None
    if not who.full_name.strip() or who.language not in LANGUAGES:
        raise Invalid(_("An account has a name and a language."), code="required")


def _owe_invitation(user: User, by: Viewer, *, occasion: str) -> None:
    notifications.owe(
        "account.invited",
        user,
        to=[user.pk],
        key=f"account:invited:{occasion}",
        by=by,
    )
