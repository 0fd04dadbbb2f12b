"""How the API says no: problems with a stable code and a readable reason."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import exceptions, views
from rest_framework.response import Response

from crm_portal.core.errors import DomainError

PROBLEM = "application/problem+json"


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer every error as a problem (RFC 9457) with ``code`` stable and ``detail`` readable."""
    if isinstance(exc, DomainError):
        return _problem(int(exc.status), exc.code, exc.message, rule=exc.rule or None)
    if isinstance(exc, DjangoValidationError):
        exc = exceptions.ValidationError(detail=exc.messages)
    response = views.exception_handler(exc, context)
    if response is None:
        return None
    if isinstance(exc, exceptions.ValidationError):
        return _problem(400, "invalid", str(exc.default_detail), errors=response.data)
    code = "not_found" if isinstance(exc, Http404) else getattr(exc, "default_code", "error")
    problem = _problem(response.status_code, code, _detail(response))
    for name in ("Retry-After", "WWW-Authenticate"):
        if name in response:
            problem[name] = response[name]
    return problem


def _detail(response: Response) -> str:
    data = response.data
    return str(data.get("detail", "")) if isinstance(data, dict) else ""


def _problem(status: int, code: str, detail: str, **more: Any) -> Response:
    body = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    body |= {name: value for name, value in more.items() if value is not None}
    return Response(body, status=status, content_type=PROBLEM)
