"""The reserve fund to read by API: what is published of it, and never a case (procedure 5)."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from finance.api.common import SAFE
from finance.models import CaseOfficer, FundReport
from finance.presentation.fund import telling
from finance.rules import powers
from members.http import ApiRequest


class FundSerializer(serializers.Serializer[Any]):
    """The fund's amounts at the end of the day ``as_of``, in cents.

    ``is_exact``: to the cent, for case officers. Others are told whole thousands of USD of a
    month's last day, what is over left out: 0 is less than a thousand.
    """

    as_of = serializers.DateField()
    is_exact = serializers.BooleanField()
    available_cents = serializers.IntegerField(source="available")
    reserved_cents = serializers.IntegerField(source="reserved")
    balance_cents = serializers.IntegerField(source="balance")


class FundView(APIView):
    """What the reserve fund holds, as its page tells it to the reader."""

    request: ApiRequest
    http_method_names = SAFE

    @extend_schema(tags=["fund"], responses={200: FundSerializer})
    def get(self, request: Request) -> Response:
        """Return the amounts of the reserve fund, never a case."""
        viewer = self.request.viewer
        sides = CaseOfficer.objects.sides_of(viewer)
        if not sides and not powers.sees_contributions(viewer):
            raise Http404
        told = telling.told(viewer.on, is_officer=bool(sides))
        return Response(FundSerializer(told).data)


class FundGroupSerializer(serializers.Serializer[Any]):
    """So many cases of these kinds together, five at least."""

    kinds = serializers.ListField(child=serializers.CharField(), source="keys")
    count = serializers.IntegerField()


class FundReportSerializer(serializers.ModelSerializer[FundReport]):
    """What is told of a half-year of the fund: groups of situations and of countries.

    With too few cases to say anything ``paid_cents`` is null and there is no group. Of the
    kinds, ``erased`` are cases erased since.
    """

    paid_cents = serializers.SerializerMethodField()
    situations = serializers.SerializerMethodField()
    countries = serializers.SerializerMethodField()

    class Meta:
        model = FundReport
        fields = [
            "starts_on",
            "made_at",
            "paid_cents",
            "situations",
            "countries",
            "is_demonstration",
        ]

    def get_paid_cents(self, report: FundReport) -> int | None:
        cents: int | None = report.data["paid_cents"]
        return cents

    @extend_schema_field(FundGroupSerializer(many=True))
    def get_situations(self, report: FundReport) -> Any:
        return self._groups(report, "categories")

    @extend_schema_field(FundGroupSerializer(many=True))
    def get_countries(self, report: FundReport) -> Any:
        return self._groups(report, "countries")

    def _groups(self, report: FundReport, table: str) -> Any:
        is_told = report.data["paid_cents"] is not None
        groups = report.data["tables"].get(table, []) if is_told else []
        return FundGroupSerializer(groups, many=True).data


class FundReportViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[FundReport]):
    """Half-yearly reports of the reserve fund, the latest first."""

    request: ApiRequest
    http_method_names = SAFE
    serializer_class = FundReportSerializer
    filter_backends: list[Any] = []
    queryset = FundReport.objects.none()

    def get_queryset(self) -> QuerySet[FundReport]:
        found: QuerySet[FundReport] = FundReport.objects.visible_to(self.request.viewer)
        return found.order_by("-starts_on")
