"""Commitments by API: read as on their pages, reported on, closed."""

from http import HTTPStatus
from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.serializers import BilingualField
from crm_portal.library.models import Document
from decisions.api.acting import GREATEST_ID, given, text
from decisions.models import Text
from decisions.models.following import Commitment, CommitmentReport, Lead, StatusWord
from decisions.presentation.register import citing
from decisions.services.following import commitments
from meetings.models import Axis, Body
from members.http import ApiRequest
from members.models import Party


class CommitmentReportSerializer(serializers.ModelSerializer[CommitmentReport]):
    """What a party said of itself, on a day. Its last report by a day is what is known of it.

    ``document`` is the symbol of what shows it, where the reader may know of that document.
    """

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    said = BilingualField()
    document = serializers.SlugRelatedField[Document](slug_field="symbol", read_only=True)

    class Meta:
        model = CommitmentReport
        fields = ["party", "word", "said", "reported_on", "document", "reported_at"]


class CommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """Something to be done because of what was decided: ``text``, and ``provision`` of it.

    ``due_on`` and ``review_on`` are included days. ``by_country``: each member is asked
    where it stands. ``reports`` are all that were made, the latest first.
    """

    text = serializers.SlugRelatedField[Text](slug_field="reference", read_only=True)
    provision = serializers.SerializerMethodField()
    what = BilingualField()
    lead_party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    lead_body = serializers.SlugRelatedField[Body](slug_field="code", read_only=True)
    partners = serializers.SlugRelatedField[Party](
        slug_field="code", read_only=True, many=True
    )
    evidence = BilingualField()
    outcome = BilingualField()
    reports = serializers.SerializerMethodField()

    class Meta:
        model = Commitment
        fields = [
            "id",
            "text",
            "provision",
            "what",
            "theme",
            "lead",
            "lead_party",
            "lead_body",
            "partners",
            "by_country",
            "due_on",
            "review_on",
            "evidence",
            "source",
            "created_at",
            "closed_on",
            "outcome",
            "reports",
            "is_demonstration",
        ]

    def get_provision(self, row: Commitment) -> str | None:
        """Return how the register addresses the provision."""
        return citing.address(row.provision, row.text) if row.provision else None

    @extend_schema_field(CommitmentReportSerializer(many=True))
    def get_reports(self, row: Commitment) -> list[dict[str, Any]]:
        told: list[CommitmentReport] = row.told  # type: ignore[attr-defined]
        return [dict(CommitmentReportSerializer(each).data) for each in told]


class CommitmentFilter(filters.FilterSet):
    """By axis, meeting, who leads, and whether it is open."""

    theme = filters.ChoiceFilter(choices=Axis.choices)
    text = filters.CharFilter(field_name="text__reference")
    meeting = filters.CharFilter(field_name="text__meeting__symbol")
    lead = filters.ChoiceFilter(choices=Lead.choices)
    lead_party = filters.CharFilter(field_name="lead_party__code")
    is_open = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull")
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lt")

    class Meta:
        model = Commitment
        fields = ["theme", "text", "meeting", "lead", "lead_party", "is_open", "due_before"]


class StatusBody(serializers.Serializer):
    """Where a party says that it stands; ``on`` is today unless told, never a day to come."""

    word = serializers.ChoiceField(StatusWord.choices)
    said_es = text()
    said_en = text()
    on = serializers.DateField(allow_null=True, default=None)
    document = serializers.IntegerField(
        min_value=1, max_value=GREATEST_ID, allow_null=True, default=None
    )


class OutcomeBody(serializers.Serializer):
    """How a commitment ended."""

    outcome_es = text(required=True)
    outcome_en = text()


class CommitmentViewSet(viewsets.ReadOnlyModelViewSet[Commitment]):
    """Commitments, as far as the reader may see them."""

    request: ApiRequest
    queryset = Commitment.objects.none()
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter
    lookup_value_regex = r"[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Commitment]:
        viewer = self.request.viewer
        shown = Prefetch("document", Document.objects.visible_to(viewer))
        made = CommitmentReport.objects.visible_to(viewer).select_related("party")
        made = made.prefetch_related(shown).order_by("-reported_on", "-pk")
        told = Prefetch("reports", made, to_attr="told")
        found = Commitment.objects.visible_to(viewer).prefetch_related(told, "partners")
        related = ("text__kind", "provision", "lead_party", "lead_body")
        return found.select_related(*related).order_by("-pk")

    @extend_schema(
        operation_id="commitments_report",
        request=StatusBody,
        responses={201: CommitmentReportSerializer},
    )
    @action(detail=True, methods=["post"])
    def report(self, request: Request, pk: str) -> Response:
        """Report where the reader's own party stands; nobody reports for another (003:64)."""
        found: Commitment = self.get_object()
        body = dict(given(StatusBody, request))
        body["document_id"] = body.pop("document")
        made = commitments.report_status(found.pk, **body, by=self.request.viewer)
        return Response(CommitmentReportSerializer(made).data, HTTPStatus.CREATED)

    @extend_schema(
        operation_id="commitments_close",
        request=OutcomeBody,
        responses={200: CommitmentSerializer},
    )
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close a commitment, saying how it ended; what was reported stays (003:61)."""
        found: Commitment = self.get_object()
        commitments.close(found.pk, **given(OutcomeBody, request), by=self.request.viewer)
        return Response(self.get_serializer(self.get_object()).data)
