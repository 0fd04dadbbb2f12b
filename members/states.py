"""What a party's standing may become: a table of acts. Anything absent is refused."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.errors import IllegalStep


class Status(StrEnum):
    """What a party is to the Conference from a day on; before its first act it is nothing."""

    NONE = ""
    ACTIVE = "active"
    SUSPENDED = "suspended"
    DEPARTED = "departed"


class Act(StrEnum):
    """What may be recorded of a party's standing."""

    ADMIT = "admit"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    DEPART = "depart"


LABELS = {
    Act.ADMIT: gettext_lazy("Admit"),
    Act.SUSPEND: gettext_lazy("Suspend"),
    Act.REINSTATE: gettext_lazy("Reinstate"),
    Act.DEPART: gettext_lazy("Record the departure"),
}

STEPS = {
    (Status.NONE, Act.ADMIT): Status.ACTIVE,
    (Status.DEPARTED, Act.ADMIT): Status.ACTIVE,
    (Status.ACTIVE, Act.SUSPEND): Status.SUSPENDED,
    (Status.SUSPENDED, Act.REINSTATE): Status.ACTIVE,
    (Status.ACTIVE, Act.DEPART): Status.DEPARTED,
    (Status.SUSPENDED, Act.DEPART): Status.DEPARTED,
}


def after(status: str, act: Act) -> Status:
    """Return the status that ``act`` leads to, or raise IllegalStep."""
    try:
        return STEPS[Status(status), act]
    except KeyError:
        raise IllegalStep(
            _("As things stand, this cannot be recorded of that party.")
        ) from None


def acts_from(status: str) -> tuple[Act, ...]:
    """Return the acts that may follow ``status``."""
    return tuple(act for known, act in STEPS if known == Status(status))
