"""The agenda of one meeting, to read, as far as its reader may read it."""

from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from crm_portal.core.permissions import HasAuthority
from crm_portal.core.serializers import BilingualField
from meetings import agendas
from meetings.models import (
    AgendaComment,
    AgendaVersion,
    Axis,
    ItemKind,
    Meeting,
    Right,
    VersionKind,
)
from members.http import ApiRequest
from members.models import Party


class WordsSerializer(serializers.Serializer[Any]):
    """The same words in both languages; one may be empty."""

    es = serializers.CharField()
    en = serializers.CharField()


class AgendaSessionSerializer(serializers.Serializer[Any]):
    """The session that an item is dealt with in."""

    forum = serializers.CharField()
    title = WordsSerializer()
    room = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class AgendaSpaceSerializer(serializers.Serializer[Any]):
    """A space that the presidency and the Secretariat gave at an item."""

    party = WordsSerializer()
    right = serializers.ChoiceField(choices=Right.choices)
    minutes = serializers.IntegerField(allow_null=True)


class AgendaRowSerializer(serializers.Serializer[Any]):
    """One item, by its number."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=ItemKind.choices)
    axis = serializers.ChoiceField(choices=[("", ""), *Axis.choices])
    title = WordsSerializer()
    description = WordsSerializer()
    presenter = WordsSerializer()
    session = AgendaSessionSerializer(allow_null=True)
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    slots = AgendaSpaceSerializer(many=True)
    referred_by = serializers.CharField()
    carried_from = serializers.CharField()


class AgendaVersionSerializer(serializers.Serializer[Any]):
    """Which circulated version the items are of."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=VersionKind.choices)
    circulated_at = serializers.DateTimeField()
    comments_until = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class AgendaSerializer(serializers.Serializer[Any]):
    """An agenda: of the version that its reader was given, or as it is being prepared."""

    meeting = serializers.CharField()
    version = AgendaVersionSerializer(allow_null=True)
    items = AgendaRowSerializer(many=True)
    closed_items = AgendaRowSerializer(many=True, required=False)


class AgendaCommentSerializer(serializers.ModelSerializer[AgendaComment]):
    """What a party said of an item, or of the whole, and what became of it."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)

    class Meta:
        model = AgendaComment
        fields = [
            "item_number",
            "party",
            "text",
            "language",
            "made_at",
            "treatment",
            "because",
            "treated_at",
        ]


class CirculatedAgendaSerializer(serializers.ModelSerializer[AgendaVersion]):
    """An agenda as it was circulated; ``comments_until`` is excluded."""

    note = BilingualField()
    items = serializers.SerializerMethodField()
    comments = AgendaCommentSerializer(source="told", many=True, read_only=True)

    class Meta:
        model = AgendaVersion
        fields = [
            "door",
            "number",
            "kind",
            "note",
            "circulated_at",
            "comments_until",
            "published_at",
            "items",
            "comments",
        ]

    @extend_schema_field(AgendaRowSerializer(many=True))
    def get_items(self, version: AgendaVersion) -> list[dict[str, Any]]:
        rows = agendas.rows_for(version, self.context["request"].viewer)
        return [dict(AgendaRowSerializer(row).data) for row in rows]


SYMBOL = OpenApiParameter("symbol", str, OpenApiParameter.PATH)


class AgendaViewSet(viewsets.ViewSet):
    """The agenda of one meeting, under the meeting's symbol; to the public, once published.

    ``closed_items`` is there for those who may attend the closed-door session, and for
    nobody else.
    """

    request: ApiRequest
    permission_classes = [AllowAny]
    lookup_field = "symbol"
    serializer_class = AgendaSerializer
    http_method_names = ["get", "head"]

    @extend_schema(parameters=[SYMBOL], responses=AgendaSerializer)
    def retrieve(self, request: ApiRequest, symbol: str) -> Response:
        viewer = request.viewer
        visible = Meeting.objects.visible_to(viewer).select_related("body")
        meeting = get_object_or_404(visible, symbol=symbol)
        found = agendas.shown(meeting, viewer)
        told: dict[str, Any] = {
            "meeting": meeting.symbol,
            "version": found.version,
            "items": found.rows,
        }
        if found.in_circle:
            told["closed_items"] = found.closed
        return Response(AgendaSerializer(told).data)

    @extend_schema(
        operation_id="agendas_versions",
        parameters=[SYMBOL],
        responses=CirculatedAgendaSerializer(many=True),
    )
    @action(detail=True, permission_classes=[HasAuthority])
    def versions(self, request: ApiRequest, symbol: str) -> Response:
        """Return the versions that were circulated to the reader, the latest first."""
        viewer = request.viewer
        meeting = get_object_or_404(Meeting.objects.visible_to(viewer), symbol=symbol)
        comments: Any = AgendaComment.objects.visible_to(viewer).select_related("party")
        visible = AgendaVersion.objects.visible_to(viewer).filter(meeting=meeting)
        told = visible.prefetch_related(Prefetch("comments", comments, "told"))
        rows = told.order_by("-circulated_at", "-pk")
        context = {"request": request}
        return Response(CirculatedAgendaSerializer(rows, many=True, context=context).data)
