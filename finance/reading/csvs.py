"""The movements of a CSV, once it is known which column says what."""

from collections.abc import Sequence
from datetime import date

from crm_portal.core.errors import Invalid
from finance.reading import figures
from finance.reading.columns import AMOUNTS, Columns, require_complete
from finance.reading.lines import MOST_LINES, Line, Statement, clipped, reference_of
from members.models.folding import fold

OUT = ("d", "dr", "s", "-", "db", "deb", "debe", "debit", "debito", "cargo", "egreso")
IN = ("c", "cr", "h", "+", "hab", "haber", "credit", "credito", "abono", "ingreso")
CODE = 3


def read(rows: Sequence[Sequence[str]], columns: Columns, currency: str) -> Statement:
    """Return the lines of a CSV; ``currency`` is theirs where no column says another.

    What is no movement (a total, a heading that comes again) is left out with its reason.
    """
    require_complete(columns)
    found = Statement(currency=currency)
    for place, row in enumerate(rows[columns.head + 1 :]):
        number = columns.head + 2 + place
        if not any(row):
            continue
        if len(found.lines) >= MOST_LINES:
            found.leave_out(number, "many")
            continue
        try:
            found.lines.append(_line(number, row, columns, currency))
        except Invalid as refused:
            found.leave_out(number, refused.code)
    return found


def _line(number: int, row: Sequence[str], columns: Columns, currency: str) -> Line:
    cells = {
        name: row[place] if place < len(row) else ""
        for name, place in columns.places.items()
    }
    value_on = _day(cells.get("value_on", ""), columns)
    booked_on = _day(cells.get("booked_on", ""), columns) or value_on
    if booked_on is None:
        raise Invalid("", code="day")
    cents = _cents(cells, columns)
    return Line(
        number=number,
        booked_on=booked_on,
        value_on=value_on or booked_on,
        is_credit=cents > 0,
        cents=abs(cents),
        currency=_currency(cells, currency),
        reference=reference_of(cells.get("reference", "")),
        name=clipped("name", cells.get("name", "")),
        account=clipped("account", cells.get("account", "")),
        details=clipped("details", cells.get("details", "")),
    )


def _day(cell: str, columns: Columns) -> date | None:
    return figures.day(cell, columns.days) if cell else None


def _cents(cells: dict[str, str], columns: Columns) -> int:
    """Return the amount in hundredths: positive came in, negative went out."""
    if "amount" in cells:
        cents = _amount(cells["amount"], columns)
        mark = fold(cells.get("sign", "")).strip(" .")
        if mark in OUT:
            cents = -abs(cents)
        elif mark in IN:
            cents = abs(cents)
    else:
        credit = _amount(cells.get("credit", ""), columns, may_be_empty=True)
        debit = _amount(cells.get("debit", ""), columns, may_be_empty=True)
        cents = credit - abs(debit)
    if cents == 0:
        raise Invalid("", code="nothing")
    return cents


def _amount(cell: str, columns: Columns, *, may_be_empty: bool = False) -> int:
    if may_be_empty and not cell.strip(" -"):
        return 0
    found = figures.hundredths(cell, columns.decimal)
    if found is None:
        raise Invalid("", code="amount")
    return found


def _currency(cells: dict[str, str], usual: str) -> str:
    """Return what its column says, else what the amount is written with, else the file's."""
    code = cells.get("currency", "").strip().upper()
    if len(code) == CODE and code.isascii() and code.isalpha():
        return code
    written = (figures.currency_of(cells.get(name, "")) for name in ("currency", *AMOUNTS))
    return next(filter(None, written), usual)
