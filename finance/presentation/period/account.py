"""A statement of account as its page and its paper show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.sections import both
from crm_portal.core.sections import day as day_of
from finance.models import JournalKind
from finance.presentation.money import amount
from finance.presentation.period.table import LOOKS
from finance.presentation.period.words import called
from finance.statements import Due, Move, Statement

TITLE = _("Statement of account of %(party)s, %(day)s")
WORDS: dict[str, str | Promise] = {
    JournalKind.ASSESSMENT: _("Contribution"),
    JournalKind.ADJUSTMENT: _("Adjustment of the contribution"),
    JournalKind.RECEIPT: _("Transfer received"),
    JournalKind.WRITE_OFF: _("Write-off"),
}
UNDONE: dict[str, str | Promise] = {
    JournalKind.RECEIPT: _("Transfer returned"),
    JournalKind.WRITE_OFF: _("Write-off taken back"),
}


@dataclass(frozen=True, slots=True)
class DueLine:
    """An assessment's line."""

    due: Due
    period: str
    tone: str
    icon: str

    @property
    def word(self) -> str | Promise:
        return self.due.state.label

    @property
    def age(self) -> str | Promise:
        return self.due.age.label if self.due.age else ""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A movement's line."""

    move: Move
    what: str
    more: str


@dataclass(frozen=True, slots=True)
class Account:
    """What the page shows of a statement."""

    statement: Statement
    dues: Sequence[DueLine]
    moves: Sequence[MoveLine]
    allocations: Sequence[dict[str, Any]]
    letters: Sequence[dict[str, Any]]


def account_of(statement: Statement) -> Account:
    """Return a statement with its words; movements the latest first."""
    periods = {
        due.assessment.budget_id: called(due.assessment.budget.period)
        for due in statement.dues
    }
    return Account(
        statement=statement,
        dues=[_due(due, periods) for due in statement.dues],
        moves=[_move(each, periods) for each in reversed(statement.moves)],
        allocations=[
            {
                "on": each.receipt.value_on,
                "period": called(each.assessment.budget.period),
                "cents": each.cents,
            }
            for each in statement.allocations
        ],
        letters=[
            {
                "row": each,
                "letter": each.letter,
                "period": called(each.letter.budget.period),
            }
            for each in statement.letters
        ],
    )


def _due(due: Due, periods: dict[int, str]) -> DueLine:
    tone, icon = LOOKS[due.state]
    return DueLine(due, periods[due.assessment.budget_id], tone, icon)


def _move(move: Move, periods: dict[int, str]) -> MoveLine:
    words = UNDONE.get(move.undone) or WORDS.get(move.kind)
    what = str(words or JournalKind(move.kind).label)
    if move.budget is not None:
        what = f"{what} {periods.get(move.budget, '')}".strip()
    more = [each for each in (move.reference, move.decision, move.reason) if each]
    return MoveLine(move, what, " · ".join(more))


def title_of(statement: Statement) -> dict[str, str]:
    """Return the title of the paper in both languages."""
    party = {"es": statement.party.name_es, "en": statement.party.name_en}
    return both(TITLE, party=party, day=day_of(statement.on))


def reference_of(statement: Statement) -> str:
    """Return the paper's reference: one for each member and day."""
    return f"EC-{statement.party.code}-{statement.on:%Y%m%d}"


def printed(account: Account) -> dict[str, Any]:
    """Return what the paper prints: plain JSON, in the active language."""
    told = account.statement
    return {
        "reference": reference_of(told),
        "party": {"es": told.party.name_es, "en": told.party.name_en},
        "on": told.on.isoformat(),
        "sums": {
            name: amount(getattr(told, name))
            for name in ("assessed", "paid", "written_off", "outstanding", "credit")
        },
        "dues": [_printed_due(line) for line in account.dues],
        "moves": [_printed_move(line) for line in reversed(account.moves)],
        "allocations": [
            {**each, "on": each["on"].isoformat(), "cents": amount(each["cents"])}
            for each in account.allocations
        ],
        "demonstration": any(line.due.assessment.is_demonstration for line in account.dues),
    }


def _printed_due(line: DueLine) -> dict[str, str]:
    owed = line.due.owed
    return {
        "period": line.period,
        "amount": amount(owed.amount),
        "paid": amount(owed.paid),
        "written_off": amount(owed.written_off),
        "outstanding": amount(owed.outstanding),
        "due_on": _iso(owed.due_on),
        "state": str(line.word),
        "age": str(line.age),
    }


def _printed_move(line: MoveLine) -> dict[str, str]:
    move = line.move
    return {
        "on": move.on.isoformat(),
        "what": line.what,
        "more": line.more,
        "charged": amount(move.charged) if move.charged else "",
        "credited": amount(move.credited) if move.credited else "",
        "balance": amount(move.balance),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
