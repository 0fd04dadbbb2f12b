"""The reserve fund: who decides, from which money, and who comes next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Role, Viewer

# How long a case that ended is told before it is erased; IOM's own file has its own rule.
RETENTION = timedelta(days=730)


class Side(models.TextChoices):
    """Whose officer somebody is: the two that decide together (001:659)."""

    IOM = "iom", gettext_lazy("International Organization for Migration")
    SECRETARIAT = "secretariat", gettext_lazy("Secretariat")


@dataclass(frozen=True, slots=True)
class Voice:
    """What one officer said of a special case: for which side, who, and on which day."""

    side: str
    person: int
    is_yes: bool
    on: date


class Verdict(models.TextChoices):
    """What the officers' words amount to."""

    OPEN = "open", gettext_lazy("to be decided")
    YES = "yes", gettext_lazy("granted")
    NO = "no", gettext_lazy("not granted")


def verdict(
    voices: Iterable[Voice], *, needs_joint: bool, spent_on: date | None = None
) -> Verdict:
    """Return what was decided: one “no” closes it (001:659).

    A special case takes both sides, two different persons, neither later than the expense.
    """
    said = list(voices)
    if any(not voice.is_yes for voice in said):
        return Verdict.NO
    in_time = [voice for voice in said if spent_on is None or voice.on <= spent_on]
    if not needs_joint:
        return Verdict.YES if in_time else Verdict.OPEN
    ours = {voice.person for voice in in_time if voice.side == Side.SECRETARIAT}
    theirs = {voice.person for voice in in_time if voice.side == Side.IOM}
    are_two = any(one != other for one in ours for other in theirs)
    return Verdict.YES if are_two else Verdict.OPEN


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for money: since its papers were complete, for so many cents."""

    key: int
    complete_on: date
    cents: int


@dataclass(frozen=True, slots=True)
class Money:
    """What the fund holds, and what of it is promised to cases, in cents."""

    balance: int
    reserved: int

    @property
    def available(self) -> int:
        return self.balance - self.reserved


def served(waiting: Iterable[Waiting], money: Money) -> list[int]:
    """Return the cases that the money reaches, first complete first served (procedure 5).

    Nobody overtakes: where it does not reach the next, it waits, and so do those behind it.
    """
    left, reached = money.available, []
    for case in sorted(waiting, key=lambda each: (each.complete_on, each.key)):
        if case.cents > left:
            break
        left -= case.cents
        reached.append(case.key)
    return reached


def is_officer(sides: Collection[str]) -> bool:
    """Case officers alone see cases; no member government does (procedure 5)."""
    return bool(sides)


def may_be_officer(viewer: Viewer) -> bool:
    """Nobody who acts for a member country sees a case: a victim may be fleeing it."""
    return not viewer.is_public and not viewer.has(Role.MEMBER)


def may_appoint(viewer: Viewer, user_id: int, *, keeps_accounts: bool) -> bool:
    """The Secretariat records who the officers are; nobody records it of oneself."""
    return keeps_accounts and viewer.user_id != user_id
