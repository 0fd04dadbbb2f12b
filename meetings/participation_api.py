"""Who may do what at a meeting, to read: the matrix in force, what was decided, the guests."""

from typing import Any

from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.serializers import BilingualField, BilingualSerializer, bilingual
from meetings.models import (
    Forum,
    Guest,
    Meeting,
    ParticipationDecision,
    PartyClass,
    Right,
)
from meetings.models.decided import READERS, ParticipationDecisionQuerySet
from meetings.models.guests import GuestQuerySet
from meetings.presentation.rights import Answer, Table, in_languages
from members.http import ApiRequest
from members.models import Party

SAFE = ["get", "head"]


class RightSerializer(serializers.Serializer[Any]):
    """One right: ``word`` is yes, no or on a condition, ``why`` says which; and the source."""

    right = serializers.ChoiceField(choices=Right.choices)
    allowed = serializers.BooleanField()
    word = BilingualSerializer()
    why = BilingualSerializer()
    sources = serializers.CharField()


class PartyRightsSerializer(serializers.Serializer[Any]):
    """What one party may do in a forum, as what it is there."""

    party = serializers.CharField()
    party_class = serializers.ChoiceField(choices=PartyClass.choices)
    rights = RightSerializer(many=True)


class ForumRightsSerializer(serializers.Serializer[Any]):
    """One forum of the meeting."""

    forum = serializers.ChoiceField(choices=Forum.choices)
    parties = PartyRightsSerializer(many=True)


class ParticipationSerializer(serializers.Serializer[Any]):
    """Who may do what in each forum of a meeting, at the instant of the answer."""

    meeting = serializers.CharField()
    forums = ForumRightsSerializer(many=True)


SYMBOL = OpenApiParameter("symbol", str, OpenApiParameter.PATH)


class ParticipationViewSet(viewsets.ViewSet):
    """The matrix of one meeting, under its symbol; an observer reads its own rights."""

    request: ApiRequest
    lookup_field = "symbol"
    serializer_class = ParticipationSerializer
    http_method_names = SAFE

    @extend_schema(parameters=[SYMBOL], responses=ParticipationSerializer)
    def retrieve(self, request: ApiRequest, symbol: str) -> Response:
        viewer = request.viewer
        visible = Meeting.objects.visible_to(viewer).select_related("body")
        meeting = get_object_or_404(visible, symbol=symbol)
        told = in_languages(meeting, viewer, LANGUAGES)
        answer = {"meeting": meeting.symbol, "forums": _forums(told)}
        return Response(ParticipationSerializer(answer).data)


Cells = dict[tuple[str, str], tuple[Answer, ...]]


def _forums(told: dict[str, list[Table]]) -> list[dict[str, Any]]:
    """Return each forum with its parties, the words of every language side by side."""
    cells = {code: _cells(found) for code, found in told.items()}
    first = next(iter(told))
    return [
        {
            "forum": table.forum,
            "parties": [
                {
                    "party": party.code,
                    "party_class": row.party_class,
                    "rights": _rights(
                        {code: cells[code][table.forum, party.code] for code in told}
                    ),
                }
                for row in table.rows
                for party in row.parties
            ],
        }
        for table in told[first]
    ]


def _cells(found: list[Table]) -> Cells:
    return {
        (table.forum, party.code): row.answers
        for table in found
        for row in table.rows
        for party in row.parties
    }


def _rights(by_language: dict[str, tuple[Answer, ...]]) -> list[dict[str, Any]]:
    return [
        {
            "right": each[0].right,
            "allowed": each[0].allowed,
            "word": dict(zip(by_language, (one.word for one in each), strict=True)),
            "why": dict(zip(by_language, (one.why for one in each), strict=True)),
            "sources": each[0].sources,
        }
        for each in zip(*by_language.values(), strict=True)
    ]


class ParticipationDecisionSerializer(serializers.ModelSerializer[ParticipationDecision]):
    """A right that the presidency opened beyond the matrix; ``valid_until`` is excluded.

    Without a party it holds for the whole class, without a meeting for all of the forum.
    """

    party = serializers.SlugRelatedField[Party](
        slug_field="code", read_only=True, allow_null=True
    )
    meeting = serializers.SerializerMethodField()
    scope = BilingualField()
    is_in_force = serializers.SerializerMethodField()

    class Meta:
        model = ParticipationDecision
        fields = [
            "id",
            "forum",
            "party_class",
            "party",
            "right",
            "meeting",
            "scope",
            "valid_from",
            "valid_until",
            "revoked_at",
            "is_in_force",
            "decided_by",
            "source",
        ]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_meeting(self, row: ParticipationDecision) -> str | None:
        return row.meeting.symbol if row.meeting else None

    @extend_schema_field(serializers.BooleanField())
    def get_is_in_force(self, row: ParticipationDecision) -> bool:
        return row.holds_at(self.context["request"].viewer.at)


class ParticipationDecisionFilter(filters.FilterSet):
    """By forum, by party and by meeting."""

    forum = filters.ChoiceFilter(
        choices=Forum.choices, help_text="Where the right is exercised."
    )
    party = filters.CharFilter(field_name="party__code")
    meeting = filters.CharFilter(field_name="meeting__symbol")

    class Meta:
        model = ParticipationDecision
        fields: list[str] = []


class ParticipationDecisionViewSet(viewsets.ReadOnlyModelViewSet[ParticipationDecision]):
    """What was decided beyond the matrix; an observer reads what was decided about it."""

    request: ApiRequest
    serializer_class = ParticipationDecisionSerializer
    filterset_class = ParticipationDecisionFilter
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = SAFE
    queryset = ParticipationDecision.objects.none()

    def get_queryset(self) -> ParticipationDecisionQuerySet:
        viewer = self.request.viewer
        if not viewer.has(*READERS):
            return ParticipationDecision.objects.none()
        visible = ParticipationDecision.objects.visible_to(viewer)
        return visible.select_related("party", "meeting").order_by("-recorded_at", "-pk")


class GuestSerializer(serializers.ModelSerializer[Guest]):
    """A country or organization invited to one meeting: a party, or one that has no code."""

    meeting = serializers.CharField(source="meeting.symbol", read_only=True)
    party = serializers.SlugRelatedField[Party](
        slug_field="code", read_only=True, allow_null=True
    )
    name = serializers.SerializerMethodField()

    class Meta:
        model = Guest
        fields = ["meeting", "party", "name"]

    @extend_schema_field(BilingualSerializer)
    def get_name(self, guest: Guest) -> dict[str, str]:
        return bilingual(guest.party, "name") if guest.party else bilingual(guest, "called")


class GuestFilter(filters.FilterSet):
    """By meeting."""

    meeting = filters.CharFilter(field_name="meeting__symbol")

    class Meta:
        model = Guest
        fields: list[str] = []


class GuestViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Guest]):
    """Special guests of the meetings; to the public once the meeting began."""

    request: ApiRequest
    serializer_class = GuestSerializer
    permission_classes = [AllowAny]
    filterset_class = GuestFilter
    http_method_names = SAFE
    queryset = Guest.objects.none()

    def get_queryset(self) -> GuestQuerySet:
        visible = Guest.objects.visible_to(self.request.viewer).filter(called_off_on=None)
        return visible.select_related("meeting", "party").order_by("-meeting_id", "pk")
