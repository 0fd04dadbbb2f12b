"""What the access matrix needs of the webhooks: a system that is told, and what it was sent."""

from typing import Any

from crm_portal.library.models import WebhookDelivery
from crm_portal.library.services import webhooks
from tests.decisions.scene import Scene


def told(scene: Scene) -> dict[str, Any]:
    """Tell a system of news, and send it a test, which arrived; return how each is addressed."""
    elena = scene.viewer("elena")
    wanted = webhooks.Wanted("Ejemplo", "https://hooks.example.org/", ["news.published"])
    webhook, _secret = webhooks.subscribe(wanted, by=elena)
    delivery = webhooks.send_test(webhook.pk, by=elena)
    WebhookDelivery.objects.filter(pk=delivery.pk).update(received_at=elena.at)
    return {"webhook": webhook.pk, "webhook_delivery": delivery.pk}
