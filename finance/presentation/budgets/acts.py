"""What may be done with a budget or an assessment: by whom, in which state, and as what."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from finance.models import Budget
from finance.rules import powers
from finance.services.assessing import ASSESSED
from finance.states import BUDGET_STEPS, BudgetStep


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a budget: its page, its name, who may (``power``) and when (``guard``).

    ``is_next``: it brings the budget on, and is the one to press.
    """

    name: str
    label: str | Promise
    power: Callable[[Viewer], bool]
    guard: Callable[[Budget, Viewer], bool]
    is_next: bool = True


def _can(step: BudgetStep) -> Callable[[Budget, Viewer], bool]:
    return lambda budget, _viewer: (budget.state, step) in BUDGET_STEPS


def _is_over(budget: Budget, viewer: Viewer) -> bool:
    return _can(BudgetStep.CLOSE)(budget, viewer) and viewer.on > budget.ends_on


def _may_be_assessed(budget: Budget, _viewer: Viewer) -> bool:
    return budget.state in ASSESSED and not budget.assessments.exists()


def _is_assessed(budget: Budget, _viewer: Viewer) -> bool:
    return bool(budget.assessments.exists())


# In the order in which they are offered: the first that may be done is the one to press.
ACTS = (
    Act(
        "examine",
        _("Record the examination"),
        powers.may_register,
        _can(BudgetStep.EXAMINE),
    ),
    Act(
        "recommend",
        _("Record the recommendation"),
        powers.may_register,
        _can(BudgetStep.RECOMMEND),
    ),
    Act(
        "approve",
        _("Register the approval"),
        powers.may_register,
        _can(BudgetStep.APPROVE),
    ),
    Act("assess", _("Assess the members"), powers.may_register, _may_be_assessed),
    Act(
        "execute",
        _("Start carrying it out"),
        powers.may_keep_accounts,
        _can(BudgetStep.EXECUTE),
    ),
    Act("close", _("Close the budget"), powers.may_keep_accounts, _is_over),
    Act(
        "redraft",
        _("Draft the figures again"),
        powers.may_keep_accounts,
        _can(BudgetStep.REDRAFT),
        is_next=False,
    ),
    Act(
        "amend",
        _("Register an amendment"),
        powers.may_register,
        _can(BudgetStep.AMEND),
        is_next=False,
    ),
    Act(
        "rescale",
        _("Share it by another scale"),
        powers.may_register,
        _is_assessed,
        is_next=False,
    ),
)
BY_NAME = {act.name: act for act in ACTS}


def offered(budget: Budget, viewer: Viewer) -> list[Act]:
    """Return the acts that the reader may do now."""
    return [act for act in ACTS if act.power(viewer) and act.guard(budget, viewer)]
