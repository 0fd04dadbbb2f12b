"""What was spent, to read by API; what is promised and moved within a budget."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from crm_portal.core.serializers import BilingualField
from finance.api.common import SAFE
from finance.models import Budget, Commitment, Expenditure, LineTransfer
from finance.presentation import spending as shown
from finance.presentation.receipts import reversal
from finance.presentation.spending import REVERSED, STANDING
from finance.states import IN_FORCE
from members.http import ApiRequest


class ExpenditureSerializer(serializers.ModelSerializer[Expenditure]):
    """Money spent of a line, in cents; ``commitment`` is what it had been promised for.

    ``document`` is the SHA-256 of what supports it, null where nothing is on record.
    """

    budget = serializers.CharField(source="budget.reference")
    line = serializers.CharField(source="line.code")
    name = BilingualField(source="line")
    commitment = serializers.CharField(
        source="commitment.purpose", default=None, allow_null=True
    )
    document = serializers.CharField(source="document_id", allow_null=True)
    reversed_on = serializers.SerializerMethodField()
    reversal_reason = serializers.SerializerMethodField()

    class Meta:
        model = Expenditure
        fields = [
            "id",
            "budget",
            "line",
            "name",
            "cents",
            "paid_on",
            "purpose",
            "commitment",
            "document",
            "reversed_on",
            "reversal_reason",
            "recorded_at",
            "is_demonstration",
        ]

    def get_reversed_on(self, row: Expenditure) -> date | None:
        undone = reversal(row.journal)
        return undone.value_on if undone else None

    def get_reversal_reason(self, row: Expenditure) -> str:
        undone = reversal(row.journal)
        return undone.reason if undone else ""


class BudgetCommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """Money of a line that is promised; ``used_cents`` of it is spent."""

    line = serializers.CharField(source="line.code")
    used_cents = serializers.IntegerField(source="used")

    class Meta:
        model = Commitment
        fields = [
            "line",
            "cents",
            "used_cents",
            "made_on",
            "purpose",
            "released_on",
            "is_demonstration",
        ]


class LineTransferSerializer(serializers.ModelSerializer[LineTransfer]):
    """Money moved from a line to another; without a ``text`` the presidency agreed to it."""

    origin = serializers.CharField(source="origin.code")
    target = serializers.CharField(source="target.code")
    text = serializers.CharField(source="text.reference", default=None, allow_null=True)

    class Meta:
        model = LineTransfer
        fields = ["origin", "target", "cents", "moved_on", "reason", "text"]


def commitments_of(budget: Budget) -> Any:
    """Return what is promised of a budget in force, the open ones first; of others nothing."""
    found = shown.commitments(budget) if budget.state in IN_FORCE else []
    rows = [each.commitment for each in found]
    return BudgetCommitmentSerializer(rows, many=True).data


def transfers_of(budget: Budget) -> Any:
    """Return what was moved between lines of a budget in force, the latest first."""
    rows = list(shown.transfers(budget)) if budget.state in IN_FORCE else []
    return LineTransferSerializer(rows, many=True).data


class ExpenditureFilter(filters.FilterSet):
    """Of a budget, a line, between two days; by its words, its document, its reversal."""

    budget = filters.CharFilter(field_name="budget__reference", max_length=40)
    line = filters.CharFilter(
        field_name="line__code", max_length=20, help_text="The code of a budget line."
    )
    since = filters.DateFilter(field_name="paid_on", lookup_expr="gte")
    until = filters.DateFilter(field_name="paid_on", lookup_expr="lte")
    q = filters.CharFilter(
        field_name="purpose",
        lookup_expr="icontains",
        max_length=100,
        help_text="Words in what it was for.",
    )
    state = filters.ChoiceFilter(
        choices=[(STANDING, "it stands"), (REVERSED, "it was reversed")],
        method="that_stand",
        help_text="Those that stand, or those that were reversed.",
    )
    is_documented = filters.BooleanFilter(
        field_name="document",
        lookup_expr="isnull",
        exclude=True,
        help_text="Those with a supporting document, or without one.",
    )

    class Meta:
        model = Expenditure
        fields: list[str] = []

    def that_stand(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(journal__reversed_by__isnull=value == STANDING)


class ExpenditureViewSet(viewsets.ReadOnlyModelViewSet[Expenditure]):
    """What was spent, the latest first, with what was reversed of it."""

    request: ApiRequest
    serializer_class = ExpenditureSerializer
    filterset_class = ExpenditureFilter
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Expenditure.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> QuerySet[Expenditure]:
        found = Expenditure.objects.visible_to(self.request.viewer)
        related = found.select_related(
            "budget", "line", "commitment", "journal__reversed_by"
        )
        return related.order_by("-paid_on", "-pk")
