"""A budget's way to approval and through its period; what is promised, spent and moved."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import AuditEntry
from finance import reports
from finance.models import Budget, BudgetAct
from finance.services import budgets, spending
from finance.services.spending import Spent
from finance.states import BudgetState, BudgetStep
from tests.finance.books import LINES

NINETEEN = date(2003, 6, 1), date(2004, 12, 31)


def lines(books, budget):
    by_key = {line.key: line for line in reports.lines_of(budget)}
    return {code: by_key[books.line(code)] for code in LINES}


def test_a_budget_goes_its_way_and_every_step_is_on_record(books):
    budget = books.executing(*NINETEEN)

    assert budget.state == BudgetState.EXECUTING
    assert list(BudgetAct.objects.values_list("step", flat=True)) == [
        BudgetStep.EXAMINE,
        BudgetStep.RECOMMEND,
        BudgetStep.APPROVE,
        BudgetStep.EXECUTE,
    ]
    approval = BudgetAct.objects.get(step=BudgetStep.APPROVE)
    assert approval.text_id == books.decision.text
    verbs = AuditEntry.objects.filter(verb__startswith="finance.budget.")
    assert [verb.rpartition(".")[2] for verb in verbs.values_list("verb", flat=True)] == [
        "drafted",
        "examine",
        "recommend",
        "approve",
        "execute",
    ]
    assert budgets.close_budget(budget.pk, by=books.st).step == BudgetStep.CLOSE


def test_nothing_is_approved_that_was_not_recommended(books):
    budget = books.draft()

    with pytest.raises(IllegalStep):
        budgets.approve_budget(
            budget.pk, on=books.st.on, decision=books.decision, by=books.st
        )
    with pytest.raises(Refused):
        budgets.examine_budget(
            budget.pk, on=books.st.on, note="x", by=books.viewer("bruno")
        )


def test_figures_drafted_again_are_a_version_and_are_examined_again(books):
    budget = books.draft()
    budgets.examine_budget(budget.pk, on=books.st.on, note="GRCM", by=books.st)

    version = budgets.redraft_budget(budget.pk, {"staff": 1_00}, after=1, by=books.st)

    budget.refresh_from_db()
    assert budget.acts.last().step == BudgetStep.REDRAFT
    assert (budget.state, version.number, version.total_cents) == (
        BudgetState.DRAFT,
        2,
        1_00,
    )
    assert budget.versions.get(number=1).total_cents == sum(LINES.values())


def test_an_amendment_takes_a_decision_and_changes_no_assessment(books):
    budget = books.executing()
    from finance.services import assessing

    assessing.assess(budget.pk, key="a", by=books.st)
    more = {**LINES, "staff": 1_000_000_00}

    about = {"after": 1, "on": books.st.on, "reason": "x", "by": books.ppt}

    version = budgets.amend_budget(budget.pk, more, decision=books.decision, **about)

    assert (version.number, budget.current) == (2, version)
    assert sum(r.amount_cents for r in budget.assessments.all()) == sum(LINES.values())
    with pytest.raises(Invalid):
        budgets.amend_budget(budget.pk, more, decision=None, **about)


def test_approved_periods_do_not_overlap_and_may_leave_gaps(books):
    books.approved(*NINETEEN)
    books.approved(date(2005, 2, 1), date(2005, 12, 31))

    with pytest.raises(Conflict) as refused:
        books.approved(date(2004, 12, 31), date(2005, 1, 31))
    assert refused.value.code == "overlap"
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.create(
            reference="x",
            label_es="x",
            starts_on=date(2004, 1, 1),
            ends_on=date(2004, 1, 2),
            state=BudgetState.APPROVED,
        )


@pytest.mark.parametrize("wrong", [{}, {"gold": 1}, {"staff": -1}])
def test_a_budget_is_written_in_the_lines_of_the_seeds(books, wrong):
    with pytest.raises(Invalid):
        budgets.draft_budget(
            budgets.Draft("X", "x", "x", date(2026, 1, 1), date(2026, 12, 31)),
            wrong,
            by=books.st,
        )


def test_a_budget_is_not_closed_before_its_period_is_over(books):
    budget = books.executing()

    with pytest.raises(Conflict):
        budgets.close_budget(budget.pk, by=books.st)
    with pytest.raises(DatabaseError), transaction.atomic():
        Budget.objects.filter(pk=budget.pk)._raw_delete("default")


def spend(books, budget, code, cents, **more):
    spent = Spent(
        budget=budget.pk,
        line=books.line(code),
        cents=cents,
        paid_on=books.st.on,
        purpose="pasajes",
        **{name: value for name, value in more.items() if name != "key"},
    )
    return spending.record_expenditure(
        spent, key=more.get("key") or books.key(), by=books.st
    )


def test_what_is_spent_is_a_fact_and_recorded_once(books):
    budget = books.executing()

    made = spend(books, budget, "meetings", 30_000_00, key="k")
    assert spend(books, budget, "meetings", 30_000_00, key="k") == made
    spend(books, budget, "meetings", 90_000_00)

    assert lines(books, budget)["meetings"].available == -20_000_00
    spending.reverse_expenditure(made.pk, reason="error", key="r", by=books.st)
    assert lines(books, budget)["meetings"].spent == 90_000_00
    with pytest.raises(Invalid):
        spend(books, budget, "studies", 1)
    with pytest.raises(Conflict):
        spend(books, books.draft(), "staff", 1)


def test_a_commitment_holds_money_until_it_is_spent_or_released(books):
    budget = books.executing()
    promised = spending.commit_line(
        budget.pk, books.line("staff"), 100_000_00, purpose="contrato", by=books.st
    )
    with pytest.raises(Conflict):
        spending.commit_line(
            budget.pk, books.line("staff"), 50_000_01, purpose="x", by=books.st
        )

    part = spend(books, budget, "staff", 40_000_00, commitment=promised.pk)
    staff = lines(books, budget)["staff"]
    assert (staff.committed, staff.spent, staff.available) == (
        60_000_00,
        40_000_00,
        50_000_00,
    )
    spending.reverse_expenditure(part.pk, reason="x", key="r", by=books.st)
    assert lines(books, budget)["staff"].committed == 100_000_00
    spending.release_commitment(promised.pk, by=books.st)
    assert lines(books, budget)["staff"].available == 150_000_00
    with pytest.raises(Conflict):
        spending.release_commitment(promised.pk, by=books.st)
    with pytest.raises(Invalid):
        spend(books, budget, "staff", 1, commitment=promised.pk)


def test_money_is_moved_between_lines_by_the_presidency_or_by_decision(books):
    budget = books.executing()

    def move(cents, *, by, decision=None):
        return spending.transfer_line(
            budget.pk,
            origin=books.line("meetings"),
            target=books.line("other"),
            cents=cents,
            reason="traducción",
            decision=decision,
            by=by,
        )

    with pytest.raises(Refused):
        move(1, by=books.st)
    with pytest.raises(Conflict):
        move(100_000_01, by=books.ppt)
    move(60_000_00, by=books.ppt)
    move(40_000_00, by=books.st, decision=books.decision)

    found = lines(books, budget)
    assert (found["meetings"].planned, found["other"].planned) == (0, 132_724_00)
    assert sum(line.planned for line in found.values()) == sum(LINES.values())
