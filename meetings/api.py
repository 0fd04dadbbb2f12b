"""Applications to observe the Conference or to join it, to read, for those who may."""

from rest_framework import serializers, viewsets

from meetings.models import Application, Evidence, Meeting
from meetings.models.applications import ApplicationQuerySet
from members.http import ApiRequest
from members.models import Party


class ApplicationMeetingSerializer(serializers.ModelSerializer[Meeting]):
    """The meeting whose closed-door session takes an application."""

    class Meta:
        model = Meeting
        fields = ["ordinal", "starts_on", "ends_on", "precision"]


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """A document of an application: for which criterion, and under which hash."""

    criterion = serializers.IntegerField(source="criterion.number", read_only=True)
    sha256 = serializers.CharField(source="file_id", read_only=True)

    class Meta:
        model = Evidence
        fields = ["criterion", "title", "sha256", "added_at"]


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    """An application, where it stands, its documents and its decision."""

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    meeting = ApplicationMeetingSerializer(read_only=True, allow_null=True)
    evidence = EvidenceSerializer(many=True, read_only=True)
    takes_part_from = serializers.DateField(
        source="standing.since", read_only=True, default=None, allow_null=True
    )

    class Meta:
        model = Application
        fields = [
            "reference",
            "kind",
            "party",
            "name_es",
            "name_en",
            "acronym_es",
            "acronym_en",
            "received_on",
            "received_precision",
            "state",
            "meeting",
            "evidence",
            "decided_on",
            "decision",
            "source",
            "takes_part_from",
            "withdrawn_on",
            "is_demonstration",
        ]


class ApplicationViewSet(viewsets.ReadOnlyModelViewSet[Application]):
    """Applications, the latest first: for the member countries and the Secretariat."""

    request: ApiRequest
    serializer_class = ApplicationSerializer
    lookup_field = "reference"
    filterset_fields = ["kind", "state"]
    queryset = Application.objects.none()

    def get_queryset(self) -> ApplicationQuerySet:
        visible = Application.objects.visible_to(self.request.viewer)
        related = visible.select_related("party", "meeting", "standing")
        return related.prefetch_related("evidence__criterion")
