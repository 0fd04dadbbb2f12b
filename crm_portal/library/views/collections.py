"""Collections: the list and each at its address for its readers; the making for the Secretariat."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.library import rules, services, shelves
from crm_portal.library.forms.collections import CollectionForm, NoteForm
from crm_portal.library.models import Collection, CollectionItem
from crm_portal.library.searching import finding
from members.forms.common import attempt
from members.http import PortalRequest

TAKES = ["GET", "HEAD", "POST"]
PER_PAGE = 20
PLACES = {"up": -1, "down": 1}
DIGITS = 18


@login_not_required
@require_safe
def collections(request: PortalRequest) -> HttpResponse:
    """The collections that the reader may know of, the latest changed first."""
    rows = Collection.objects.visible_to(request.viewer)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "curates": rules.curates(request.viewer)}
    return render(request, "library/collections.html", context)


@login_not_required
@require_safe
def collection(request: PortalRequest, collection: str) -> HttpResponse:
    """One collection, with those of its items that the reader may read.

    A stranger is asked to sign in, whether there is such a collection or not.
    """
    visible = Collection.objects.visible_to(request.viewer)
    kept = visible.filter(slug=collection).first()
    if kept is None and request.viewer.is_public:
        return redirect_to_login(request.get_full_path())
    if kept is None:
        raise Http404
    context = {
        "collection": kept,
        "rows": _linked(shelves.shown(kept, request.viewer)),
        "curates": rules.curates(request.viewer),
    }
    return render(request, "library/collection.html", context)


@require_http_methods(TAKES)
def new(request: PortalRequest) -> HttpResponse:
    """Make a collection, empty at first."""
    _require_curator(request)
    form = CollectionForm(request.viewer, request.POST or None)
    made: list[Collection] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(services.make_collection(form.label, by=request.viewer))
    ):
        messages.success(request, _("The collection was made. Now fill it."))
        return redirect("library:collection-items", collection=made[0].slug)
    return _act(request, form, _("Make a collection"))


@require_http_methods(TAKES)
def edit(request: PortalRequest, collection: str) -> HttpResponse:
    """Change what it says of itself, and whom it is for."""
    _require_curator(request)
    kept = _collection(request, collection)
    form = CollectionForm(request.viewer, request.POST or None, kept)
    if form.is_valid() and attempt(
        form,
        lambda: services.describe_collection(kept.pk, form.label, by=request.viewer),
    ):
        messages.success(request, _("It was changed."))
        return redirect(kept)
    return _act(request, form, _("Describe the collection"), kept)


@require_http_methods(TAKES)
def items(request: PortalRequest, collection: str) -> HttpResponse:
    """Put in what a search finds, note, move and take out what is in."""
    _require_curator(request)
    kept = _collection(request, collection)
    if request.method == "POST":
        kind, key = request.POST.get("kind", ""), request.POST.get("target", "")
        target = int(key) if key.isdecimal() and len(key) <= DIGITS else 0
        services.put_in(kept.pk, kind, target, by=request.viewer)
        messages.success(request, _("It was put in."))
        return redirect(request.get_full_path())
    rows = shelves.shown(kept, request.viewer)
    asked = replace(finding.asked_for(request.GET), kind="", sort="")
    found = finding.found(request.viewer, asked)
    inside = set(kept.items.values_list("kind", "target_id"))
    context = {
        "collection": kept,
        "rows": _linked(rows),
        "hidden": len(inside) - len(rows),
        "asked": asked,
        "found": found,
        "page": found.page if found else None,
        "hits": _candidates(found, inside),
    }
    return render(request, "library/collection_items.html", context)


@require_http_methods(TAKES)
def note(request: PortalRequest, collection: str, pk: int) -> HttpResponse:
    """Say of an item why it is there."""
    kept, item = _item(request, collection, pk)
    form = NoteForm.about(request.POST or None, item)
    if (
        form.is_bound
        and form.is_valid()
        and attempt(
            form,
            lambda: services.note_item(
                kept.pk, item.pk, **form.cleaned_data, by=request.viewer
            ),
        )
    ):
        messages.success(request, _("It was changed."))
        return redirect("library:collection-items", collection=kept.slug)
    return _act(request, form, _("Note an item"), kept)


@require_POST
def move(request: PortalRequest, collection: str, pk: int) -> HttpResponse:
    """Move an item one place up or down."""
    kept, item = _item(request, collection, pk)
    places = PLACES.get(request.POST.get("to", ""), 0)
    services.move_item(kept.pk, item.pk, places, by=request.viewer)
    return redirect("library:collection-items", collection=kept.slug)


@require_POST
def take_out(request: PortalRequest, collection: str, pk: int) -> HttpResponse:
    """Take an item out."""
    kept, item = _item(request, collection, pk)
    services.take_out(kept.pk, item.pk, by=request.viewer)
    messages.success(request, _("It was taken out."))
    return redirect("library:collection-items", collection=kept.slug)


def _require_curator(request: PortalRequest) -> None:
    if not rules.curates(request.viewer):
        raise Http404


def _collection(request: PortalRequest, slug: str) -> Collection:
    visible = Collection.objects.visible_to(request.viewer)
    found: Collection = get_object_or_404(visible, slug=slug)
    return found


def _item(request: PortalRequest, slug: str, pk: int) -> tuple[Collection, CollectionItem]:
    _require_curator(request)
    kept = _collection(request, slug)
    found: CollectionItem = get_object_or_404(kept.items.all(), pk=pk)
    return kept, found


def _candidates(
    found: finding.Found | None, inside: set[tuple[str, int]]
) -> list[tuple[finding.Hit, str, bool]]:
    """Return what was found with its address, and whether it is in the collection already."""
    hits = found.hits if found else []
    return [
        (
            each,
            reverse(each.address[0], args=each.address[1:]),
            (each.entry.kind, each.entry.target_id) in inside,
        )
        for each in hits
        if each.entry.kind != "collection"
    ]


def _linked(rows: list[shelves.Shown]) -> list[tuple[shelves.Shown, str]]:
    return [(each, reverse(each.address[0], args=each.address[1:])) for each in rows]


def _act(
    request: PortalRequest, form: Any, title: str, kept: Collection | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "collection": kept}
    return render(request, "library/collection_act.html", context)
