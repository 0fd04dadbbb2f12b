"""Convocations, to read: whom a meeting calls, by which letter, and what was answered."""

from datetime import date
from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from crm_portal.core.serializers import BilingualField
from meetings.models import AnswerKind, ConvocationAnswer, ConvocationLetter, Meeting
from meetings.models.agenda import INSIDERS
from meetings.models.convocation import LetterQuerySet
from members.http import ApiRequest
from members.models import Party


class ConvocationAnswerSerializer(serializers.ModelSerializer[ConvocationAnswer]):
    """What a party answered, and at what level it attends; the last one counts."""

    class Meta:
        model = ConvocationAnswer
        fields = ["kind", "level", "note", "transcribed_from", "answered_at"]


class ConvocationSerializer(serializers.ModelSerializer[ConvocationLetter]):
    """A letter to one party: why it is called, how far the letter came, what was answered.

    ``answer`` is null where there is none; the day ``answer_by`` is included.
    """

    meeting = serializers.CharField(source="convocation.meeting.symbol", read_only=True)
    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    subject = BilingualField()
    answer_by = serializers.DateField(
        source="convocation.answer_by", read_only=True, allow_null=True
    )
    answer = serializers.SerializerMethodField()

    class Meta:
        model = ConvocationLetter
        fields = [
            "id",
            "meeting",
            "party",
            "basis",
            "rule",
            "subject",
            "number",
            "issued_at",
            "sent_at",
            "called_off_at",
            "answer_by",
            "answer",
        ]

    @extend_schema_field(serializers.ChoiceField(AnswerKind.choices, allow_null=True))
    def get_answer(self, letter: ConvocationLetter) -> str | None:
        given = list(letter.answers.all())
        return given[-1].kind if given else None


class WholeConvocationSerializer(ConvocationSerializer):
    """A letter with its words and every answer; ``remind_on`` for whoever convenes."""

    body = BilingualField()
    remind_on = serializers.SerializerMethodField()
    signed_sha256 = serializers.CharField(
        source="signed_copy_id", read_only=True, allow_null=True
    )
    answers = ConvocationAnswerSerializer(many=True, read_only=True)

    class Meta(ConvocationSerializer.Meta):
        fields = [
            *ConvocationSerializer.Meta.fields,
            "body",
            "remind_on",
            "signed_sha256",
            "answers",
        ]

    @extend_schema_field(
        serializers.ListField(child=serializers.DateField(), allow_null=True)
    )
    def get_remind_on(self, letter: ConvocationLetter) -> list[date] | None:
        """The days on which the silent are reminded: how one convenes is the members'."""
        inside = self.context["request"].viewer.has(*INSIDERS)
        return list(letter.convocation.remind_on) if inside else None


class ConvocationFilter(filters.FilterSet):
    """By meeting and by the party that is called."""

    meeting = filters.CharFilter(field_name="convocation__meeting__symbol")
    party = filters.CharFilter(field_name="party__code")

    class Meta:
        model = ConvocationLetter
        fields: list[str] = []


class ConvocationViewSet(viewsets.ReadOnlyModelViewSet[ConvocationLetter]):
    """Letters of convocation: all to the members and the Secretariat, to others their own."""

    request: ApiRequest
    filterset_class = ConvocationFilter
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = ["get", "head"]
    queryset = ConvocationLetter.objects.none()

    def get_queryset(self) -> LetterQuerySet:
        viewer = self.request.viewer
        known = Meeting.objects.visible_to(viewer).values("pk")
        visible = ConvocationLetter.objects.visible_to(viewer)
        letters = visible.filter(convocation__meeting__in=known)
        related = letters.select_related("party", "convocation__meeting")
        return related.prefetch_related("answers").order_by("-convocation_id", "pk")

    def get_serializer_class(self) -> type[serializers.Serializer[Any]]:
        if self.action == "retrieve":
            return WholeConvocationSerializer
        return ConvocationSerializer
