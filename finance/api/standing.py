"""What the API says of a budget's lines and acts, of an assessment, of a receipt, of an account."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm_portal.core.serializers import BilingualSerializer, bilingual
from finance import access
from finance.models import Assessment, BudgetAct, BudgetVersion, Receipt
from finance.rules.budgets import Line
from finance.rules.standing import Age, Owed, Status, age, days_overdue, live_pledge, status


class LineSerializer(serializers.Serializer):
    """A line as it stands, in cents; ``available`` is below nothing when it is overspent."""

    line = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    approved_cents = serializers.IntegerField(source="approved")
    moved_cents = serializers.IntegerField(source="moved")
    committed_cents = serializers.IntegerField(source="committed")
    spent_cents = serializers.IntegerField(source="spent")
    available_cents = serializers.IntegerField(source="available")

    def get_line(self, line: Line) -> str:
        return str(self.context["kinds"][line.key].code)

    @extend_schema_field(BilingualSerializer)
    def get_name(self, line: Line) -> dict[str, str]:
        return bilingual(self.context["kinds"][line.key], "name")


class ExecutionSerializer(serializers.Serializer):
    """How far a budget is carried out; parts are hundredths of one per cent."""

    planned_cents = serializers.IntegerField(source="planned")
    committed_cents = serializers.IntegerField(source="committed")
    spent_cents = serializers.IntegerField(source="spent")
    spent_part = serializers.IntegerField()
    time_part = serializers.IntegerField()


class VersionSerializer(serializers.ModelSerializer[BudgetVersion]):
    """A budget's total as it was drafted or amended; the last holds."""

    class Meta:
        model = BudgetVersion
        fields = ["number", "total_cents", "reason", "recorded_at"]


class ActSerializer(serializers.ModelSerializer[BudgetAct]):
    """A step of a budget, and the text that decided it."""

    text = serializers.CharField(source="text.reference", default=None, allow_null=True)

    class Meta:
        model = BudgetAct
        fields = ["step", "decided_on", "text", "note", "recorded_at"]


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    """What a member owes for a budget. ``assessed_cents`` is what was assessed first.

    ``amount_cents`` is what it is after adjustments; all by the ledger, today. ``age`` says
    since when it is due; ``expected_on`` is the day that the member announced.
    """

    budget = serializers.CharField(source="budget.reference")
    party = serializers.CharField(source="party.code")
    scale = serializers.DateField(source="scale.valid_from")
    assessed_cents = serializers.IntegerField(source="amount_cents")
    amount_cents = serializers.IntegerField(source="amount")
    paid_cents = serializers.IntegerField(source="paid")
    written_off_cents = serializers.IntegerField(source="written")
    outstanding_cents = serializers.IntegerField(source="outstanding")
    status = serializers.SerializerMethodField()
    age = serializers.SerializerMethodField()
    days_overdue = serializers.SerializerMethodField()
    expected_on = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = [
            "id",
            "budget",
            "party",
            "scale",
            "assessed_cents",
            "amount_cents",
            "paid_cents",
            "written_off_cents",
            "outstanding_cents",
            "assessed_on",
            "notified_on",
            "due_on",
            "status",
            "age",
            "days_overdue",
            "expected_on",
            "is_demonstration",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=Status.choices))
    def get_status(self, row: Assessment) -> str:
        return str(status(self._owed(row), self._on).value)

    @extend_schema_field(serializers.ChoiceField(choices=Age.choices))
    def get_age(self, row: Assessment) -> str:
        return str(age(self._owed(row), self._on).value)

    def get_days_overdue(self, row: Assessment) -> int:
        return days_overdue(self._owed(row), self._on)

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_expected_on(self, row: Assessment) -> Any:
        owed = self._owed(row)
        said = live_pledge(owed.pledges, self._on) if owed.outstanding > 0 else None
        return said.expected_on if said else None

    def _owed(self, row: Assessment) -> Owed:
        return access.owed(row)

    @property
    def _on(self) -> Any:
        return self.context["request"].viewer.on


class BalanceSerializer(serializers.Serializer):
    """A member's account, in cents: ``credit`` is what it paid and nothing took yet."""

    party = serializers.CharField(source="code")
    assessed_cents = serializers.IntegerField(source="assessed")
    paid_cents = serializers.IntegerField(source="paid")
    written_off_cents = serializers.IntegerField(source="written_off")
    outstanding_cents = serializers.IntegerField(source="outstanding")
    credit_cents = serializers.IntegerField(source="credit")
    received_cents = serializers.IntegerField(source="received")


def receipt_row(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt read with its standing allocations, as the API writes it."""
    row: Any = receipt
    names = ("value_on", "currency", "gross", "fee", "rate", "rate_source", "net_cents")
    return {
        "id": row.pk,
        "party": row.party.code,
        **{name: getattr(row, name) for name in names},
        "bank_reference": row.bank_reference,
        "is_returned": hasattr(row.journal, "reversed_by"),
        "pays": [
            {"budget": each.assessment.budget.reference, "cents": each.cents}
            for each in row.standing
        ],
        "left_cents": row.left,
    }
