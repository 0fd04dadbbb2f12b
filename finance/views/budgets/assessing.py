"""Sharing a budget among the members, and changing what was assessed: by decision only."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm_portal.core.errors import Conflict, DomainError
from crm_portal.library.rules import canonical_json, sha256
from finance.forms.budgets import acts as forms
from finance.models import Assessment, Journal, JournalKind
from finance.presentation.budgets import assessed, lists, page, scales
from finance.presentation.budgets.page import Apportioned
from finance.rules import powers
from finance.services import assessing, following
from finance.views.budgets.base import SEEN, OnBudget, Previewed, budget_of
from members.http import PortalRequest


def assessment_of(request: PortalRequest, budget: str, party: str) -> Assessment:
    """Return what one member was assessed for a budget, with its balances, or 404."""
    found = budget_of(request, budget)
    rows = found.assessments.all().with_balances().select_related("party", "scale")
    return get_object_or_404(rows, party__code=party)


@require_safe
def one(request: PortalRequest, budget: str, party: str) -> HttpResponse:
    """What one member was assessed: how it was worked out, and every change by decision."""
    row = assessment_of(request, budget, party)
    found = row.budget
    peers = list(found.assessments.all())
    context = {
        "budget": found,
        "assessment": row,
        "period": lists.period_of(found),
        "explained": assessed.explained(row, peers),
        "movements": assessed.movements(row),
        "may_register": powers.may_register(request.viewer),
    }
    return render(request, "finance/budgets/assessment.html", context)


class Assess(OnBudget):
    """Every member's part, explained, and the button that makes it owed."""

    name = "assess"
    template_name = "finance/budgets/assess.html"
    lead = gettext_lazy(
        "What each member owes for the period, by the scale of its first day. It becomes due "
        "with the call for contributions."
    )
    done = gettext_lazy("The members are assessed.")
    is_wide = True
    apportioned: Apportioned

    def find(self, **named: Any) -> None:
        super().find(**named)
        total = self.budget.current.total_cents
        self.apportioned = page.apportioned(self.budget, total)

    def guard(self) -> DomainError | None:
        if error := super().guard():
            return error
        if self.apportioned.why_not:
            return Conflict(self.apportioned.why_not, code="no_scale", rule="procedure 4")
        return None

    def form(self, data: Any = None) -> forms.AssessForm:
        return forms.AssessForm(data, differ=self.apportioned.differ)

    @property
    def mark(self) -> str:
        """Return what tells these parts from every other."""
        found = self.apportioned.shared
        rows = [[row.code, row.cents] for row in found.rows] if found else []
        return sha256(canonical_json({"parts": rows}))

    def act(self, form: Any) -> HttpResponseBase:
        is_new = not assessed.was_sent(form.cleaned_data["key"], self.viewer)
        if is_new and self.request.POST.get(SEEN) != self.mark:
            raise Conflict(
                _("The figures are not those that you saw: look at them again."),
                code="stale",
            )
        return super().act(form)

    def perform(self, form: Any) -> Any:
        return assessing.assess(
            self.budget.pk,
            key=form.cleaned_data["key"],
            confirm_members=form.cleaned_data.get("confirm_members", False),
            by=self.viewer,
        )

    def context(self, form: Any) -> dict[str, Any]:
        more = {"apportioned": self.apportioned, "seen": self.mark}
        return {**super().context(form), **more}


class Rescale(Previewed, OnBudget):
    """A budget's total shared anew by another scale."""

    name = "rescale"
    template_name = "finance/budgets/change.html"
    lead = gettext_lazy(
        "Every member's contribution is adjusted to its part of the present total by the scale "
        "that the Vice-Ministers decided. What was paid beyond it becomes credit."
    )
    button = gettext_lazy("Record it for every member")
    done = gettext_lazy("The budget was shared anew.")
    is_wide = True

    def form(self, data: Any = None) -> forms.RescaleForm:
        return forms.RescaleForm(data, by=self.viewer, scales=scales.choices(self.viewer))

    def mark(self, form: Any) -> str:
        return assessed.mark(self.budget, form.typed)

    def preview(self, form: Any) -> dict[str, Any]:
        return {"preview": assessed.preview(self.budget, lambda: self.perform(form))}

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        return assessing.rescale(
            self.budget.pk,
            data["scale"],
            decision=form.decision,
            reason=data["reason"],
            key=data["key"],
            by=self.viewer,
        )


class OnAssessment(Previewed):
    """An act on what one member was assessed."""

    template_name = "finance/budgets/change.html"
    is_wide = True
    form_class: type[forms.DecidedForm]
    row: Assessment

    def find(self, **named: Any) -> None:
        self.row = assessment_of(self.request, named["budget"], named["party"])
        self.budget = self.row.budget

    def power(self) -> bool:
        return powers.may_register(self.viewer)

    @property
    def back(self) -> str:
        return reverse(
            "finance:assessment", args=[self.budget.reference, self.row.party.code]
        )

    def form(self, data: Any = None) -> Any:
        return self.form_class(data, by=self.viewer)

    def mark(self, form: Any) -> str:
        return assessed.mark(self.budget, form.typed)

    def preview(self, form: Any) -> dict[str, Any]:
        return {"preview": assessed.preview(self.budget, lambda: self.perform(form))}

    def context(self, form: Any) -> dict[str, Any]:
        return {"budget": self.budget, "assessment": self.row}

    def cited(self, form: Any) -> dict[str, Any]:
        """Return the decision, the reason, the key and who records it, as every verb takes them."""
        data = form.cleaned_data
        return {
            "decision": form.decision,
            "reason": data["reason"],
            "key": data["key"],
            "by": self.viewer,
        }


class Adjust(OnAssessment):
    """What a member owes is put at another amount."""

    label = gettext_lazy("Adjust the contribution")
    lead = gettext_lazy(
        "What was assessed never changes: the adjustment stands beside it, with its decision."
    )
    button = gettext_lazy("Record the adjustment")
    done = gettext_lazy("The adjustment is recorded.")
    form_class = forms.AdjustForm

    def perform(self, form: Any) -> Any:
        return assessing.adjust(self.row.pk, form.cleaned_data["cents"], **self.cited(form))


class WriteOff(OnAssessment):
    """Some of what is outstanding is no longer asked for."""

    label = gettext_lazy("Register a write-off")
    lead = gettext_lazy(
        "Only the Vice-Ministers write off, and no more than is outstanding; the RCGM examines."
    )
    button = gettext_lazy("Record the write-off")
    done = gettext_lazy("The write-off is recorded.")
    form_class = forms.WriteOffForm

    def guard(self) -> DomainError | None:
        if self.row.outstanding > 0:  # type: ignore[attr-defined]
            return None
        return Conflict(_("Nothing is outstanding."), code="nothing_owed", rule="001:376")

    def perform(self, form: Any) -> Any:
        return following.write_off(
            self.row.pk, form.cleaned_data["cents"], **self.cited(form)
        )


class Restore(OnAssessment):
    """A write-off is taken back: it is owed again."""

    label = gettext_lazy("Take a write-off back")
    lead = gettext_lazy(
        "By decision of the Vice-Ministers it is owed again; both acts stay on record."
    )
    button = gettext_lazy("Record that it is owed again")
    done = gettext_lazy("It is owed again.")
    form_class = forms.DecidedForm
    journal: Journal

    def find(self, **named: Any) -> None:
        super().find(**named)
        mine = Journal.objects.visible_to(self.viewer).filter(
            kind=JournalKind.WRITE_OFF, entries__assessment=self.row.pk, pk=named["journal"]
        )
        found = mine.first()
        if found is None:
            raise Http404
        self.journal = found

    def guard(self) -> DomainError | None:
        if not hasattr(self.journal, "reversed_by"):
            return None
        return Conflict(_("That write-off was taken back."), code="reversed")

    def perform(self, form: Any) -> Any:
        return following.restore(self.journal.pk, **self.cited(form))
