"""Statements of the bank, for the Secretariat: uploaded, their columns confirmed, read."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm_portal.core.errors import DomainError
from decisions.views.common import say_no
from finance.forms.bank import ColumnsForm, IgnoreForm, StatementForm
from finance.models import BankReading, BankStatement, LineState
from finance.presentation import bank as shown
from finance.presentation import receipts
from finance.reading import Columns
from finance.rules import powers
from finance.services import bank
from finance.services.common import require_accounts
from finance.views.common import require_reader
from meetings.forms.common import told
from members.http import PortalRequest

FORM = ["GET", "HEAD", "POST"]
PAGE, LINES = 20, 25


@require_http_methods(FORM)
def statements(request: PortalRequest) -> HttpResponse:
    """Upload a statement; below, those before, with what waits in each."""
    if refused := _refusal(request):
        return say_no(request, refused)
    form = StatementForm(request.POST or None, request.FILES or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        answer = _uploaded(request, form)
        if answer is not None:
            return answer
        status = HTTPStatus.BAD_REQUEST
    page = Paginator(shown.listed(request.viewer), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "finance/bank/statements.html", context, status=status)


def _refusal(request: PortalRequest) -> DomainError | None:
    """Return why a member does not see this page; for others it does not exist."""
    require_reader(request.viewer)
    try:
        require_accounts(request.viewer)
    except DomainError as refused:
        return refused
    return None


def _uploaded(request: PortalRequest, form: StatementForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        made, is_new = bank.upload(file.name, file.read(), by=request.viewer)
    except DomainError as refused:
        form.add_error("file", told(refused))
        return None
    if not is_new:
        messages.info(request, _("This file was uploaded before: here it is."))
    return redirect(made)


@require_http_methods(FORM)
def columns(request: PortalRequest, pk: int) -> HttpResponse:
    """Which column says what: the guess, how the first lines are read so, and the last word."""
    statement = statement_of(request, pk)
    if statement.state != BankReading.COLUMNS:
        return redirect(statement)
    guess = Columns.of(statement.columns)
    heads = shown.sample(statement, guess, statement.currency).heads
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(heads, guess.head, posted, initial=ColumnsForm.initial_of(guess))
    status = HTTPStatus.OK
    if posted is not None and form.is_valid():
        if posted.get("act") == "read" and _was_read(request, pk, form):
            return redirect(statement)
        guess = form.columns
    if form.errors:
        status = HTTPStatus.BAD_REQUEST
    currency = form.data.get("currency", "")[:3] or statement.currency
    context = {
        "statement": statement,
        "form": form,
        "sample": shown.sample(statement, guess, currency),
    }
    return render(request, "finance/bank/columns.html", context, status=status)


def _was_read(request: PortalRequest, pk: int, form: ColumnsForm) -> bool:
    """Read the statement as the form says; what cannot be is said in the form."""
    data = form.cleaned_data
    columns, by = form.columns, request.viewer
    try:
        bank.set_columns(
            pk, columns, currency=data["currency"], account=data["account"], by=by
        )
    except DomainError as refused:
        form.add_error(None, told(refused))
        return False
    return True


@require_safe
def statement(request: PortalRequest, pk: int) -> HttpResponse:
    """A statement: how far it is read, and its lines with a proposal for each that waits."""
    found = statement_of(request, pk)
    if found.state == BankReading.COLUMNS:
        return redirect("finance:bank-columns", pk)
    return page(request, found)


def page(
    request: PortalRequest,
    found: BankStatement,
    *,
    form: IgnoreForm | None = None,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    """Render the lines of a statement in the state that was asked for, waiting ones first."""
    counts = shown.counts(found)
    state = request.GET.get("state", "")
    if not state and any(each == LineState.WAITING for each, *_rest in counts):
        state = LineState.WAITING.value
    lines = Paginator(shown.lines(found, state), LINES).get_page(request.GET.get("page"))
    rows = shown.rows(list(lines.object_list))
    context = {
        "statement": found,
        "problem": shown.problem(found) if found.problem else "",
        "unread": shown.unread(found),
        "counts": counts,
        "state": state,
        "page": lines,
        "rows": rows,
        "sure": sum(row.is_sure for row in rows),
        "marks_sure": request.GET.get("mark") == "sure",
        "members": list(receipts.members()),
        "form": form or IgnoreForm(),
        **more,
    }
    return render(request, "finance/bank/statement.html", context, status=status)


def statement_of(request: PortalRequest, pk: int) -> BankStatement:
    """Return a statement that exists for the reader, or 404."""
    if not powers.may_keep_accounts(request.viewer):
        raise Http404
    visible = BankStatement.objects.visible_to(request.viewer)
    return get_object_or_404(visible.select_related("file", "uploaded_by"), pk=pk)
