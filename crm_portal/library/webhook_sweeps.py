"""What the tick does for other systems: notice what became public, and tell them."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.library.models import WebhookDelivery
from crm_portal.library.services import announcing, webhook_deliveries


def notice_due() -> int:
    """Notice what anybody may read by now and nobody was told of; return how much."""
    return announcing.notice_public(by=Viewer(at=clock.now(), label="tick"))


def deliver_due() -> int:
    """Send what is owed to other systems; return how much arrived."""
    return webhook_deliveries.deliver_due()


def oldest_overdue(at: datetime) -> tuple[str, str, datetime | None]:
    """Return since when something could have been sent, for the health page."""
    first = WebhookDelivery.objects.due(at).order_by("next_try_at").first()
    since = first.next_try_at if first else None
    return "webhooks_owed", _("Oldest webhook not yet sent"), since
