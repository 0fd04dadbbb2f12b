"""Presidencies and the Troika by date, to read: both are public."""

from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import exceptions, serializers, viewsets
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from members import chairs
from members.chairs import Moment
from members.http import ApiRequest
from members.models import Party, Presidency
from members.models.presidencies import PresidencyQuerySet

ON = (
    "A day in San José, such as 2002-12-01, or an instant in ISO 8601 with its offset. "
    "On the day of a hand-over both presidencies held the chair."
)
SEAT = "Which seat, where several preside at once: the first one unless told."


def read_on(text: str) -> date | datetime:
    """Return the day or the instant that ``text`` is, or raise ValidationError."""
    try:
        day = parse_date(text)
        instant = None if day else parse_datetime(text.replace(" ", "+"))
    except ValueError:
        day = instant = None
    if day is not None and chairs.is_reckoned(day):
        return day
    if instant is not None and instant.tzinfo and chairs.is_reckoned(instant.date()):
        return instant
    raise exceptions.ValidationError(
        {"on": [_("Give a day, or an instant with its offset.")]}
    )


class TermSerializer(serializers.ModelSerializer[Presidency]):
    """One term in the chair: ``starts_at`` included, ``ends_at`` excluded."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    starts_at = serializers.DateTimeField(source="term.lower")
    ends_at = serializers.DateTimeField(source="term.upper", allow_null=True)

    class Meta:
        model = Presidency
        fields = [
            "label_year",
            "party",
            "starts_at",
            "ends_at",
            "precision",
            "theme_es",
            "theme_en",
            "handover_meeting_es",
            "handover_meeting_en",
            "handover_place",
            "note_es",
            "note_en",
            "source",
        ]


class PresidencyFilter(filters.FilterSet):
    """By country, and by the day or the instant on which it presided."""

    party = filters.CharFilter(field_name="party__code")
    on = filters.CharFilter(method="that_held", help_text=ON)

    class Meta:
        model = Presidency
        fields = ["party"]

    def that_held(
        self, queryset: PresidencyQuerySet, name: str, value: str
    ) -> PresidencyQuerySet:
        when = read_on(value)
        if isinstance(when, datetime):
            return queryset.at(when)
        return queryset.filter(term__overlap=chairs.bounds(when))


@extend_schema_view(
    retrieve=extend_schema(
        parameters=[OpenApiParameter("seat", OpenApiTypes.INT, description=SEAT)]
    )
)
class PresidencyViewSet(viewsets.ReadOnlyModelViewSet[Presidency]):
    """The presidencies on record, by year; what no source establishes is not there."""

    request: ApiRequest
    serializer_class = TermSerializer
    permission_classes = [AllowAny]
    lookup_field = "label_year"
    lookup_value_regex = "[0-9]{4}"
    filterset_class = PresidencyFilter
    queryset = Presidency.objects.none()

    def get_queryset(self) -> PresidencyQuerySet:
        found = Presidency.objects.visible_to(self.request.viewer).select_related("party")
        if self.action == "retrieve":
            return found.filter(seat=chairs.seat_asked(self.request.query_params))
        return found


class MomentSerializer(serializers.Serializer[Moment]):
    """The Troika from an instant on: a seat that nobody holds, or that is unknown, is null."""

    at = serializers.DateTimeField()
    label_year = serializers.IntegerField(source="term.label_year", allow_null=True)
    current = serializers.CharField(source="current.code", allow_null=True)
    previous = serializers.CharField(source="previous.code", allow_null=True)
    next = serializers.CharField(source="next.code", allow_null=True)
    is_complete = serializers.SerializerMethodField()
    notices = serializers.SerializerMethodField()

    def to_representation(self, instance: Moment) -> dict[str, Any]:
        seats = {name: party.code if party else None for name, party in instance.seats}
        return {
            "at": self.fields["at"].to_representation(instance.at),
            "label_year": instance.term.label_year if instance.term else None,
            **seats,
            "is_complete": None not in seats.values(),
            "notices": self.get_notices(instance),
        }

    @extend_schema_field(OpenApiTypes.BOOL)
    def get_is_complete(self, moment: Moment) -> bool:
        return all(party for _name, party in moment.seats)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_notices(self, moment: Moment) -> list[str]:
        return [str(notice) for notice in moment.notices]


class TroikaView(APIView):
    """Who presided, before whom and after whom: on a day, or at an instant; now unless told."""

    permission_classes = [AllowAny]
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="troika",
        tags=["presidencies"],
        parameters=[OpenApiParameter("on", OpenApiTypes.STR, description=ON)],
        responses={200: MomentSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Return the Troika: one moment, or one more for each hand-over of the day."""
        viewer = request._request.viewer  # type: ignore[attr-defined]
        text = request.query_params.get("on", "")
        when = read_on(text) if text else viewer.at
        moments = (
            [chairs.moment(when)] if isinstance(when, datetime) else chairs.moments(when)
        )
        told = MomentSerializer(moments, many=True)  # type: ignore[arg-type]
        return Response(told.data)
