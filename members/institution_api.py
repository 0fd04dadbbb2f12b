"""The institutions of the parties, to read: what is public of them, and nobody in them."""

from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from members.http import ApiRequest
from members.models import Institution, Party
from members.models.parties import InstitutionQuerySet


class InstitutionSerializer(serializers.ModelSerializer[Institution]):
    """What is public of an institution; nobody in it."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)

    class Meta:
        model = Institution
        fields = ["id", "party", "name_es", "name_en", "website", "closed_on"]


class InstitutionFilter(filters.FilterSet):
    """By party, and only those for which no closing day is recorded."""

    party = filters.CharFilter(field_name="party__code")
    is_open = filters.BooleanFilter(field_name="closed_on", lookup_expr="isnull")

    class Meta:
        model = Institution
        fields = ["party"]


class InstitutionViewSet(viewsets.ReadOnlyModelViewSet[Institution]):
    """The institutions through which parties act, closed ones included."""

    request: ApiRequest
    serializer_class = InstitutionSerializer
    permission_classes = [AllowAny]
    filterset_class = InstitutionFilter
    queryset = Institution.objects.none()

    def get_queryset(self) -> InstitutionQuerySet:
        visible = Institution.objects.visible_to(self.request.viewer)
        return visible.select_related("party")
