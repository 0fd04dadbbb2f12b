"""Requests as the portal's views receive them, and the language they are answered in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from crm_portal.core.access import Viewer
from members.models import Party, User

LANGUAGE_LASTS_SECONDS = 365 * 24 * 60 * 60


class PortalRequest(HttpRequest):
    """A request whose reader is known: ``viewer`` decides, ``party`` is for display."""

    viewer: Viewer
    party: Party | None
    user: User


class ApiRequest(Request):
    """The same, in the API."""

    viewer: Viewer
    user: User


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    """Let the browser ask for ``language`` when an address names none."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=LANGUAGE_LASTS_SECONDS,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
