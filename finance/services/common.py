"""What every verb does first: check the power, lock, and look at the decision it cites."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.instance import THIS
from decisions.models import Provision, Text
from decisions.services.common import one_at_a_time, require_text
from decisions.text_states import STANDING
from finance import states
from finance.models import Budget
from finance.rules import powers
from finance.states import BudgetStep

__all__ = ["Decision", "one_at_a_time", "require_text"]

VICE_MINISTERS = THIS.deciding.code
BEGAN = date(1996, 1, 1)  # the year of the first Conference, in Puebla


@dataclass(frozen=True, slots=True)
class Decision:
    """The text that decided something, and which provision of it."""

    text: int
    provision: int | None = None


def require_accounts(by: Viewer) -> None:
    if not powers.may_keep_accounts(by):
        raise Refused(
            _("The Secretariat keeps the accounts."), code="not_secretariat", rule="001:470"
        )


def require_registrar(by: Viewer) -> None:
    if not powers.may_register(by):
        raise Refused(
            _("The presidency or the Secretariat registers what was decided."),
            code="not_registrar",
            rule="procedure 4",
        )


def require_decision(decision: Decision | None, *, by: Viewer) -> Decision:
    """Return a decision of the Vice-Ministers that stands, or raise (001:376, 001:433)."""
    if decision is None:
        raise Invalid(
            _("Only a decision of the Vice-Ministers does this: name it."),
            code="no_decision",
            rule="001:376",
        )
    text = Text.objects.visible_to(by).select_related("body").filter(pk=decision.text)
    found = text.first()
    if found is None or found.state not in STANDING:
        raise Conflict(
            _("The decision is not on the register of adopted texts."),
            code="not_adopted",
            rule="001:376",
        )
    if found.body is not None and found.body.code != VICE_MINISTERS:
        raise Conflict(
            _("This text is not the Vice-Ministers': others examine and recommend."),
            code="not_vice_ministers",
            rule="001:433",
        )
    _require_part(decision)
    return decision


def _require_part(decision: Decision) -> None:
    if decision.provision is None:
        return
    if not Provision.objects.filter(pk=decision.provision, text=decision.text).exists():
        raise Invalid(_("The provision is not of that text."), code="provision")


def locked_budget(pk: int) -> Budget:
    """Return the budget under a row lock that lasts as long as the transaction."""
    budget: Budget = Budget.objects.select_for_update().get(pk=pk)
    return budget


def take(budget: Budget, step: BudgetStep) -> None:
    """Move the budget by ``step``, or raise IllegalStep."""
    budget.state = states.after(budget.state, step)
    budget.save(update_fields=["state"])


def require_positive(cents: int) -> int:
    if cents <= 0:
        raise Invalid(_("An amount is more than zero."), code="amount")
    return cents


def require_value_date(day: date, by: Viewer) -> None:
    """Raise Invalid unless money could have moved that day: a year is easily mistyped."""
    if day > by.on:
        raise Invalid(_("A value date is not in the future."), code="value_date")
    if day < BEGAN:
        raise Invalid(
            _("A value date is not before the Conference: look at the year."),
            code="value_date",
        )


def lock_party(party_id: int) -> None:
    """Let the money of one member move one act at a time."""
    one_at_a_time(f"finance:party:{party_id}")
