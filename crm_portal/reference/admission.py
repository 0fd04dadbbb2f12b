"""Names by date, criteria, advice, guests and applications of the past, as rows to be added."""

from collections.abc import Iterator
from datetime import datetime

from crm_portal.reference.files import dated, rows
from crm_portal.reference.parties import codes
from meetings.models import Advice, Application, Criterion, Guest, Meeting
from members.models import Party, PartyName, Standing
from members.models.parties import Precision

PARTY_NAMES = "party_names.csv"
CRITERIA = "criteria.csv"
ADVICE = "advice.csv"
GUESTS = "guests.csv"
APPLICATIONS = "applications.csv"
LABELS = ("name_es", "name_en", "acronym_es", "acronym_en", "note_es", "note_en", "source")


def _names(at: datetime) -> Iterator[PartyName]:
    del at
    party_of = codes()
    for row in rows(PARTY_NAMES):
        yield PartyName(
            party_id=party_of[row["code"]],
            since=dated(row["since"]).first,
            since_precision=row["precision"],
            until=dated(row["until"]).first if row["until"] else None,
            **{name: row[name] for name in LABELS},
        )


def _criteria(at: datetime) -> Iterator[Criterion]:
    del at
    for row in rows(CRITERIA):
        yield Criterion(
            kind=row["kind"],
            number=int(row["number"]),
            text_es=row["text_es"],
            text_en=row["text_en"],
            since=dated(row["since"]).first,
            until=dated(row["until"]).first if row["until"] else None,
            source=row["source"],
        )


def _advice(at: datetime) -> Iterator[Advice]:
    del at
    for row in rows(ADVICE):
        texts = {name: row[name] for name in ("by_es", "by_en", "text_es", "text_en")}
        yield Advice(
            kind=row["kind"],
            given_on=dated(row["given_on"]).first,
            source=row["source"],
            **texts,
        )


def _guests(at: datetime) -> Iterator[Guest]:
    del at
    meeting_of = _meetings()
    for row in rows(GUESTS):
        yield Guest(
            meeting_id=meeting_of[int(row["meeting"])],
            called_es=row["name_es"],
            called_en=row["name_en"],
            purpose_es=row["purpose_es"],
            purpose_en=row["purpose_en"],
            decided_by=row["decided_by"],
            source=row["source"],
        )


def _applications(at: datetime) -> Iterator[Application]:
    del at
    meeting_of = _meetings()
    for row in rows(APPLICATIONS):
        party = Party.objects.get(code=row["party"])
        received = dated(row["received_on"])
        yield Application(
            reference=row["reference"],
            kind=row["kind"],
            party=party,
            name_es=party.name_es,
            name_en=party.name_en,
            acronym_es=party.acronym_es,
            acronym_en=party.acronym_en,
            received_on=received.first,
            received_precision=received.precision,
            state=row["state"],
            meeting_id=meeting_of[int(row["meeting"])],
            decided_on=dated(row["decided_on"]).first,
            decided_precision=Precision.MONTH,
            decision=row["decision"],
            note=row["note"],
            source=row["source"],
            standing=Standing.objects.filter(party=party).earliest("since"),
        )


def _meetings() -> dict[int, int]:
    found = Meeting.objects.vice_ministerial().filter(ordinal__isnull=False)
    return {ordinal: pk for ordinal, pk in found.values_list("ordinal", "pk") if ordinal}


PLAN = (
    # One name at least: what the house dated is not filled up.
    (PartyName, ("party_id",), _names),
    (Criterion, ("kind", "number"), _criteria),
    (Advice, ("kind", "given_on"), _advice),
    (Guest, ("meeting_id", "called_es"), _guests),
    (Application, ("reference",), _applications),
)
