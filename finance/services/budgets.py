"""The budget's way: drafted, examined by the RCGM, recommended, approved, carried out, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from finance.models import Budget, BudgetAct, BudgetLine, BudgetVersion, LineKind
from finance.services.common import (
    Decision,
    locked_budget,
    one_at_a_time,
    require_accounts,
    require_decision,
    require_registrar,
    require_text,
    take,
)
from finance.states import BudgetStep


@dataclass(frozen=True, slots=True)
class Draft:
    """A budget as it is proposed: its names and its period, both days included."""

    reference: str
    label_es: str
    label_en: str
    starts_on: date
    ends_on: date


@transaction.atomic
def draft_budget(draft: Draft, lines: Mapping[str, int], *, by: Viewer) -> Budget:
    """Begin a budget of any period, with its first version; ``lines``: cents by line code."""
    require_accounts(by)
    if draft.ends_on < draft.starts_on:
        raise Invalid(_("A period ends after it begins."), code="period")
    one_at_a_time("finance:budgets")
    if Budget.objects.filter(reference=draft.reference).exists():
        raise Conflict(_("A budget has that reference already."), code="reference")
    budget: Budget = Budget.objects.create(
        reference=draft.reference,
        label_es=require_text(draft.label_es, _("Give the budget a name.")),
        label_en=draft.label_en.strip(),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
    )
    version = _write(budget, lines, "", by)
    audit.record(budget, "drafted", by=by, total_cents=version.total_cents)
    return budget


@transaction.atomic
def redraft_budget(
    pk: int, lines: Mapping[str, int], *, after: int, reason: str = "", by: Viewer
) -> BudgetVersion:
    """Write the figures anew, before they are approved; they are examined again.

    ``after``: the number of the version that was seen. Sent twice, it is written once.
    """
    require_accounts(by)
    budget = locked_budget(pk)
    why = reason.strip()
    if again := _again(budget, after, lines, by, step=BudgetStep.REDRAFT, note=why):
        return again
    version = _write(budget, lines, why, by)
    _act(budget, BudgetStep.REDRAFT, by.on, None, by, why)
    return version


def _again(
    budget: Budget, after: int, lines: Mapping[str, int], by: Viewer, **act: object
) -> BudgetVersion | None:
    """Return the version that was written already by sending the same; None: none was.

    Conflict: another was written since version ``after`` was seen.
    """
    current = budget.current
    if current.number == after:
        return None
    drawn = {line.kind.code: line.cents for line in current.lines.select_related("kind")}
    same = budget.acts.filter(version=current, recorded_by=by.user_id, **act)
    if current.number != after + 1 or drawn != dict(lines) or not same.exists():
        raise Conflict(
            _("The figures are not those that you saw: look at them again."), code="stale"
        )
    return current


def _write(
    budget: Budget, lines: Mapping[str, int], reason: str, by: Viewer
) -> BudgetVersion:
    kinds = {kind.code: kind for kind in LineKind.objects.all().at(budget.starts_on)}
    if not lines or not set(lines) <= set(kinds):
        raise Invalid(
            _("A budget is written in the lines of its first day."),
            code="lines",
            rule="001:476",
        )
    if min(lines.values()) < 0:
        raise Invalid(_("Amounts and weights are not negative."), code="negative")
    version: BudgetVersion = BudgetVersion.objects.create(
        budget=budget,
        number=budget.versions.count() + 1,
        total_cents=sum(lines.values()),
        reason=reason.strip(),
        recorded_at=by.at,
        recorded_by_id=by.user_id,
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(version=version, kind=kinds[code], cents=cents)
        for code, cents in lines.items()
    )
    return version


@transaction.atomic
def examine_budget(
    pk: int, *, on: date, note: str, text: int | None = None, by: Viewer
) -> BudgetAct:
    """Record that the RCGM examined it (001:433)."""
    return _note(pk, BudgetStep.EXAMINE, on, note, text, by)


@transaction.atomic
def recommend_budget(
    pk: int, *, on: date, note: str, text: int | None = None, by: Viewer
) -> BudgetAct:
    """Record that the RCGM recommended it to the Vice-Ministers (002:10)."""
    return _note(pk, BudgetStep.RECOMMEND, on, note, text, by)


def _note(
    pk: int, step: BudgetStep, on: date, note: str, text: int | None, by: Viewer
) -> BudgetAct:
    require_registrar(by)
    budget = locked_budget(pk)
    said = require_text(note, _("Say at which meeting."))
    return _act(budget, step, on, Decision(text) if text else None, by, said)


@transaction.atomic
def approve_budget(pk: int, *, on: date, decision: Decision, by: Viewer) -> BudgetAct:
    """Register that the Vice-Ministers approved it, by which decision (001:470).

    Conflict: it shares days with another that is approved.
    """
    require_registrar(by)
    cited = require_decision(decision, by=by)
    one_at_a_time("finance:periods")
    budget = locked_budget(pk)
    others = Budget.objects.all().in_force().exclude(pk=pk)
    if any(other.period.overlaps(budget.period) for other in others):
        raise Conflict(
            _("Another approved budget has days of this period."),
            code="overlap",
            rule="procedure 4",
        )
    return _act(budget, BudgetStep.APPROVE, on, cited, by)


@transaction.atomic
def execute_budget(pk: int, *, by: Viewer) -> BudgetAct:
    """Begin to carry it out."""
    require_accounts(by)
    return _act(locked_budget(pk), BudgetStep.EXECUTE, by.on, None, by)


@transaction.atomic
def amend_budget(
    pk: int,
    lines: Mapping[str, int],
    *,
    after: int,
    on: date,
    reason: str,
    decision: Decision,
    by: Viewer,
) -> BudgetVersion:
    """Register the figures that the Vice-Ministers put in place of the approved ones.

    No assessment changes by it: that takes an adjustment of its own (procedure 4).
    ``after``: the number of the version that was seen. Sent twice, it is written once.
    """
    require_registrar(by)
    cited = require_decision(decision, by=by)
    budget = locked_budget(pk)
    why = require_text(reason, _("Say why the budget is amended."))
    said = {"step": BudgetStep.AMEND, "note": why, "decided_on": on}
    by_which = {"text": cited.text, "provision": cited.provision}
    if again := _again(budget, after, lines, by, **said, **by_which):
        return again
    version = _write(budget, lines, why, by)
    _act(budget, BudgetStep.AMEND, on, cited, by, why)
    return version


@transaction.atomic
def close_budget(pk: int, *, by: Viewer) -> BudgetAct:
    """Close it, once its period is over; what is owed for it stays owed."""
    require_accounts(by)
    budget = locked_budget(pk)
    if by.on <= budget.ends_on:
        raise Conflict(_("The period is not over."), code="period_runs", rule="procedure 4")
    return _act(budget, BudgetStep.CLOSE, by.on, None, by)


def _act(
    budget: Budget,
    step: BudgetStep,
    on: date,
    cited: Decision | None,
    by: Viewer,
    note: str = "",
) -> BudgetAct:
    if on > by.on:
        raise Invalid(_("A decision is recorded once it is taken."), code="future")
    take(budget, step)
    version = budget.current
    act: BudgetAct = BudgetAct.objects.create(
        budget=budget,
        version=version,
        step=step,
        decided_on=on,
        text_id=cited.text if cited else None,
        provision_id=cited.provision if cited else None,
        note=note,
        recorded_at=by.at,
        recorded_by_id=by.user_id,
    )
    audit.record(
        budget,
        step.value,
        by=by,
        version=version.number,
        total_cents=version.total_cents,
        decided_on=on,
        text=cited.text if cited else None,
    )
    return act
