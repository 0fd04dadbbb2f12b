"""The calendar to subscribe to: for everybody, by a personal secret address, and its keeping."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import feeds
from meetings.forms.decided import FeedForm
from meetings.models import FeedToken
from meetings.services import feeds as services
from members.forms.common import attempt
from members.http import PortalRequest

KIND = "text/calendar; charset=utf-8"
SHOWN_ONCE = "calendar_secret"


@login_not_required
@require_safe
def public(request: PortalRequest) -> HttpResponse:
    """The calendar for anybody."""
    response = _file(feeds.public(request.viewer.at))
    response["Cache-Control"] = "public, max-age=900"
    return response


@login_not_required
@require_safe
def personal(request: PortalRequest, secret: str) -> HttpResponse:
    """The calendar of whoever made the address, as they may read it at this instant."""
    token = feeds.token_of(secret)
    if token is None:
        raise Http404
    content, viewer = feeds.personal(token, request.viewer.at)
    services.note_use(token, viewer)
    response = _file(content)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: PortalRequest) -> HttpResponse:
    """One's own addresses; a new one is shown once."""
    form = FeedForm(request.POST or None)
    made: list[str] = []

    def act(**given: str) -> None:
        made.append(services.make_feed(by=request.viewer, **given)[1])

    if form.is_valid() and attempt(form, act, **form.cleaned_data):
        request.session[SHOWN_ONCE] = made[0]
        messages.success(request, _("The address was made."))
        return redirect("meetings:feeds")
    secret = request.session.pop(SHOWN_ONCE, None)
    context = {
        "form": form,
        "tokens": FeedToken.objects.visible_to(request.viewer),
        "secret_url": _address("held:feed", secret) if secret else "",
        "public_url": _address("held:feed-public"),
    }
    response = render(request, "meetings/feeds.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def revoke(request: PortalRequest, pk: int) -> HttpResponse:
    """Revoke one of one's own addresses."""
    token = get_object_or_404(FeedToken.objects.visible_to(request.viewer), pk=pk)
    services.revoke_feed(token.pk, by=request.viewer)
    messages.success(request, _("The address leads nowhere from now on."))
    return redirect("meetings:feeds")


def _address(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=KIND)
    response["Content-Disposition"] = 'inline; filename="crm.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
