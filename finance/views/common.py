"""What the pages of finance have in common: for whom they exist, and how files are handed over."""

from django.http import Http404, HttpResponse

from crm_portal.core.access import Viewer
from crm_portal.library import handing
from crm_portal.library.inspection import TYPES
from crm_portal.library.models import StoredFile
from finance.rules import powers


def require_reader(viewer: Viewer) -> None:
    """404 for whoever sees no contributions: they do not exist there."""
    if not powers.sees_contributions(viewer):
        raise Http404


def document(stored: StoredFile | None, name: str) -> HttpResponse:
    """Hand a supporting document over as ``name`` and its kind; 404 where there is none."""
    if stored is None:
        raise Http404
    suffix = handing.SUFFIXES.get(stored.content_type, "")
    content = bytes(stored.content)
    return handing.sealed(content, stored.content_type, f"{name}{suffix}")


def workbook(content: bytes, name: str) -> HttpResponse:
    """Hand a workbook over as ``name``.xlsx."""
    return handing.sealed(content, TYPES[".xlsx"], f"{name}.xlsx")
