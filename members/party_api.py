"""Parties, to read: what is public of them, on any day."""

from datetime import date
from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from members.http import ApiRequest
from members.models import Party, PartyName, Standing
from members.models.parties import PartyKind, PartyQuerySet


class StandingSerializer(serializers.ModelSerializer[Standing]):
    """What a party is or was, from ``since`` (included) to ``until`` (excluded)."""

    class Meta:
        model = Standing
        fields = [
            "kind",
            "status",
            "since",
            "since_precision",
            "until",
            "decided_by",
            "decided_on",
            "source",
        ]


class PartyNameSerializer(serializers.ModelSerializer[PartyName]):
    """What a party is or was called, from ``since`` (included) to ``until`` (excluded)."""

    class Meta:
        model = PartyName
        fields = [
            "name_es",
            "name_en",
            "acronym_es",
            "acronym_en",
            "since",
            "since_precision",
            "until",
            "source",
        ]


class PartySerializer(serializers.ModelSerializer[Party]):
    """What is public about a party; ``standing`` is that of the day asked for, or today's."""

    standing = serializers.SerializerMethodField()
    standings = StandingSerializer(many=True, read_only=True)
    names = PartyNameSerializer(many=True, read_only=True)

    class Meta:
        model = Party
        fields = [
            "code",
            "kind",
            "name_es",
            "name_en",
            "acronym_es",
            "acronym_en",
            "capital_es",
            "capital_en",
            "capital_tz",
            "source",
            "standing",
            "standings",
            "names",
        ]

    @extend_schema_field(StandingSerializer(allow_null=True))
    def get_standing(self, party: Party) -> dict[str, Any] | None:
        day: date = self.context["day"]
        held = (
            each
            for each in party.standings.all()
            if each.since <= day and (each.until is None or day < each.until)
        )
        found = next(held, None)
        return dict(StandingSerializer(found).data) if found else None


class PartyFilter(filters.FilterSet):
    """Who took part on a day, suspended parties among them; as what."""

    on = filters.DateFilter(method="taking_part")
    kind = filters.ChoiceFilter(choices=PartyKind, method="as_kind")

    class Meta:
        model = Party
        fields = ["on", "kind"]

    def taking_part(self, queryset: PartyQuerySet, name: str, value: date) -> PartyQuerySet:
        return queryset.taking_part_on(value, kind=self.form.cleaned_data["kind"] or None)

    def as_kind(self, queryset: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        return queryset if self.form.cleaned_data["on"] else queryset.filter(kind=value)


class PartyViewSet(viewsets.ReadOnlyModelViewSet[Party]):
    """The parties to the Conference, in the order of the sources' table."""

    request: ApiRequest
    serializer_class = PartySerializer
    permission_classes = [AllowAny]
    lookup_field = "code"
    filterset_class = PartyFilter
    queryset = Party.objects.none()

    def get_queryset(self) -> PartyQuerySet:
        visible = Party.objects.visible_to(self.request.viewer)
        return visible.prefetch_related("standings", "names")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "day": self._day()}

    def _day(self) -> date:
        """The day asked for, as the filter took it, or today."""
        asked = self.request.query_params.get("on", "")
        try:
            return date.fromisoformat(asked)
        except ValueError:
            return self.request.viewer.on
