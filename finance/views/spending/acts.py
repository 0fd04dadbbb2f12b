"""Recording what was spent or promised, taking it back, and moving money between lines."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.errors import Conflict, DomainError
from finance.forms import spending as forms
from finance.models import Budget, Commitment, Expenditure
from finance.presentation import spending as shown
from finance.presentation.money import amount
from finance.presentation.receipts import reversal
from finance.rules import powers
from finance.services import spending
from finance.states import BudgetState
from finance.views.budgets.base import Acting, budget_of
from finance.views.common import require_reader
from finance.views.receipts.acts import KeepingAccounts
from finance.views.spending.pages import expenditure_of


class OfExecuting(KeepingAccounts):
    """An act on the lines of the budgets that are being carried out."""

    template_name = "finance/spending/act.html"

    def find(self, **named: Any) -> None:
        require_reader(self.viewer)
        found = shown.budgets(self.viewer)
        self.executing = [each for each in found if each.state == BudgetState.EXECUTING]

    def guard(self) -> DomainError | None:
        if self.executing:
            return None
        return Conflict(str(_("No budget is being carried out.")), code="not_executing")

    @property
    def lines(self) -> forms.Lines:
        return [(each, row.kind) for each in self.executing for row in shown.lines(each)]

    @property
    def back(self) -> str:
        return reverse("finance:spending")


class Spend(OfExecuting):
    """Money was spent."""

    label = _("Record an expenditure")
    lead = _(
        "What was spent is a fact: a line that is overspent shows it. What was recorded "
        "wrongly is reversed, not changed."
    )
    button = _("Record")
    done = _("The expenditure was recorded.")

    def form(self, data: Any = None) -> forms.SpendForm:
        files = self.request.FILES if data is not None else None
        promises = shown.open_commitments()
        initial = {
            name: self.request.GET.get(name) for name in ("cents", "paid_on", "purpose")
        }
        return forms.SpendForm(self.lines, promises, data, files, initial=initial)

    def perform(self, form: forms.SpendForm) -> Expenditure:
        return spending.record_expenditure(
            form.spent, key=form.cleaned_data["key"], by=self.viewer
        )

    def after(self, made: Expenditure) -> str:
        return made.get_absolute_url()


class Commit(OfExecuting):
    """Money of a line is promised."""

    label = _("Record a commitment")
    lead = _("What is promised is not available any more, until it is spent or released.")
    button = _("Record")
    done = _("The commitment was recorded.")

    def form(self, data: Any = None) -> forms.CommitForm:
        return forms.CommitForm(self.lines, data)

    def perform(self, form: Any) -> Commitment:
        data = form.cleaned_data
        budget, line = data["line"]
        return spending.commit_line(
            budget,
            line,
            data["cents"],
            purpose=data["purpose"],
            key=data["key"],
            by=self.viewer,
        )

    def after(self, made: Commitment) -> str:
        return reverse("finance:budget-lines", args=[made.budget.reference])


class Release(KeepingAccounts):
    """A commitment ends: what was not spent of it is available again."""

    template_name = "finance/spending/act.html"
    label = _("Release a commitment")
    lead = _("What was not spent of it is available again.")
    button = _("Release")
    done = _("The commitment was released.")

    def find(self, **named: Any) -> None:
        require_reader(self.viewer)
        visible = Commitment.objects.visible_to(self.viewer).select_related(
            "budget", "line"
        )
        self.commitment: Commitment = get_object_or_404(visible, pk=named["pk"])

    def guard(self) -> DomainError | None:
        if self.commitment.released_on is None:
            return None
        return Conflict(str(_("That commitment has ended.")), code="released")

    def form(self, data: Any = None) -> forms.KeyedForm:
        return forms.KeyedForm(data)

    def perform(self, form: Any) -> Commitment:
        return spending.release_commitment(self.commitment.pk, by=self.viewer)

    @property
    def back(self) -> str:
        return reverse("finance:budget-lines", args=[self.commitment.budget.reference])

    def context(self, form: Any) -> dict[str, Any]:
        return {"commitment": self.commitment}


class Reverse(KeepingAccounts):
    """An expenditure was recorded wrongly, or came back."""

    template_name = "finance/spending/act.html"
    label = _("Reverse an expenditure")
    lead = _("It stays on record with its reversal; the line has its amount again.")
    button = _("Reverse it")
    done = _("The expenditure was reversed.")
    weight = "stop"

    def find(self, **named: Any) -> None:
        self.expenditure = expenditure_of(self.request, named["pk"])

    def guard(self) -> DomainError | None:
        if reversal(self.expenditure.journal) is None:
            return None
        return Conflict(str(_("It was reversed already.")), code="reversed")

    def form(self, data: Any = None) -> forms.ReasonForm:
        return forms.ReasonForm(data)

    def perform(self, form: Any) -> Expenditure:
        data = form.cleaned_data
        return spending.reverse_expenditure(
            self.expenditure.pk, reason=data["reason"], key=data["key"], by=self.viewer
        )

    @property
    def back(self) -> str:
        return self.expenditure.get_absolute_url()

    def context(self, form: Any) -> dict[str, Any]:
        return {"expenditure": self.expenditure}


class Move(Acting):
    """Money is moved between lines: the presidency agrees, or a decision says so."""

    template_name = "finance/spending/act.html"
    label = _("Move money between lines")
    lead = _(
        "The presidency agrees to it, or the Secretariat records the decision that says so. "
        "The total of the budget stays what it is."
    )
    button = _("Record")
    done = _("The money was moved.")
    is_wide = True
    budget: Budget

    def find(self, **named: Any) -> None:
        self.budget = budget_of(self.request, named["budget"])

    def power(self) -> bool:
        return powers.may_move_between_lines(self.viewer, is_decided=True)

    def guard(self) -> DomainError | None:
        if self.budget.state == BudgetState.EXECUTING:
            return None
        return Conflict(
            str(_("This budget is not being carried out.")), code="not_executing"
        )

    def form(self, data: Any = None) -> forms.TransferForm:
        rows = shown.lines(self.budget)
        words = _("%(line)s · USD %(amount)s available")
        origins = [
            (
                row.kind.pk,
                words % {"line": row.kind.name, "amount": amount(row.line.available)},
            )
            for row in rows
        ]
        targets = [(row.kind.pk, row.kind.name) for row in rows]
        is_free = powers.may_move_between_lines(self.viewer, is_decided=False)
        return forms.TransferForm(origins, targets, data, by=self.viewer, is_free=is_free)

    def perform(self, form: forms.TransferForm) -> Any:
        data = form.cleaned_data
        return spending.transfer_line(
            self.budget.pk,
            origin=data["origin"],
            target=data["target"],
            cents=data["cents"],
            reason=data["reason"],
            decision=form.decision,
            key=data["key"],
            by=self.viewer,
        )

    @property
    def back(self) -> str:
        return reverse("finance:budget-lines", args=[self.budget.reference])

    def context(self, form: Any) -> dict[str, Any]:
        return {"budget": self.budget}
