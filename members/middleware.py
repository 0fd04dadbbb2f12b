"""Who is asking, at which instant; sessions that end with the authority behind them."""

from collections.abc import Callable
from typing import Any

import pghistory
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.core.crashpoints import crashpoint
from members.access import viewer_for
from members.models import Party

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
SEEN_EVERY_SECONDS = 60


class ViewerMiddleware:
    """Give the request its ``viewer``, from one reading of the clock of record.

    On a request that acts, the clock is read once the whole body has arrived: what
    counts is when the complete act reached the portal.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.method not in SAFE:
            _read_whole_body(request)
        request.viewer = SimpleLazyObject(lambda: _viewer(request))
        request.party = SimpleLazyObject(lambda: _party(request))
        if request.user.is_authenticated and (answer := _end_without_authority(request)):
            return answer
        if request.method in SAFE:
            return self.get_response(request)
        crashpoint("received_stamp")
        with pghistory.context(actor=request.viewer.user_id, url=request.path):
            return self.get_response(request)


def _read_whole_body(request: HttpRequest) -> None:
    if request.content_type == "multipart/form-data":
        request.POST  # noqa: B018 - parsing is reading
    else:
        request.body  # noqa: B018


def _viewer(request: Any) -> Viewer:
    return viewer_for(request.user if request.user.is_authenticated else None, clock.now())


def _party(request: Any) -> Party | None:
    return Party.objects.filter(pk=request.viewer.party_id).first()


def _end_without_authority(request: Any) -> HttpResponse | None:
    """Sign out a person whose mandates have all ended, or who has been away too long."""
    at = request.viewer.at.timestamp()
    seen = request.session.get("seen", at)
    idle = at - seen > settings.SESSION_IDLE_SECONDS
    if request.viewer.is_public or idle:
        logout(request)
        messages.info(request, _("Your session ended. Please sign in again."))
        return redirect(settings.LOGIN_URL)
    if "seen" not in request.session or abs(at - seen) >= SEEN_EVERY_SECONDS:
        request.session["seen"] = at
    return None


class SecondFactorMiddleware:
    """Send whoever holds a role and has no second factor to set one up, before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        name = getattr(request.resolver_match, "url_name", "") or ""
        if name.startswith(("mfa_", "account_logout", "account_reauth", "set_language")):
            return None
        if is_mfa_enabled(request.user):
            return None
        messages.info(request, _("Set up your second factor to go on."))
        return redirect("mfa_index")
