"""What one member was assessed, what changed it by decision, and what a change would lead to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum

from crm_portal.core.access import Viewer
from crm_portal.library.rules import alphabet, canonical_json, sha256
from finance import reports
from finance.models import Account, Assessment, Budget, Journal, JournalKind
from finance.presentation.budgets.citing import CITED, Cited, cited
from finance.presentation.budgets.sharing import fraction
from finance.services.rehearsing import rehearse


@dataclass(frozen=True, slots=True)
class Movement:
    """A change of what is owed, in cents; ``may_restore``: a write-off that stands."""

    journal: Journal
    label: str
    cents: int
    cited: Cited | None
    may_restore: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """What a member owes for a budget at one moment, and its credit: cents."""

    party: int
    amount: int
    paid: int
    written: int
    outstanding: int
    credit: int


@dataclass(frozen=True, slots=True)
class Effect:
    """A member's stand before an act and after it."""

    name: str
    before: Stand
    after: Stand

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def change(self) -> int:
        return self.after.amount - self.before.amount


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do to every member."""

    rows: list[Effect]

    def _sum(self, moment: str, figure: str) -> int:
        return sum(getattr(getattr(row, moment), figure) for row in self.rows)

    @property
    def amount_before(self) -> int:
        return self._sum("before", "amount")

    @property
    def amount_after(self) -> int:
        return self._sum("after", "amount")

    @property
    def outstanding_before(self) -> int:
        return self._sum("before", "outstanding")

    @property
    def outstanding_after(self) -> int:
        return self._sum("after", "outstanding")

    @property
    def change(self) -> int:
        return self.amount_after - self.amount_before


def stands(budget: Budget) -> list[Stand]:
    """Return what every member owes for the budget now: two queries."""
    credit = {row.party: row.credit for row in reports.balances()}
    return [
        Stand(
            row.party_id,
            row.amount,
            row.paid,
            row.written,
            row.outstanding,
            credit.get(row.party_id, 0),
        )
        for row in budget.assessments.all().with_balances()
    ]


def preview(budget: Budget, act: Callable[[], object]) -> Preview:
    """Return every member's stand before ``act`` and after it; nothing of it stays."""
    before = {each.party: each for each in stands(budget)}
    after = rehearse(act, lambda: stands(budget))
    names = {
        row.party_id: row.party.name for row in budget.assessments.select_related("party")
    }
    rows = [Effect(names[each.party], before[each.party], each) for each in after]
    return Preview(sorted(rows, key=lambda row: alphabet(row.name)))


def mark(budget: Budget, typed: dict[str, str]) -> str:
    """Return what tells a preview from every other: what was typed, and how things stood."""
    now = [[s.party, s.amount, s.paid, s.written, s.credit] for s in stands(budget)]
    return sha256(canonical_json({"typed": typed, "now": now}))


def was_sent(key: str, viewer: Viewer) -> bool:
    """Say whether the form of that key made its movement already."""
    same = Q(key=key) | Q(key__startswith=f"{key}:")
    return bool(key) and Journal.objects.visible_to(viewer).filter(same).exists()


def movements(assessment: Assessment) -> list[Movement]:
    """Return what the assessment began with and every change of it by decision."""
    changes = Q(kind__in=[JournalKind.ASSESSMENT, JournalKind.ADJUSTMENT])
    written = Q(kind=JournalKind.WRITE_OFF) | Q(reverses__kind=JournalKind.WRITE_OFF)
    mine = Q(entries__assessment=assessment, entries__account=Account.RECEIVABLE)
    found = (
        Journal.objects.filter(changes | written, mine)
        .select_related("recorded_by", "reverses", "reversed_by", *CITED)
        .annotate(change=Sum("entries__cents", filter=mine))
        .order_by("pk")
    )
    return [_movement(journal) for journal in found]


def _movement(journal: Any) -> Movement:
    is_write_off = journal.kind == JournalKind.WRITE_OFF
    return Movement(
        journal,
        journal.get_kind_display(),
        journal.change,
        cited(journal),
        is_write_off and not hasattr(journal, "reversed_by"),
    )


def explained(assessment: Assessment, peers: Sequence[Assessment]) -> dict[str, Any]:
    """Return the figures that the sentence about one part is made of."""
    extra = sum(each.extra for each in peers)
    twins = [each for each in peers if each.weight == assessment.weight]
    return {
        "floor": assessment.amount_cents - assessment.extra,
        "fraction": fraction(assessment.remainder, assessment.weights),
        "left": extra,
        "lower": min(each.amount_cents for each in twins),
        "higher": max(each.amount_cents for each in twins),
        "twins": len(twins) - 1,
    }
