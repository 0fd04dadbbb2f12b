"""Plans by API: read as on their pages, progress reported."""

from http import HTTPStatus
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.serializers import BilingualField
from crm_portal.library.models import Document
from decisions.api.acting import GREATEST_ID, given, text
from decisions.models.following import StatusWord
from decisions.models.following_plans import (
    Plan,
    PlanItem,
    PlanKindChoice,
    PlanProgress,
    PlanVersion,
)
from decisions.presentation.following_up.plans import chosen
from decisions.services.following import plans as services
from meetings.models import Body, Meeting
from members.http import ApiRequest
from members.models import Party


class PlanLineSerializer(serializers.ModelSerializer[PlanItem]):
    """One line: ``key`` is the same in every version, ``parent`` is the key of another.

    ``cost`` is in cents of ``currency``; the day ``due_on`` is included.
    """

    name = BilingualField()
    lead = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    lead_body = serializers.SlugRelatedField[Body](slug_field="code", read_only=True)

    class Meta:
        model = PlanItem
        fields = [
            "key",
            "parent",
            "level",
            "number",
            "name",
            "lead",
            "lead_body",
            "partners",
            "due_on",
            "cost",
            "currency",
            "funding",
            "unit",
            "baseline",
            "target",
        ]


class PlanVersionSerializer(serializers.ModelSerializer[PlanVersion]):
    """A version: in force from a day until another is; without one, a draft."""

    note = BilingualField()
    approved_in = serializers.SlugRelatedField[Meeting](slug_field="symbol", read_only=True)

    class Meta:
        model = PlanVersion
        fields = [
            "number",
            "begins_on",
            "ends_on",
            "note",
            "in_force_from",
            "approved_in",
            "approved_at",
        ]


class PlanSerializer(serializers.ModelSerializer[Plan]):
    """A plan. ``current`` is the number of the version in force, else of the latest."""

    name = BilingualField()
    body = serializers.SlugRelatedField[Body](slug_field="code", read_only=True)
    current = serializers.SerializerMethodField()
    versions = serializers.SerializerMethodField()

    class Meta:
        model = Plan
        fields = [
            "code",
            "kind",
            "body",
            "name",
            "source",
            "current",
            "versions",
            "is_demonstration",
        ]

    def _current(self, row: Plan) -> PlanVersion | None:
        return chosen(row, self.context["request"].viewer.on)

    def get_current(self, row: Plan) -> int | None:
        found = self._current(row)
        return found.number if found else None

    @extend_schema_field(PlanVersionSerializer(many=True))
    def get_versions(self, row: Plan) -> list[dict[str, Any]]:
        versions: list[PlanVersion] = row.shown  # type: ignore[attr-defined]
        return [dict(PlanVersionSerializer(each).data) for each in versions]


class PlanInFullSerializer(PlanSerializer):
    """A plan with the lines of its current version, from the top down."""

    lines = serializers.SerializerMethodField()

    class Meta(PlanSerializer.Meta):
        fields = [*PlanSerializer.Meta.fields, "lines"]

    @extend_schema_field(PlanLineSerializer(many=True))
    def get_lines(self, row: Plan) -> list[dict[str, Any]]:
        found = self._current(row)
        items = found.items.select_related("lead", "lead_body") if found else ()
        return [dict(PlanLineSerializer(each).data) for each in items]


class PlanProgressSerializer(serializers.ModelSerializer[PlanProgress]):
    """What was reported of a line: a word, or of an indicator its value.

    ``document`` is the symbol of what shows it, where the reader may know of that document.
    """

    line = serializers.CharField(source="item.key")
    version = serializers.IntegerField(source="item.version.number")
    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    said = BilingualField()
    document = serializers.SlugRelatedField[Document](slug_field="symbol", read_only=True)

    class Meta:
        model = PlanProgress
        fields = [
            "line",
            "version",
            "party",
            "word",
            "value",
            "said",
            "reported_on",
            "document",
            "reported_at",
        ]


class ProgressBody(serializers.Serializer):
    """Where a line of the version in force stands; of an indicator, its value and no word.

    ``on`` is today unless told, never a day to come.
    """

    line = serializers.SlugField(max_length=40)
    word = serializers.ChoiceField(StatusWord.choices, allow_blank=True, default="")
    value = serializers.DecimalField(
        max_digits=18, decimal_places=4, allow_null=True, default=None
    )
    said_es = text()
    said_en = text()
    on = serializers.DateField(allow_null=True, default=None)
    document = serializers.IntegerField(
        min_value=1, max_value=GREATEST_ID, allow_null=True, default=None
    )


class PlanFilter(filters.FilterSet):
    """By kind and by body."""

    kind = filters.ChoiceFilter(choices=PlanKindChoice.choices)
    body = filters.CharFilter(field_name="body__code")

    class Meta:
        model = Plan
        fields = ["kind", "body"]


class PlanViewSet(viewsets.ReadOnlyModelViewSet[Plan]):
    """Plans, as far as the reader may see them: drafts are the members'."""

    request: ApiRequest
    queryset = Plan.objects.none()
    filterset_class = PlanFilter
    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9_-]+"

    def get_queryset(self) -> QuerySet[Plan]:
        viewer = self.request.viewer
        versions = PlanVersion.objects.visible_to(viewer).select_related("approved_in")
        shown = Prefetch("versions", versions.order_by("-number"), to_attr="shown")
        found = Plan.objects.visible_to(viewer).select_related("body")
        return found.prefetch_related(shown).order_by("-pk")

    def get_serializer_class(self) -> type[serializers.Serializer]:
        return PlanInFullSerializer if self.action == "retrieve" else PlanSerializer

    @extend_schema(
        operation_id="plans_progress", responses=PlanProgressSerializer(many=True)
    )
    @action(detail=True, pagination_class=None)
    def progress(self, request: Request, code: str) -> Response:
        """Return everything reported of a plan, the latest first."""
        plan, viewer = self.get_object(), self.request.viewer
        shown = Prefetch("document", Document.objects.visible_to(viewer))
        rows = PlanProgress.objects.visible_to(viewer).filter(item__version__plan=plan)
        told = rows.select_related("item__version", "party").prefetch_related(shown)
        ordered = told.order_by("-reported_on", "-pk")
        return Response(PlanProgressSerializer(ordered, many=True).data)

    @extend_schema(
        operation_id="plans_report",
        request=ProgressBody,
        responses={201: PlanProgressSerializer},
    )
    @progress.mapping.post
    def report(self, request: Request, code: str) -> Response:
        """Report where a line stands: whoever is responsible for it."""
        plan, by = self.get_object(), self.request.viewer
        body = dict(given(ProgressBody, request))
        version = chosen(plan, by.on)
        items = version.items.all() if version else PlanItem.objects.none()
        item = get_object_or_404(items, key=body.pop("line"))
        told = services.report_progress(
            item.pk, document_id=body.pop("document"), by=by, **body
        )
        return Response(PlanProgressSerializer(told).data, HTTPStatus.CREATED)
