"""Letters about contributions: all of them, and one with its way to each member."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from finance.presentation.letters import rows
from finance.services import letters
from finance.views.common import require_reader
from members.http import PortalRequest


@require_safe
def all_letters(request: PortalRequest) -> HttpResponse:
    """Every letter that was written, and what the sources tell of earlier ones."""
    viewer = request.viewer
    require_reader(viewer)
    context = {
        "letters": rows.letters(viewer),
        "before": rows.before_the_portal(viewer),
        "may_prepare": letters.may_prepare(viewer),
    }
    return render(request, "finance/letters/letters.html", context)


@require_safe
def letter(request: PortalRequest, number: str) -> HttpResponse:
    """One letter: to whom, with which figures, and what the outbox did with it."""
    viewer = request.viewer
    found = rows.letter_of(viewer, number)
    if found is None:
        raise Http404
    shown = rows.rows_of(found, viewer)
    context = {
        "letter": found,
        "rows": shown,
        "outstanding": sum(each.row.outstanding_cents for each in shown),
        "sees_addresses": rows.sees_addresses(viewer),
    }
    return render(request, "finance/letters/letter.html", context)
