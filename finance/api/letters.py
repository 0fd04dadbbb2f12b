"""Letters about contributions, to read by API: nobody is named, and no address is in them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.serializers import BilingualField, BilingualSerializer
from finance.api.common import SAFE, IssuedPaperSerializer, paper_of
from finance.models import Letter, LetterKind
from finance.presentation.letters import rows
from finance.presentation.letters.rows import RecipientRow
from finance.rules.reminders import Wording
from members.http import ApiRequest


class ContributionLetterRowSerializer(serializers.ModelSerializer[Letter]):
    """A letter in a list: to how many members it went, what they owed that day, in cents."""

    budget = serializers.CharField(source="budget.reference")
    signed_for = serializers.CharField(source="signed_for.code")
    members = serializers.IntegerField()
    outstanding_cents = serializers.IntegerField(source="outstanding")

    class Meta:
        model = Letter
        fields = [
            "number",
            "kind",
            "budget",
            "written_on",
            "signed_for",
            "members",
            "outstanding_cents",
            "is_demonstration",
        ]


class LetterSendingSerializer(serializers.Serializer[Any]):
    """One sending of a letter, to nobody by name: what became of it, and when."""

    state = serializers.ChoiceField(
        choices=[(each, each) for each in rows.BECAME], source="became"
    )
    at = serializers.DateTimeField(allow_null=True)


class LetterRecipientSerializer(serializers.Serializer[Any]):
    """A member's letter, with its figures as they stood that day, in cents."""

    party = serializers.CharField(source="row.party.code")
    wording = serializers.ChoiceField(choices=Wording.choices, source="row.wording")
    assessed_cents = serializers.IntegerField(source="row.assessed_cents")
    paid_cents = serializers.IntegerField(source="row.paid_cents")
    written_off_cents = serializers.IntegerField(source="row.written_off_cents")
    outstanding_cents = serializers.IntegerField(source="row.outstanding_cents")
    subject = BilingualSerializer(source="letter.subject")
    body = BilingualSerializer(source="letter.body")
    sendings = LetterSendingSerializer(source="deliveries", many=True)
    paper = serializers.SerializerMethodField()

    @extend_schema_field(IssuedPaperSerializer(allow_null=True))
    def get_paper(self, each: RecipientRow) -> Any:
        return paper_of(each.job)


class ContributionLetterSerializer(serializers.Serializer[Any]):
    """A letter: what the presidency added to it, and what each member was written.

    Figures are those of the day of the letter. It names nobody and no address.
    """

    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=LetterKind.choices)
    budget = serializers.CharField(source="budget.reference")
    written_on = serializers.DateField()
    signed_for = serializers.CharField(source="signed_for.code")
    words = BilingualField()
    is_demonstration = serializers.BooleanField()
    recipients = serializers.SerializerMethodField()

    @extend_schema_field(LetterRecipientSerializer(many=True))
    def get_recipients(self, letter: Letter) -> Any:
        return LetterRecipientSerializer(self.context["recipients"], many=True).data


class LetterFilter(filters.FilterSet):
    """Of which kind, and about which budget."""

    kind = filters.ChoiceFilter(
        choices=LetterKind.choices, help_text="A call for contributions, or a reminder."
    )
    budget = filters.CharFilter(field_name="budget__reference", max_length=40)

    class Meta:
        model = Letter
        fields: list[str] = []


class ContributionLetterViewSet(viewsets.ReadOnlyModelViewSet[Letter]):
    """Letters of the presidency about contributions, the latest first."""

    request: ApiRequest
    serializer_class = ContributionLetterRowSerializer
    filterset_class = LetterFilter
    lookup_field = "number"
    lookup_value_regex = "[0-9-]{1,10}"
    queryset = Letter.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> QuerySet[Letter]:
        found: QuerySet[Letter] = rows.letters(self.request.viewer)
        return found

    @extend_schema(responses={200: ContributionLetterSerializer})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one letter, with its words and figures for each member."""
        viewer = self.request.viewer
        letter = rows.letter_of(viewer, kwargs["number"])
        if letter is None:
            raise Http404
        recipients = rows.rows_of(letter, viewer)
        context = {**self.get_serializer_context(), "recipients": recipients}
        return Response(ContributionLetterSerializer(letter, context=context).data)
