"""Whom a letter about contributions goes to, and in which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy

from finance.rules.standing import Owed, live_pledge


class Wording(models.TextChoices):
    """What a letter says to its reader; none of them threatens (002:10)."""

    CALL = "call", gettext_lazy("call for the contribution")
    REMINDER = "reminder", gettext_lazy("reminder")
    IN_PROCESS = "in_process", gettext_lazy("thanks for the payment in process")


@dataclass(frozen=True, slots=True)
class Addressee:
    """A member that a letter goes to, with the figures of that day, in cents."""

    party: int
    wording: Wording
    assessed: int
    paid: int
    written_off: int
    outstanding: int


def recipients(
    owed: Iterable[tuple[int, Owed]], on: date, *, is_call: bool = False
) -> list[Addressee]:
    """Return the members with something outstanding ``on``, in the order given (procedure 4).

    ``owed`` are (member, what it owes). Whoever said that a payment is in process is
    thanked for it and not reminded.
    """
    return [
        Addressee(
            party=party,
            wording=_wording(each, on, is_call=is_call),
            assessed=each.amount,
            paid=each.paid,
            written_off=each.written_off,
            outstanding=each.outstanding,
        )
        for party, each in owed
        if each.outstanding > 0
    ]


def _wording(owed: Owed, on: date, *, is_call: bool) -> Wording:
    if live_pledge(owed.pledges, on):
        return Wording.IN_PROCESS
    return Wording.CALL if is_call else Wording.REMINDER
