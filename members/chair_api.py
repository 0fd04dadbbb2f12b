"""How presidencies come about, to read: interests announced, and who was designated."""

from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from members.http import ApiRequest
from members.models import Designation, Interest, Party
from members.models.presidencies import DesignationQuerySet, InterestQuerySet

SAFE = ["get", "head"]
YEAR = "The year by which the presidency is called."


class DesignationSerializer(serializers.ModelSerializer[Designation]):
    """Who presides in a year to come, as the members decided; an annulment stands beside it."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)

    class Meta:
        model = Designation
        fields = [
            "id",
            "label_year",
            "party",
            "decided_on",
            "precision",
            "meeting",
            "source",
            "annulled_on",
            "annulled_because",
            "annulled_source",
        ]


class DesignationFilter(filters.FilterSet):
    """By country and by year."""

    party = filters.CharFilter(field_name="party__code")
    year = filters.NumberFilter(
        field_name="label_year", min_value=1990, max_value=2999, help_text=YEAR
    )

    class Meta:
        model = Designation
        fields: list[str] = []


class DesignationViewSet(viewsets.ReadOnlyModelViewSet[Designation]):
    """Designations on record, annulled ones included, the latest year first."""

    request: ApiRequest
    serializer_class = DesignationSerializer
    filterset_class = DesignationFilter
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = SAFE
    queryset = Designation.objects.none()

    def get_queryset(self) -> DesignationQuerySet:
        visible = Designation.objects.visible_to(self.request.viewer)
        return visible.select_related("party").order_by("-label_year", "-decided_on", "-pk")


class InterestSerializer(serializers.ModelSerializer[Interest]):
    """A member would like to preside in a year; ``withdrawn_on`` once it took that back."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    is_a_year_ahead = serializers.BooleanField(read_only=True)
    withdrawn_on = serializers.DateField(
        source="withdrawal.withdrawn_on", read_only=True, allow_null=True
    )
    withdrawn_at = serializers.CharField(
        source="withdrawal.meeting", read_only=True, allow_null=True
    )

    class Meta:
        model = Interest
        fields = [
            "id",
            "label_year",
            "party",
            "announced_on",
            "is_a_year_ahead",
            "meeting",
            "source",
            "withdrawn_on",
            "withdrawn_at",
        ]


class InterestFilter(filters.FilterSet):
    """By country and by year."""

    party = filters.CharFilter(field_name="party__code")
    year = filters.NumberFilter(
        field_name="label_year", min_value=1990, max_value=2999, help_text=YEAR
    )

    class Meta:
        model = Interest
        fields: list[str] = []


class InterestViewSet(viewsets.ReadOnlyModelViewSet[Interest]):
    """Interests in a presidency: known among the members and to the Secretariat."""

    request: ApiRequest
    serializer_class = InterestSerializer
    filterset_class = InterestFilter
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = SAFE
    queryset = Interest.objects.none()

    def get_queryset(self) -> InterestQuerySet:
        visible = Interest.objects.visible_to(self.request.viewer)
        related = visible.select_related("party", "withdrawal")
        return related.order_by("-label_year", "-announced_on", "-pk")
