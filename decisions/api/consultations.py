"""A consultation by API: its fields, its state in effect, and what of it is public."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm_portal.core.access import Role, Viewer
from crm_portal.core.serializers import BilingualField
from decisions.api.rounds import DeadlineSerializer, Row, deadline
from decisions.models import (
    Consultation,
    Round,
    SilenceRuleDecision,
    TroikaStage,
    TroikaVoice,
)
from decisions.models.consultations import Visibility
from decisions.rules.outcome import SilenceRule
from decisions.states import State
from members.models import Presidency

# Those between whom the procedure runs; to everybody else a published text is public.
PARTIES_TO_IT = (Role.MEMBER, Role.SECRETARIAT)


def in_effect(found: QuerySet[Consultation], viewer: Viewer) -> QuerySet[Consultation]:
    """Add the last round and the state in effect: a term that is over has expired."""
    last = Round.objects.filter(consultation=OuterRef("pk")).order_by("-number")
    expired = When(
        state=State.OPEN, round_closes_at__lte=viewer.at, then=Value(State.EXPIRED.value)
    )
    return found.annotate(
        round_number=Subquery(last.values("number")[:1]),
        round_closes_at=Subquery(last.values("closes_at")[:1]),
    ).annotate(state_in_effect=Case(expired, default=F("state")))


def in_full(found: QuerySet[Consultation], viewer: Viewer) -> QuerySet[Consultation]:
    """Add what a dossier asks of its consultation: who conducts, and who sat in the Troika."""
    stages = TroikaStage.objects.filter(consultation=OuterRef("pk")).order_by("-number")
    voices = TroikaVoice.objects.filter(stage__consultation=OuterRef("pk"))
    return found.select_related(
        "presidency__party", "conducted_by__party", "silence_decision"
    ).annotate(
        first_version=Subquery(stages.values("version__number")[:1]),
        sat_in_troika=Exists(voices.filter(party=viewer.party_id)),
    )


class ConsultationFilter(filters.FilterSet):
    """By state in effect; asked several times, any of them."""

    state = filters.MultipleChoiceFilter(
        field_name="state_in_effect", choices=State.choices, label=_("state")
    )

    class Meta:
        model = Consultation
        fields: list[str] = []


class LastRoundSerializer(serializers.Serializer):
    """The last round, in a line."""

    number = serializers.IntegerField()
    deadline = DeadlineSerializer(allow_null=True)


class PresidencySerializer(serializers.ModelSerializer[Presidency]):
    """A presidency by its country and the year it is called by."""

    party = serializers.CharField(source="party.code")

    class Meta:
        model = Presidency
        fields = ["party", "label_year"]


class SilenceDecisionSerializer(serializers.ModelSerializer[SilenceRuleDecision]):
    """The Vice-Ministerial decision by which silence is no objection (P2)."""

    text = BilingualField()

    class Meta:
        model = SilenceRuleDecision
        fields = ["reference", "adopted_on", "text"]


class PublishedSerializer(serializers.ModelSerializer[Consultation]):
    """What is public of a consultation once its text is published."""

    subject = BilingualField()
    title = BilingualField(source="text")
    state = serializers.CharField(source="state_in_effect")

    class Meta:
        model = Consultation
        fields = [
            "reference",
            "subject",
            "title",
            "state",
            "is_demonstration",
            "published_at",
        ]
        read_only_fields = fields


class ConsultationRowSerializer(serializers.ModelSerializer[Consultation]):
    """A consultation in a list. What the reader may not see of it is null."""

    subject = BilingualField()
    state = serializers.ChoiceField(State.choices, source="state_in_effect", read_only=True)
    is_urgent = serializers.BooleanField(allow_null=True, read_only=True)
    created_at = serializers.DateTimeField(allow_null=True, read_only=True)
    conducted_by = PresidencySerializer(allow_null=True, read_only=True)
    round = serializers.SerializerMethodField()

    class Meta:
        model = Consultation
        fields = [
            "reference",
            "subject",
            "state",
            "is_urgent",
            "is_demonstration",
            "created_at",
            "published_at",
            "conducted_by",
            "round",
        ]
        read_only_fields = fields

    def to_representation(self, instance: Consultation) -> Row:
        """Return every field to those the procedure runs between; to others, what is public."""
        viewer: Viewer = self.context["request"].viewer
        if viewer.has(*PARTIES_TO_IT):
            return super().to_representation(instance)
        public = PublishedSerializer(instance).data
        return {str(name): public.get(name) for name in self.fields}

    @extend_schema_field(LastRoundSerializer(allow_null=True))
    def get_round(self, consultation: Any) -> Row | None:
        if consultation.round_number is None:
            return None
        bound = LastRoundSerializer({
            "number": consultation.round_number,
            "deadline": deadline(consultation.round_closes_at),
        })  # fmt: skip
        return dict(bound.data)


class ConsultationSerializer(ConsultationRowSerializer):
    """A consultation. What the reader may not see of it is null."""

    title = BilingualField(source="text")
    reason = BilingualField(allow_null=True)
    presidency = PresidencySerializer(allow_null=True, read_only=True)
    silence_rule = serializers.ChoiceField(
        [rule.value for rule in SilenceRule], allow_null=True, read_only=True
    )
    silence_decision = SilenceDecisionSerializer(allow_null=True, read_only=True)
    visibility = serializers.ChoiceField(
        Visibility.choices, allow_null=True, read_only=True
    )

    class Meta(ConsultationRowSerializer.Meta):
        fields = [
            *ConsultationRowSerializer.Meta.fields,
            "title",
            "reason",
            "presidency",
            "silence_rule",
            "silence_decision",
            "visibility",
            "troika_target_on",
            "reception_target_on",
        ]
        read_only_fields = fields
