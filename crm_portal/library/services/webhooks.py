"""Webhooks: a system is told, paused, told again, given another secret, tested, or told no more."""

import base64
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, sealing, wakeup
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.library import rules
from crm_portal.library.models.webhooks import (
    TEST,
    PauseReason,
    Webhook,
    WebhookDelivery,
    WebhookState,
)
from crm_portal.library.published import sources
from crm_portal.library.services.announcing import notice_public
from crm_portal.library.webhook_letters import sealed_for

SECRET_BYTES = 32
RUNNING = (WebhookState.ACTIVE, WebhookState.PAUSED)
MOST_WEBHOOKS = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is told, at which address, of which events, and who answers for it."""

    name: str
    address: str
    events: Sequence[str]
    contact: str = ""


@transaction.atomic
def subscribe(wanted: Wanted, *, by: Viewer) -> tuple[Webhook, str]:
    """Tell a system from now on; return it with its secret, which is shown this once.

    What is public already is noticed first: it is told of what becomes public afterwards.
    """
    _require_keeper(by)
    _require_sound(wanted)
    notice_public(by=by, waits=True)
    _require_new(wanted)
    webhook = Webhook(owner_id=by.signer, made_at=by.at, state_since=by.at, secret="-")  # noqa: S106
    _say(webhook, wanted)
    webhook.save()
    secret = _new_secret(webhook)
    webhook.save(update_fields=["secret"])
    audit.record(webhook, "subscribed", by=by, **_noted(webhook))
    return webhook, secret


@transaction.atomic
def change_webhook(pk: int, wanted: Wanted, *, by: Viewer) -> Webhook:
    """Change whom, where or of what; what is owed goes to the new address."""
    _require_keeper(by)
    _require_sound(wanted)
    notice_public(by=by, waits=True)
    webhook = _locked(pk, by, *RUNNING)
    _require_new(wanted, besides=pk)
    _say(webhook, wanted)
    _forget_failures(webhook)
    webhook.save()
    audit.record(webhook, "changed", by=by, **_noted(webhook))
    return webhook


@transaction.atomic
def pause_webhook(pk: int, *, by: Viewer) -> Webhook:
    """Send nothing until it is resumed; what becomes public meanwhile is not owed to it."""
    webhook = _locked(pk, by, WebhookState.ACTIVE)
    return _moved(webhook, WebhookState.PAUSED, "paused", by, PauseReason.PERSON)


@transaction.atomic
def resume_webhook(pk: int, *, by: Viewer) -> Webhook:
    """Tell it again; what was owed when it was paused is tried once more.

    What became public meanwhile is noticed first: it is not owed to it.
    """
    _require_keeper(by)
    notice_public(by=by, waits=True)
    webhook = _locked(pk, by, WebhookState.PAUSED)
    _forget_failures(webhook)
    _moved(webhook, WebhookState.ACTIVE, "resumed", by)
    webhook.deliveries.owed().update(next_try_at=by.at)
    wakeup.soon()
    return webhook


@transaction.atomic
def end_webhook(pk: int, *, by: Viewer) -> Webhook:
    """Tell it no more: its secrets are erased, and what is owed to it is skipped."""
    webhook = _locked(pk, by, *RUNNING)
    webhook.secret = webhook.old_secret = ""
    webhook.old_until = None
    webhook.deliveries.owed().update(skipped_at=by.at)
    return _moved(webhook, WebhookState.ENDED, "ended", by)


@transaction.atomic
def rotate_secret(pk: int, *, seen: str, by: Viewer) -> tuple[Webhook, str]:
    """Give it another secret, shown this once; the old one signs beside it for a day.

    ``seen`` is the mark of the secret that is replaced: Conflict when that was done.
    """
    webhook = _locked(pk, by, *RUNNING)
    if seen != webhook.secret_mark:
        raise Conflict(_("It was given another secret meanwhile."), code="changed")
    webhook.old_secret, webhook.old_until = webhook.secret, by.at + rules.OLD_SECRET_LASTS
    secret = _new_secret(webhook)
    webhook.save()
    audit.record(webhook, "secret_rotated", by=by)
    return webhook, secret


@transaction.atomic
def send_test(pk: int, *, by: Viewer) -> WebhookDelivery:
    """Owe it a test, which tells of nothing; one at a time, and at once even if it rests."""
    webhook = _locked(pk, by, WebhookState.ACTIVE)
    if webhook.deliveries.owed().filter(event=TEST).exists():
        raise Conflict(_("A test is on its way already."), code="owed")
    Webhook.objects.filter(pk=pk).update(rests_until=None)
    delivery = WebhookDelivery.objects.create(
        webhook=webhook,
        event=TEST,
        event_id=uuid.uuid4(),
        owed_at=by.at,
        next_try_at=by.at,
    )
    audit.record(webhook, "tested", by=by)
    wakeup.soon()
    return delivery


@transaction.atomic
def redeliver(pk: int, delivery: int, *, by: Viewer) -> WebhookDelivery:
    """Send something again, under its id, if it is public still."""
    webhook = _locked(pk, by, WebhookState.ACTIVE)
    again = webhook.deliveries.select_for_update().get(pk=delivery)
    if again.is_owed:
        raise Conflict(_("It is on its way already."), code="owed")
    again.received_at = again.skipped_at = again.given_up_at = None
    again.owed_at = again.next_try_at = by.at
    again.save()
    Webhook.objects.filter(pk=pk).update(rests_until=None)
    audit.record(webhook, "redelivered", by=by, event=str(again.event_id))
    wakeup.soon()
    return again


def _require_keeper(by: Viewer) -> None:
    if not rules.keeps_webhooks(by):
        raise Refused(_("The Secretariat decides which systems are told."), code="webhooks")


def _locked(pk: int, by: Viewer, *states: WebhookState) -> Webhook:
    _require_keeper(by)
    webhook = Webhook.objects.select_for_update().get(pk=pk)
    if webhook.state not in states:
        raise IllegalStep(_("That is no longer possible: its state is another."))
    return webhook


def _require_sound(wanted: Wanted) -> None:
    if not wanted.name.strip():
        raise Invalid(_("Say who is told."), code="name")
    if not wanted.events or not set(wanted.events) <= sources().keys():
        raise Invalid(_("Choose of what it is told."), code="events")
    rules.place_of(wanted.address, loopback=settings.WEBHOOKS_REACH_LOOPBACK)


def _require_new(wanted: Wanted, besides: int = 0) -> None:
    """A form sent twice makes one: no two that run lead to the same address."""
    running = Webhook.objects.filter(state__in=RUNNING).exclude(pk=besides)
    if running.filter(address=wanted.address).exists():
        raise Conflict(_("That address is told already."), code="told")
    if running.count() >= MOST_WEBHOOKS:
        raise Conflict(_("So many systems are told that no other can be."), code="many")


def _say(webhook: Webhook, wanted: Wanted) -> None:
    webhook.name, webhook.address = wanted.name.strip(), wanted.address
    webhook.contact, webhook.events = wanted.contact, sorted(set(wanted.events))


def _new_secret(webhook: Webhook) -> str:
    made = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    secret = f"{rules.SECRET_PREFIX}{made}"
    keys = settings.WEBHOOK_KEYS
    webhook.secret = sealing.seal(secret, of=sealed_for(webhook.pk), keys=keys)
    return secret


def _moved(
    webhook: Webhook,
    state: WebhookState,
    verb: str,
    by: Viewer,
    reason: PauseReason = PauseReason.NONE,
) -> Webhook:
    webhook.state, webhook.state_since, webhook.paused_for = state, by.at, reason
    webhook.save()
    audit.record(webhook, verb, by=by)
    return webhook


def _forget_failures(webhook: Webhook) -> None:
    webhook.failures, webhook.failing_since, webhook.rests_until = 0, None, None


def _noted(webhook: Webhook) -> dict[str, object]:
    """What the trail keeps: the host, and not the path, in which there may be a secret."""
    place = rules.place_of(webhook.address, loopback=settings.WEBHOOKS_REACH_LOOPBACK)
    return {"host": place.host, "events": list(webhook.events)}
