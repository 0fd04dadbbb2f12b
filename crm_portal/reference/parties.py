"""Parties, their standing and the presidencies, as rows to be added."""

from collections.abc import Iterator
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from crm_portal.core.instance import THIS, InstanceError
from crm_portal.reference.files import (
    CAPITALS,
    DESIGNATIONS,
    MEETINGS,
    PARTIES,
    PRESIDENCIES,
    Dated,
    dated,
    rows,
)
from crm_portal.reference.terms import Span, spans
from members.models import Designation, Party, Presidency, Standing
from members.models.parties import PartyKind, Precision

OBSERVERS = {PartyKind.OBSERVER_STATE, PartyKind.OBSERVER_ORGANIZATION}
TEXTS = (
    "kind",
    "name_es",
    "name_en",
    "acronym_es",
    "acronym_en",
    "capital_tz",
    "note",
    "note_es",
    "source",
)


def codes() -> dict[str, int]:
    """Return the key of every party by its code."""
    return dict(Party.objects.values_list("code", "pk"))


def _parties(at: datetime) -> Iterator[Party]:
    del at
    capitals = {row["code"]: row for row in rows(CAPITALS)}
    for order, row in enumerate(rows(PARTIES), start=1):
        capital = capitals.get(row["code"], {})
        yield Party(
            code=row["code"],
            order=order,
            capital_es=capital.get("capital_es", ""),
            capital_en=capital.get("capital_en", ""),
            **{name: row[name] for name in TEXTS},
        )


def _standings(at: datetime) -> Iterator[Standing]:
    del at
    party_of = codes()
    for row in rows(PARTIES):
        since = _since(row)
        yield Standing(
            party_id=party_of[row["code"]],
            since=since.first,
            since_precision=since.precision,
            until=dated(row["until"]).first if row["until"] else None,
            source=row["source"],
        )


def _since(row: dict[str, str]) -> Dated:
    """Return when a party's standing began, at the earliest.

    Only the Vice-Ministers admit an observer, in their meeting (001:312): one known to be
    there since a year was not before that year's meeting.
    """
    since = dated(row["since"])
    if row["kind"] not in OBSERVERS or since.precision != Precision.YEAR:
        return since
    met = (dated(each["starts_on"]) for each in rows(MEETINGS))
    opened = next(
        (each.first for each in met if each.first.year == since.first.year), since.first
    )
    return Dated(opened, since.last, Precision.YEAR)


def _presidencies(at: datetime) -> Iterator[Presidency]:
    del at
    party_of = codes()
    by_seat: dict[int, list[dict[str, str]]] = {}
    for row in rows(PRESIDENCIES):
        by_seat.setdefault(_seat(row), []).append(row)
    for seat, told in by_seat.items():
        by_year = {int(row["label_year"]): row for row in told}
        for span in spans(told):
            yield _presidency(by_year[span.label_year], span, seat, party_of)


def _seat(row: dict[str, str]) -> int:
    told = row.get("seat") or "1"
    if told not in {str(seat) for seat in range(1, THIS.chair.seats + 1)}:
        year, seats = row["label_year"], THIS.chair.seats
        raise InstanceError(
            f"{PRESIDENCIES} {year}: no seat {told!r} of {seats} in the chair."
        )
    return int(told)


def _presidency(
    row: dict[str, str], span: Span, seat: int, party_of: dict[str, int]
) -> Presidency:
    return Presidency(
        party_id=party_of[row["country"]],
        label_year=span.label_year,
        seat=seat,
        term=DateTimeTZRange(span.starts_at, span.ends_at),
        precision=row["from_precision"],
        theme_es=row["theme_es"],
        theme_en=row["theme_en"],
        handover_place=row["handover_place"],
        handover_meeting_es=row["handover_meeting_es"],
        handover_meeting_en=row["handover_meeting_en"],
        note_es=row["note_es"],
        note_en=row["note_en"],
        source=row["source"],
    )


def _designations(at: datetime) -> Iterator[Designation]:
    """Return who was designated. Known to the month, it counts from its last day on."""
    del at
    party_of = codes()
    for row in rows(DESIGNATIONS):
        decided = dated(row["decided_on"])
        yield Designation(
            party_id=party_of[row["country"]],
            label_year=int(row["label_year"]),
            decided_on=decided.last,
            precision=decided.precision,
            meeting=row["meeting"],
            source=row["source"],
        )


PLAN = (
    (Party, ("code",), _parties),
    # One standing at least: what the house recorded about a party is not filled up.
    (Standing, ("party_id",), _standings),
    (Presidency, ("label_year", "seat"), _presidencies),
    (Designation, ("label_year",), _designations),
)
