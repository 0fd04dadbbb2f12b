"""The systems that are told, on “Today”: those that the portal stopped telling, or cannot reach."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_instant
from crm_portal.library import rules
from crm_portal.library.models import Webhook


def today(viewer: Viewer) -> list[dict[str, Any]]:
    """Return ``{"label", "text", "note", "url", "tone"}`` a row; for nobody but its keepers."""
    if not rules.keeps_webhooks(viewer):
        return []
    return [_row(each) for each in Webhook.objects.visible_to(viewer).in_trouble(viewer.at)]


def _row(webhook: Webhook) -> dict[str, Any]:
    url = reverse("webhooks:webhook", args=[webhook.pk])
    if webhook.paused_for:
        since = format_instant(webhook.state_since, "dated")
        text = _("Nothing is sent to it any more: %(reason)s")
        told = text % {"reason": webhook.get_paused_for_display()}
        tone = "late"
    else:
        since = format_instant(webhook.failing_since or webhook.state_since, "dated")
        told, tone = _("Nothing that is sent to it arrives"), "due"
    note = _("since %(when)s") % {"when": since}
    return {"label": webhook.name, "text": told, "note": note, "url": url, "tone": tone}
