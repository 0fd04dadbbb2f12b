"""The pages of the webhooks, as they are shown: what each was sent, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from crm_portal.library.models.webhooks import (
    PauseReason,
    Webhook,
    WebhookDelivery,
    WebhookState,
)
from crm_portal.library.published import sources
from crm_portal.library.webhook_letters import told_of

TONES = {WebhookState.ACTIVE: "ok", WebhookState.PAUSED: "due", WebhookState.ENDED: "off"}


@dataclass(frozen=True)
class Row:
    """A delivery; ``title`` and ``url`` are empty where what it tells of is not public."""

    delivery: WebhookDelivery
    event: str
    title: str
    url: str
    is_repeatable: bool


def tone(webhook: Webhook) -> str:
    """Return how its state is marked: late where the portal stopped by itself."""
    if webhook.paused_for in {PauseReason.FAILING, PauseReason.GONE}:
        return "late"
    return TONES[WebhookState(webhook.state)]


def listed(webhooks: Iterable[Webhook]) -> list[dict[str, Any]]:
    """Return the systems with the tone of their state and the names of their events."""
    return [
        {"webhook": each, "tone": tone(each), "events": events(each)} for each in webhooks
    ]


def events(webhook: Webhook) -> list[str]:
    """Return of what it is told, in the order of the sources."""
    return [str(each.label) for each in sources().values() if each.event in webhook.events]


def rows(deliveries: Iterable[WebhookDelivery], viewer: Viewer) -> list[Row]:
    """Return deliveries with what they tell of, as anybody may know of it now."""
    some = list(deliveries)
    told = told_of(some, viewer.at)
    language = active_language()
    found = []
    for each in some:
        said = told.get(each.pk)
        source = sources().get(each.event)
        row = Row(
            delivery=each,
            event=str(source.label) if source else "",
            title=said.title[language] if said else "",
            url=said.address.urls()[language] if said else "",
            is_repeatable=said is not None and not each.is_owed,
        )
        found.append(row)
    return found
