"""The Secretariat's reports on its activities and finances, to read by API."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm_portal.core.serializers import BilingualField, BilingualSerializer
from finance.activity_tables import STATUSES
from finance.api.common import PaperField, WithPapers
from finance.models import ActivityReport
from finance.presentation.reports import pages


class ReportedLineSerializer(serializers.Serializer[Any]):
    """A line of a budget in the period and to its end, in cents."""

    name = BilingualSerializer(source="line")
    planned_cents = serializers.IntegerField(source="planned")
    spent_cents = serializers.IntegerField(source="spent")
    spent_to_date_cents = serializers.IntegerField(source="to_date")
    left_cents = serializers.IntegerField(source="left")


class ReportedBudgetSerializer(serializers.Serializer[Any]):
    """A budget in force in the period; ``time_part`` is in hundredths of one per cent."""

    label = BilingualSerializer(source="budget")  # type: ignore[assignment]
    time_part = serializers.IntegerField()
    lines = ReportedLineSerializer(many=True)


class ReportedMemberSerializer(serializers.Serializer[Any]):
    """A member's account at the end of the period, and what came in during it, in cents."""

    party = serializers.CharField(source="code")
    assessed_cents = serializers.IntegerField(source="assessed")
    received_cents = serializers.IntegerField(source="received")
    outstanding_cents = serializers.IntegerField(source="outstanding")
    arrears_cents = serializers.IntegerField(source="arrears")
    credit_cents = serializers.IntegerField(source="credit")
    status = serializers.ChoiceField(choices=[(each, each) for each in STATUSES])


class ReportedCashSerializer(serializers.Serializer[Any]):
    """What IOM held for the Conference at both ends of the period, and the least between."""

    opening_cents = serializers.IntegerField(source="opening")
    received_cents = serializers.IntegerField(source="received")
    spent_cents = serializers.IntegerField(source="spent")
    closing_cents = serializers.IntegerField(source="closing")
    lowest_cents = serializers.IntegerField(source="lowest")
    lowest_on = serializers.DateField()


class ReportedHalfSerializer(serializers.Serializer[Any]):
    """What is published of a half-year of the reserve fund; null is not told."""

    starts_on = serializers.DateField()
    helped = serializers.IntegerField(allow_null=True)
    paid_cents = serializers.IntegerField(allow_null=True)


class ReportedFundSerializer(serializers.Serializer[Any]):
    """The reserve fund ``as_of`` a month's last day, in whole thousands of USD."""

    as_of = serializers.DateField()
    balance_cents = serializers.IntegerField(source="balance")
    halves = ReportedHalfSerializer(many=True)


class ReportedLetterSerializer(serializers.Serializer[Any]):
    """A letter of the period, and to how many members it went."""

    number = serializers.CharField()
    kind = BilingualSerializer()
    budget = BilingualSerializer()
    written_on = serializers.DateField(source="on")
    members = serializers.IntegerField()


class ReportedMeetingSerializer(serializers.Serializer[Any]):
    """A meeting held in the period."""

    symbol = serializers.CharField()
    title = BilingualSerializer()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class ReportedTextSerializer(serializers.Serializer[Any]):
    """A text adopted in the period."""

    reference = serializers.CharField()
    title = BilingualSerializer()
    adopted_on = serializers.DateField(source="on")


class ReportedFiguresSerializer(serializers.Serializer[Any]):
    """The figures that a report keeps as of its issue; those of a draft are of now."""

    execution = ReportedBudgetSerializer(many=True)
    members = ReportedMemberSerializer(many=True)
    cash = ReportedCashSerializer()
    fund = ReportedFundSerializer()
    letters = ReportedLetterSerializer(many=True)
    meetings = ReportedMeetingSerializer(many=True)
    texts = ReportedTextSerializer(many=True)


class FinanceReportRowSerializer(serializers.ModelSerializer[ActivityReport]):
    """A report in a list: its period, both days included; a draft has no number."""

    number = serializers.SerializerMethodField()
    meeting = serializers.CharField(source="meeting.symbol", default=None, allow_null=True)
    paper = PaperField()

    class Meta:
        model = ActivityReport
        fields = [
            "id",
            "number",
            "starts_on",
            "ends_on",
            "meeting",
            "issued_at",
            "paper",
            "is_demonstration",
        ]

    def get_number(self, report: ActivityReport) -> str | None:
        return report.number or None


class FinanceReportSerializer(FinanceReportRowSerializer):
    """A report with what the Secretariat wrote, and its figures."""

    summary = BilingualField()
    activities = BilingualField()
    outlook = BilingualField()
    figures = serializers.SerializerMethodField()

    class Meta(FinanceReportRowSerializer.Meta):
        fields = [
            *FinanceReportRowSerializer.Meta.fields,
            "summary",
            "activities",
            "outlook",
            "figures",
        ]

    @extend_schema_field(ReportedFiguresSerializer)
    def get_figures(self, report: ActivityReport) -> Any:
        told = pages.figures_of(report, self.context["request"].viewer)
        return ReportedFiguresSerializer(told).data


class FinanceReportViewSet(WithPapers):
    """Reports of the Secretariat on its activities and finances, the latest first.

    Drafts exist for the Secretariat alone.
    """

    kind = ActivityReport
    lookup_value_regex = "[0-9]{1,18}"
    filter_backends: list[Any] = []
    queryset = ActivityReport.objects.none()

    def get_queryset(self) -> QuerySet[ActivityReport]:
        found: QuerySet[ActivityReport] = pages.reports(self.request.viewer)
        return found.order_by("-ends_on", "-pk")

    def get_serializer_class(self) -> type[FinanceReportRowSerializer]:
        is_list = self.action == "list"
        return FinanceReportRowSerializer if is_list else FinanceReportSerializer
