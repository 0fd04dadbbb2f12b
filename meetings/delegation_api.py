"""Delegations to meetings by the API, to read: names and functions, for those who take part."""

from typing import Any

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from crm_portal.core.serializers import BilingualField
from meetings.models import Delegate, Delegation
from meetings.models.delegations import PREPARING, DelegationQuerySet
from members.http import ApiRequest
from members.models import Party


class DelegateSerializer(serializers.ModelSerializer[Delegate]):
    """Somebody of a delegation: no address, no account, no session behind closed doors."""

    title = BilingualField()

    class Meta:
        model = Delegate
        fields = ["full_name", "title", "institution", "function", "order", "withdrawn_at"]


class DelegationSerializer(serializers.ModelSerializer[Delegation]):
    """A delegation as the reader may know it; ``state`` to its own and those who prepare."""

    meeting = serializers.CharField(source="meeting.symbol", read_only=True)
    party = serializers.SlugRelatedField[Party](
        slug_field="code", read_only=True, allow_null=True
    )
    name = serializers.CharField(read_only=True)
    state = serializers.SerializerMethodField()
    delegates = DelegateSerializer(many=True, read_only=True)

    class Meta:
        model = Delegation
        fields = ["id", "meeting", "party", "name", "state", "delegates"]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_state(self, delegation: Delegation) -> str | None:
        """Return where it stands, to whom that is told."""
        viewer = self.context["request"].viewer
        own = delegation.party_id is not None and delegation.party_id == viewer.party_id
        return str(delegation.state) if own or viewer.has(*PREPARING) else None


class DelegationFilter(filters.FilterSet):
    """By meeting (its symbol) and by party (its code)."""

    meeting = filters.CharFilter(field_name="meeting__symbol")
    party = filters.CharFilter(field_name="party__code")

    class Meta:
        model = Delegation
        fields = ["meeting", "party"]


class DelegationViewSet(viewsets.ReadOnlyModelViewSet[Delegation]):
    """Delegations to the meetings in which the reader takes part; nothing to the public."""

    request: ApiRequest
    serializer_class = DelegationSerializer
    filterset_class = DelegationFilter
    queryset = Delegation.objects.none()

    def get_queryset(self) -> DelegationQuerySet:
        viewer = self.request.viewer
        people: Any = Delegate.objects.visible_to(viewer).order_by("order", "pk")
        visible = Delegation.objects.visible_to(viewer).order_by("-meeting", "pk")
        return visible.select_related("meeting", "party", "guest").prefetch_related(
            Prefetch("delegates", people)
        )
