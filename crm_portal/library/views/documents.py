"""The register of documents, one document, its files, and who reads it and why."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm_portal.core.access import Viewer
from crm_portal.library import handing, keeping, reading, registry, telling
from crm_portal.library.models import Document, DocumentQuerySet, DocumentRevision
from members.http import PortalRequest

# How many proposals the register shows at once.
WAITING = 20


@login_not_required
@require_safe
def documents(request: PortalRequest) -> HttpResponse:
    """What the reader may know, found by words and filters, fifty a page."""
    asked = registry.asked_for(request.GET)
    visible = Document.objects.visible_to(request.viewer)
    page = registry.page_of(visible, request.viewer, asked)
    reading.noted(page.object_list, "list", by=request.viewer)
    context = {
        "page": page,
        "asked": asked,
        "filters": registry.filters(visible),
        "may_register": keeping.registers(request.viewer),
        "quarantined": list(
            DocumentRevision.objects.quarantined_for(request.viewer).select_related(
                "added_by"
            )[:20]
        ),
        "waiting": _waiting(visible, request.viewer),
    }
    return render(request, "library/documents.html", context)


def _waiting(visible: DocumentQuerySet, viewer: Viewer) -> Page | None:
    """Return the first proposals that wait for a second person, for whoever may be one."""
    if not keeping.decides(viewer):
        return None
    return Paginator(registry.waiting(visible), WAITING).get_page(1)


@login_not_required
@require_safe
def document(request: PortalRequest, slug: str) -> HttpResponse:
    """One document: what it is, its files by revision and language, what may be done."""
    shown = _shown(request, slug)
    if shown is None:
        return redirect_to_login(request.get_full_path())
    reading.noted([shown], "page", by=request.viewer)
    files = list(shown.revisions.known_to(request.viewer).select_related("file"))
    for each in files:
        each.document = shown
    last = max((each.number for each in files), default=0)
    keeps = keeping.keeps(shown, request.viewer)
    context = {
        "document": shown,
        "current": [each for each in files if each.number == last],
        "older": [each for each in files if each.number != last],
        "told": telling.told(shown, request.viewer),
        "keeps": keeps,
        "change": shown.changes.waiting().select_related("proposed_by").first()
        if keeps
        else None,
    }
    return render(request, "library/document_page.html", context)


@login_not_required
@require_safe
def who(request: PortalRequest, slug: str) -> HttpResponse:
    """Who can see this document and why, for those who can."""
    shown = _shown(request, slug)
    if shown is None:
        return redirect_to_login(request.get_full_path())
    reading.noted([shown], "who", by=request.viewer)
    changes = shown.changes.select_related("proposed_by", "decided_by")
    context = {
        "document": shown,
        "told": telling.told(shown, request.viewer),
        "changes": changes if not request.viewer.is_public else [],
    }
    return render(request, "library/document_who.html", context)


@login_not_required
@require_safe
def file(request: PortalRequest, slug: str, pk: int) -> HttpResponse:
    """Hand over one file; the right to it is asked now, whatever the page said."""
    visible = DocumentRevision.objects.visible_to(request.viewer).readable()
    related = visible.select_related("file", "document")
    revision = related.filter(document__slug=slug, pk=pk).first()
    if revision is None:
        return _absent(request)
    reading.noted([revision.document], "file", by=request.viewer)
    return handing.response(revision, request.viewer)


def _shown(request: PortalRequest, slug: str) -> Any:
    """Return a document that the reader may know, or None to send a stranger to sign in."""
    visible = Document.objects.visible_to(request.viewer)
    found = visible.select_related("registered_for").filter(slug=slug).first()
    if found is None and not request.viewer.is_public:
        raise Http404
    return found


def _absent(request: PortalRequest) -> HttpResponse:
    """A stranger is asked to sign in, whether there is such a document or not."""
    if request.viewer.is_public:
        return redirect_to_login(request.get_full_path())
    raise Http404
