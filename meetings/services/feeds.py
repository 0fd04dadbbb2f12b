"""Personal calendar addresses: made, revoked, and noted when they are read."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep
from meetings.models import FeedToken
from meetings.rules import feeds as rules


@transaction.atomic
def make_feed(*, by: Viewer, label: str = "") -> tuple[FeedToken, str]:
    """Make an address for the account; return it with its secret, which is not kept."""
    mine = FeedToken.objects.filter(user=by.signer).live().select_for_update()
    if len(mine) >= rules.AT_ONCE:
        raise Conflict(
            _("You have %(number)s addresses already: revoke one first.")
            % {"number": rules.AT_ONCE},
            code="many",
        )
    secret = rules.new_secret()
    token = FeedToken.objects.create(
        user_id=by.signer,
        label=label.strip()[:80],
        hash=rules.digest(secret),
        created_at=by.at,
    )
    audit.record(token, "made", by=by)
    return token, secret


@transaction.atomic
def revoke_feed(pk: int, *, by: Viewer) -> FeedToken:
    """Revoke one's own address: from now on it leads nowhere."""
    token = FeedToken.objects.select_for_update().get(pk=pk, user=by.signer)
    if token.revoked_at is not None:
        raise IllegalStep(_("That address was revoked already."))
    token.revoked_at = by.at
    token.save(update_fields=["revoked_at"])
    audit.record(token, "revoked", by=by)
    return token


def note_use(token: FeedToken, by: Viewer) -> None:
    """Note that the address was read; at most once an hour."""
    FeedToken.objects.filter(pk=token.pk).stale(by.at).update(last_used_at=by.at)
