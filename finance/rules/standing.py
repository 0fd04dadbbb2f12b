"""Where an assessment stands on a day: its status, whether it is overdue, how old it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.errors import Conflict, Invalid

CALL_DAYS = timedelta(days=30)
PLEDGE_DAYS = timedelta(days=90)


class Status(models.TextChoices):
    """The seven statuses of an assessment (procedure 4)."""

    NOT_DEMANDABLE = "not_demandable", gettext_lazy("Not yet called for")
    PENDING = "pending", gettext_lazy("Pending")
    IN_PROCESS = "in_process", gettext_lazy("In process")
    PARTIAL = "partial", gettext_lazy("Partly paid")
    PAID = "paid", gettext_lazy("Paid")
    WRITTEN_OFF = "written_off", gettext_lazy("Written off")
    SETTLED = "settled", gettext_lazy("Settled with a write-off")


class Age(models.TextChoices):
    """How long ago an assessment fell due."""

    NOT_DUE = "not_due", gettext_lazy("Not due")
    TO_30 = "0-30", gettext_lazy("0–30 days")
    TO_60 = "31-60", gettext_lazy("31–60 days")
    TO_90 = "61-90", gettext_lazy("61–90 days")
    TO_180 = "91-180", gettext_lazy("91–180 days")
    TO_365 = "181-365", gettext_lazy("181–365 days")
    OVER = "366+", gettext_lazy("366 days or more")


# The last day of each age, counted from the day that it is due.
AGES = (
    (30, Age.TO_30),
    (60, Age.TO_60),
    (90, Age.TO_90),
    (180, Age.TO_180),
    (365, Age.TO_365),
)
OPEN = (Status.NOT_DEMANDABLE, Status.PENDING, Status.IN_PROCESS, Status.PARTIAL)


@dataclass(frozen=True, slots=True)
class Pledge:
    """A word that a payment is on its way: said on a day, perhaps taken back by a later one."""

    said_on: date
    expected_on: date | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """An assessment as it stands: all amounts in cents; ``due_on`` is None until called for."""

    amount: int
    paid: int = 0
    written_off: int = 0
    due_on: date | None = None
    pledges: tuple[Pledge, ...] = ()

    @property
    def outstanding(self) -> int:
        return self.amount - self.paid - self.written_off


def due_on(period_starts: date, called_on: date) -> date:
    """Return the day due: the later of the period's start and thirty days after the call."""
    return max(period_starts, called_on + CALL_DAYS)


def live_pledge(pledges: Iterable[Pledge], on: date) -> Pledge | None:
    """Return the pledge that still counts ``on``: the latest, for ninety days without news."""
    said = [pledge for pledge in pledges if pledge.said_on <= on]
    # Of two on one day the one that was recorded later.
    last = max(reversed(said), key=lambda pledge: pledge.said_on, default=None)
    if last is None or last.is_withdrawn or on > last.said_on + PLEDGE_DAYS:
        return None
    return last


def status(owed: Owed, on: date) -> Status:
    """Return where the assessment stands ``on``; a pledge changes no balance (procedure 4)."""
    if owed.outstanding <= 0:
        return _closed(owed)
    if owed.paid > 0:
        return Status.PARTIAL
    if owed.due_on is None:
        return Status.NOT_DEMANDABLE
    return Status.IN_PROCESS if live_pledge(owed.pledges, on) else Status.PENDING


def _closed(owed: Owed) -> Status:
    if owed.amount == 0:
        return Status.NOT_DEMANDABLE
    if not owed.written_off:
        return Status.PAID
    return Status.SETTLED if owed.paid else Status.WRITTEN_OFF


def days_overdue(owed: Owed, on: date) -> int:
    """Return how many days past due what is outstanding is; 0 when it is not."""
    if owed.outstanding <= 0 or owed.due_on is None:
        return 0
    return max(0, (on - owed.due_on).days)


def age(owed: Owed, on: date) -> Age:
    """Return the class of age ``on``; the day itself is the first of the first class."""
    if owed.due_on is None or on < owed.due_on:
        return Age.NOT_DUE
    days = (on - owed.due_on).days
    return next((name for last, name in AGES if days <= last), Age.OVER)


def require_write_off(owed: Owed, cents: int) -> None:
    """Raise Invalid unless ``cents`` is something, and no more than is outstanding."""
    if cents <= 0:
        raise Invalid(_("An amount is more than zero."), code="amount")
    if cents > owed.outstanding:
        raise Conflict(
            _("No more can be written off than is outstanding."),
            code="over_outstanding",
            rule="procedure 4",
        )


def is_more_than_half(unpaid: int, members: int) -> bool:
    """Say whether ``unpaid`` members are more than half of them (002:10)."""
    return 2 * unpaid > members
