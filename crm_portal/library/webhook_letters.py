"""What a system is sent: written when it is sent, of what is public then, and signed."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm_portal.core import sealing
from crm_portal.core.calendars import utc
from crm_portal.core.sections import both
from crm_portal.library import rules
from crm_portal.library.front import Address
from crm_portal.library.models.webhooks import TEST, Webhook, WebhookDelivery
from crm_portal.library.published import Told, sources


@dataclass(frozen=True, slots=True)
class Letter:
    """A body as it is signed, and the headers that go with it."""

    body: bytes
    headers: dict[str, str]


def written(delivery: WebhookDelivery, at: datetime) -> Letter | None:
    """Write a delivery out; None when what it tells of is not public at ``at``.

    Conflict: no key of today opens the secret that signs it.
    """
    told = told_of([delivery], at).get(delivery.pk)
    if told is None:
        return None
    body = json.dumps(_said(delivery, told), ensure_ascii=False).encode()
    return Letter(body, _headers(delivery, body, at))


def told_of(deliveries: Iterable[WebhookDelivery], at: datetime) -> dict[int, Told]:
    """Return, by delivery, what each tells of as far as it is public: a query a kind."""
    some = list(deliveries)
    found: dict[int, Told] = {
        each.pk: Told(0, both(_("A test of the connection")), Address("library:home"))
        for each in some
        if each.event == TEST
    }
    for event, source in sources().items():
        targets = _targets(some, event)
        if targets:
            told = source.of(set(targets.values()), at)
            found |= {pk: told[key] for pk, key in targets.items() if key in told}
    return found


def _targets(deliveries: Iterable[WebhookDelivery], event: str) -> dict[int, int]:
    """Return, by delivery, what those of one event tell of."""
    return {
        each.pk: each.announcement.target_id
        for each in deliveries
        if each.event == event and each.announcement is not None
    }


def _said(delivery: WebhookDelivery, told: Told) -> dict[str, object]:
    announced = delivery.announcement
    return {
        "id": str(delivery.event_id),
        "type": delivery.event,
        "timestamp": utc(announced.noticed_at if announced else delivery.owed_at),
        "data": {
            "reference": told.reference,
            "title": told.title,
            "url": told.address.urls(),
            "api_url": told.api_url,
        },
    }


def _headers(delivery: WebhookDelivery, body: bytes, at: datetime) -> dict[str, str]:
    # Receivers compare it with their own clocks: that of this machine, in a demonstration too.
    timestamp, event_id = int(time.time()), str(delivery.event_id)
    signed = [
        rules.signature(secret, event_id, timestamp, body)
        for secret in secrets_of(delivery.webhook, at)
    ]
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"crm-portal/{settings.VERSION}",
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
    }


def secrets_of(webhook: Webhook, at: datetime) -> list[str]:
    """Return the secrets that sign for a system at ``at``, the newest first."""
    kept = [webhook.secret]
    if webhook.old_secret and webhook.old_until and at < webhook.old_until:
        kept.append(webhook.old_secret)
    keys = settings.WEBHOOK_KEYS
    return [sealing.unseal(each, of=sealed_for(webhook.pk), keys=keys) for each in kept]


def sealed_for(pk: int) -> str:
    """Return whose the secret is, as it is sealed."""
    return f"webhook:{pk}"
