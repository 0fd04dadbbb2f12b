"""Who is asking, at which instant; sessions that end with the authority behind them."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import pghistory
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.core.crashpoints import crashpoint
from members import bearer
from members.access import identify
from members.models import Party

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
SEEN_EVERY_SECONDS = 60
API = "/api/"
# What one does on the way to a second factor, or instead of it.
WITHOUT_SECOND_FACTOR = ("mfa_", "account_logout", "account_reauth", "set_language")


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
        secret = bearer.shown(request)
        request.token = None if secret is None else bearer.held(secret)
        if secret is not None:
            request.user = request.token.user if request.token else AnonymousUser()
        who = SimpleLazyObject(lambda: _identity(request))
        request.viewer = SimpleLazyObject(lambda: who[0])
        request.party = SimpleLazyObject(lambda: who[1])
        ended = _end_without_authority if secret is None else _end_of_token
        if (answer := ended(request)) is not None:
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


def _identity(request: Any) -> tuple[Viewer, Party | None]:
    user = request.user if request.user.is_authenticated else None
    viewer, party = identify(user, clock.now())
    return (replace(viewer, token=request.token.pk) if request.token else viewer), party


def _end_of_token(request: Any) -> HttpResponse | None:
    """Refuse a token that does not hold; what it may, it may as its holder does now."""
    answer = bearer.refusal(request)
    if answer is not None:
        request.user, request.viewer = AnonymousUser(), Viewer(at=request.viewer.at)
    return answer


def _end_without_authority(request: Any) -> HttpResponse | None:
    """Sign out a person whose mandates have all ended, or who has been away too long.

    However busy, a session lasts so many hours: then one shows again who one is.
    The API goes on as the public, which it tells so; a page is sent to the door.
    """
    if not request.user.is_authenticated:
        return None
    at = request.viewer.at
    now, session = at.timestamp(), request.session
    seen = session.get("seen", now)
    idle = now - seen > settings.SESSION_IDLE_SECONDS
    idle = idle or now - session.get("began", now) >= settings.SESSION_LONGEST_SECONDS
    if not request.viewer.is_public and not idle:
        if "seen" not in session or abs(now - seen) >= SEEN_EVERY_SECONDS:
            session["seen"] = now
            session.setdefault("began", now)
        return None
    logout(request)
    request.viewer, request.party = Viewer(at=at), None
    if request.path.startswith(API):
        return None
    messages.info(request, _why(idle=idle))
    return _to(request, settings.LOGIN_URL)


def _why(*, idle: bool) -> str:
    if idle:
        return _(
            "Your session ended: it was idle, or open for too long. Please sign in again."
        )
    return _("Your session ended: no mandate of yours is in force.")


def _to(request: Any, name: str) -> HttpResponse:
    """Send the whole page there, also when only a part of it was asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(resolve_url(name))
    return redirect(name)


class SecondFactorMiddleware:
    """Send whoever has no second factor to set one up, before anything else."""

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
        if name.startswith(WITHOUT_SECOND_FACTOR) or is_mfa_enabled(request.user):
            return None
        if request.path.startswith(API):
            problem = {"type": "about:blank", "status": 403, "code": "second_factor"}
            return JsonResponse(
                {**problem, "detail": _("Set up your second factor to go on.")},
                status=HTTPStatus.FORBIDDEN,
                content_type="application/problem+json",
            )
        messages.info(request, _("Set up your second factor to go on."))
        return _to(request, "mfa_index")
