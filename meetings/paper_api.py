"""The papers of the meetings, to read: which document, of which session and item."""

from typing import Any

from django.db.models import F, Prefetch
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.response import Response

from crm_portal.core.serializers import BilingualField, BilingualSerializer, bilingual
from crm_portal.library import reading
from crm_portal.library.models import Document, Level
from meetings.models import AgendaItem, MeetingPaper
from meetings.models.papers import MeetingPaperQuerySet
from members.http import ApiRequest


class PaperSerializer(serializers.ModelSerializer[MeetingPaper]):
    """A paper of a meeting; its files are under ``/documents/{slug}``.

    ``forum`` is null for what is of no session, ``item`` of no item that the reader knows.
    """

    meeting = serializers.CharField(source="meeting.symbol", read_only=True)
    forum = serializers.SerializerMethodField()
    session_starts_at = serializers.SerializerMethodField()
    item = serializers.SerializerMethodField()
    slug = serializers.CharField(source="document.slug", read_only=True)
    symbol = serializers.CharField(source="document.symbol", read_only=True)
    title = BilingualField(source="document")
    audience = serializers.ChoiceField(source="document.level", choices=Level.choices)

    class Meta:
        model = MeetingPaper
        fields = [
            "meeting",
            "forum",
            "session_starts_at",
            "item",
            "slug",
            "symbol",
            "title",
            "audience",
            "added_at",
        ]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_forum(self, paper: MeetingPaper) -> str | None:
        return paper.session.forum if paper.session else None

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_session_starts_at(self, paper: MeetingPaper) -> Any:
        held = paper.session
        return (
            serializers.DateTimeField().to_representation(held.starts_at) if held else None
        )

    @extend_schema_field(BilingualSerializer(allow_null=True))
    def get_item(self, paper: MeetingPaper) -> dict[str, str] | None:
        return bilingual(paper.item, "title") if paper.item else None


class PaperFilter(filters.FilterSet):
    """By meeting."""

    meeting = filters.CharFilter(field_name="meeting__symbol")

    class Meta:
        model = MeetingPaper
        fields: list[str] = []


class PaperViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[MeetingPaper]):
    """Papers of the meetings that the reader may know, session by session."""

    request: ApiRequest
    serializer_class = PaperSerializer
    filterset_class = PaperFilter
    http_method_names = ["get", "head"]
    queryset = MeetingPaper.objects.none()

    def get_queryset(self) -> MeetingPaperQuerySet:
        viewer = self.request.viewer
        known: Any = AgendaItem.objects.visible_to(viewer)
        visible = MeetingPaper.objects.visible_to(viewer)
        related = visible.select_related("meeting", "session", "document")
        return related.prefetch_related(Prefetch("item", known)).order_by(
            "-meeting_id", F("session__starts_at").asc(nulls_last=True), "position", "pk"
        )

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """List the papers that the reader may know; reading what is closely held is recorded."""
        answer = super().list(request, *args, **kwargs)
        shown = [row["slug"] for row in answer.data["results"]]
        held = Document.objects.visible_to(self.request.viewer).closely_held()
        reading.noted(held.filter(slug__in=shown), "api list", by=self.request.viewer)
        return answer
