"""Calendars, to read: their entries, and which lists were confirmed."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from members.http import ApiRequest
from members.models import CalendarYear, Closure, Party
from members.models.calendars import CalendarYearQuerySet, ClosureQuerySet


class ClosureSerializer(serializers.ModelSerializer[Closure]):
    """An entry of a calendar; a corrected one names what took its place."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    institution = serializers.SerializerMethodField()
    superseded_by = serializers.SerializerMethodField()

    class Meta:
        model = Closure
        fields = [
            "id",
            "party",
            "institution",
            "day",
            "kind",
            "name_es",
            "name_en",
            "instrument",
            "published_on",
            "source_url",
            "confirmed",
            "supersedes",
            "superseded_by",
            "entered_at",
        ]

    def get_institution(self, closure: Closure) -> str | None:
        return closure.institution.name_es if closure.institution else None

    def get_superseded_by(self, closure: Closure) -> int | None:
        later: Any = getattr(closure, "superseded_by", None)
        return later.pk if later else None


class ClosureFilter(filters.FilterSet):
    """By member, by year, and only what holds now."""

    party = filters.CharFilter(field_name="party__code")
    year = filters.NumberFilter(field_name="day__year", min_value=1900, max_value=2999)
    in_force = filters.BooleanFilter(method="only_in_force")

    class Meta:
        model = Closure
        fields = ["party", "year", "kind"]

    def only_in_force(
        self,
        queryset: ClosureQuerySet,
        name: str,
        value: bool,  # noqa: FBT001 - its signature
    ) -> ClosureQuerySet:
        return queryset.in_force() if value else queryset


class ClosureViewSet(viewsets.ReadOnlyModelViewSet[Closure]):
    """The days on which members do not work, corrections included."""

    request: ApiRequest
    serializer_class = ClosureSerializer
    filterset_class = ClosureFilter
    queryset = Closure.objects.none()

    def get_queryset(self) -> ClosureQuerySet:
        visible = Closure.objects.visible_to(self.request.viewer)
        return visible.select_related("party", "institution", "superseded_by")


class CalendarYearSerializer(serializers.ModelSerializer[CalendarYear]):
    """Which list a member confirmed, and when."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)

    class Meta:
        model = CalendarYear
        fields = ["party", "year", "confirmed_at", "source"]


class CalendarYearViewSet(viewsets.ReadOnlyModelViewSet[CalendarYear]):
    """The lists that members have confirmed, whole countries only."""

    request: ApiRequest
    serializer_class = CalendarYearSerializer
    filterset_fields = {"party__code": ["exact"], "year": ["exact"]}
    queryset = CalendarYear.objects.none()

    def get_queryset(self) -> CalendarYearQuerySet:
        visible = CalendarYear.objects.visible_to(self.request.viewer)
        return visible.filter(institution=None).select_related("party")
