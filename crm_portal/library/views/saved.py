"""One's own searches: kept, renamed, told of, deleted; nobody else's are there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.library import services
from crm_portal.library.forms.saved import SavedSearchForm
from crm_portal.library.models import SavedSearch
from crm_portal.library.models.saved import PARTS
from crm_portal.library.searching import finding, telling
from members.forms.common import attempt
from members.http import PortalRequest

TAKES = ["GET", "HEAD", "POST"]


@require_safe
def saved(request: PortalRequest) -> HttpResponse:
    """One's own searches, by name."""
    kinds = telling.kinds()
    mine = SavedSearch.objects.visible_to(request.viewer)
    rows = [(each, telling.asked(each.parts, kinds)) for each in mine]
    return render(request, "library/saved.html", {"rows": rows})


@require_http_methods(TAKES)
def new(request: PortalRequest) -> HttpResponse:
    """Keep the search whose parts the address, or the form, carries."""
    given = request.POST if request.method == "POST" else request.GET
    parts = {name: given.get(name, "") for name in PARTS}
    form = SavedSearchForm(request.POST or None, initial={"name": parts["q"][:80]})
    made: list[SavedSearch] = []
    if form.is_valid() and attempt(
        form,
        lambda: made.append(
            services.save_search(**form.cleaned_data, parts=parts, by=request.viewer)
        ),
    ):
        messages.success(request, _("The search was saved."))
        return redirect("library:saved")
    context = {
        "form": form,
        "title": _("Save a search"),
        "parts": parts,
        "asked": finding.asked_for(parts),
        "said": telling.asked(parts, telling.kinds()),
    }
    return render(request, "library/saved_act.html", context)


@require_http_methods(TAKES)
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Call it otherwise, or begin or end being told of what it finds anew."""
    kept = _kept(request, pk)
    form = SavedSearchForm.about(request.POST or None, kept)
    if form.is_valid() and attempt(
        form,
        lambda: services.rename_search(kept.pk, **form.cleaned_data, by=request.viewer),
    ):
        messages.success(request, _("It was changed."))
        return redirect("library:saved")
    context = {"form": form, "title": _("Change a saved search")}
    return render(request, "library/saved_act.html", context)


@require_POST
def delete(request: PortalRequest, pk: int) -> HttpResponse:
    """Delete it."""
    services.delete_search(_kept(request, pk).pk, by=request.viewer)
    messages.success(request, _("The search was deleted."))
    return redirect("library:saved")


def _kept(request: PortalRequest, pk: int) -> SavedSearch:
    mine = SavedSearch.objects.visible_to(request.viewer)
    found: SavedSearch = get_object_or_404(mine, pk=pk)
    return found
