"""The text and its papers by API: versions, the Troika's reactions, records, documents."""

from typing import Any

from rest_framework import serializers

from crm_portal.core.access import Role
from crm_portal.core.serializers import BilingualField
from crm_portal.library.models import IssuedDocument
from decisions.models import OutcomeRecord, Paragraph, TextVersion, TroikaStage
from decisions.models.consultations import ReactionKind
from decisions.presentation.dossier import Dossier


class ParagraphSerializer(serializers.ModelSerializer[Paragraph]):
    """One paragraph in both languages; ``key`` is the same in every version."""

    class Meta:
        model = Paragraph
        fields = ["key", "number", "style", "es", "en"]


class TextVersionSerializer(serializers.ModelSerializer[TextVersion]):
    """One version; ``content_hash`` is the SHA-256 of a frozen one's canonical text."""

    paragraphs = ParagraphSerializer(many=True, read_only=True)

    class Meta:
        model = TextVersion
        fields = [
            "number",
            "kind",
            "content_hash",
            "created_at",
            "frozen_at",
            "paragraphs",
        ]


class VoiceSerializer(serializers.Serializer):
    """A State of the Troika as it stood at the presentation."""

    party = serializers.CharField(source="party.code")
    seats = serializers.ListField(
        child=serializers.ChoiceField(["current", "previous", "next"])
    )
    must_react = serializers.BooleanField()


class ReactionSerializer(serializers.Serializer):
    """What a State of the Troika says of the text; its last word counts."""

    party = serializers.CharField(source="party.code")
    kind = serializers.ChoiceField(ReactionKind.choices)
    comment = serializers.CharField()
    received_at = serializers.DateTimeField()


class TroikaStageSerializer(serializers.Serializer):
    """One presentation in writing to the Troika (001:388)."""

    number = serializers.IntegerField()
    version = serializers.IntegerField(source="version.number")
    is_complete = serializers.BooleanField()
    presented_at = serializers.DateTimeField()
    voices = VoiceSerializer(many=True)
    reactions = ReactionSerializer(many=True)


class OutcomeRecordSerializer(serializers.ModelSerializer[OutcomeRecord]):
    """What the presidency recorded. ``digest`` is the SHA-256 of ``data`` as canonical JSON."""

    data = serializers.DictField()  # type: ignore[assignment]

    class Meta:
        model = OutcomeRecord
        fields = ["kind", "recorded_at", "digest", "data"]


class DocumentSerializer(serializers.ModelSerializer[IssuedDocument]):
    """A PDF as issued, with the code that verifies it and the SHA-256 of its bytes."""

    code = serializers.CharField(source="printed_code")
    title = BilingualField()
    sha256 = serializers.CharField(source="pdf_id")
    size = serializers.IntegerField(source="pdf.size")
    is_current = serializers.SerializerMethodField()
    pdf_url = serializers.CharField()
    verify_url = serializers.CharField(source="get_absolute_url")

    class Meta:
        model = IssuedDocument
        fields = [
            "code",
            "kind",
            "reference",
            "title",
            "language",
            "sha256",
            "size",
            "text_sha256",
            "issued_at",
            "published_at",
            "is_current",
            "pdf_url",
            "verify_url",
        ]

    def get_is_current(self, document: IssuedDocument) -> bool:
        return document.superseded_by_id is None


def versions(dossier: Dossier) -> list[TextVersion]:
    """Return the versions that the reader may see, with their paragraphs: two queries.

    What the Troika was shown before it cleared a text is the Troika's (1.9); what is
    still being written, the presidency's and the Secretariat's; of a published text
    everybody else sees what was agreed.
    """
    found = dossier.consultation.text.versions.prefetch_related("paragraphs")
    rows = list(found.order_by("number"))
    last = dossier.last_round
    if not dossier.is_party_to_it:
        return [row for row in rows if last and row.pk == last.version_id]
    if dossier.conducts or dossier.is_secretariat:
        return rows
    first: int = dossier.consultation.first_version or 0  # type: ignore[attr-defined]
    frozen = [row for row in rows if row.frozen_at]
    return [row for row in frozen if dossier.sees_troika or row.number >= first]


def stages(dossier: Dossier) -> list[TroikaStage]:
    """Return the presentations that the reader may see: those in which its State sat.

    The presidency in office and the Secretariat see all of them (1.9). Three queries.
    """
    found: Any = dossier.consultation.troika_stages.select_related("version")
    if not dossier.viewer.has(Role.PRESIDENCY, Role.SECRETARIAT):
        found = found.filter(voices__party=dossier.viewer.party_id)
    return list(found.prefetch_related("voices__party", "reactions__party"))
