"""What may become of an application to take part in the Conference: a table of steps."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_portal.core.errors import IllegalStep


class State(StrEnum):
    """Where an application stands."""

    RECEIVED = "received"
    COMPLETE = "complete"
    BEFORE_VM = "before_vm"
    ADMITTED = "admitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What is done with an application."""

    COMPLETE = "complete"
    PUT_BEFORE = "put_before"
    ADMIT = "admit"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


LABELS = {
    State.RECEIVED: pgettext_lazy("application", "received"),
    State.COMPLETE: gettext_lazy("complete"),
    State.BEFORE_VM: gettext_lazy("before the Vice-Ministers"),
    State.ADMITTED: gettext_lazy("admitted"),
    State.DECLINED: gettext_lazy("declined"),
    State.WITHDRAWN: gettext_lazy("withdrawn"),
}

STEPS = {
    (State.RECEIVED, Step.COMPLETE): State.COMPLETE,
    (State.COMPLETE, Step.PUT_BEFORE): State.BEFORE_VM,
    # A meeting may leave it to the next one.
    (State.BEFORE_VM, Step.PUT_BEFORE): State.BEFORE_VM,
    (State.BEFORE_VM, Step.ADMIT): State.ADMITTED,
    (State.BEFORE_VM, Step.DECLINE): State.DECLINED,
    (State.RECEIVED, Step.WITHDRAW): State.WITHDRAWN,
    (State.COMPLETE, Step.WITHDRAW): State.WITHDRAWN,
    (State.BEFORE_VM, Step.WITHDRAW): State.WITHDRAWN,
}
OPEN = frozenset({State.RECEIVED, State.COMPLETE, State.BEFORE_VM})
DECIDED = frozenset({State.ADMITTED, State.DECLINED})


def after(state: str, step: Step) -> State:
    """Return the state that ``step`` leads to, or raise IllegalStep."""
    try:
        return STEPS[State(state), step]
    except KeyError:
        raise IllegalStep(
            _("An application that is %(state)s does not take this step.")
            % {"state": LABELS[State(state)]}
        ) from None


def steps_from(state: str) -> tuple[Step, ...]:
    """Return the steps that may follow ``state``."""
    return tuple(step for known, step in STEPS if known == State(state))
