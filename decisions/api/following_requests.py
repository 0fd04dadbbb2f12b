"""Requests to members by API: read as on their pages, replied to by the country itself."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.access import Viewer
from crm_portal.core.serializers import BilingualField
from crm_portal.library.models import Document
from decisions.api.acting import GREATEST_ID, LONGEST, given, text
from decisions.models.following_requests import (
    InformationRequest,
    RequestKind,
    RequestReply,
)
from decisions.presentation.following_up import requests as shown
from decisions.rules.following import requests as rules
from decisions.services.following import requests as services
from members.http import ApiRequest
from members.models import Party

REPLIES = [each.value for each in rules.Reply]


class RequestReplySerializer(serializers.ModelSerializer[RequestReply]):
    """What a country replied. ``document``: its symbol, where the reader may know of it."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    said = BilingualField()
    data = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]
    document = serializers.SerializerMethodField()

    class Meta:
        model = RequestReply
        fields = ["party", "said", "data", "document", "replied_on", "replied_at"]

    def get_document(self, row: RequestReply) -> str | None:
        visible: dict[int, str] = self.context.get("documents", {})
        return visible.get(row.document_id or 0)


class AskedSerializer(serializers.Serializer):
    """A country asked: where it stands today, and its last reply."""

    party = serializers.CharField()
    standing = serializers.ChoiceField(REPLIES)
    reply = RequestReplySerializer(allow_null=True)


class InformationRequestSerializer(serializers.ModelSerializer[InformationRequest]):
    """What is asked of members by ``due_on``, included. ``fields``: those of a reply.

    ``told`` is how one tells who replied, in the reader's language. ``asked``: each country.
    """

    title = BilingualField()
    text = BilingualField()
    asked_by = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    reply_fields = serializers.ListField(child=serializers.CharField(), source="fields")
    told = serializers.SerializerMethodField()
    asked = serializers.SerializerMethodField()

    class Meta:
        model = InformationRequest
        fields = [
            "id",
            "kind",
            "title",
            "text",
            "reply_fields",
            "due_on",
            "source",
            "asked_by",
            "asked_on",
            "closed_at",
            "told",
            "asked",
        ]

    def get_told(self, asked: InformationRequest) -> str:
        """Return how many replied, as the presidency's report tells it."""
        return shown.sentence(rules.tally(shown.rows_of(asked, self._viewer)))

    @extend_schema_field(AskedSerializer(many=True))
    def get_asked(self, asked: InformationRequest) -> list[dict[str, Any]]:
        replies = {each.pk: each for each in asked.replies.all()}
        rows = shown.rows_of(asked, self._viewer)
        return [
            {
                "party": row.party,
                "standing": row.standing.value,
                "reply": self._reply(replies[row.answer.row]) if row.answer else None,
            }
            for row in rows
        ]

    def _reply(self, row: RequestReply) -> dict[str, Any]:
        written: Any = RequestReplySerializer(row, context=self.context)
        return dict(written.data)

    @property
    def _viewer(self) -> Viewer:
        viewer: Viewer = self.context["request"].viewer
        return viewer


class RequestFilter(filters.FilterSet):
    """By what is asked for, whether it is open, who was asked, and when it is due."""

    kind = filters.ChoiceFilter(choices=RequestKind.choices)
    is_open = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull")
    party = filters.CharFilter(field_name="asked__party__code")
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lt")

    class Meta:
        model = InformationRequest
        fields = ["kind", "is_open", "party", "due_before"]


class RequestReplyBody(serializers.Serializer):
    """A country's reply: words, the fields that were asked, or a document by its number."""

    said_es = text()
    said_en = text()
    data = serializers.DictField(  # type: ignore[assignment]
        child=serializers.CharField(max_length=LONGEST, allow_blank=True), default=dict
    )
    document = serializers.IntegerField(
        min_value=1, max_value=GREATEST_ID, allow_null=True, default=None
    )


class InformationRequestViewSet(viewsets.ReadOnlyModelViewSet[InformationRequest]):
    """What members are asked, for members and the Secretariat."""

    request: ApiRequest
    queryset = InformationRequest.objects.none()
    serializer_class = InformationRequestSerializer
    filterset_class = RequestFilter
    lookup_value_regex = r"[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[InformationRequest]:
        seen = shown.listed(self.request.viewer)
        return seen.prefetch_related("replies__party").order_by("-asked_on", "-pk")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "documents": self._documents()}

    def _documents(self) -> dict[int, str]:
        """Return the symbols of the documents of replies that the reader may know: one query."""
        viewer = getattr(self.request, "viewer", None)
        if viewer is None:
            return {}
        held = RequestReply.objects.visible_to(viewer).values("document")
        found = Document.objects.visible_to(viewer).filter(pk__in=held)
        return dict(found.values_list("pk", "symbol"))

    @extend_schema(
        operation_id="requests_reply",
        request=RequestReplyBody,
        responses={201: RequestReplySerializer},
    )
    @action(detail=True, methods=["post"])
    def reply(self, request: Request, pk: str) -> Response:
        """Reply for the reader's country; a later reply takes the place of an earlier."""
        asked, body = self.get_object(), given(RequestReplyBody, request)
        made = services.reply_request(
            asked.pk,
            said_es=body["said_es"],
            said_en=body["said_en"],
            data=body["data"],
            document_id=body["document"],
            by=self.request.viewer,
        )
        context = self.get_serializer_context()
        told = RequestReplySerializer(made, context=context).data
        return Response(told, status=HTTPStatus.CREATED)
