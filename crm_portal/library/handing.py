"""Hand a file over: under a name of the portal's, sealed, and marked when it is restricted."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm_portal.core import files
from crm_portal.core.access import Viewer
from crm_portal.core.display import format_instant
from crm_portal.core.errors import Conflict
from crm_portal.library.inspection import TYPES
from crm_portal.library.marking import Mark, Unmarkable, marked
from crm_portal.library.models import Document, DocumentRevision

PDF = "application/pdf"
SUFFIXES = {content_type: suffix for suffix, content_type in TYPES.items()}


def response(revision: DocumentRevision, viewer: Viewer) -> HttpResponse:
    """Return the bytes as ``viewer`` takes them away: never shown as a page of the portal."""
    content = bytes(revision.file.content)
    if not revision.document.is_public and revision.file.content_type == PDF:
        content = _marked(content, revision, viewer)
    return sealed(content, revision.file.content_type, file_name(revision))


def sealed(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Return ``content`` as a file to be kept, which no browser runs, shows or stores."""
    return files.sealed(HttpResponse(content, content_type=content_type), name)


def file_name(revision: DocumentRevision) -> str:
    """Return ``XXI-CRM-DOC-4-REV.1-es.pdf``; one that bears no marks says its level."""
    document, suffix = revision.document, SUFFIXES[revision.file.content_type]
    level = ""
    if not document.is_public and suffix != ".pdf":
        level = f"-{slugify(document.level_name).upper()}"
    revised = f"-REV.{revision.number}" if revision.number else ""
    return f"{document.slug}{revised}-{revision.language}{level}{suffix}"


def mark_of(document: Document, symbol: str, viewer: Viewer) -> Mark:
    """Return what a copy says on every page, in the reader's language."""
    head = _("RESTRICTED: %(level)s · %(symbol)s")
    foot = _("Copy of %(reader)s, %(at)s (San José)")
    at = format_instant(viewer.at, "dated")
    return Mark(
        head % {"level": document.level_name, "symbol": symbol},
        foot % {"reader": viewer.label, "at": at},
    )


def _marked(content: bytes, revision: DocumentRevision, viewer: Viewer) -> bytes:
    """A copy that cannot be marked is not handed over."""
    mark = mark_of(revision.document, revision.symbol, viewer)
    try:
        return marked(content, mark)
    except Unmarkable as failure:
        raise Conflict(_("This file cannot be marked: ask for another.")) from failure
