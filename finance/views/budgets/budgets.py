"""Budgets: the list, the page of one, and its way from a draft to its end."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm_portal.core.errors import Refused
from finance.forms.budgets import acts as forms
from finance.models import Budget
from finance.presentation.budgets import lists, page, scales
from finance.presentation.money import amount
from finance.rules import powers
from finance.rules.apportionment import pro_rata
from finance.rules.budgets import Period
from finance.services import budgets
from finance.views.budgets.base import (
    SEEN,
    Acting,
    OnBudget,
    accounts_only,
    budget_of,
)
from finance.views.common import require_reader
from members.http import PortalRequest

WORK_OUT = "work_out"


@require_safe
def index(request: PortalRequest) -> HttpResponse:
    """Every budget, the gaps between approved periods, and what the sources tell of earlier."""
    require_reader(request.viewer)
    rows = lists.listed(request.viewer)
    context = {
        "rows": rows,
        "gaps": lists.gaps(row.budget for row in rows),
        "past": scales.past_facts(request.viewer),
        "may_draft": powers.may_keep_accounts(request.viewer),
    }
    return render(request, "finance/budgets/budgets.html", context)


@require_safe
def one(request: PortalRequest, budget: str) -> HttpResponse:
    """One budget: its lines, versions, acts, and each member's part."""
    found = budget_of(request, budget)
    context = page.context(found, request.viewer)
    return render(request, "finance/budgets/budget.html", context)


class New(Acting):
    """A budget begins, with its first figures."""

    template_name = "finance/budgets/draft.html"
    label = gettext_lazy("New budget")
    lead = gettext_lazy(
        "A draft binds nobody: the RCGM examines and recommends it, the Vice-Ministers approve."
    )
    button = gettext_lazy("Record the draft")
    done = gettext_lazy("The draft is recorded.")
    is_wide = True

    def find(self, **named: Any) -> None:
        require_reader(self.viewer)

    def power(self) -> bool:
        return powers.may_keep_accounts(self.viewer)

    def not_yours(self) -> Refused:
        return accounts_only()

    @property
    def back(self) -> str:
        return reverse("finance:budgets")

    def form(self, data: Any = None) -> forms.DraftForm:
        day = forms.first_day(data, self.viewer.on)
        return forms.DraftForm(data, kinds=lists.kinds(self.viewer).at(day))

    def act(self, form: Any) -> Any:
        if WORK_OUT in self.request.POST:
            return self.answer(form, worked_out=self.worked_out(form))
        return super().act(form)

    def worked_out(self, form: Any) -> dict[str, Any] | None:
        """Return what the figure of a year comes to for the period (procedure 4)."""
        data = form.cleaned_data
        if data["annual"] is None:
            return None
        months = Period(data["starts_on"], data["ends_on"]).months
        total = pro_rata(data["annual"], months)
        typed = sum(form.lines.values())
        return {
            "months": months,
            "annual": amount(data["annual"]),
            "total": amount(total),
            "typed": amount(typed),
            "missing": amount(total - typed) if total != typed else "",
        }

    def perform(self, form: Any) -> Budget:
        return budgets.draft_budget(form.draft, form.lines, by=self.viewer)

    def after(self, made: Budget) -> Budget:
        return made


class WithLines(OnBudget):
    """An act that writes the figures of the lines."""

    template_name = "finance/budgets/redraft.html"
    form_class: type[forms.RedraftForm] | type[forms.AmendForm] = forms.RedraftForm
    is_wide = True

    def lines(self) -> dict[str, Any]:
        """Return the lines of the budget's first day, and the cents that they have now."""
        kinds = lists.kinds(self.viewer).at(self.budget.starts_on)
        current = self.budget.current.lines.select_related("kind")
        now = {line.kind.code: line.cents for line in current}
        return {"kinds": kinds, "now": now}

    def form(self, data: Any = None) -> Any:
        return self.form_class(data, **self.lines())

    def context(self, form: Any) -> dict[str, Any]:
        return {
            **super().context(form),
            "period": lists.period_of(self.budget),
            "total": self.budget.current.total_cents,
            "seen": self.budget.current.number,
        }

    @property
    def seen(self) -> int:
        """Return the number of the version that the page showed; 0: it showed none."""
        sent = self.request.POST.get(SEEN, "")
        return int(sent) if sent.isdecimal() else 0


class Redraft(WithLines):
    name = "redraft"
    lead = gettext_lazy("The figures are a new version, to be examined again.")
    button = gettext_lazy("Record the new figures")
    done = gettext_lazy("The new figures are recorded.")

    def perform(self, form: Any) -> Any:
        reason = form.cleaned_data["reason"]
        return budgets.redraft_budget(
            self.budget.pk, form.lines, after=self.seen, reason=reason, by=self.viewer
        )


class Amend(WithLines):
    name = "amend"
    form_class = forms.AmendForm
    lead = gettext_lazy(
        "The Vice-Ministers decided other figures. What was assessed stays until they decide "
        "that it changes too."
    )
    button = gettext_lazy("Register the amendment")
    done = gettext_lazy("The amendment is registered.")

    def form(self, data: Any = None) -> forms.AmendForm:
        return forms.AmendForm(data, by=self.viewer, **self.lines())

    def perform(self, form: Any) -> Any:
        return budgets.amend_budget(
            self.budget.pk,
            form.lines,
            after=self.seen,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            decision=form.decision,
            by=self.viewer,
        )


class Examine(OnBudget):
    name = "examine"
    lead = gettext_lazy("The RCGM examined the draft; you record it.")
    done = gettext_lazy("The examination is on record.")

    def form(self, data: Any = None) -> forms.NotedForm:
        return forms.NotedForm(data, by=self.viewer)

    def perform(self, form: Any) -> Any:
        return budgets.examine_budget(self.budget.pk, by=self.viewer, **_noted(form))


class Recommend(Examine):
    name = "recommend"
    lead = gettext_lazy("The RCGM recommended it to the Vice-Ministers; you record it.")
    done = gettext_lazy("The recommendation is on record.")

    def perform(self, form: Any) -> Any:
        return budgets.recommend_budget(self.budget.pk, by=self.viewer, **_noted(form))


def _noted(form: forms.NotedForm) -> dict[str, Any]:
    text = form.cleaned_data["text"]
    return {
        "on": form.cleaned_data["on"],
        "note": form.cleaned_data["note"],
        "text": text.pk if text else None,
    }


class Approve(OnBudget):
    name = "approve"
    lead = gettext_lazy(
        "Only a decision of the Vice-Ministers that is on the register approves a budget."
    )
    done = gettext_lazy("The approval is registered.")

    def form(self, data: Any = None) -> forms.ApproveForm:
        return forms.ApproveForm(data, by=self.viewer)

    def perform(self, form: Any) -> Any:
        return budgets.approve_budget(
            self.budget.pk,
            on=form.cleaned_data["on"],
            decision=form.decision,
            by=self.viewer,
        )


class Execute(OnBudget):
    name = "execute"
    lead = gettext_lazy("From then on expenditure is recorded in its lines.")
    done = gettext_lazy("The budget is being carried out.")

    def form(self, data: Any = None) -> forms.SentForm:
        return forms.SentForm(data)

    def perform(self, form: Any) -> Any:
        return budgets.execute_budget(self.budget.pk, by=self.viewer)


class Close(Execute):
    name = "close"
    lead = gettext_lazy(
        "Nothing more is spent of a closed budget; what is owed for it stays owed."
    )
    done = gettext_lazy("The budget is closed.")
    weight = "stop"

    def perform(self, form: Any) -> Any:
        return budgets.close_budget(self.budget.pk, by=self.viewer)
