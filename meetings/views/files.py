"""Stored bytes handed out by whoever has asked who may have them."""

from django.http import HttpResponse

from crm_portal.core.files import sealed
from crm_portal.library.models import IssuedDocument, StoredFile


def stored_pdf(document: IssuedDocument) -> HttpResponse:
    """Return an issued paper."""
    return stored(document.pdf, document.file_name)


def stored(file: StoredFile, name: str) -> HttpResponse:
    """Return a stored file under a name; nothing in it may run, and nobody else keeps it."""
    content = HttpResponse(bytes(file.content), content_type=file.content_type)
    return sealed(content, name)
