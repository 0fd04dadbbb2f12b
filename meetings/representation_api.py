"""The Conference before others, to read: representations, their reports, agreements, debts."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets

from crm_portal.core.serializers import BilingualField
from meetings import reports_owed
from meetings.models import (
    Agreement,
    OtherProcess,
    PresidencyReport,
    Representation,
    RepresentationReport,
)
from meetings.models.representation import PresidencyReportQuerySet, RepresentationQuerySet
from members.http import ApiRequest
from members.models import Party

SAFE = ["get", "head"]
OWED = "Those whose report is owed and has not been given, or the others."


class DocumentHash(serializers.CharField):
    """The hash of the document that was brought; null where there is none."""

    def __init__(self) -> None:
        super().__init__(source="document_id", read_only=True, allow_null=True)


class RepresentationReportSerializer(serializers.ModelSerializer[RepresentationReport]):
    """What came of it, and the follow-up that is recommended."""

    summary = BilingualField()
    follow_up = BilingualField()
    document_sha256 = DocumentHash()

    class Meta:
        model = RepresentationReport
        fields = [
            "reported_on",
            "precision",
            "presented_at",
            "summary",
            "follow_up",
            "document_sha256",
            "source",
        ]


class RepresentationSerializer(serializers.ModelSerializer[Representation]):
    """Where the Conference was represented, by which office; both days are included.

    ``is_owed``: it is over, took place, and nothing has been reported of it.
    """

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    forum = BilingualField()
    process = serializers.SlugRelatedField[OtherProcess](
        slug_field="code", read_only=True, allow_null=True
    )
    is_owed = serializers.BooleanField(read_only=True)
    report = serializers.SerializerMethodField()

    class Meta:
        model = Representation
        fields = [
            "id",
            "office",
            "party",
            "forum",
            "process",
            "place",
            "starts_on",
            "ends_on",
            "mandate",
            "source",
            "called_off_on",
            "called_off_because",
            "is_owed",
            "report",
        ]

    @extend_schema_field(RepresentationReportSerializer(allow_null=True))
    def get_report(self, row: Representation) -> dict[str, Any] | None:
        found = getattr(row, "report", None)
        return dict(RepresentationReportSerializer(found).data) if found else None


class RepresentationFilter(filters.FilterSet):
    """By office, by party, by the process whose forum it was, and whether a report is owed."""

    office = filters.ChoiceFilter(
        choices=Representation._meta.get_field("office").choices,
        help_text="On whose behalf: of the presidency, or of the Secretariat.",
    )
    party = filters.CharFilter(field_name="party__code")
    process = filters.CharFilter(
        field_name="process__code", help_text="The code of another process."
    )
    is_owed = filters.BooleanFilter(field_name="is_owed", help_text=OWED)

    class Meta:
        model = Representation
        fields: list[str] = []


class RepresentationViewSet(viewsets.ReadOnlyModelViewSet[Representation]):
    """Where the Conference was represented, the latest first; for those who work in it."""

    request: ApiRequest
    serializer_class = RepresentationSerializer
    filterset_class = RepresentationFilter
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = SAFE
    queryset = Representation.objects.none()

    def get_queryset(self) -> RepresentationQuerySet:
        viewer = self.request.viewer
        visible = Representation.objects.visible_to(viewer)
        owing = visible.owing(viewer.on).filter(pk=OuterRef("pk"))
        told = visible.annotate(is_owed=Exists(owing.order_by()))
        related = told.select_related("party", "process", "report")
        return related.order_by("-starts_on", "-pk")


class OtherProcessSerializer(serializers.ModelSerializer[OtherProcess]):
    """Another consultative process or body."""

    name = BilingualField()
    acronym = BilingualField()

    class Meta:
        model = OtherProcess
        fields = ["code", "name", "acronym"]


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    """An agreement or a joint meeting; ``discrepancy`` says where the sources disagree.

    Of one known to the year, ``starts_on`` is a day of that year, and ``precision`` says so.
    """

    process = OtherProcessSerializer(read_only=True)
    title = BilingualField()
    text = BilingualField()
    discrepancy = BilingualField()
    document_sha256 = DocumentHash()

    class Meta:
        model = Agreement
        fields = [
            "id",
            "process",
            "kind",
            "title",
            "starts_on",
            "ends_on",
            "precision",
            "place",
            "text",
            "approval",
            "discrepancy",
            "source",
            "document_sha256",
        ]


class AgreementFilter(filters.FilterSet):
    """By kind and by the other process."""

    kind = filters.ChoiceFilter(choices=Agreement._meta.get_field("kind").choices)
    process = filters.CharFilter(
        field_name="process__code", help_text="The code of another process."
    )

    class Meta:
        model = Agreement
        fields: list[str] = []


class AgreementViewSet(viewsets.ReadOnlyModelViewSet[Agreement]):
    """Agreements and joint meetings with other processes; for those who work in the Conference."""

    request: ApiRequest
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = SAFE
    queryset = Agreement.objects.none()

    def get_queryset(self) -> QuerySet[Agreement]:
        visible: Any = Agreement.objects.visible_to(self.request.viewer)
        found: QuerySet[Agreement] = visible.select_related("process")
        return found.order_by("-starts_on", "-pk")


class PresidencyReportSerializer(serializers.ModelSerializer[PresidencyReport]):
    """The report of an outgoing presidency: owed since the hand-over, presented or not.

    ``due_on`` is the first day of the meeting at which it is due; null once presented, or
    as long as no later meeting is on record.
    """

    label_year = serializers.IntegerField(source="presidency.label_year", read_only=True)
    party = serializers.CharField(source="presidency.party.code", read_only=True)
    due_on = serializers.DateField(read_only=True, allow_null=True)
    document_sha256 = DocumentHash()

    class Meta:
        model = PresidencyReport
        fields = [
            "label_year",
            "party",
            "owed_from",
            "due_on",
            "presented_on",
            "meeting",
            "document_sha256",
        ]


class PresidencyReportFilter(filters.FilterSet):
    """By the country that presided, and by whether it is still owed."""

    party = filters.CharFilter(field_name="presidency__party__code")
    is_owed = filters.BooleanFilter(
        field_name="presented_on", lookup_expr="isnull", help_text=OWED
    )

    class Meta:
        model = PresidencyReport
        fields: list[str] = []


class PresidencyReportViewSet(
    mixins.ListModelMixin, viewsets.GenericViewSet[PresidencyReport]
):
    """Reports of presidencies, owed and presented; for those who work in the Conference."""

    request: ApiRequest
    serializer_class = PresidencyReportSerializer
    filterset_class = PresidencyReportFilter
    http_method_names = SAFE
    queryset = PresidencyReport.objects.none()

    def get_queryset(self) -> PresidencyReportQuerySet:
        viewer = self.request.viewer
        visible = PresidencyReport.objects.visible_to(viewer)
        told = reports_owed.with_due_day(visible.owed(viewer) | visible.presented())
        return told.select_related("presidency__party").order_by("-owed_from", "-pk")
