"""Statements asked for at meetings, to read: one's own, or all for those who prepare them."""

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from crm_portal.core.serializers import BilingualField, BilingualSerializer, bilingual
from meetings.models import Meeting, Statement, StatementState
from meetings.models.statements import StatementQuerySet
from meetings.rules import delegations as rules
from members.http import ApiRequest
from members.models import Party


class MeetingStatementSerializer(serializers.ModelSerializer[Statement]):
    """A statement that a party asked to make, and what was decided about it.

    ``scope`` is what it covers, up to ``expires_at`` (excluded); ``item`` is null where it
    is of none. Who asked and who decided is not here.
    """

    meeting = serializers.CharField(source="meeting.symbol", read_only=True)
    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    forum = serializers.CharField(source="session.forum", read_only=True)
    session_starts_at = serializers.DateTimeField(
        source="session.starts_at", read_only=True
    )
    item = serializers.SerializerMethodField()
    subject = BilingualField()
    scope = BilingualField()
    document_sha256 = serializers.CharField(
        source="document_id", read_only=True, allow_null=True
    )

    class Meta:
        model = Statement
        fields = [
            "id",
            "meeting",
            "party",
            "forum",
            "session_starts_at",
            "item",
            "right",
            "subject",
            "state",
            "requested_at",
            "decided_at",
            "scope",
            "expires_at",
            "rule",
            "declined_because",
            "delivered_at",
            "document_sha256",
        ]

    @extend_schema_field(BilingualSerializer(allow_null=True))
    def get_item(self, statement: Statement) -> dict[str, str] | None:
        item = statement.item
        hidden = item is None or item.is_behind_closed_door
        return None if hidden else bilingual(item, "title")


class StatementFilter(filters.FilterSet):
    """By meeting, by party and by state."""

    meeting = filters.CharFilter(field_name="meeting__symbol")
    party = filters.CharFilter(field_name="party__code")
    state = filters.ChoiceFilter(choices=StatementState.choices)

    class Meta:
        model = Statement
        fields: list[str] = []


class MeetingStatementViewSet(viewsets.ReadOnlyModelViewSet[Statement]):
    """Statements asked for: a party's own; all of them for those who prepare the meeting."""

    request: ApiRequest
    serializer_class = MeetingStatementSerializer
    filterset_class = StatementFilter
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = ["get", "head"]
    queryset = Statement.objects.none()

    def get_queryset(self) -> StatementQuerySet:
        viewer = self.request.viewer
        if not rules.acts_for_a_party(viewer):
            return Statement.objects.none()
        known: Any = Meeting.objects.visible_to(viewer).values("pk")
        visible = Statement.objects.visible_to(viewer).filter(meeting__in=known)
        related = visible.select_related("meeting", "party", "session", "item__session")
        return related.order_by("-requested_at", "-pk")
