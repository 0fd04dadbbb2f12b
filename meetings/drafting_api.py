"""Drafting groups, to read: of what, since when, headed by whom, which countries are in."""

from typing import Any

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from meetings import drafting_groups
from meetings.models import DraftingGroup, DraftingRepresentative, Meeting
from meetings.models.drafting import READERS, DraftingGroupQuerySet
from members.http import ApiRequest
from members.models import Party


class RepresentedSerializer(serializers.ModelSerializer[DraftingRepresentative]):
    """A country that has somebody in the group now, and since when; nobody by name."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    since = serializers.DateTimeField(source="during.lower", read_only=True)

    class Meta:
        model = DraftingRepresentative
        fields = ["party", "since"]


class DraftingGroupSerializer(serializers.ModelSerializer[DraftingGroup]):
    """A drafting group; ``headed_by`` is the country that presides now (001:412)."""

    meeting = serializers.CharField(source="meeting.symbol", read_only=True)
    headed_by = serializers.SerializerMethodField()
    represented = RepresentedSerializer(source="serving", many=True, read_only=True)

    class Meta:
        model = DraftingGroup
        fields = [
            "id",
            "meeting",
            "of",
            "formed_at",
            "ended_at",
            "headed_by",
            "represented",
        ]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_headed_by(self, group: DraftingGroup) -> str | None:
        heading: Party | None = self.context["heading"]
        return heading.code if heading else None


class DraftingGroupFilter(filters.FilterSet):
    """By meeting: its own groups, and the common one of those it is held with."""

    meeting = filters.CharFilter(
        method="at_meeting",
        help_text="The symbol of a meeting: its groups, and the common one of those held with it.",
    )

    class Meta:
        model = DraftingGroup
        fields: list[str] = []

    def at_meeting(
        self, rows: DraftingGroupQuerySet, name: str, value: str
    ) -> DraftingGroupQuerySet:
        viewer = self.request.viewer
        known = Meeting.objects.visible_to(viewer).select_related("body")
        meeting = known.filter(symbol=value).first()
        if meeting is None or not viewer.has(*READERS):
            return rows.none()
        planned = drafting_groups.groups(meeting, viewer)
        return rows.filter(pk__in=[each.group.pk for each in planned if each.group])


class DraftingGroupViewSet(viewsets.ReadOnlyModelViewSet[DraftingGroup]):
    """Drafting groups that were formed, the latest first: the members' and the Secretariat's."""

    request: ApiRequest
    serializer_class = DraftingGroupSerializer
    filterset_class = DraftingGroupFilter
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = ["get", "head"]
    queryset = DraftingGroup.objects.none()

    def get_queryset(self) -> DraftingGroupQuerySet:
        viewer = self.request.viewer
        now = DraftingRepresentative.objects.visible_to(viewer).at(viewer.at)
        serving: Any = now.select_related("party").order_by("party__order")
        known = Meeting.objects.visible_to(viewer).values("pk")
        visible = DraftingGroup.objects.visible_to(viewer).filter(meeting__in=known)
        return (
            visible.select_related("meeting")
            .prefetch_related(Prefetch("representatives", serving, "serving"))
            .order_by("-pk")
        )

    def get_serializer_context(self) -> dict[str, Any]:
        heading = drafting_groups.heading(self.request.viewer.at)
        return {**super().get_serializer_context(), "heading": heading}
