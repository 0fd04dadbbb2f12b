"""From when until when each presidency lasted, as far as the sources know. No database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.reference.files import dated
from members.models.parties import Precision


@dataclass(frozen=True, slots=True)
class Span:
    """One term: ``starts_at`` included, ``ends_at`` excluded (None: not ended)."""

    label_year: int
    starts_at: datetime
    ends_at: datetime | None


def spans(rows: Iterable[Mapping[str, str]]) -> list[Span]:
    """Return the terms of ``rows``, one a year, in order.

    A term known to the year begins on 1 January. It ends where that of the following
    year begins; without one, at the end of its own year, so that a year about which
    nothing is known stays empty. An announced term has no end yet.
    """
    by_year = {int(row["label_year"]): row for row in rows}
    starts = {
        year: _midnight(dated(row["in_office_from"]).first) for year, row in by_year.items()
    }
    return [
        Span(year, starts[year], _end(year, starts, by_year[year]["from_precision"]))
        for year in sorted(by_year)
    ]


def _end(year: int, starts: Mapping[int, datetime], precision: str) -> datetime | None:
    if precision == Precision.ANNOUNCED:
        return None
    return starts.get(year + 1) or _midnight(date(year + 1, 1, 1))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE_OF_RECORD)
