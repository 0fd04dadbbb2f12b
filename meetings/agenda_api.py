"""The agenda of one meeting, to read, as far as its reader may read it."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from meetings import agendas
from meetings.models import Axis, ItemKind, Meeting, Right, VersionKind
from members.http import ApiRequest


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


SYMBOL = OpenApiParameter("symbol", str, OpenApiParameter.PATH)


class AgendaViewSet(viewsets.ViewSet):
    """The agenda of one meeting, under the meeting's symbol.

    ``closed_items`` is there for those who may attend the closed-door session, and for
    nobody else.
    """

    request: ApiRequest
    lookup_field = "symbol"
    serializer_class = AgendaSerializer

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
