"""What every response owes its reader: a clear refusal, privacy, and no page when no database."""

import hashlib
import logging
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from crm_portal.core.calendar_words import message
from crm_portal.core.errors import DomainError

logger = logging.getLogger(__name__)
API = "/api/"
GetResponse = Callable[[HttpRequest], HttpResponse]


class DomainErrorMiddleware:
    """Turn a refusal into a message where the reader was, or into a page that says it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Nothing is at an address with the sign that the database can hold nowhere."""
        if "\0" in request.path_info:
            raise Http404

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        if request.method == "POST" and not request.headers.get("HX-Request"):
            messages.error(request, message(exception), extra_tags=exception.code)
            return redirect("../")
        context = {"refusal": message(exception), "rule": exception.rule}
        return render(request, f"{_page(exception)}.html", context, status=exception.status)


def _page(exception: DomainError) -> str:
    return "403" if exception.status == HTTPStatus.FORBIDDEN else "400"


class PrivateMiddleware:
    """What a signed-in person sees is nobody else's to keep: no shared or stored copy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response


class RevalidatedMiddleware:
    """What a program has read already is not sent to it again: 304 while it is the same.

    The answer is made all the same, for this reader at this instant, and kept by nobody else.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        reads = request.method in ("GET", "HEAD") and request.path.startswith(API)
        if not reads or response.status_code != HTTPStatus.OK:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        response.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Accept-Language", "Authorization", "Cookie"))
        if "If-None-Match" not in request.headers:
            return response
        conditional = get_conditional_response(request, etag=etag, response=response)
        return conditional or response


class ServiceUnavailableMiddleware:
    """While the database is away, say so with 503 and a time to come back: never a 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return unavailable(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, (OperationalError, InterfaceError)):
            return unavailable(request)
        return None


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that the database is away, to a person or to a program, and when to come back."""
    logger.warning("The database did not answer")
    response = _problem() if request.path.startswith(API) else render(request, "503.html")
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response["Retry-After"] = "10"
    return response


def _problem() -> HttpResponse:
    problem = {"type": "about:blank", "status": 503, "code": "unavailable"}
    detail = _(
        "The portal is not answering for now. Nothing that was just sent was received."
    )
    return JsonResponse(
        {**problem, "detail": detail}, content_type="application/problem+json"
    )
