"""Personal tokens are made by their holder, shown once, and ended by whoever may end them."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from members import rules
from members.models import AccessToken, User
from members.models.access_tokens import digest_of, password_mark

PREFIX = "crm_"
SECRET_BYTES = 32
HINT = 4


@transaction.atomic
def make_token(
    name: str, *, areas: Iterable[str], days: int, by: Viewer
) -> tuple[AccessToken, str]:
    """Make a token that reads, and acts in ``areas``, for ``days`` from now.

    Returns the secret as well, which nobody can be told again.
    """
    if by.token is not None:
        raise Refused(_("A token makes no tokens."), code="by_token")
    user = User.objects.select_for_update().get(pk=by.signer)
    _require_second_factor(user)
    expires_at = _until(days, by.at)
    name, areas = _named(user, name.strip(), by.at), _known(areas)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    made = AccessToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        hint=secret[-HINT:],
        password_mark=password_mark(user),
        scopes=rules.scopes_of(areas),
        created_at=by.at,
        expires_at=expires_at,
    )
    audit.record(user, "token_made", by=by, number=made.pk, name=name, scopes=made.scopes)
    notifications.owe(
        "account.token_made",
        made,
        to=[user.pk],
        key=f"account:token_made:{made.pk}",
        by=by,
    )
    return made, secret


@transaction.atomic
def revoke_token(pk: int, *, by: Viewer) -> AccessToken:
    """End a token at once: its holder does, or an officer who keeps accounts."""
    token = AccessToken.objects.select_for_update(of=("self",)).get(pk=pk)
    if not rules.may_revoke_token(by, token.user_id):
        raise Refused(_("A token is ended by its holder or by the Secretariat."))
    if token.revoked_at is not None:
        raise IllegalStep(_("This token was ended already."))
    token.revoked_at, token.revoked_by_id = by.at, by.signer
    token.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(token.user, "token_revoked", by=by, number=token.pk, name=token.name)
    return token


def note_use(token: AccessToken, at: datetime) -> None:
    """Keep when a token was last used, to the minute: most uses write nothing."""
    if rules.is_seen_anew(token.last_used_at, at):
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _require_second_factor(user: User) -> None:
    has_one = Authenticator.objects.filter(user=user).exists()
    if settings.SECOND_FACTOR_REQUIRED and not has_one:
        raise Refused(
            _("Set up your second factor before you make a token."), code="second_factor"
        )


def _until(days: int, at: datetime) -> datetime:
    expires_at = at + timedelta(days=max(0, min(days, rules.LONGEST.days + 1)))
    if not rules.may_expire_at(expires_at, at):
        raise Invalid(_("A token lasts from one day to one year."), code="expiry")
    return expires_at


def _named(user: User, name: str, at: datetime) -> str:
    """Return a name that none of the account's other tokens has, while there is room."""
    if not name:
        raise Invalid(_("Give the token a name."), code="name")
    kept = AccessToken.objects.filter(user=user, revoked_at=None)
    if kept.filter(name=name).exists():
        raise Conflict(
            _("You have a token of that name already. End it first, or choose another."),
            code="name_taken",
        )
    if kept.live(at).count() >= rules.MOST_LIVE:
        raise Conflict(
            _("You have %(most)d tokens already: end one of them first.")
            % {"most": rules.MOST_LIVE},
            code="too_many",
        )
    return name


def _known(areas: Iterable[str]) -> set[str]:
    chosen = set(areas)
    if not chosen <= set(settings.API_AREAS.values()):
        raise Invalid(_("There is no such area."), code="area")
    return chosen
