"""The pages of commitments: what is owed, the matrix by country, one commitment."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm_portal.core.files import sealed
from crm_portal.core.instance import THIS
from decisions.models.following import Commitment
from decisions.presentation.following_up import board, commitment, matrix
from decisions.presentation.following_up.board import Asked, Entry
from decisions.rules.following import powers
from decisions.rules.following.urgency import OWED
from meetings.presentation.titles import Names
from members.http import PortalRequest

PER_PAGE = 50
IN_THE_MATRIX = 25
CSV = "text/csv; charset=utf-8"


@require_safe
def front(request: PortalRequest) -> HttpResponse:
    """What is owed, the most urgent first, found by axis, meeting, who owes it and state."""
    context, page = _listed(request, PER_PAGE)
    names = context["names"]
    context["rows"] = [board.row(each, names, request.viewer) for each in page]
    return render(request, "decisions/following/board/front.html", context)


@require_safe
def by_country(request: PortalRequest) -> HttpResponse:
    """The same commitments, each with the last word that every country said of itself."""
    context, page = _listed(request, IN_THE_MATRIX)
    across = matrix.columns(list(page), request.viewer)
    context["columns"] = across
    context["rows"] = [
        matrix.line(each, across, context["names"], request.viewer) for each in page
    ]
    return render(request, "decisions/following/board/matrix.html", context)


@require_safe
def by_country_csv(request: PortalRequest) -> HttpResponse:
    """The matrix that was asked for, as a spreadsheet."""
    asked, viewer = Asked.of(request.GET), request.viewer
    found = [each for each in board.entries(viewer) if asked.takes(each)]
    across = matrix.columns(found, viewer)
    content = matrix.as_sheet(found, across, Names.read(), viewer)
    return sealed(HttpResponse(content, content_type=CSV), f"{THIS.code}-commitments.csv")


@require_safe
def one(request: PortalRequest, pk: int) -> HttpResponse:
    """One commitment: its source, its chain of mandate, what each country reported."""
    context = commitment.page(found(request, pk), request.viewer)
    return render(request, "decisions/following/board/commitment.html", context)


def found(request: PortalRequest, pk: int) -> Commitment:
    """Return a commitment that exists for the reader, or 404."""
    row = commitment.find(request.viewer, pk)
    if row is None:
        raise Http404
    return row


def _listed(request: PortalRequest, per_page: int) -> tuple[dict[str, Any], list[Entry]]:
    """Return what both lists show, and the commitments of this page of them."""
    viewer, names = request.viewer, Names.read()
    asked, every = Asked.of(request.GET), board.entries(viewer)
    page = Paginator([each for each in every if asked.takes(each)], per_page).get_page(
        request.GET.get("page")
    )
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "names": names,
        "asked": asked,
        "page": page,
        "owed": sum(each.urgency in OWED for each in every),
        "sentence": board.sentence(every),
        "choices": board.choices(every, names, viewer),
        "query": query.urlencode(),
        "may_follow": powers.may_follow(viewer),
    }, list(page)
