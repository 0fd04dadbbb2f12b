"""What is owed to other systems is sent, at least once and always under the same id."""

import logging
import time
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from crm_portal.core import audit, clock
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict
from crm_portal.library import posting, rules, webhook_letters
from crm_portal.library.models.webhooks import (
    Outcome,
    PauseReason,
    Webhook,
    WebhookDelivery,
    WebhookState,
)
from crm_portal.library.posting import Answer

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=45)


def deliver_due(seconds: float = 15.0) -> int:
    """Send what is owed, oldest first, for at most ``seconds``; return how much arrived.

    A system that failed rests: what is owed to it holds up nobody else.
    """
    worker, arrived, began = uuid.uuid4(), 0, time.monotonic()
    while time.monotonic() - began < seconds:
        delivery = _claim(worker)
        if delivery is None:
            break
        arrived += _deliver(delivery, worker)
    return arrived


@transaction.atomic
def _claim(worker: uuid.UUID) -> WebhookDelivery | None:
    at = clock.now()
    delivery = (
        WebhookDelivery.objects.due(at)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("webhook", "announcement")
        .order_by("next_try_at", "pk")
        .first()
    )
    if delivery is not None:
        delivery.lease_until, delivery.lease_by = at + LEASE, worker
        delivery.save(update_fields=["lease_until", "lease_by"])
    return delivery


def _deliver(delivery: WebhookDelivery, worker: uuid.UUID) -> bool:
    outcome, status = _sent(delivery)
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
        at = clock.now()
        if not _settled(delivery, worker, (outcome, status), at):
            return False
        if outcome == Outcome.ACCEPTED:
            _succeeded(webhook, at)
        elif outcome != Outcome.NOT_PUBLIC:
            _failed(webhook, status, at)
    return outcome == Outcome.ACCEPTED


def _sent(delivery: WebhookDelivery) -> Answer:
    """Write and send it; whatever is public no more is not sent."""
    try:
        letter = webhook_letters.written(delivery, clock.now())
    except Conflict:
        return Outcome.SEALED, None
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Delivery %s could not be written", delivery.pk)
        return Outcome.FAULT, None
    if letter is None:
        return Outcome.NOT_PUBLIC, None
    return posting.post(
        delivery.webhook.address,
        letter.body,
        letter.headers,
        loopback=settings.WEBHOOKS_REACH_LOOPBACK,
    )


def _settled(
    delivery: WebhookDelivery, worker: uuid.UUID, answer: Answer, at: datetime
) -> bool:
    """Write down what became of it, unless its lease passed to another; say whether we did."""
    outcome, status = answer
    attempts = delivery.attempts + 1
    is_over = rules.gives_up(delivery.owed_at, at)
    values = {
        Outcome.ACCEPTED: {"received_at": at},
        Outcome.NOT_PUBLIC: {"skipped_at": at},
    }.get(outcome, {"given_up_at": at if is_over else None})
    mine = WebhookDelivery.objects.filter(pk=delivery.pk, lease_by=worker)
    done = mine.update(
        **values,
        attempts=attempts,
        tried_at=at,
        next_try_at=at + rules.pause(attempts),
        outcome=outcome,
        status=status,
        lease_until=None,
        lease_by=None,
    )
    return bool(done)


def _succeeded(webhook: Webhook, at: datetime) -> None:
    webhook.failures, webhook.succeeded_at = 0, at
    webhook.failing_since = webhook.rests_until = None
    webhook.save(update_fields=["failures", "succeeded_at", "failing_since", "rests_until"])


def _failed(webhook: Webhook, status: int | None, at: datetime) -> None:
    """Let a system rest; one that is gone, or only failed for days, is told no more."""
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or at
    webhook.rests_until = at + rules.pause(webhook.failures)
    logger.warning("Webhook %s failed (%s in a row)", webhook.pk, webhook.failures)
    is_gone = status == rules.GONE
    if webhook.state == WebhookState.ACTIVE and (
        is_gone or rules.stops(webhook.failing_since, at)
    ):
        webhook.state, webhook.state_since = WebhookState.PAUSED, at
        webhook.paused_for = PauseReason.GONE if is_gone else PauseReason.FAILING
        by = Viewer(at=at, label="tick")
        audit.record(webhook, "stopped", by=by, because=webhook.paused_for)
    webhook.save()
