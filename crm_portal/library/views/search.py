"""The search page: complete without JavaScript, the same for strangers and members."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from crm_portal.library.models import Level, SavedSearch
from crm_portal.library.searching import finding, telling
from members.http import PortalRequest

FIRST_YEAR = 1996


@login_not_required
@require_safe
def search(request: PortalRequest) -> HttpResponse:
    """What the reader finds by words among what he or she may know of, twenty a page."""
    asked = finding.asked_for(request.GET)
    found = finding.found(request.viewer, asked)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "asked": asked,
        "found": found,
        "page": found.page if found else None,
        "hits": [
            (each, reverse(each.address[0], args=each.address[1:])) for each in found.hits
        ]
        if found
        else [],
        "kinds": telling.kinds(),
        "saved": SavedSearch.objects.visible_to(request.viewer),
        "levels": Level.choices,
        "years": [str(year) for year in range(request.viewer.on.year, FIRST_YEAR - 1, -1)],
        "kept": kept.urlencode(),
    }
    return render(request, "library/search.html", context)
