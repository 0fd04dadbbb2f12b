"""The lines of the budget, and what sources tell of contributions before the portal, as rows.

An amount that no source gives is no amount: it is not worked out from a later scale.
"""

from collections.abc import Iterator
from datetime import datetime

from crm_portal.reference.files import BUDGET_LINES, PAST_CONTRIBUTIONS, dated, rows
from crm_portal.reference.parties import codes
from finance.models import LineKind, PastFact


def _lines(at: datetime) -> Iterator[LineKind]:
    del at
    for order, row in enumerate(rows(BUDGET_LINES), start=1):
        yield LineKind(
            code=row["code"],
            name_es=row["name_es"],
            name_en=row["name_en"],
            order=order,
            valid_from=dated(row["valid_from"]).first,
            valid_until=dated(row["valid_until"]).first if row["valid_until"] else None,
            source=row["source"],
        )


def _past(at: datetime) -> Iterator[PastFact]:
    del at
    party_of = codes()
    for row in rows(PAST_CONTRIBUTIONS):
        known = dated(row["on"])
        yield PastFact(
            code=row["code"],
            kind=row["kind"],
            period_starts=dated(row["period_starts"]).first,
            period_ends=dated(row["period_ends"]).last,
            on=known.first,
            precision=known.precision,
            party_id=party_of[row["country"]] if row["country"] else None,
            members=int(row["members"]) if row["members"] else None,
            note_es=row["note_es"],
            note_en=row["note_en"],
            source=row["source"],
        )


PLAN = (
    (LineKind, ("code",), _lines),
    (PastFact, ("code",), _past),
)
