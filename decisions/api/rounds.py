"""Rounds by API: whom each asks, until when, why then, and what it amounts to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from rest_framework import serializers

from crm_portal.core import deadline_text
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.serializers import BilingualSerializer
from decisions.api.computations import ComputationSerializer
from decisions.models.consultations import Visibility
from decisions.models.replies import POSITION_LABELS, SILENT_LABEL
from decisions.models.rounds import ComputationCause, RoundStatus
from decisions.presentation import reading
from decisions.presentation.dossier import Dossier
from decisions.rules import outcome
from decisions.rules.outcome import Outcome
from decisions.rules.positions import JOINS, Position

Row = dict[str, Any]
ONE_SECOND = timedelta(seconds=1)
POSITIONS = POSITION_LABELS
STANDINGS = [*POSITIONS, (Position.SILENT.value, SILENT_LABEL)]
JOINING = [(value, label) for value, label in POSITIONS if Position(value) in JOINS]


class DeadlineSerializer(serializers.Serializer):
    """A bound: on time is what is received before ``closes_at``; the sentence says it."""

    closes_at = serializers.DateTimeField()
    last_instant = serializers.DateTimeField()
    sentence = BilingualSerializer()


class CountsSerializer(serializers.Serializer):
    """How many were asked, and how many have replied (the sponsor's own text is a reply)."""

    consulted = serializers.IntegerField()
    replied = serializers.IntegerField()


class PositionSerializer(serializers.Serializer):
    """What counts for one State; ``silent`` is neither consent nor objection."""

    party = serializers.CharField()
    position = serializers.ChoiceField(STANDINGS)
    reply = serializers.IntegerField(allow_null=True)
    is_late = serializers.BooleanField()
    is_lifted = serializers.BooleanField()


class ExtensionSerializer(serializers.Serializer):
    business_days = serializers.IntegerField()
    reason = serializers.CharField()
    granted_at = serializers.DateTimeField()


class BoundSerializer(serializers.Serializer):
    """One computation of the bound, and what made it necessary. The last one rules."""

    cause = serializers.ChoiceField(ComputationCause.choices)
    reason = serializers.CharField()
    closes_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField()


class SuspensionSerializer(serializers.Serializer):
    reason = serializers.CharField()
    suspended_at = serializers.DateTimeField()
    resumed_at = serializers.DateTimeField(allow_null=True)


class AdmissionSerializer(serializers.Serializer):
    position = serializers.ChoiceField(POSITIONS)
    reason = serializers.CharField()
    admitted_at = serializers.DateTimeField()


class LiftSerializer(serializers.Serializer):
    party = serializers.CharField()
    becomes = serializers.ChoiceField(JOINING)
    text = serializers.CharField()
    lifted_at = serializers.DateTimeField()


class SubstanceRequestSerializer(serializers.Serializer):
    party = serializers.CharField()
    reason = serializers.CharField()
    requested_at = serializers.DateTimeField()


class CorrigendumSerializer(serializers.Serializer):
    note = BilingualSerializer()
    issued_at = serializers.DateTimeField()


class RoundSerializer(serializers.Serializer):
    """One asking of all members on one frozen text.

    ``replied`` and ``positions`` are null while the reader may not see them (1.9).
    """

    number = serializers.IntegerField()
    status = serializers.ChoiceField(RoundStatus.choices)
    version = serializers.IntegerField()
    content_hash = serializers.CharField()
    sponsor = serializers.CharField()
    business_days = serializers.IntegerField()
    distributed_at = serializers.DateTimeField()
    starts_at = serializers.DateTimeField(allow_null=True)
    expired_at = serializers.DateTimeField(allow_null=True)
    deadline = DeadlineSerializer(allow_null=True)
    consulted = serializers.ListField(child=serializers.CharField())
    counts = CountsSerializer()
    replied = serializers.ListField(child=serializers.CharField(), allow_null=True)
    outcome = serializers.ChoiceField([each.value for each in Outcome])
    positions = PositionSerializer(many=True, allow_null=True)
    extension = ExtensionSerializer(allow_null=True)
    suspensions = SuspensionSerializer(many=True)
    admissions = AdmissionSerializer(many=True)
    lifts = LiftSerializer(many=True)
    substance_requests = SubstanceRequestSerializer(many=True)
    corrigenda = CorrigendumSerializer(many=True)
    computations = BoundSerializer(many=True)
    computation = ComputationSerializer(allow_null=True)


def of_each_round(latest: Dossier) -> list[Dossier]:
    """Return a dossier for each round, oldest first; ``latest`` is the last one's.

    Three queries for each earlier round, however many replies it had.
    """
    if latest.round is None:
        return []
    consultation, viewer = latest.consultation, latest.viewer
    earlier = [each.number for each in latest.rounds if each is not latest.round]
    return [*(reading.load(consultation, viewer, number) for number in earlier), latest]


def deadline(closes_at: datetime | None) -> Row | None:
    """Return a bound with its last instant and its sentence, or nothing before it is known."""
    if closes_at is None:
        return None
    return {
        "closes_at": closes_at,
        "last_instant": closes_at - ONE_SECOND,
        "sentence": {
            language: deadline_text.sentence(closes_at, "", "", language)
            for language in LANGUAGES
        },
    }


def round_row(dossier: Dossier) -> Row:
    """Return the round of a dossier, as far as its reader may see it."""
    asked: Any = dossier.round
    result: Any = dossier.result
    codes = {pk: party.code for pk, party in dossier.parties.items()}
    return {
        **{name: getattr(asked, name) for name in PLAIN},
        "status": _status(asked, dossier.viewer.at),
        "version": asked.version.number,
        "content_hash": asked.version.content_hash,
        "sponsor": asked.sponsor.code,
        "deadline": deadline(asked.closes_at),
        "consulted": list(codes.values()),
        "counts": {"consulted": len(codes), "replied": len(dossier.given)},
        "replied": [codes[pk] for pk in dossier.given] if _sees_who(dossier) else None,
        "outcome": result.outcome.value,
        "positions": list(_positions(dossier, codes)) if dossier.sees_all else None,
        "extension": getattr(asked, "extension", None),
        "computation": asked.computed,
        **_events(asked, codes),
    }


PLAIN = ("number", "business_days", "distributed_at", "starts_at", "expired_at")


def _status(asked: Any, at: datetime) -> str:
    """The bound ends the round; the sweep writes it down later."""
    ended = asked.status == RoundStatus.OPEN and outcome.is_over(asked.closes_at, at)
    return RoundStatus.EXPIRED.value if ended else str(asked.status)


def _sees_who(dossier: Dossier) -> bool:
    return dossier.sees_all or dossier.consultation.visibility == Visibility.PARTICIPATION


def _positions(dossier: Dossier, codes: dict[int, str]) -> Iterator[Row]:
    for party, standing in dossier.standings.items():
        yield {
            "party": codes[party],
            "position": standing.position.value,
            "reply": standing.sequence,
            "is_late": standing.is_late,
            "is_lifted": standing.is_lifted,
        }


def _events(asked: Any, codes: dict[int, str]) -> Row:
    """What happened to the round, each kind in order, its instants as instants."""
    corrected = [_dated(row) for row in asked.corrected]
    return {
        "computations": [_dated(row) for row in asked.moved],
        "suspensions": [_dated(row) for row in asked.stopped],
        "admissions": [_dated(row) for row in asked.admitted],
        "lifts": [_of_party(row, codes) for row in asked.lifted],
        "substance_requests": [_of_party(row, codes) for row in asked.asked_substance],
        "corrigenda": [
            {"note": {"es": row["note_es"], "en": row["note_en"]}, **row}
            for row in corrected
        ],
    }


def _dated(row: Row) -> Row:
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") and value else value
        for name, value in row.items()
    }


def _of_party(row: Row, codes: dict[int, str]) -> Row:
    return {"party": codes.get(row["party_id"], ""), **_dated(row)}
