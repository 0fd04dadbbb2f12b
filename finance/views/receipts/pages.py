"""What was received: the list, one receipt, its document, and what is on its way."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from finance import reports
from finance.forms.receipts import ReceiptFilter
from finance.models import Assessment, Receipt
from finance.presentation import receipts as shown
from finance.rules import powers
from finance.views.common import document as handed
from finance.views.common import require_reader
from members.http import PortalRequest

PAGE = 50


@require_safe
def receipts(request: PortalRequest) -> HttpResponse:
    """What members sent, the latest first, and the credit that is carried forward."""
    require_reader(request.viewer)
    form = ReceiptFilter(shown.members(), shown.years(request.viewer), request.GET or None)
    page = Paginator(shown.listed(request.viewer, form.asked), PAGE).get_page(
        request.GET.get("page")
    )
    credit = [each for each in reports.balances() if each.credit > 0]
    context = {
        "form": form,
        "is_filtered": bool(form.asked),
        "page": page,
        "rows": shown.rows(list(page.object_list)),
        "credit": shown.named(credit),
        "may_record": powers.may_keep_accounts(request.viewer),
    }
    return render(request, "finance/receipts/list.html", context)


@require_safe
def receipt(request: PortalRequest, pk: int) -> HttpResponse:
    """One receipt: what was sent, what was credited, and where it went piece by piece."""
    found = receipt_of(request, pk)
    keeps = powers.may_keep_accounts(request.viewer)
    returned = shown.reversal(found.journal)
    context = {
        "receipt": found,
        "left": found.left,  # type: ignore[attr-defined]
        "pieces": shown.pieces(found),
        "returned": returned,
        "may_act": keeps and returned is None,
        "line": shown.bank_line(request.viewer, found),
    }
    return render(request, "finance/receipts/receipt.html", context)


@require_safe
def document(request: PortalRequest, pk: int) -> HttpResponse:
    """The document that a receipt was recorded with."""
    return handed(receipt_of(request, pk).document, f"receipt-{pk}")


@require_safe
def pledges(request: PortalRequest) -> HttpResponse:
    """What is outstanding, with the payments that members announced: one's own first."""
    require_reader(request.viewer)
    rows = shown.announced(request.viewer)
    context = {
        "rows": rows,
        "own": request.viewer.party_id,
        "may_say": any(row.may_say for row in rows),
    }
    return render(request, "finance/receipts/pledges.html", context)


def receipt_of(request: PortalRequest, pk: int) -> Receipt:
    """Return a receipt that exists for the reader, or 404."""
    found = shown.one(request.viewer, pk)
    if found is None:
        raise Http404
    return found


def assessment_of(request: PortalRequest, pk: int) -> Any:
    """Return an assessment with its balances that exists for the reader, or 404."""
    visible = Assessment.objects.visible_to(request.viewer)
    return get_object_or_404(
        visible.with_balances().select_related("party", "budget"), pk=pk
    )
