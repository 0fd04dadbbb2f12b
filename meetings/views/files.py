"""Stored bytes handed out by whoever has asked who may have them."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from crm_portal.library.models import IssuedDocument, StoredFile


def stored_pdf(document: IssuedDocument) -> HttpResponse:
    """Return an issued paper."""
    return stored(document.pdf, document.file_name)


def stored(file: StoredFile, name: str) -> HttpResponse:
    """Return a stored file under a name; nothing in it may run, and nobody else keeps it."""
    content: Any = bytes(file.content)
    response = HttpResponse(content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
