"""Replies, the changes they propose and what became of them, as far as the reader sees them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from rest_framework import serializers

from crm_portal.core.serializers import BilingualSerializer, bilingual
from decisions import access
from decisions.api.rounds import POSITIONS, Row
from decisions.models import Reply, TextVersion
from decisions.models.proposals import REPLY_CHOICES, DispositionKind
from decisions.models.replies import Channel
from decisions.presentation.dossier import Dossier
from decisions.services import replying


class ChangeSerializer(serializers.Serializer):
    """A change proposed to one paragraph, in either language or both."""

    id = serializers.IntegerField()
    paragraph = serializers.CharField()
    operation = serializers.ChoiceField(REPLY_CHOICES)
    es = serializers.CharField()
    en = serializers.CharField()
    reason = serializers.CharField()


class ReplySerializer(serializers.Serializer):
    """What one institution sent for its State. ``is_counted``: it is the State's position."""

    id = serializers.IntegerField()
    round = serializers.IntegerField()
    party = serializers.CharField()
    institution = BilingualSerializer()
    position = serializers.ChoiceField(POSITIONS)
    comment = serializers.CharField()
    reservation = serializers.CharField()
    received_at = serializers.DateTimeField()
    is_official = serializers.BooleanField()
    is_late = serializers.BooleanField()
    is_counted = serializers.BooleanField()
    channel = serializers.ChoiceField(Channel.choices)
    document_name = serializers.CharField()
    endorsed_at = serializers.DateTimeField(allow_null=True)
    disputed_at = serializers.DateTimeField(allow_null=True)
    changes = ChangeSerializer(many=True)


class ProposalSerializer(ChangeSerializer):
    """A proposed change with whose it is, and the presidency's treatment once there is one."""

    round = serializers.IntegerField()
    party = serializers.CharField()
    reply = serializers.IntegerField()
    is_in_effect = serializers.BooleanField()
    treatment = serializers.ChoiceField(DispositionKind.choices, allow_null=True)
    treatment_reason = serializers.CharField()


class ChangeTableRowSerializer(serializers.Serializer):
    """A treated proposal. ``wording`` is the paragraph in the next round's text, if any."""

    round = serializers.IntegerField()
    proposal = serializers.IntegerField()
    party = serializers.CharField()
    paragraph = serializers.CharField()
    operation = serializers.ChoiceField(REPLY_CHOICES)
    es = serializers.CharField()
    en = serializers.CharField()
    reason = serializers.CharField()
    treatment = serializers.ChoiceField(DispositionKind.choices)
    treatment_reason = serializers.CharField()
    wording = BilingualSerializer(allow_null=True)


def replies(files: Iterable[Dossier]) -> Iterator[Row]:
    """Yield every reply that the reader may see, oldest first."""
    for dossier in files:
        for filed in dossier.shown_replies():
            yield reply_row(dossier, filed)


def reply_row(dossier: Dossier, filed: Reply) -> Row:
    """Return one reply, with what became of it."""
    asked: Any = dossier.round
    endorsement, dispute = (
        getattr(filed, each, None) for each in ("endorsement", "dispute")
    )
    standing = dossier.standings.get(filed.party_id)
    return {
        **{name: getattr(filed, name) for name in PLAIN},
        "round": asked.number,
        "party": dossier.parties[filed.party_id].code,
        "institution": bilingual(filed.institution, "name"),
        "is_late": replying.is_late(filed, asked),
        "is_counted": standing is not None and standing.sequence == filed.pk,
        "endorsed_at": endorsement.endorsed_at if endorsement else None,
        "disputed_at": dispute.disputed_at if dispute else None,
        "changes": [_change(each) for each in _changes(filed)],
    }


PLAIN = (
    "id",
    "position",
    "comment",
    "reservation",
    "received_at",
    "is_official",
    "channel",
    "document_name",
)


def _changes(filed: Reply) -> list[Row]:
    changes: list[Row] = filed.changes  # type: ignore[attr-defined]
    return changes


def _change(change: Row) -> Row:
    return {
        "id": change["pk"],
        "paragraph": change["key"],
        **{name: change[name] for name in ("operation", "es", "en", "reason")},
    }


def proposals(files: Iterable[Dossier]) -> Iterator[Row]:
    """Yield every proposed change that the reader may see, with its treatment."""
    for dossier in files:
        asked: Any = dossier.round
        for filed in dossier.shown_replies():
            about = {
                "round": asked.number,
                "party": dossier.parties[filed.party_id].code,
                "reply": filed.pk,
                "is_in_effect": access.submission(filed).effective_at is not None,
            }
            yield from (_proposal(change, about) for change in _changes(filed))


def _proposal(change: Row, about: Row) -> Row:
    treated = {"treatment": change["treated"], "treatment_reason": change["answer"] or ""}
    return {**_change(change), **about, **treated}


def change_table(
    files: Sequence[Dossier], versions: Iterable[TextVersion]
) -> Iterator[Row]:
    """Yield a row for each treated proposal, with the wording that came of it (001:390)."""
    following = _following(files)
    wordings = {
        (version.pk, paragraph.key): bilingual_paragraph(paragraph)
        for version in versions
        for paragraph in version.paragraphs.all()
    }
    for row in proposals(files):
        if row["treatment"] is not None:
            became = following.get(row["round"], 0)
            wording = wordings.get((became, row["paragraph"]))
            yield {**row, "proposal": row["id"], "wording": wording}


def _following(files: Sequence[Dossier]) -> dict[int, int]:
    """The version on which the round after each one was held."""
    rounds: list[Any] = [dossier.round for dossier in files]
    return {before.number: after.version_id for before, after in pairwise(rounds)}


def bilingual_paragraph(paragraph: Any) -> dict[str, str]:
    return {"es": paragraph.es, "en": paragraph.en}
