"""Questionnaires by API: their questions, and the answers of the reader's own country."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import exceptions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.access import Role
from crm_portal.core.errors import Refused
from crm_portal.core.serializers import BilingualField
from decisions.api.acting import LONGEST, given
from decisions.models.following_questionnaires import Questionnaire, QuestionnaireAnswer
from decisions.presentation.following_up import questionnaires as shown
from decisions.rules.following.questionnaires import Type
from decisions.services.following import questionnaires as services
from members.http import ApiRequest

TYPES = [each.value for each in Type]


class QuestionSerializer(serializers.Serializer):
    """One question. ``key`` is the same in every round that asks it again.

    ``choices`` are the values that an answer may have; ``choices_en``, what they are called
    in English.
    """

    key = serializers.CharField()
    type = serializers.ChoiceField(TYPES)
    required = serializers.BooleanField(default=False)  # type: ignore[assignment]
    es = serializers.CharField()
    en = serializers.CharField(default="")
    choices = serializers.ListField(child=serializers.CharField(), default=list)
    choices_en = serializers.ListField(child=serializers.CharField(), default=list)


class QuestionnaireSerializer(serializers.ModelSerializer[Questionnaire]):
    """One round of a series of questionnaires; ``due_on`` is included."""

    title = BilingualField()
    questions = QuestionSerializer(many=True)

    class Meta:
        model = Questionnaire
        fields = ["id", "series", "round", "title", "due_on", "opened_at", "questions"]


class OwnAnswersSerializer(serializers.ModelSerializer[QuestionnaireAnswer]):
    """What the reader's country has answered, by the keys of questions.

    Once ``handed_in_at`` is set the answers no longer change.
    """

    answers = serializers.DictField()

    class Meta:
        model = QuestionnaireAnswer
        fields = ["answers", "saved_at", "handed_in_at"]


@extend_schema_field(
    {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
)
class AnswerField(serializers.Field):
    """One answer: words, or several of what is offered."""

    def to_internal_value(self, data: Any) -> Any:
        each = serializers.CharField(max_length=LONGEST, allow_blank=True)
        if isinstance(data, list):
            return [each.run_validation(value) for value in data]
        return each.run_validation(data)

    def to_representation(self, value: Any) -> Any:
        return value


class AnswersBody(serializers.Serializer):
    """Answers by key: words, or a list where several may be chosen. A day is ISO 8601."""

    answers = serializers.DictField(child=AnswerField())
    hand_in = serializers.BooleanField(default=False)


class QuestionnaireViewSet(viewsets.ReadOnlyModelViewSet[Questionnaire]):
    """Questionnaires for self-assessment, for members and the Secretariat."""

    request: ApiRequest
    queryset = Questionnaire.objects.none()
    serializer_class = QuestionnaireSerializer
    lookup_value_regex = r"[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Questionnaire]:
        return shown.listed(self.request.viewer)

    @extend_schema(
        operation_id="questionnaires_answers",
        responses={200: OwnAnswersSerializer},
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def answers(self, request: Request, pk: str) -> Response:
        """Return what the reader's country has answered so far, or handed in."""
        asked = self._for_a_country()
        own = shown.own_answer(asked, self.request.viewer)
        if own is None:
            raise exceptions.NotFound
        return Response(OwnAnswersSerializer(own).data)

    @extend_schema(
        operation_id="questionnaires_answer",
        request=AnswersBody,
        responses={200: OwnAnswersSerializer},
    )
    @answers.mapping.post
    def answer(self, request: Request, pk: str) -> Response:
        """Save the answers of the reader's country, or hand them in."""
        asked = self._for_a_country()
        body = given(AnswersBody, request)
        keep = services.hand_in if body["hand_in"] else services.save_answers
        row = keep(asked.pk, body["answers"], by=self.request.viewer)
        return Response(OwnAnswersSerializer(row).data, HTTPStatus.OK)

    def _for_a_country(self) -> Any:
        asked = self.get_object()
        if not self.request.viewer.has(Role.MEMBER):
            raise Refused(
                _("A country itself says where it stands."),
                code="not_a_member",
                rule="003:64",
            )
        return asked
