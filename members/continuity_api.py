"""Whether observer organizations go on, to read: what each was asked and what it answered."""

from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from members.http import ApiRequest
from members.models import ContinuityAnswer, Party
from members.models.continuity import ContinuityAnswerQuerySet


class ContinuitySerializer(serializers.ModelSerializer[ContinuityAnswer]):
    """What one organization was asked; ``continues`` is null as long as it has not answered."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    asked_at = serializers.DateTimeField(source="inquiry.asked_at", read_only=True)

    class Meta:
        model = ContinuityAnswer
        fields = ["id", "party", "asked_at", "continues", "text", "answered_at"]


class ContinuityFilter(filters.FilterSet):
    """By organization."""

    party = filters.CharFilter(field_name="party__code")

    class Meta:
        model = ContinuityAnswer
        fields: list[str] = []


class ContinuityViewSet(viewsets.ReadOnlyModelViewSet[ContinuityAnswer]):
    """Answers on continuity: all of them to the Secretariat, to an organization its own."""

    request: ApiRequest
    serializer_class = ContinuitySerializer
    filterset_class = ContinuityFilter
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = ["get", "head"]
    queryset = ContinuityAnswer.objects.none()

    def get_queryset(self) -> ContinuityAnswerQuerySet:
        visible = ContinuityAnswer.objects.visible_to(self.request.viewer)
        return visible.select_related("party", "inquiry").order_by("-inquiry_id", "pk")
