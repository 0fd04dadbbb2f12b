"""What becomes of a delegation, and of a statement that is asked for: two tables of steps."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.errors import IllegalStep


class State(StrEnum):
    """Where a delegation stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"


class Step(StrEnum):
    """What is done with a delegation."""

    CHANGE = "change"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"


class Asked(StrEnum):
    """Where a statement stands that somebody asked to make."""

    REQUESTED = "requested"
    AUTHORISED = "authorised"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DELIVERED = "delivered"


class Act(StrEnum):
    """What is done with a statement."""

    AUTHORISE = "authorise"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    DELIVER = "deliver"


LABELS = {
    State.DRAFT: pgettext_lazy("delegation", "draft"),
    State.SUBMITTED: pgettext_lazy("delegation", "submitted"),
    State.APPROVED: pgettext_lazy("delegation", "approved"),
    State.RETURNED: pgettext_lazy("delegation", "returned"),
}
ASKED_LABELS = {
    Asked.REQUESTED: pgettext_lazy("statement", "requested"),
    Asked.AUTHORISED: pgettext_lazy("statement", "authorised"),
    Asked.DECLINED: pgettext_lazy("statement", "declined"),
    Asked.WITHDRAWN: pgettext_lazy("statement", "withdrawn"),
    Asked.DELIVERED: pgettext_lazy("statement", "delivered"),
}
STEPS = {
    (State.DRAFT, Step.CHANGE): State.DRAFT,
    (State.SUBMITTED, Step.CHANGE): State.DRAFT,
    (State.APPROVED, Step.CHANGE): State.DRAFT,
    (State.RETURNED, Step.CHANGE): State.DRAFT,
    (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Step.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Step.APPROVE): State.APPROVED,
    (State.SUBMITTED, Step.RETURN): State.RETURNED,
    (State.APPROVED, Step.RETURN): State.RETURNED,
}
ACTS = {
    (Asked.REQUESTED, Act.AUTHORISE): Asked.AUTHORISED,
    (Asked.REQUESTED, Act.DECLINE): Asked.DECLINED,
    (Asked.REQUESTED, Act.WITHDRAW): Asked.WITHDRAWN,
    (Asked.AUTHORISED, Act.DECLINE): Asked.DECLINED,
    (Asked.AUTHORISED, Act.WITHDRAW): Asked.WITHDRAWN,
    (Asked.AUTHORISED, Act.DELIVER): Asked.DELIVERED,
}


def after(state: str, step: Step) -> State:
    """Return the state of a delegation that ``step`` leads to, or raise IllegalStep."""
    try:
        return STEPS[State(state), step]
    except KeyError:
        raise IllegalStep(
            _("A delegation that is %(state)s does not take this step.")
            % {"state": LABELS[State(state)]}
        ) from None


def after_act(state: str, act: Act) -> Asked:
    """Return the state of a statement that ``act`` leads to, or raise IllegalStep."""
    try:
        return ACTS[Asked(state), act]
    except KeyError:
        raise IllegalStep(
            _("A statement that is %(state)s does not take this step.")
            % {"state": ASKED_LABELS[Asked(state)]}
        ) from None
