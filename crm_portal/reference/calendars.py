"""The days the members do not work, and the years they confirmed, as rows to be added."""

from collections.abc import Iterator
from datetime import date, datetime

from crm_portal.reference.files import CALENDARS, names, rows
from crm_portal.reference.parties import codes
from members.models import CalendarYear, Closure

# The years the file holds whole. It has a few days of the years around them, unconfirmed.
CONFIRMED = range(2025, 2029)


def _closures(at: datetime) -> Iterator[Closure]:
    party_of = codes()
    for row in rows(CALENDARS):
        day = date.fromisoformat(row["date"])
        name_es, name_en = names()[row["name"]]
        yield Closure(
            party_id=party_of[row["country"]],
            institution_id=None,
            day=day,
            kind=row["kind"],
            name_es=name_es,
            name_en=name_en,
            instrument=row["instrument"],
            source_url=CALENDARS,
            confirmed=day.year in CONFIRMED,
            entered_at=at,
        )


def _years(at: datetime) -> Iterator[CalendarYear]:
    party_of = codes()
    for country in dict.fromkeys(row["country"] for row in rows(CALENDARS)):
        for year in CONFIRMED:
            yield CalendarYear(
                party_id=party_of[country],
                institution_id=None,
                year=year,
                confirmed_at=at,
                source=CALENDARS,
            )


PLAN = (
    (Closure, ("party_id", "institution_id", "day", "kind"), _closures),
    (CalendarYear, ("party_id", "institution_id", "year"), _years),
)
