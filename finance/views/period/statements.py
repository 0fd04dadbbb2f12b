"""The account of one member: its page and its paper."""

from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from finance.presentation.period.account import (
    account_of,
    printed,
    reference_of,
    title_of,
)
from finance.presentation.sheets import sheet_of
from finance.services.sheets import ask_sheet
from finance.statements import Statement, statement_of
from finance.views.common import require_reader
from members.http import PortalRequest
from members.models import Party

TEMPLATE = "pdf/finance/statement.html"


def _statement(request: PortalRequest, code: str) -> Statement:
    require_reader(request.viewer)
    members = Party.objects.visible_to(request.viewer).member_states()
    party = get_object_or_404(members, code=code.upper())
    return statement_of(party, request.viewer.on)


@require_safe
def statement(request: PortalRequest, code: str) -> HttpResponse:
    """What a member owed and sent, and what it comes to today."""
    account = account_of(_statement(request, code))
    context = {"account": account, "statement": account.statement}
    return render(request, "finance/period/statement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def statement_pdf(request: PortalRequest, code: str) -> HttpResponse:
    """The statement of today on paper: asked for by POST, made by the worker, kept."""
    told = _statement(request, code)
    here = reverse("finance:statement-pdf", args=[code])
    if request.method == "POST":
        ask_sheet(
            told.party,
            reference=reference_of(told),
            title=title_of(told),
            template=TEMPLATE,
            context=printed(account_of(told)),
            by=request.viewer,
        )
        return asked(request, here)
    context = {
        "title": _("Statement of account: %(party)s") % {"party": told.party.name},
        "above": told.party.name,
        "back": reverse("finance:statement", args=[code]),
        "here": here,
    }
    return paper_page(request, told.party, reference_of(told), context)


def asked(request: PortalRequest, here: str) -> HttpResponse:
    """Say that the paper is being made, at its own address."""
    messages.success(request, _("The PDF is being made. It takes a few seconds."))
    return redirect(here)


def paper_page(
    request: PortalRequest,
    target: models.Model,
    reference: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the paper of today: there, being made, or not asked for yet."""
    if not reference:
        raise Http404
    sheet = sheet_of(target, reference, request.viewer)
    more = {"sheet": sheet, "on": request.viewer.on}
    return render(request, "finance/period/paper.html", {**context, **more})
