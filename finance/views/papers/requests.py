"""Payment requests: what a State asks for, and the Secretariat signs."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm_portal.core.errors import DomainError
from decisions.forms.base import refuse
from finance import access
from finance.forms.letters import AskForm, SignForm
from finance.models import Assessment
from finance.presentation import papers as pages
from finance.rules import powers
from finance.services import papers
from finance.views.common import require_reader
from members.http import PortalRequest

ACT = "finance/papers/act.html"


@require_safe
def requests(request: PortalRequest) -> HttpResponse:
    """Every payment request, and what the reader may ask for."""
    viewer = request.viewer
    require_reader(viewer)
    context = {
        "rows": pages.requests(viewer),
        "may_sign": powers.may_keep_accounts(viewer),
        "open": pages.to_ask_for(viewer),
    }
    return render(request, "finance/papers/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask for a payment request for one assessment."""
    viewer = request.viewer
    known = Assessment.objects.visible_to(viewer).select_related("party", "budget")
    assessment = get_object_or_404(known, pk=pk)
    if not papers.may_ask(viewer, assessment.party_id):
        raise Http404
    transcribes = powers.may_keep_accounts(viewer)
    form = AskForm(request.POST or None, transcribes=transcribes)
    if request.method == "POST" and form.is_valid():
        try:
            made = papers.ask_request(pk, by=viewer, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
            return _ask_page(request, assessment, form, error.status)
        messages.success(request, _("The payment request was asked for."))
        return redirect("finance:request", made.pk)
    bad = form.is_bound and not form.is_valid()
    return _ask_page(
        request, assessment, form, HTTPStatus.BAD_REQUEST if bad else HTTPStatus.OK
    )


def _ask_page(
    request: PortalRequest, assessment: Assessment, form: AskForm, status: int
) -> HttpResponse:
    context = _act(
        _("Ask for a payment request"),
        form,
        back=reverse("finance:requests"),
        lead=f"{assessment.party.name} · {assessment.budget.label}",
    )
    return render(request, ACT, context, status=status)


@require_safe
def one(request: PortalRequest, pk: int) -> HttpResponse:
    """One payment request: asked, signed, on paper."""
    found = get_object_or_404(pages.request_of(request.viewer), pk=pk)
    context = {
        "found": found,
        "job": papers.papers_of(found),
        "outstanding": access.owed_now(found.assessment_id).outstanding,
        "may_sign": powers.may_keep_accounts(request.viewer) and found.signed_at is None,
    }
    return render(request, "finance/papers/request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: PortalRequest, pk: int) -> HttpResponse:
    """Sign a payment request."""
    viewer = request.viewer
    found = get_object_or_404(pages.request_of(viewer), pk=pk)
    if not powers.may_keep_accounts(viewer):
        raise Http404
    initial = {"signed_by": request.user.full_name, "addressee": found.addressee}
    form = SignForm(request.POST or None, initial=initial)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            try:
                made = papers.sign_request(pk, by=viewer, **form.cleaned_data)
            except DomainError as error:
                refuse(form, error)
                status = HTTPStatus(error.status)
            else:
                messages.success(
                    request,
                    _("Payment request %(number)s is signed.") % {"number": made.number},
                )
                return redirect("finance:request", pk)
    context = _act(
        _("Sign the payment request"),
        form,
        back=reverse("finance:request", args=[pk]),
        lead=f"{found.assessment.party.name} · {found.assessment.budget.label}",
    )
    return render(request, ACT, context, status=status)


def _act(act: str, form: Any, *, back: str, lead: str) -> dict[str, Any]:
    return {
        "act": act,
        "form": form,
        "back": back,
        "lead": lead,
        "up_label": _("Payment requests"),
        "up": reverse("finance:requests"),
    }
