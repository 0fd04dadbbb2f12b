"""The Plan of Action and the work plans as anybody reads them: what was approved and published."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm_portal.library.front import stranger
from crm_portal.library.strangers import kept_for_strangers
from decisions.presentation.following_up import plan_public
from decisions.presentation.following_up import plans as pages
from members.http import PortalRequest


@login_not_required
@require_safe
@kept_for_strangers
def plans(request: PortalRequest) -> HttpResponse:
    """The plans that were approved, each with its axes and what was published of them."""
    context = {"entries": plan_public.listed(stranger(request.viewer))}
    return render(request, "decisions/public/plans.html", context)


@login_not_required
@require_safe
def plan(request: PortalRequest, code: str, number: int | None = None) -> HttpResponse:
    """One approved version, the one in force unless told, read alike by whoever asks."""
    viewer = stranger(request.viewer)
    found = pages.find(viewer, code)
    version = pages.chosen(found, viewer.on, number) if found else None
    if found is None or version is None:
        raise Http404
    context = plan_public.page(found, version, viewer)
    return render(request, "decisions/public/plan.html", context)
