"""The page of a period, and what is known of the time before the portal."""

from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from finance.models import PastFact, Scale
from finance.presentation.period.page import page_of
from finance.presentation.period.words import called
from finance.rules.budgets import Period
from finance.views.common import require_reader
from members.http import PortalRequest


@require_safe
def overview(request: PortalRequest) -> HttpResponse:
    """Who paid what of a period, and what was made of it."""
    require_reader(request.viewer)
    reference = request.GET.get("periodo", "")
    page = page_of(request.viewer, reference)
    if page is None and reference:
        raise Http404
    if page is None:
        return render(request, "finance/period/none.html", {"scale": _scale(request)})
    return render(request, "finance/period/overview.html", {"page": page})


def _scale(request: PortalRequest) -> Scale | None:
    return Scale.objects.visible_to(request.viewer).in_force(request.viewer.on)


@require_safe
def past(request: PortalRequest) -> HttpResponse:
    """What the sources tell of contributions before the portal, and what they do not."""
    require_reader(request.viewer)
    facts = PastFact.objects.visible_to(request.viewer).select_related("party")
    rows = facts.order_by("period_starts", "period_ends", "on", "pk")
    periods = [
        {"name": called(Period(*dates)), "facts": list(some)}
        for dates, some in groupby(rows, lambda row: (row.period_starts, row.period_ends))
    ]
    return render(request, "finance/period/past.html", {"periods": periods})
