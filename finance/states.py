"""The states of a budget and of a case of the fund, and the steps between them: tables."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_portal.core.errors import IllegalStep


class BudgetState(models.TextChoices):
    """Where a budget stands, from its draft to the end of its period."""

    DRAFT = "draft", gettext_lazy("Draft")
    EXAMINED = "examined", gettext_lazy("Examined by the RCGM")
    RECOMMENDED = "recommended", gettext_lazy("Recommended to the Vice-Ministers")
    APPROVED = "approved", gettext_lazy("Approved")
    EXECUTING = "executing", gettext_lazy("Being carried out")
    CLOSED = "closed", pgettext_lazy("budget", "Closed")


class BudgetStep(models.TextChoices):
    """What may happen to a budget."""

    REDRAFT = "redraft", gettext_lazy("draft again")
    EXAMINE = "examine", gettext_lazy("record the examination")
    RECOMMEND = "recommend", gettext_lazy("record the recommendation")
    APPROVE = "approve", gettext_lazy("register the approval")
    EXECUTE = "execute", gettext_lazy("start carrying it out")
    AMEND = "amend", gettext_lazy("register an amendment")
    CLOSE = "close", gettext_lazy("close")


BUDGET_STEPS: dict[tuple[str, str], BudgetState] = {
    (BudgetState.DRAFT, BudgetStep.REDRAFT): BudgetState.DRAFT,
    (BudgetState.EXAMINED, BudgetStep.REDRAFT): BudgetState.DRAFT,
    (BudgetState.RECOMMENDED, BudgetStep.REDRAFT): BudgetState.DRAFT,
    (BudgetState.DRAFT, BudgetStep.EXAMINE): BudgetState.EXAMINED,
    (BudgetState.EXAMINED, BudgetStep.RECOMMEND): BudgetState.RECOMMENDED,
    (BudgetState.RECOMMENDED, BudgetStep.APPROVE): BudgetState.APPROVED,
    (BudgetState.APPROVED, BudgetStep.EXECUTE): BudgetState.EXECUTING,
    (BudgetState.APPROVED, BudgetStep.AMEND): BudgetState.APPROVED,
    (BudgetState.EXECUTING, BudgetStep.AMEND): BudgetState.EXECUTING,
    (BudgetState.EXECUTING, BudgetStep.CLOSE): BudgetState.CLOSED,
}
IN_FORCE = (BudgetState.APPROVED, BudgetState.EXECUTING, BudgetState.CLOSED)


class CaseState(models.TextChoices):
    """Where a case of the reserve fund stands."""

    EXCLUDED = "excluded", gettext_lazy("Excluded")
    INCOMPLETE = "incomplete", gettext_lazy("Data missing")
    TO_DECIDE = "to_decide", gettext_lazy("To be decided")
    GRANTED = "granted", gettext_lazy("Granted")
    WAITING = "waiting", gettext_lazy("Waiting for funds")
    RESERVED = "reserved", gettext_lazy("Funds reserved")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    REFUSED = "refused", pgettext_lazy("case", "Not granted")
    ERASED = "erased", gettext_lazy("Erased")


class CaseStep(models.TextChoices):
    """What may happen to a case of the reserve fund."""

    EXCLUDE = "exclude", gettext_lazy("exclude")
    ASK_MORE = "ask_more", gettext_lazy("ask for what is missing")
    COMPLETE = "complete", gettext_lazy("complete")
    GRANT = "grant", gettext_lazy("grant")
    REFUSE = "refuse", gettext_lazy("refuse")
    QUEUE = "queue", gettext_lazy("put on the waiting list")
    RESERVE = "reserve", gettext_lazy("reserve funds")
    PAY = "pay", gettext_lazy("record a payment")
    CLOSE = "close", gettext_lazy("close")
    ERASE = "erase", gettext_lazy("erase")


CASE_STEPS: dict[tuple[str, str], CaseState] = {
    (CaseState.INCOMPLETE, CaseStep.EXCLUDE): CaseState.EXCLUDED,
    (CaseState.INCOMPLETE, CaseStep.ASK_MORE): CaseState.INCOMPLETE,
    (CaseState.INCOMPLETE, CaseStep.COMPLETE): CaseState.TO_DECIDE,
    (CaseState.TO_DECIDE, CaseStep.GRANT): CaseState.GRANTED,
    (CaseState.TO_DECIDE, CaseStep.REFUSE): CaseState.REFUSED,
    (CaseState.GRANTED, CaseStep.QUEUE): CaseState.WAITING,
    (CaseState.GRANTED, CaseStep.RESERVE): CaseState.RESERVED,
    (CaseState.WAITING, CaseStep.RESERVE): CaseState.RESERVED,
    (CaseState.RESERVED, CaseStep.PAY): CaseState.RESERVED,
    **{
        (state, CaseStep.CLOSE): CaseState.CLOSED
        for state in (
            CaseState.INCOMPLETE,
            CaseState.TO_DECIDE,
            CaseState.GRANTED,
            CaseState.WAITING,
            CaseState.RESERVED,
        )
    },
    **{
        (state, CaseStep.ERASE): CaseState.ERASED
        for state in (CaseState.EXCLUDED, CaseState.REFUSED, CaseState.CLOSED)
    },
}
ENDED = (CaseState.EXCLUDED, CaseState.REFUSED, CaseState.CLOSED)
UNDECIDED = (CaseState.INCOMPLETE, CaseState.TO_DECIDE)


def after(state: str, step: BudgetStep) -> BudgetState:
    """Return the state of a budget that ``step`` leads to, or raise IllegalStep."""
    reached = BUDGET_STEPS.get((state, step))
    if reached is None:
        raise _no_step(BudgetState(state).label, step.label)
    return reached


def case_after(state: str, step: CaseStep) -> CaseState:
    """Return the state of a case that ``step`` leads to, or raise IllegalStep."""
    reached = CASE_STEPS.get((state, step))
    if reached is None:
        raise _no_step(CaseState(state).label, step.label)
    return reached


def _no_step(state: object, step: object) -> IllegalStep:
    return IllegalStep(
        _("From “%(state)s” there is no step “%(step)s”.") % {"state": state, "step": step},
        code="illegal_step",
        rule="procedure 4",
    )
