"""What came of a meeting, to read: its outcome texts, its items, its summary record."""

from typing import Any

from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from crm_portal.core.serializers import BilingualField
from meetings.models import (
    Door,
    ItemResult,
    Meeting,
    OutcomeKind,
    OutcomeLink,
    SummaryRecord,
    SummaryVersion,
)
from meetings.models.results import OutcomeLinkQuerySet
from meetings.presentation import results
from members.http import ApiRequest


class OutcomeSerializer(serializers.ModelSerializer[OutcomeLink]):
    """A text that came out of a meeting: where it is read, and which source says so."""

    meeting = serializers.CharField(source="meeting.symbol", read_only=True)
    title = BilingualField()

    class Meta:
        model = OutcomeLink
        fields = ["meeting", "kind", "title", "url", "symbol", "adopted_on", "source"]


class OutcomeFilter(filters.FilterSet):
    """By meeting and by kind."""

    meeting = filters.CharFilter(field_name="meeting__symbol")
    kind = filters.ChoiceFilter(choices=OutcomeKind.choices)

    class Meta:
        model = OutcomeLink
        fields: list[str] = []


class OutcomeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[OutcomeLink]):
    """Texts that came out of the meetings, the latest first."""

    request: ApiRequest
    serializer_class = OutcomeSerializer
    permission_classes = [AllowAny]
    filterset_class = OutcomeFilter
    http_method_names = ["get", "head"]
    queryset = OutcomeLink.objects.none()

    def get_queryset(self) -> OutcomeLinkQuerySet:
        visible = OutcomeLink.objects.visible_to(self.request.viewer)
        return visible.select_related("meeting").order_by("-pk")


class ItemResultSerializer(serializers.Serializer[Any]):
    """An item of the agenda and what became of it; empty as long as nothing is recorded."""

    number = serializers.CharField()
    title = BilingualField(source="item")
    result = serializers.ChoiceField(
        source="item.result", choices=[("", ""), *ItemResult.choices]
    )


class SummaryVersionSerializer(serializers.ModelSerializer[SummaryVersion]):
    """The record as it was saved once; ``is_amendment`` after it had been approved."""

    text = BilingualField()

    class Meta:
        model = SummaryVersion
        fields = ["number", "text", "note", "is_merged", "is_amendment", "saved_at"]


class SummaryRecordSerializer(serializers.ModelSerializer[SummaryRecord]):
    """A summary record: which version was approved, and every version, the latest first."""

    versions = SummaryVersionSerializer(many=True, read_only=True)

    class Meta:
        model = SummaryRecord
        fields = ["approved_at", "approved_version", "versions"]


class ClosedResultsSerializer(serializers.Serializer[Any]):
    """What came of the closed-door session; ``record`` is null as long as nobody wrote it."""

    items = ItemResultSerializer(many=True)
    record = SummaryRecordSerializer(allow_null=True)


class ResultsSerializer(serializers.Serializer[Any]):
    """The results of one meeting, as far as the reader may read them."""

    meeting = serializers.CharField()
    outcomes = OutcomeSerializer(many=True)
    items = ItemResultSerializer(many=True)
    record = SummaryRecordSerializer(allow_null=True)
    closed = ClosedResultsSerializer(required=False)


SYMBOL = OpenApiParameter("symbol", str, OpenApiParameter.PATH)


class ResultViewSet(viewsets.ViewSet):
    """What came of one meeting, under the meeting's symbol.

    Items and the summary record are the members' and the Secretariat's; ``closed`` is there
    for those who may attend the closed-door session, and for nobody else.
    """

    request: ApiRequest
    lookup_field = "symbol"
    serializer_class = ResultsSerializer
    http_method_names = ["get", "head"]

    @extend_schema(parameters=[SYMBOL], responses=ResultsSerializer)
    def retrieve(self, request: ApiRequest, symbol: str) -> Response:
        viewer = request.viewer
        visible = Meeting.objects.visible_to(viewer).select_related("body")
        meeting = get_object_or_404(visible, symbol=symbol)
        found = results.shown(meeting, viewer)
        told: dict[str, Any] = {
            "meeting": meeting.symbol,
            "outcomes": found.outcomes.select_related("meeting"),
            "items": found.items,
            "record": found.records.get(Door.OPEN),
        }
        if found.in_circle:
            record = found.records.get(Door.CLOSED)
            told["closed"] = {"items": found.closed_items, "record": record}
        return Response(ResultsSerializer(told).data)
