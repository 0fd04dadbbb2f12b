"""The states of a consultation and the steps between them: a table, and nothing else."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_portal.core.errors import IllegalStep


class State(models.TextChoices):
    """Where a consultation stands (procedure 1.5)."""

    DRAFT = "draft", gettext_lazy("Draft")
    WITH_TROIKA = "with_troika", gettext_lazy("With the Troika")
    RETURNED = "returned", gettext_lazy("Returned")
    READY = "ready", gettext_lazy("Ready")
    OPEN = "open", gettext_lazy("In consultation")
    SUSPENDED = "suspended", gettext_lazy("Suspended")
    EXPIRED = "expired", gettext_lazy("Expired")
    REVISION = "revision", gettext_lazy("Under revision")
    CONSENSUS = "consensus", pgettext_lazy("state", "Consensus")
    EXECUTION = "execution", gettext_lazy("Being carried out")
    CONCLUDED = "concluded", gettext_lazy("Concluded")
    NO_CONSENSUS = "no_consensus", gettext_lazy("No consensus")
    REFERRED = "referred", gettext_lazy("Referred to the Vice-Ministers")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


class Step(models.TextChoices):
    """What may happen to a consultation."""

    PRESENT = "present", gettext_lazy("present to the Troika")
    RETURN = "return", gettext_lazy("return the text")
    CLEAR = "clear", gettext_lazy("clear the text")
    REOPEN_TEXT = "reopen_text", gettext_lazy("reopen the text")
    DISTRIBUTE = "distribute", gettext_lazy("distribute")
    REPEAT = "repeat", gettext_lazy("distribute again")
    EXTEND = "extend", gettext_lazy("extend")
    SUSPEND = "suspend", gettext_lazy("suspend")
    RESUME = "resume", gettext_lazy("resume")
    EXPIRE = "expire", gettext_lazy("expire")
    EXTEND_RECEPTION = "extend_reception", gettext_lazy("extend the reception")
    REVISE = "revise", gettext_lazy("revise the text")
    RECORD_CONSENSUS = "record_consensus", gettext_lazy("record consensus")
    RECORD_FAILURE = "record_failure", gettext_lazy("record that there is no consensus")
    REFER = "refer", gettext_lazy("refer to the Vice-Ministers")
    START_EXECUTION = "start_execution", gettext_lazy("start carrying it out")
    REPORT_RESULTS = "report_results", gettext_lazy("report the results")
    WITHDRAW = "withdraw", gettext_lazy("withdraw")


BEFORE_DISTRIBUTION = (State.DRAFT, State.WITH_TROIKA, State.RETURNED, State.READY)
TERMINAL = (State.CONCLUDED, State.WITHDRAWN, State.REFERRED)
AGREED = (State.CONSENSUS, State.EXECUTION, State.CONCLUDED)
WITHDRAWABLE = (
    *BEFORE_DISTRIBUTION,
    State.OPEN,
    State.SUSPENDED,
    State.EXPIRED,
    State.REVISION,
)

STEPS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.PRESENT): State.WITH_TROIKA,
    (State.RETURNED, Step.PRESENT): State.WITH_TROIKA,
    (State.WITH_TROIKA, Step.PRESENT): State.WITH_TROIKA,
    (State.WITH_TROIKA, Step.RETURN): State.RETURNED,
    (State.WITH_TROIKA, Step.CLEAR): State.READY,
    (State.READY, Step.REOPEN_TEXT): State.RETURNED,
    (State.READY, Step.DISTRIBUTE): State.OPEN,
    (State.REVISION, Step.DISTRIBUTE): State.OPEN,
    (State.OPEN, Step.REPEAT): State.OPEN,
    (State.OPEN, Step.EXTEND): State.OPEN,
    (State.OPEN, Step.SUSPEND): State.SUSPENDED,
    (State.SUSPENDED, Step.RESUME): State.OPEN,
    (State.OPEN, Step.EXPIRE): State.EXPIRED,
    (State.OPEN, Step.REFER): State.REFERRED,
    (State.EXPIRED, Step.EXTEND_RECEPTION): State.EXPIRED,
    (State.EXPIRED, Step.REVISE): State.REVISION,
    (State.EXPIRED, Step.RECORD_CONSENSUS): State.CONSENSUS,
    (State.EXPIRED, Step.RECORD_FAILURE): State.NO_CONSENSUS,
    (State.EXPIRED, Step.REFER): State.REFERRED,
    (State.NO_CONSENSUS, Step.REFER): State.REFERRED,
    (State.CONSENSUS, Step.START_EXECUTION): State.EXECUTION,
    (State.EXECUTION, Step.REPORT_RESULTS): State.CONCLUDED,
    **{(state, Step.WITHDRAW): State.WITHDRAWN for state in WITHDRAWABLE},
}


def after(state: str, step: Step) -> State:
    """Return the state that ``step`` leads to from ``state``, or raise IllegalStep."""
    try:
        return STEPS[State(state), step]
    except KeyError:
        raise IllegalStep(
            _("From “%(state)s” there is no step “%(step)s”.")
            % {"state": State(state).label, "step": step.label},
            code="illegal_step",
            rule="1.5",
        ) from None


def steps_from(state: str) -> frozenset[Step]:
    """Return the steps that exist from ``state``."""
    return frozenset(step for origin, step in STEPS if origin == state)
