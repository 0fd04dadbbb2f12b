"""How the API reads a body, and how it says no: a problem with a stable code and a reason."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext as _
from psycopg2 import errorcodes
from rest_framework import exceptions, parsers, views
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from crm_portal.core import calendar_words
from crm_portal.core.errors import DomainError

PROBLEM = "application/problem+json"
KEPT_HEADERS = ("Retry-After", "WWW-Authenticate")


class JSONParser(parsers.BaseParser):
    """JSON in UTF-8 (RFC 8259), whatever charset is announced and however deep it is nested."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the value that the body holds, or raise ParseError."""
        try:
            return json.loads(
                stream.read().decode("utf-8-sig"), parse_constant=_no_constant
            )
        except (ValueError, RecursionError):
            raise exceptions.ParseError(_("The body is not JSON.")) from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer every error as a problem (RFC 9457) with ``code`` stable and ``detail`` readable."""
    if isinstance(exc, DomainError):
        return _refusal(exc)
    if isinstance(exc, IntegrityError) and _is_duplicate(exc):
        return _problem(409, "conflict", _("Somebody else did the same at the same time."))
    exc = _plain(exc)
    response = views.exception_handler(exc, context)
    return _as_problem(exc, response) if response is not None else None


def _plain(exc: Exception) -> Exception:
    """Say the same of what does not exist and of what is not for the reader."""
    if isinstance(exc, DjangoValidationError):
        return exceptions.ValidationError(detail=exc.messages)
    return exceptions.NotFound() if isinstance(exc, Http404) else exc


def _as_problem(exc: Exception, response: Response) -> Response:
    if isinstance(exc, exceptions.ValidationError):
        return _problem(400, "invalid", str(exc.default_detail), errors=response.data)
    code = getattr(exc, "default_code", "error")
    problem = _problem(response.status_code, code, _detail(response))
    for name in KEPT_HEADERS:
        if name in response:
            problem[name] = response[name]
    return problem


def _refusal(exc: DomainError) -> Response:
    return _problem(
        int(exc.status),
        exc.code,
        calendar_words.message(exc),
        rule=exc.rule or None,
        parameter=getattr(exc, "parameter", None),
    )


def _is_duplicate(exc: IntegrityError) -> bool:
    """Two acts that exclude one another arrived together, and the database took the first."""
    return getattr(exc.__cause__, "pgcode", None) == errorcodes.UNIQUE_VIOLATION


def _detail(response: Response) -> str:
    data = response.data
    return str(data.get("detail", "")) if isinstance(data, dict) else ""


def _problem(status: int, code: str, detail: str, **more: Any) -> Response:
    body = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    body |= {name: value for name, value in more.items() if value is not None}
    return Response(body, status=status, content_type=PROBLEM)
