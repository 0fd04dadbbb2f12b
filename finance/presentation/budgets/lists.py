"""The list of budgets, and what their periods leave open or cover twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_days
from finance.models import Budget, BudgetVersion, LineKind
from finance.models.budgets import BudgetQuerySet, LineKindQuerySet
from finance.rules.budgets import gap_days
from finance.states import IN_FORCE, BudgetState

TONES = {
    BudgetState.DRAFT: "line",
    BudgetState.EXAMINED: "line",
    BudgetState.RECOMMENDED: "brand",
    BudgetState.APPROVED: "ok",
    BudgetState.EXECUTING: "due",
    BudgetState.CLOSED: "off",
}


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget in the list: its period in words, its figures, its state."""

    budget: Budget
    period: str
    months: int
    total: int
    versions: int
    is_assessed: bool

    @property
    def tone(self) -> str:
        return TONES[BudgetState(self.budget.state)]


def budgets(viewer: Viewer) -> BudgetQuerySet:
    """Return the budgets that exist for the reader."""
    found: BudgetQuerySet = Budget.objects.all().visible_to(viewer)
    return found


def kinds(viewer: Viewer) -> LineKindQuerySet:
    """Return the lines that exist for the reader, in their order."""
    found: LineKindQuerySet = LineKind.objects.all().visible_to(viewer)
    return found


def listed(viewer: Viewer) -> list[BudgetRow]:
    """Return every budget, the latest period first: one query."""
    last = BudgetVersion.objects.filter(budget=OuterRef("pk")).order_by("-number")
    rows = (
        Budget.objects.all()
        .visible_to(viewer)
        .annotate(
            total=Subquery(last.values("total_cents")[:1]),
            written=Subquery(last.values("number")[:1]),
            assessed=Count("assessments"),
        )
        .order_by("-starts_on", "-id")
    )
    return [
        BudgetRow(
            row,
            period_of(row),
            row.period.months,
            row.total,
            row.written,
            bool(row.assessed),
        )
        for row in rows
    ]


def period_of(budget: Budget) -> str:
    """Return the days of a budget in words, both included."""
    return format_days(budget.starts_on, budget.ends_on)


def gaps(budgets: Iterable[Budget]) -> list[str]:
    """Return what days approved periods leave between them: allowed, and said (procedure 4)."""
    held = sorted(
        (each for each in budgets if each.state in IN_FORCE), key=lambda b: b.starts_on
    )
    return [told for earlier, later in pairwise(held) if (told := _gap(earlier, later))]


def _gap(earlier: Budget, later: Budget) -> str:
    days = gap_days(earlier.period, later.period)
    if not days:
        return ""
    return ngettext(
        "%(days)s day between %(earlier)s and %(later)s belongs to no approved budget.",
        "%(days)s days between %(earlier)s and %(later)s belong to no approved budget.",
        days,
    ) % {"days": days, "earlier": earlier.label, "later": later.label}


def warnings(budget: Budget, others: Sequence[Budget]) -> list[str]:
    """Return what is to be said of a budget's period beside the approved ones of ``others``.

    An overlap keeps it from being approved; a gap does not.
    """
    overlapping = [
        _("Its days overlap with %(other)s, which is approved.") % {"other": other.label}
        for other in others
        if other.period.overlaps(budget.period)
    ]
    before = [other for other in others if other.ends_on < budget.starts_on]
    after = [other for other in others if other.starts_on > budget.ends_on]
    nearest = [
        (max(before, key=lambda b: b.ends_on), budget) if before else None,
        (budget, min(after, key=lambda b: b.starts_on)) if after else None,
    ]
    return overlapping + [
        told for pair in nearest if pair is not None and (told := _gap(*pair))
    ]


def others_in_force(budget: Budget, viewer: Viewer) -> list[Budget]:
    """Return the other budgets that were approved."""
    return list(Budget.objects.all().visible_to(viewer).in_force().exclude(pk=budget.pk))
