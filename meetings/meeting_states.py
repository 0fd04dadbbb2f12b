"""What becomes of a meeting, from the plan of a year to its final documents: a table of steps."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_portal.core.errors import IllegalStep


class State(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    CONVENED = "convened"
    IN_SESSION = "in_session"
    CLOSED = "closed"
    FINAL = "final"
    CALLED_OFF = "called_off"


class Step(StrEnum):
    """What is done with a meeting."""

    CONVENE = "convene"
    OPEN = "open"
    CLOSE = "close"
    FINALISE = "finalise"
    CALL_OFF = "call_off"


LABELS = {
    State.PLANNED: pgettext_lazy("meeting", "planned"),
    State.CONVENED: pgettext_lazy("meeting", "convened"),
    State.IN_SESSION: gettext_lazy("in session"),
    State.CLOSED: pgettext_lazy("meeting", "closed"),
    State.FINAL: gettext_lazy("documents final"),
    State.CALLED_OFF: pgettext_lazy("meeting", "called off"),
}
STEPS = {
    (State.PLANNED, Step.CONVENE): State.CONVENED,
    (State.CONVENED, Step.OPEN): State.IN_SESSION,
    (State.IN_SESSION, Step.CLOSE): State.CLOSED,
    (State.CLOSED, Step.FINALISE): State.FINAL,
    (State.PLANNED, Step.CALL_OFF): State.CALLED_OFF,
    (State.CONVENED, Step.CALL_OFF): State.CALLED_OFF,
}
AHEAD = frozenset({State.PLANNED, State.CONVENED})
OVER = frozenset({State.CLOSED, State.FINAL})
HELD = OVER | {State.IN_SESSION}


def after(state: str, step: Step) -> State:
    """Return the state that ``step`` leads to, or raise IllegalStep."""
    try:
        return STEPS[State(state), step]
    except KeyError:
        raise IllegalStep(
            _("A meeting that is %(state)s does not take this step.")
            % {"state": LABELS[State(state)]}
        ) from None


def steps_from(state: str) -> tuple[Step, ...]:
    """Return the steps that may follow ``state``."""
    return tuple(step for known, step in STEPS if known == State(state))
