"""The page of one budget: its lines, its versions, its acts, and each member's part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import DomainError
from crm_portal.library.rules import alphabet
from finance.models import Budget, BudgetAct, BudgetVersion, Scale
from finance.presentation.budgets import acts, lists
from finance.presentation.budgets.citing import CITED, Cited, cited
from finance.presentation.budgets.sharing import Shared, part_of, shared
from finance.rules.apportionment import apportion, half_up
from finance.rules.budgets import WHOLE
from finance.services.assessing import scale_of
from finance.states import BUDGET_STEPS, BudgetState, BudgetStep
from members.models import Party

# What a step is called once it was taken.
TAKEN: dict[str, str | Promise] = {
    BudgetStep.REDRAFT: _("New draft"),
    BudgetStep.EXAMINE: _("Examination"),
    BudgetStep.RECOMMEND: _("Recommendation"),
    BudgetStep.APPROVE: _("Approval"),
    BudgetStep.EXECUTE: _("Start of the execution"),
    BudgetStep.AMEND: _("Amendment"),
    BudgetStep.CLOSE: _("End of the execution"),
}


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of one version: its cents, its part of the total, and what it had before."""

    name: str
    cents: int
    part: int
    before: int | None

    @property
    def change(self) -> int:
        return self.cents - (self.before or 0)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version, and what it changed of the one before (of the first: nothing)."""

    version: BudgetVersion
    rows: list[LineRow]
    total_before: int | None

    @property
    def changed(self) -> list[LineRow]:
        if self.total_before is None:
            return []
        return [row for row in self.rows if row.change]

    @property
    def change(self) -> int:
        return self.version.total_cents - (self.total_before or 0)


@dataclass(frozen=True, slots=True)
class ActRow:
    """A step that the budget took, with the decision and who recorded it."""

    act: BudgetAct
    label: str
    cited: Cited | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What one member owes for a budget now, in cents; ``url`` is the page of its part."""

    code: str
    name: str
    assessed: int
    amount: int
    paid: int
    written: int
    outstanding: int
    url: str

    @property
    def is_changed(self) -> bool:
        return self.amount != self.assessed


@dataclass(frozen=True, slots=True)
class Apportioned:
    """How a budget was shared out, or would be by the scale of its first day.

    ``joined`` are members of that day without a share; ``left`` have one and are none.
    ``why_not`` says why nothing can be shared out.
    """

    scale: Scale | None
    shared: Shared | None
    joined: Sequence[str] = ()
    left: Sequence[str] = ()
    is_assessed: bool = False
    why_not: str = ""

    @property
    def differ(self) -> bool:
        return bool(self.joined or self.left)


def versions(budget: Budget) -> list[VersionRow]:
    """Return the versions of a budget, the newest first, each with what it changed."""
    written = list(budget.versions.prefetch_related("lines__kind"))
    names = {
        line.kind_id: line.kind.name for version in written for line in version.lines.all()
    }
    rows: list[VersionRow] = []
    before: dict[int, int] = {}
    total_before: int | None = None
    for version in written:
        rows.append(VersionRow(version, _lines(version, before, names), total_before))
        before = {line.kind_id: line.cents for line in version.lines.all()}
        total_before = version.total_cents
    return rows[::-1]


def _lines(
    version: BudgetVersion, before: dict[int, int], names: dict[int, str]
) -> list[LineRow]:
    """A line that the version leaves out and the one before had is there with nothing."""
    whole = version.total_cents
    now = {line.kind_id: line.cents for line in version.lines.all()}
    gone = {kind: 0 for kind in before if kind not in now}
    return [
        LineRow(
            names[kind],
            cents,
            half_up(cents * WHOLE, whole) if whole else 0,
            before.get(kind),
        )
        for kind, cents in [*now.items(), *gone.items()]
    ]


def act_rows(budget: Budget) -> list[ActRow]:
    """Return the steps that a budget took, in their order."""
    found = budget.acts.select_related("version", "recorded_by", *CITED)
    return [ActRow(act, str(TAKEN[BudgetStep(act.step)]), cited(act)) for act in found]


def stages(budget: Budget, taken: Sequence[ActRow]) -> list[dict[str, Any]]:
    """Return the way of a budget, as ``components/stages.html`` takes it."""
    order = list(BudgetState)
    reached = order.index(BudgetState(budget.state))
    days = {
        BUDGET_STEPS.get((source, row.act.step)): row.act.decided_on
        for row in taken
        for source in BudgetState
        if (source, row.act.step) in BUDGET_STEPS and row.act.step != BudgetStep.AMEND
    }
    states = ("done", "current", "next")
    return [
        {
            "label": state.label,
            "on": days.get(state) if place <= reached else None,
            "state": states[(place >= reached) + (place > reached)],
        }
        for place, state in enumerate(order)
    ]


def apportioned(budget: Budget, total: int) -> Apportioned:
    """Return the parts of a budget: as assessed, or as they would be today."""
    made = list(budget.assessments.select_related("party", "scale"))
    if made:
        parts = [part_of(each) for each in made]
        parties = [each.party for each in made]
        whole = made[0].total_cents
        return Apportioned(made[0].scale, shared(whole, parts, parties), is_assessed=True)
    return _would_be(budget, total)


def _would_be(budget: Budget, total: int) -> Apportioned:
    try:
        scale, among = scale_of(budget)
        parts = apportion(total, among.weights)
    except DomainError as refusal:
        return Apportioned(None, None, why_not=refusal.message)
    keys = {key for key, _weight in among.weights} | {*among.joined, *among.left}
    parties = {party.pk: party for party in Party.objects.filter(pk__in=keys)}
    return Apportioned(
        scale,
        shared(total, parts, list(parties.values())),
        [parties[pk].name for pk in among.joined],
        [parties[pk].name for pk in among.left],
    )


def members(budget: Budget) -> list[MemberRow]:
    """Return what each member owes for the budget now, by the ledger: one query."""
    rows = budget.assessments.all().with_balances().select_related("party")
    found = [
        MemberRow(
            row.party.code,
            row.party.name,
            row.amount_cents,
            row.amount,
            row.paid,
            row.written,
            row.outstanding,
            reverse("finance:assessment", args=[budget.reference, row.party.code]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: alphabet(row.name))


def context(budget: Budget, viewer: Viewer) -> dict[str, Any]:
    """Return everything that the page of a budget shows."""
    written = versions(budget)
    taken = act_rows(budget)
    owed = members(budget)
    return {
        "budget": budget,
        "period": lists.period_of(budget),
        "months": budget.period.months,
        "tone": lists.TONES[BudgetState(budget.state)],
        "current": written[0],
        "versions": written,
        "acts": taken,
        "stages": stages(budget, taken),
        "warnings": lists.warnings(budget, lists.others_in_force(budget, viewer)),
        "apportioned": apportioned(budget, written[0].version.total_cents),
        "members": owed,
        "outstanding": sum(row.outstanding for row in owed),
        "owed": sum(row.amount for row in owed),
        "is_as_budgeted": sum(row.amount for row in owed) == written[0].version.total_cents,
        "offered": acts.offered(budget, viewer),
    }
