"""What a receipt pays: the assessment that it names, then the oldest; the rest is credit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from crm_portal.core.errors import Invalid

USD = "USD"
MOST = 10**15  # cents: more than any transfer, and what an account can hold


@dataclass(frozen=True, slots=True)
class Open:
    """An assessment with something outstanding, in cents; the period says how old it is."""

    key: int
    period_starts: date
    outstanding: int


@dataclass(frozen=True, slots=True)
class Credit:
    """What is left of a receipt, in cents."""

    key: int
    value_on: date
    left: int
    designated: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """So many cents of one receipt to one assessment."""

    receipt: int
    assessment: int
    cents: int


@dataclass(frozen=True, slots=True)
class Applied:
    """A piece that was allocated before, the later with the higher ``key``."""

    key: int
    cents: int


def allocate(credits_left: Iterable[Credit], owed: Iterable[Open]) -> list[Piece]:
    """Return what goes where: what names an assessment first, then oldest to oldest (L06).

    What no assessment takes stays credit, and is applied when the next one is made.
    """
    money = sorted(credits_left, key=lambda credit: (credit.value_on, credit.key))
    left = {credit.key: credit.left for credit in money}
    open_ = sorted(owed, key=lambda each: (each.period_starts, each.key))
    due = {each.key: each.outstanding for each in open_}
    wanted = [(c.key, c.designated) for c in money if c.designated in due]
    wanted += [(c.key, each.key) for c in money for each in open_]
    pieces: dict[tuple[int, int], int] = {}
    for receipt, assessment in wanted:
        assert assessment is not None  # noqa: S101 - chosen among what is due
        cents = min(left[receipt], due[assessment])
        if cents > 0:
            left[receipt] -= cents
            due[assessment] -= cents
            place = (receipt, assessment)
            pieces[place] = pieces.get(place, 0) + cents
    return [Piece(receipt, key, cents) for (receipt, key), cents in pieces.items()]


def to_release(applied: Sequence[Applied], excess: int) -> list[int]:
    """Return which allocations to undo so that ``excess`` cents are free: the last first."""
    freed, undone = 0, []
    for piece in sorted(applied, key=lambda each: -each.key):
        if freed >= excess:
            break
        undone.append(piece.key)
        freed += piece.cents
    return undone


def credited(gross: int, fee: int, currency: str, rate: Decimal | None = None) -> int:
    """Return the cents of USD that a transfer credits: fees stay with the payer (F03).

    ``gross`` and ``fee`` are hundredths of ``currency``; ``rate`` is USD for one of it, and
    is asked for whatever is not USD. Invalid: nothing is left, or the rate does not fit.
    """
    if (currency == USD) != (rate is None):
        raise Invalid(
            _("A rate goes with every currency but the dollar, and not with it."),
            code="rate",
        )
    if rate is not None and rate <= 0:
        raise Invalid(_("A rate is more than zero."), code="rate")
    if gross <= 0 or fee < 0 or fee >= gross:
        raise Invalid(_("Nothing is left of the transfer."), code="amount")
    net = Decimal(gross - fee) * (rate or Decimal(1))
    cents = int(net.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if cents <= 0:
        raise Invalid(_("Nothing is left of the transfer."), code="amount")
    return cents
