"""What was spent: the list, one expenditure, a budget line by line, and sheets to take away."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.core.files import sealed
from finance.forms.spending import SpendingFilter
from finance.models import Budget, Expenditure, LineKind
from finance.presentation import spending as shown
from finance.presentation.receipts import reversal
from finance.rules import powers
from finance.rules.budgets import execution
from finance.states import IN_FORCE, BudgetState
from finance.views.budgets.base import budget_of
from finance.views.common import document as handed
from finance.views.common import require_reader, workbook
from members.http import PortalRequest

PAGE = 50
MOST_IN_WORKBOOK = 2_000
CSV = "text/csv; charset=utf-8"
BYTE_ORDER = "\N{ZERO WIDTH NO-BREAK SPACE}"  # so that Excel reads UTF-8


@require_safe
def spending(request: PortalRequest) -> HttpResponse:
    """What was spent, the latest first, below how the lines of its budget stand."""
    require_reader(request.viewer)
    budgets = shown.budgets(request.viewer)
    form = _filter(request, budgets)
    found = shown.listed(request.viewer, form.asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    reference = getattr(form.asked.get("budget"), "reference", "")
    budget = shown.chosen(request.viewer, budgets, reference)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "is_filtered": bool(form.asked),
        "page": page,
        "rows": shown.page_of(list(page.object_list)),
        "query": query.urlencode(),
        "fits_workbook": page.paginator.count <= MOST_IN_WORKBOOK,
        "most": MOST_IN_WORKBOOK,
        "may_record": powers.may_keep_accounts(request.viewer),
        **(_lines(request, budget) if budget else {}),
    }
    return render(request, "finance/spending/list.html", context)


def _lines(request: PortalRequest, budget: Budget) -> dict[str, Any]:
    rows = shown.lines(budget)
    stands = execution((row.line for row in rows), budget.period, request.viewer.on)
    return {
        "budget": budget,
        "lines": rows,
        "total": shown.total(rows),
        "execution": stands,
        "is_executing": budget.state == BudgetState.EXECUTING,
    }


@require_safe
def lines(request: PortalRequest, budget: str) -> HttpResponse:
    """A budget line by line: what was promised, spent and moved, and by whose decision."""
    found = budget_of(request, budget)
    if found.state not in IN_FORCE:
        raise Http404
    keeps = powers.may_keep_accounts(request.viewer)
    moves = powers.may_move_between_lines(request.viewer, is_decided=True)
    is_executing = found.state == BudgetState.EXECUTING
    context = {
        **_lines(request, found),
        "promises": shown.commitments(found),
        "transfers": shown.transfers(found),
        "may_record": keeps and is_executing,
        "may_move": moves and is_executing,
        "may_release": keeps,
    }
    return render(request, "finance/spending/lines.html", context)


@require_safe
def expenditure(request: PortalRequest, pk: int) -> HttpResponse:
    """One expenditure, its document, and whether it was reversed."""
    found = expenditure_of(request, pk)
    reversed_by = reversal(found.journal)
    keeps = powers.may_keep_accounts(request.viewer)
    context = {
        "expenditure": found,
        "reversed": reversed_by,
        "may_reverse": keeps and reversed_by is None,
    }
    return render(request, "finance/spending/expenditure.html", context)


@require_safe
def document(request: PortalRequest, pk: int) -> HttpResponse:
    """The document that supports an expenditure."""
    return handed(expenditure_of(request, pk).document, f"expenditure-{pk}")


@require_safe
def as_csv(request: PortalRequest) -> StreamingHttpResponse:
    """What was asked for as a sheet, however long: it is sent while it is written."""
    require_reader(request.viewer)
    form = _filter(request, shown.budgets(request.viewer))
    found = shown.listed(request.viewer, form.asked)
    answer = StreamingHttpResponse(_csv(shown.sheet(found)), content_type=CSV)
    return sealed(answer, f"{_('expenditure')}.csv")


def _csv(rows: Iterator[list[Any]]) -> Iterator[str]:
    """Yield the sheet in pieces of some hundred rows."""
    written = io.StringIO()
    written.write(BYTE_ORDER)
    writer = csv.writer(written)
    writer.writerow(shown.headings())
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % 500 == 0:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()


@require_safe
def as_workbook(request: PortalRequest) -> HttpResponse:
    """What was asked for as a workbook, when it is not too long for one."""
    require_reader(request.viewer)
    form = _filter(request, shown.budgets(request.viewer))
    found = shown.listed(request.viewer, form.asked)
    if found.count() > MOST_IN_WORKBOOK:
        raise Http404
    return workbook(shown.workbook(found), _("expenditure"))


def _filter(request: PortalRequest, budgets: list[Budget]) -> SpendingFilter:
    kinds = list(LineKind.objects.visible_to(request.viewer))
    return SpendingFilter(budgets, kinds, request.GET or None)


def expenditure_of(request: PortalRequest, pk: int) -> Expenditure:
    """Return an expenditure that exists for the reader, or 404."""
    found = shown.one(request.viewer, pk)
    if found is None:
        raise Http404
    return found
