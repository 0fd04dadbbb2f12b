"""Plans as pages: the list, a version from its axes to its actions, a line with its reports."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from decisions.models.following_plans import Plan, PlanVersion
from decisions.presentation.following_up import plan_lines, plan_list
from decisions.presentation.following_up import plans as pages
from decisions.rules.following import powers
from members.http import PortalRequest


def found(request: PortalRequest, code: str) -> Plan:
    """Return a plan that exists for the reader, or 404."""
    plan = pages.find(request.viewer, code)
    if plan is None:
        raise Http404
    return plan


def version_of(
    request: PortalRequest, code: str, number: int | None = None
) -> tuple[Plan, PlanVersion]:
    """Return a plan and a version of it that exist for the reader, or 404."""
    plan = found(request, code)
    version = pages.chosen(plan, request.viewer.on, number)
    if version is None:
        raise Http404
    return plan, version


@require_safe
def plans(request: PortalRequest) -> HttpResponse:
    """Every plan the reader may know, each with what its version says."""
    context = {
        "entries": plan_list.listed(request.viewer),
        "may_write": powers.may_follow(request.viewer),
        "knows_progress": powers.may_read(request.viewer),
    }
    return _page(request, "plans", context)


@require_safe
def plan(request: PortalRequest, code: str, number: int | None = None) -> HttpResponse:
    """One version of a plan: the one named, else the one in force."""
    row = found(request, code)
    version = pages.chosen(row, request.viewer.on, number)
    if version is None and number is not None:
        raise Http404
    return _page(request, "plan", pages.page(row, version, request.viewer))


@require_safe
def line(request: PortalRequest, code: str, number: int, key: str) -> HttpResponse:
    """One line: where it stands in the plan, and everything reported of it."""
    row, version = version_of(request, code, number)
    context = plan_lines.line_page(row, version, key, request.viewer)
    if context is None:
        raise Http404
    return _page(request, "line", context)


def _page(request: PortalRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"decisions/following/plans/{name}.html", context)
