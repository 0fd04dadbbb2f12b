"""Who a program is that shows a personal token: its holder, as of now, within the token's scopes.

A token is shown to the API alone; no page is opened by one. A session shown beside it
counts for nothing, and so no token of a form is asked for.
"""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from crm_portal.core.prepared import Prepared
from members import rules, services
from members.models import AccessToken, User
from members.models.access_tokens import digest_of

ROOT = "/api/v1/"
SCHEME = "bearer"
READS = {"GET", "HEAD", "OPTIONS", "TRACE"}
LONGEST_SHOWN = 200

_BY_DIGEST: Prepared[AccessToken] = Prepared(
    lambda digest: AccessToken.objects.filter(digest=digest).select_related("user")
)


def shown(request: HttpRequest) -> str | None:
    """Return the token that ``request`` shows to the API; None: it shows none."""
    if not request.path_info.startswith(ROOT):
        return None
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == SCHEME else None


def held(secret: str) -> AccessToken | None:
    """Return the token of which ``secret`` is one, living or not: one query, by its hash."""
    if not secret.isascii() or len(secret) > LONGEST_SHOWN:
        return None
    found = _BY_DIGEST(digest=digest_of(secret))
    return found[0] if found else None


def refusal(request: Any) -> HttpResponse | None:
    """Return the problem of a token that does not hold, or not for this; None lets it in."""
    token: AccessToken | None = request.token
    at = request.viewer.at
    if token is None or not token.user.is_active or not token.is_live(at):
        return _problem(
            HTTPStatus.UNAUTHORIZED,
            "invalid_token",
            _("This token is not known, was ended, or is past its day."),
        )
    acts = request.method not in READS
    if not rules.is_within(token.scopes, _area(request.path_info), acts=acts):
        return _problem(
            HTTPStatus.FORBIDDEN, "insufficient_scope", _("This token may not do that.")
        )
    services.note_use(token, at)
    return None


def _area(path: str) -> str | None:
    """Return the area in which an act at ``path`` is; what is listed in none is in none."""
    area: str | None = settings.API_AREAS.get(path.removeprefix(ROOT).partition("/")[0])
    return area


def _problem(status: HTTPStatus, code: str, detail: str) -> HttpResponse:
    problem = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    return JsonResponse(
        problem,
        status=status,
        content_type="application/problem+json",
        headers={"WWW-Authenticate": f'Bearer error="{code}"', "Cache-Control": "no-store"},
    )


class TokenAuthentication(BaseAuthentication):
    """Let the API take the person of the token that was found good on the way in."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        """Return the holder and the token, or None where none was shown."""
        token: AccessToken | None = getattr(request._request, "token", None)
        return (token.user, token) if token is not None else None


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema tells of it."""

    target_class = TokenAuthentication
    name = "personalToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": SCHEME,
            "description": "A personal token, made under “My account”: "
            "`Authorization: Bearer crm_…`. It reads, and acts within its scopes.",
        }
