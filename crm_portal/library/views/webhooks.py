"""Webhooks: which systems are told what becomes public, for the Secretariat."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.library import rules, webhook_pages
from crm_portal.library.forms.webhooks import WebhookForm
from crm_portal.library.models import Webhook
from crm_portal.library.services import webhooks as services
from members.forms.common import attempt
from members.http import PortalRequest

TAKES = ["GET", "HEAD", "POST"]
PER_PAGE = 50


@require_safe
def index(request: PortalRequest) -> HttpResponse:
    """The systems that are told."""
    _require_keeper(request)
    found = Webhook.objects.visible_to(request.viewer).select_related("owner")
    return render(request, "library/webhooks.html", {"rows": webhook_pages.listed(found)})


@require_http_methods(TAKES)
def new(request: PortalRequest) -> HttpResponse:
    """Tell one more; its secret is in the answer, and never again."""
    _require_keeper(request)
    form = WebhookForm(request.POST or None)
    made: list[tuple[Webhook, str]] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(services.subscribe(form.wanted, by=request.viewer))
    ):
        return _secret(request, *made[0])
    return render(request, "library/webhook_act.html", {"form": form})


@require_safe
def webhook(request: PortalRequest, pk: int) -> HttpResponse:
    """One of them, and what it was sent."""
    found = _found(request, pk)
    sent = found.deliveries.select_related("announcement")
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "webhook": found,
        "tone": webhook_pages.tone(found),
        "events": webhook_pages.events(found),
        "page": page,
        "rows": webhook_pages.rows(page.object_list, request.viewer),
    }
    return render(request, "library/webhook.html", context)


@require_http_methods(TAKES)
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change whom, where or of what."""
    found = _found(request, pk)
    if found.is_ended:
        raise Http404
    form = WebhookForm.about(request.POST or None, found)
    if form.is_valid() and attempt(
        form, lambda: services.change_webhook(found.pk, form.wanted, by=request.viewer)
    ):
        messages.success(request, _("It was changed."))
        return redirect(found)
    return render(request, "library/webhook_act.html", {"form": form, "webhook": found})


@require_POST
def pause(request: PortalRequest, pk: int) -> HttpResponse:
    """Send nothing for a while."""
    found = services.pause_webhook(_found(request, pk).pk, by=request.viewer)
    messages.success(request, _("It was paused: nothing is sent to it."))
    return redirect(found)


@require_POST
def resume(request: PortalRequest, pk: int) -> HttpResponse:
    """Tell it again."""
    found = services.resume_webhook(_found(request, pk).pk, by=request.viewer)
    messages.success(request, _("It is told again from now on."))
    return redirect(found)


@require_POST
def rotate(request: PortalRequest, pk: int) -> HttpResponse:
    """Give it another secret, which is in the answer, and never again."""
    found, seen = _found(request, pk), request.POST.get("seen", "")
    return _secret(request, *services.rotate_secret(found.pk, seen=seen, by=request.viewer))


@require_POST
def test(request: PortalRequest, pk: int) -> HttpResponse:
    """Send it a test."""
    found = _found(request, pk)
    services.send_test(found.pk, by=request.viewer)
    messages.success(request, _("A test is on its way: look again in half a minute."))
    return redirect(found)


@require_POST
def end(request: PortalRequest, pk: int) -> HttpResponse:
    """Tell it no more."""
    found = services.end_webhook(_found(request, pk).pk, by=request.viewer)
    messages.success(request, _("It is told no more, and its secret was erased."))
    return redirect(found)


@require_POST
def again(request: PortalRequest, pk: int, delivery: int) -> HttpResponse:
    """Send something again."""
    found = _found(request, pk)
    sent = get_object_or_404(found.deliveries, pk=delivery)
    services.redeliver(found.pk, sent.pk, by=request.viewer)
    messages.success(request, _("It is on its way again, under the same id."))
    return redirect(found)


def _require_keeper(request: PortalRequest) -> None:
    if not rules.keeps_webhooks(request.viewer):
        raise Http404


def _found(request: PortalRequest, pk: int) -> Webhook:
    visible = Webhook.objects.visible_to(request.viewer).select_related("owner")
    found: Webhook = get_object_or_404(visible, pk=pk)
    return found


def _secret(request: PortalRequest, made: Webhook, secret: str) -> HttpResponse:
    context = {"webhook": made, "secret": secret}
    return render(request, "library/webhook_secret.html", context)
