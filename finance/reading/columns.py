"""Which column of a CSV says what: guessed from headings and cells, confirmed by a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _

from crm_portal.core.errors import Invalid
from finance.reading import figures
from members.models.folding import fold

# What a column may say, and the headings by which banks call it, in small plain letters.
HEADINGS: dict[str, tuple[str, ...]] = {
    "booked_on": (
        "fecha", "fecha operacion", "fecha de operacion", "fecha contable", "fecha transaccion",
        "fecha de transaccion", "fecha movimiento", "date", "booking date", "booked",
        "transaction date", "posting date", "post date", "buchungstag",
    ),
    "value_on": ("fecha valor", "fecha de valor", "value date", "valor", "valuta", "value"),
    "amount": (
        "monto", "importe", "cantidad", "amount", "transaction amount", "monto usd", "importe usd",
        "amount usd", "betrag",
    ),
    "credit": (
        "credito", "creditos", "abono", "abonos", "haber", "ingreso", "ingresos", "deposito",
        "depositos", "credit", "credits", "paid in", "money in", "deposit", "deposits",
    ),
    "debit": (
        "debito", "debitos", "cargo", "cargos", "debe", "egreso", "egresos", "retiro", "retiros",
        "debit", "debits", "paid out", "money out", "withdrawal", "withdrawals",
    ),
    "sign": ("d/c", "c/d", "dc", "cd", "dr/cr", "cr/dr", "tipo", "type", "signo", "debe/haber"),
    "currency": ("moneda", "divisa", "currency", "ccy", "waehrung"),
    "reference": (
        "referencia", "ref", "ref.", "no. de referencia", "numero de referencia", "reference",
        "bank reference", "transaction id", "transaction reference", "documento", "comprobante",
        "id", "no. documento", "numero de documento",
    ),
    "name": (
        "nombre", "ordenante", "remitente", "contraparte", "pagador", "beneficiario", "name",
        "counterparty", "payer", "from", "remitter", "sender", "originator", "party",
    ),
    "account": (
        "cuenta", "cuenta ordenante", "cuenta origen", "iban", "account", "counterparty account",
        "from account", "account number", "numero de cuenta",
    ),
    "details": (
        "concepto", "descripcion", "detalle", "detalles", "glosa", "leyenda", "observaciones",
        "details", "description", "narrative", "memo", "remittance information", "purpose",
        "transaction details", "text",
    ),
}  # fmt: skip
DAYS = ("booked_on", "value_on")
AMOUNTS = ("amount", "credit", "debit")
PREAMBLE = 20  # rows before the headings, at most
LOOKED_AT = 200  # rows that the guess reads


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each fact stands: ``head`` is the row of the headings, ``places`` name to column.

    ``decimal`` and ``days`` are empty where the file can be read in two ways.
    """

    head: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    decimal: str = ""
    days: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {
            "head": self.head,
            "places": dict(self.places),
            "decimal": self.decimal,
            "days": self.days,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Return what ``plain`` kept."""
        return cls(
            int(kept.get("head", 0)),
            {str(name): int(place) for name, place in kept.get("places", {}).items()},
            str(kept.get("decimal", "")),
            str(kept.get("days", "")),
        )

    @property
    def day_places(self) -> list[int]:
        return [self.places[name] for name in DAYS if name in self.places]

    @property
    def amount_places(self) -> list[int]:
        return [self.places[name] for name in AMOUNTS if name in self.places]


def guess(rows: Sequence[Sequence[str]]) -> Columns:
    """Return where things stand as far as headings and cells show it."""
    head = _head(rows)
    places = _places(rows[head])
    found = Columns(head, places)
    body = rows[head + 1 : head + 1 + LOOKED_AT]
    return Columns(
        head,
        places,
        figures.decimal_sign(_cells(body, found.amount_places)),
        figures.day_order(_cells(body, found.day_places)),
    )


def _head(rows: Sequence[Sequence[str]]) -> int:
    """Return the row that names most columns; the first where none names any."""
    known = [len(_places(row)) for row in rows[:PREAMBLE]]
    return known.index(max(known)) if known else 0


def _places(heads: Sequence[str]) -> dict[str, int]:
    words = {word: name for name, all_words in HEADINGS.items() for word in all_words}
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        name = words.get(" ".join(fold(head).strip(" :").split()))
        if name and name not in found:
            found[name] = place
    return found


def _cells(rows: Iterable[Sequence[str]], places: Sequence[int]) -> list[str]:
    return [
        row[place] for row in rows for place in places if place < len(row) and row[place]
    ]


def require_complete(columns: Columns) -> None:
    """Raise Invalid unless a day and an amount are named, and both can be read in one way."""
    if not columns.day_places or not columns.amount_places:
        raise Invalid(
            _("Say in which column the day stands, and in which the amount."),
            code="columns",
        )
    if "amount" in columns.places and len(columns.amount_places) > 1:
        raise Invalid(
            _("The amount stands in one column, or credits and debits in two: not both."),
            code="columns",
        )
    places = list(columns.places.values())
    if len(set(places)) < len(places):
        raise Invalid(_("A column says one thing."), code="columns")
    if columns.decimal not in figures.SIGNS or columns.days not in figures.ORDERS:
        raise Invalid(
            _("Say how amounts and days are written: they could be read in two ways."),
            code="ways",
        )
