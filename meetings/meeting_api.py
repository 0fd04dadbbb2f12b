"""Bodies and meetings, to read: what the pages show, never more."""

from datetime import date
from typing import Any

from django.db.models import Q
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from meetings.models import (
    Body,
    BodyName,
    BodyRule,
    Meeting,
    MeetingState,
    Place,
    Session,
)
from meetings.models.meetings import MeetingQuerySet
from meetings.presentation.titles import Names
from members.http import ApiRequest
from members.models import Party


class BodyNameSerializer(serializers.ModelSerializer[BodyName]):
    """What a body is called from ``valid_from`` (included) to ``valid_until`` (excluded)."""

    class Meta:
        model = BodyName
        fields = [
            "name_es",
            "name_en",
            "acronym_es",
            "acronym_en",
            "valid_from",
            "precision",
            "valid_until",
            "source",
        ]


class BodyRuleSerializer(serializers.ModelSerializer[BodyRule]):
    """How a body works from ``valid_from`` (included) to ``valid_until`` (excluded)."""

    class Meta:
        model = BodyRule
        fields = [
            "composition_es",
            "composition_en",
            "chair_es",
            "chair_en",
            "convener",
            "frequency_es",
            "frequency_en",
            "per_year",
            "half_year",
            "note_es",
            "note_en",
            "valid_from",
            "precision",
            "valid_until",
            "source",
        ]


class BodySerializer(serializers.ModelSerializer[Body]):
    """A body with its names and its rules; ``forum`` is where its participation is regulated."""

    names = BodyNameSerializer(many=True, read_only=True)
    rules = BodyRuleSerializer(many=True, read_only=True)

    class Meta:
        model = Body
        fields = ["code", "kind", "forum", "names", "rules"]


class BodyViewSet(viewsets.ReadOnlyModelViewSet[Body]):
    """The bodies of the Conference."""

    request: ApiRequest
    serializer_class = BodySerializer
    permission_classes = [AllowAny]
    lookup_field = "code"
    filterset_fields = ["kind"]
    queryset = Body.objects.prefetch_related("names", "rules").order_by("order", "code")


class PlaceSerializer(serializers.ModelSerializer[Place]):
    """One of the cities of a meeting."""

    class Meta:
        model = Place
        fields = [
            "city_es",
            "city_en",
            "venue_es",
            "venue_en",
            "time_zone",
            "starts_on",
            "ends_on",
        ]


class SessionSerializer(serializers.ModelSerializer[Session]):
    """When a part of a meeting sits; ``ends_at`` is excluded. Its items are not here."""

    is_closed = serializers.BooleanField(read_only=True)

    class Meta:
        model = Session
        fields = ["forum", "title_es", "title_en", "starts_at", "ends_at", "is_closed"]


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting; of one known to the month or the year, the days among which it falls."""

    body = serializers.SlugRelatedField[Body](slug_field="code", read_only=True)
    jointly_with = serializers.SlugRelatedField[Body](
        slug_field="code", read_only=True, many=True
    )
    host = serializers.SlugRelatedField[Party](
        slug_field="code", read_only=True, allow_null=True
    )
    name_es = serializers.SerializerMethodField()
    name_en = serializers.SerializerMethodField()

    class Meta:
        model = Meeting
        fields = [
            "symbol",
            "body",
            "jointly_with",
            "ordinal",
            "name_es",
            "name_en",
            "theme_es",
            "theme_en",
            "host",
            "mode",
            "city_es",
            "city_en",
            "time_zone",
            "starts_on",
            "ends_on",
            "precision",
            "state",
            "sequence",
            "note_es",
            "note_en",
            "source",
            "is_demonstration",
        ]

    @extend_schema_field(serializers.CharField())
    def get_name_es(self, meeting: Meeting) -> str:
        return self._names.title(meeting, "es")

    @extend_schema_field(serializers.CharField())
    def get_name_en(self, meeting: Meeting) -> str:
        return self._names.title(meeting, "en")

    @property
    def _names(self) -> Names:
        names: Names = self.context["names"]
        return names


class WholeMeetingSerializer(MeetingSerializer):
    """A meeting with its places and its sessions."""

    places = PlaceSerializer(many=True, read_only=True)
    sessions = SessionSerializer(many=True, read_only=True)
    held_with = serializers.SerializerMethodField()

    class Meta(MeetingSerializer.Meta):
        fields = [*MeetingSerializer.Meta.fields, "held_with", "places", "sessions"]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_held_with(self, meeting: Meeting) -> str | None:
        """The symbol of the meeting it is held with, if the reader may know of that one."""
        if meeting.held_with_id is None:
            return None
        visible = Meeting.objects.visible_to(self.context["request"].viewer)
        found = visible.filter(pk=meeting.held_with_id).values_list("symbol", flat=True)
        return found.first()


class MeetingFilter(filters.FilterSet):
    """Of which body (its own and joint meetings), in which year, in which state."""

    body = filters.CharFilter(method="of_body")
    year = filters.NumberFilter(method="of_year")
    state = filters.ChoiceFilter(choices=MeetingState.choices)

    class Meta:
        model = Meeting
        fields = ["body", "year", "state"]

    def of_body(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        joint = Meeting.objects.filter(jointly_with__code=value).values("pk")
        return queryset.filter(Q(body__code=value) | Q(pk__in=joint))

    def of_year(self, queryset: MeetingQuerySet, name: str, value: Any) -> MeetingQuerySet:
        try:
            first, last = date(int(value), 1, 1), date(int(value), 12, 31)
        except (ValueError, OverflowError):
            return queryset.none()
        return queryset.filter(starts_on__lte=last, ends_on__gte=first)


class MeetingViewSet(viewsets.ReadOnlyModelViewSet[Meeting]):
    """Meetings that the reader may know of, the latest first; one of them by its symbol."""

    request: ApiRequest
    permission_classes = [AllowAny]
    lookup_field = "symbol"
    filterset_class = MeetingFilter
    queryset = Meeting.objects.none()

    def get_queryset(self) -> MeetingQuerySet:
        visible = Meeting.objects.visible_to(self.request.viewer)
        related = visible.select_related("body", "host").prefetch_related("jointly_with")
        if self.action == "retrieve":
            related = related.prefetch_related("places", "sessions")
        return related.order_by("-starts_on", "-pk")

    def get_serializer_class(self) -> type[MeetingSerializer]:
        return WholeMeetingSerializer if self.action == "retrieve" else MeetingSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "names": Names.read()}
