"""What becomes of the lines of a statement: receipts, left out, or taken up again."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from crm_portal.core.errors import DomainError
from finance.forms.bank import IgnoreForm, LineForm
from finance.models import BankLine, LineState
from finance.presentation import bank as shown
from finance.presentation import receipts
from finance.presentation.money import amount
from finance.rules.allocation import USD
from finance.services import bank
from finance.services.bank import Chosen, Outcome
from finance.views.bank.pages import page, statement_of
from meetings.forms.common import told
from members.http import PortalRequest

MOST = 100  # lines of one press: a page has a quarter of it
GREATEST = 2**63 - 1
FORM = ["GET", "HEAD", "POST"]


@require_POST
def settle(request: PortalRequest, pk: int) -> HttpResponse:
    """Record the chosen lines as receipts, each of the member beside it, or leave them out."""
    statement = statement_of(request, pk)
    lines = _chosen(request)
    if not lines:
        messages.error(request, _("Choose at least one line."))
        return redirect(statement)
    if request.POST.get("act") != "ignore":
        return _done(
            request, pk, bank.record_lines(_members(request, lines), by=request.viewer)
        )
    form = IgnoreForm(request.POST)
    if not form.is_valid():
        more = {"marked": lines}
        return page(request, statement, form=form, status=HTTPStatus.BAD_REQUEST, **more)
    reason = form.cleaned_data["reason"]
    return _done(request, pk, bank.ignore_lines(lines, reason=reason, by=request.viewer))


def _chosen(request: PortalRequest) -> list[int]:
    """Return the lines that were marked and are of the statement in the address."""
    marked = [_number(each) for each in request.POST.getlist("line")[:MOST]]
    statement = request.resolver_match.kwargs["pk"]  # type: ignore[union-attr]
    visible = BankLine.objects.visible_to(request.viewer).filter(
        statement=statement, pk__in=filter(None, marked)
    )
    return list(visible.order_by("number").values_list("pk", flat=True))


def _members(request: PortalRequest, lines: list[int]) -> list[Chosen]:
    """Return the member beside each line; the service refuses the line that has none."""
    return [
        Chosen(
            line=pk,
            party=_number(request.POST.get(f"member-{pk}", "")),
            designated=_number(request.POST.get(f"pays-{pk}", "")) or None,
        )
        for pk in lines
    ]


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit()
    found = int(text[:20]) if is_number else 0
    return found if found <= GREATEST else 0


def _done(request: PortalRequest, pk: int, outcome: Outcome) -> HttpResponse:
    """Say what came of it, and why of some nothing came."""
    if outcome.done:
        words = ngettext("%(n)s line was done.", "%(n)s lines were done.", outcome.done)
        messages.success(request, words % {"n": outcome.done})
    numbers = shown.names_of(each for each, _why in outcome.refused)
    for each, why in outcome.refused:
        words = _("Line %(number)s: %(reason)s")
        messages.error(request, words % {"number": numbers.get(each, ""), "reason": why})
    return redirect("finance:bank-statement", pk)


@require_http_methods(FORM)
def line(request: PortalRequest, pk: int) -> HttpResponse:
    """One line: what the bank says, what is proposed and why, and what a person makes of it."""
    found = line_of(request, pk)
    row = shown.rows([found])[0]
    form = _form(request, found, row)
    status = HTTPStatus.OK
    if request.method == "POST":
        if not form.is_valid():
            status = HTTPStatus.BAD_REQUEST
        else:
            try:
                made = bank.record_line(form.chosen(found.pk), by=request.viewer)
            except DomainError as refused:
                form.add_error(None, told(refused))
                status = HTTPStatus(refused.status)
            else:
                messages.success(request, _("The receipt was recorded."))
                return redirect(made)
    is_open = found.state == LineState.WAITING
    context = {
        "line": found,
        "row": row,
        "form": form,
        "is_open": is_open and found.is_credit,
        "is_ignored": found.state == LineState.IGNORED,
        "is_spent": _as_spent(found) if is_open and not found.is_credit else "",
    }
    return render(request, "finance/bank/line.html", context, status=status)


def _form(request: PortalRequest, found: BankLine, row: Any) -> LineForm:
    proposal = row.proposal
    initial = (
        {"party": proposal.party, "designated": proposal.designated} if proposal else {}
    )
    posted = request.POST if request.method == "POST" else None
    return LineForm(
        receipts.members(),
        receipts.open_choices(),
        posted,
        initial=initial,
        currency=found.currency,
    )


def _as_spent(line: BankLine) -> str:
    """Return what the form of an expenditure is begun with for money that went out."""
    said = {
        "cents": amount(line.cents) if line.currency == USD else "",
        "paid_on": line.value_on.isoformat(),
        "purpose": line.details or line.name,
    }
    return urlencode(said)


@require_POST
def take_up(request: PortalRequest, pk: int) -> HttpResponse:
    """Take up again a line that was left out."""
    found = line_of(request, pk)
    try:
        bank.take_up(found.pk, by=request.viewer)
    except DomainError as refused:
        messages.error(request, told(refused))
    return redirect(found)


def line_of(request: PortalRequest, pk: int) -> BankLine:
    """Return a line that exists for the reader, or 404."""
    found = shown.of_line(request.viewer, pk)
    if found is None:
        raise Http404
    return found
