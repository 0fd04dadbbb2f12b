"""The receipt on paper of a transfer."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_portal.core.errors import DomainError, Refused
from decisions.forms.base import refuse
from decisions.views.common import say_no
from finance.forms.letters import SignerForm
from finance.presentation import papers as pages
from finance.rules import powers
from finance.services import papers
from members.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: PortalRequest, pk: int) -> HttpResponse:
    """The receipt on paper: issued once by the Secretariat, read by the members."""
    viewer = request.viewer
    receipt = get_object_or_404(pages.receipt_of(viewer), pk=pk)
    made = getattr(receipt, "paper", None)
    form = SignerForm(request.POST or None, initial={"signed_by": request.user.full_name})
    status = HTTPStatus.OK
    if request.method == "POST":
        if not powers.may_keep_accounts(viewer):
            return say_no(request, Refused(_("The Secretariat issues receipts.")))
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            try:
                made = papers.issue_receipt(pk, by=viewer, **form.cleaned_data)
            except DomainError as error:
                refuse(form, error)
                status = HTTPStatus(error.status)
            else:
                messages.success(request, _("The receipt has its number."))
                return redirect("finance:receipt-paper", pk)
    context = {
        "receipt": receipt,
        "made": made,
        "job": papers.papers_of(made) if made else None,
        "form": form,
        "is_returned": hasattr(receipt.journal, "reversed_by"),
        "may_issue": powers.may_keep_accounts(viewer) and made is None,
    }
    return render(request, "finance/papers/receipt.html", context, status=status)
