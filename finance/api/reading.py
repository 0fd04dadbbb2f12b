"""Contributions to read by API: what the pages show to members and the Secretariat."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from crm_portal.core.serializers import BilingualField
from finance import reports
from finance.api.common import SAFE
from finance.api.recording import RecordedSerializer
from finance.api.spending import (
    BudgetCommitmentSerializer,
    LineTransferSerializer,
    commitments_of,
    transfers_of,
)
from finance.api.standing import (
    ActSerializer,
    AssessmentSerializer,
    BalanceSerializer,
    ExecutionSerializer,
    LineSerializer,
    VersionSerializer,
    receipt_row,
)
from finance.models import Allocation, Assessment, Budget, Receipt, Scale, Share
from finance.rules import powers
from finance.rules.budgets import execution
from finance.states import BudgetState
from members.http import ApiRequest


class ShareSerializer(serializers.ModelSerializer[Share]):
    """A member's part of a scale; the percentage, in hundredths, is for display only."""

    party = serializers.CharField(source="party.code")

    class Meta:
        model = Share
        fields = ["party", "amount_cents", "published_percent"]


class ScaleSerializer(serializers.ModelSerializer[Scale]):
    """A scale, in force from ``valid_from`` until the next; amounts rule, not percentages."""

    shares = ShareSerializer(many=True, read_only=True)
    total_cents = serializers.SerializerMethodField()
    text = serializers.CharField(source="text.reference", default=None, allow_null=True)

    class Meta:
        model = Scale
        fields = [
            "valid_from",
            "precision",
            "decision",
            "text",
            "source",
            "total_cents",
            "is_demonstration",
            "shares",
        ]

    def get_total_cents(self, scale: Scale) -> int:
        return sum(share.amount_cents for share in scale.shares.all())


class ScaleViewSet(viewsets.ReadOnlyModelViewSet[Scale]):
    """Scales of contributions, the latest first; one of them by its first day."""

    request: ApiRequest
    serializer_class = ScaleSerializer
    lookup_field = "valid_from"
    lookup_value_regex = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9])"
    filter_backends: list[Any] = []
    queryset = Scale.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> QuerySet[Scale]:
        shown = Scale.objects.visible_to(self.request.viewer).select_related("text")
        return shown.prefetch_related("shares__party").order_by("-valid_from")


class BudgetRowSerializer(serializers.ModelSerializer[Budget]):
    """A budget in a list: its period, both days included, and its total in cents."""

    label = BilingualField()  # type: ignore[assignment]
    total_cents = serializers.SerializerMethodField()

    class Meta:
        model = Budget
        fields = [
            "reference",
            "label",
            "starts_on",
            "ends_on",
            "state",
            "total_cents",
            "is_demonstration",
        ]

    def get_total_cents(self, budget: Budget) -> int:
        return max(budget.versions.all(), key=lambda each: each.number).total_cents


class BudgetSerializer(BudgetRowSerializer):
    """A budget with its lines as they stand, how far it is carried out, and its acts.

    Commitments come with the open ones first, transfers between lines the latest first.
    """

    lines = serializers.SerializerMethodField()
    execution = serializers.SerializerMethodField()
    commitments = serializers.SerializerMethodField()
    transfers = serializers.SerializerMethodField()
    versions = VersionSerializer(many=True, read_only=True)
    acts = ActSerializer(many=True, read_only=True)

    class Meta(BudgetRowSerializer.Meta):
        fields = [
            *BudgetRowSerializer.Meta.fields,
            "lines",
            "execution",
            "commitments",
            "transfers",
            "versions",
            "acts",
        ]

    @extend_schema_field(LineSerializer(many=True))
    def get_lines(self, budget: Budget) -> Any:
        lines = self.context["lines"]
        return LineSerializer(lines, many=True, context=self.context).data

    @extend_schema_field(ExecutionSerializer)
    def get_execution(self, budget: Budget) -> Any:
        on = self.context["request"].viewer.on
        done = execution(self.context["lines"], budget.period, on)
        return ExecutionSerializer(done).data

    @extend_schema_field(BudgetCommitmentSerializer(many=True))
    def get_commitments(self, budget: Budget) -> Any:
        return commitments_of(budget)

    @extend_schema_field(LineTransferSerializer(many=True))
    def get_transfers(self, budget: Budget) -> Any:
        return transfers_of(budget)


class BudgetFilter(filters.FilterSet):
    """In which state, and of a period that has the day ``on``."""

    state = filters.ChoiceFilter(choices=BudgetState.choices)
    on = filters.DateFilter(method="of_day")

    class Meta:
        model = Budget
        fields: list[str] = []

    def of_day(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(starts_on__lte=value, ends_on__gte=value)


class BudgetViewSet(viewsets.ReadOnlyModelViewSet[Budget]):
    """Budgets, the latest first; one of them by its reference."""

    request: ApiRequest
    filterset_class = BudgetFilter
    lookup_field = "reference"
    lookup_value_regex = "[A-Za-z0-9_-]+"
    queryset = Budget.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> QuerySet[Budget]:
        shown = Budget.objects.visible_to(self.request.viewer)
        return shown.prefetch_related("versions", "acts__text").order_by(
            "-starts_on", "-pk"
        )

    def get_serializer_class(self) -> type[BudgetRowSerializer]:
        return BudgetRowSerializer if self.action == "list" else BudgetSerializer

    @extend_schema(responses={200: BudgetSerializer})
    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Return one budget with its lines."""
        budget = self.get_object()
        lines, kinds = reports.lines_and_kinds(budget)
        context = {**self.get_serializer_context(), "lines": lines, "kinds": kinds}
        return Response(BudgetSerializer(budget, context=context).data)


class AssessmentFilter(filters.FilterSet):
    """Of which member (its code), and for which budget (its reference)."""

    party = filters.CharFilter(field_name="party__code", max_length=20)
    budget = filters.CharFilter(field_name="budget__reference", max_length=40)

    class Meta:
        model = Assessment
        fields: list[str] = []


class AssessmentViewSet(viewsets.ReadOnlyModelViewSet[Assessment]):
    """What members owe, with what the ledger has of it today."""

    request: ApiRequest
    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilter
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Assessment.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> QuerySet[Assessment]:
        shown = Assessment.objects.visible_to(self.request.viewer).with_balances()
        related = shown.select_related("party", "budget", "scale")
        ordered = related.order_by("-budget__starts_on", "party__order", "pk")
        return ordered.prefetch_related("pledges")


class ReceiptFilter(filters.FilterSet):
    """Of which member (its code), between which value dates, both included."""

    party = filters.CharFilter(field_name="party__code", max_length=20)
    since = filters.DateFilter(field_name="value_on", lookup_expr="gte")
    until = filters.DateFilter(field_name="value_on", lookup_expr="lte")

    class Meta:
        model = Receipt
        fields: list[str] = []


class ReceiptViewSet(viewsets.ReadOnlyModelViewSet[Receipt]):
    """What members sent, the latest first, and what each transfer pays now."""

    request: ApiRequest
    serializer_class = RecordedSerializer
    filterset_class = ReceiptFilter
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Receipt.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> QuerySet[Receipt]:
        pays = Allocation.objects.standing().select_related("assessment__budget")
        shown = Receipt.objects.visible_to(self.request.viewer).with_left()
        related = shown.select_related("party", "journal", "journal__reversed_by")
        kept = related.prefetch_related(Prefetch("allocations", pays, "standing"))
        return kept.order_by("-value_on", "-pk")

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """List the receipts that the reader may see."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([_said(receipt) for receipt in page or ()])

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Return one receipt."""
        return Response(_said(self.get_object()))


def _said(receipt: Receipt) -> Any:
    return RecordedSerializer(receipt_row(receipt)).data


class BalanceQuery(serializers.Serializer):
    """Of which day: every movement up to its end; without it, all of them."""

    on = serializers.DateField(required=False)


class BalanceViewSet(viewsets.ViewSet):
    """The accounts of all members at once."""

    request: ApiRequest
    http_method_names = SAFE

    @extend_schema(
        operation_id="balances_list",
        parameters=[BalanceQuery],
        responses={200: BalanceSerializer(many=True)},
        filters=False,
    )
    def list(self, request: Any) -> Response:
        """Return what each member owed, paid and has as credit, as of ``on``."""
        asked = BalanceQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        if not powers.sees_contributions(self.request.viewer):
            return Response([])
        rows = reports.balances(asked.validated_data.get("on"))
        return Response(BalanceSerializer(rows, many=True).data)
