"""Payment requests to read by API: what a State asked for, and the Secretariat signed."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from crm_portal.core.serializers import BilingualField
from finance.api.common import PaperField, WithPapers
from finance.models import PaymentRequest
from finance.presentation import papers


class PaymentRequestSerializer(serializers.ModelSerializer[PaymentRequest]):
    """A paper that a State asks for to pay a contribution with.

    Its ``number``, its words and ``outstanding_cents`` are those of the day it is signed.
    """

    number = serializers.SerializerMethodField()
    party = serializers.CharField(source="assessment.party.code")
    budget = serializers.CharField(source="assessment.budget.reference")
    words = BilingualField()
    paper = PaperField()

    class Meta:
        model = PaymentRequest
        fields = [
            "id",
            "number",
            "assessment",
            "party",
            "budget",
            "asked_on",
            "asked_in",
            "addressee",
            "words",
            "outstanding_cents",
            "signed_at",
            "paper",
            "is_demonstration",
        ]

    def get_number(self, row: PaymentRequest) -> str | None:
        return row.number or None


class PaymentRequestFilter(filters.FilterSet):
    """Of which member (its code), for which budget, signed or waiting."""

    party = filters.CharFilter(field_name="assessment__party__code", max_length=20)
    budget = filters.CharFilter(field_name="assessment__budget__reference", max_length=40)
    is_signed = filters.BooleanFilter(
        field_name="signed_at",
        lookup_expr="isnull",
        exclude=True,
        help_text="Those that are signed, or those that wait for the Secretariat.",
    )

    class Meta:
        model = PaymentRequest
        fields: list[str] = []


class PaymentRequestViewSet(WithPapers):
    """Payment requests, the latest asked for first."""

    serializer_class = PaymentRequestSerializer
    filterset_class = PaymentRequestFilter
    kind = PaymentRequest
    lookup_value_regex = "[0-9]{1,18}"
    queryset = PaymentRequest.objects.none()

    def get_queryset(self) -> QuerySet[PaymentRequest]:
        found: QuerySet[PaymentRequest] = papers.request_of(self.request.viewer)
        return found.order_by("-asked_at", "-pk")
