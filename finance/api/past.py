"""What the sources tell of contributions before the portal, to read by API."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import mixins, serializers, viewsets

from crm_portal.core.serializers import BilingualField
from finance.api.common import SAFE
from finance.models import PastFact
from finance.models.past import PastKind
from members.http import ApiRequest


class PastFactSerializer(serializers.ModelSerializer[PastFact]):
    """One thing that a source says of a period, on a day known as exactly as ``precision``.

    ``party``, ``members`` and ``cents`` are null where no source gives them: that is not zero.
    """

    party = serializers.CharField(source="party.code", default=None, allow_null=True)
    note = BilingualField()

    class Meta:
        model = PastFact
        fields = [
            "code",
            "kind",
            "period_starts",
            "period_ends",
            "on",
            "precision",
            "party",
            "members",
            "cents",
            "note",
            "source",
        ]


class PastFactFilter(filters.FilterSet):
    """Of which kind."""

    kind = filters.ChoiceFilter(choices=PastKind.choices, help_text="What a source tells.")

    class Meta:
        model = PastFact
        fields: list[str] = []


class PastFactViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[PastFact]):
    """Letters, budgets and payments before the portal, by period, as the sources tell them."""

    request: ApiRequest
    serializer_class = PastFactSerializer
    filterset_class = PastFactFilter
    queryset = PastFact.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> QuerySet[PastFact]:
        found: QuerySet[PastFact] = PastFact.objects.visible_to(self.request.viewer)
        related = found.select_related("party")
        return related.order_by("period_starts", "period_ends", "on", "pk")
