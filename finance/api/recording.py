"""The Secretariat records receipts by API: the same key again is the same receipt."""

import re
from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid
from finance.models import Assessment, Receipt
from finance.presentation import receipts as shown
from finance.rules import powers
from finance.rules.allocation import MOST, USD
from finance.services import receipts
from finance.services.common import require_accounts
from finance.services.receipts import Transfer
from members.http import ApiRequest

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,80}")
ACTING = ["get", "head", "post"]


class ReceiptBody(serializers.Serializer):
    """A transfer as the bank reports it; amounts are hundredths of their currency.

    ``budget`` names the contribution that the transfer is for; without it the oldest is paid
    first. ``rate`` and its source go with every currency but the dollar; ``net_cents`` is
    what was credited in cents of USD, where the bank says it.
    """

    party = serializers.SlugField(max_length=20)
    value_on = serializers.DateField()
    gross = serializers.IntegerField(min_value=1, max_value=MOST)
    fee = serializers.IntegerField(min_value=0, max_value=MOST, default=0)
    currency = serializers.RegexField(r"^[A-Z]{3}\Z", default=USD)
    rate = serializers.DecimalField(
        max_digits=14, decimal_places=8, allow_null=True, default=None
    )
    rate_source = serializers.CharField(max_length=120, allow_blank=True, default="")
    net_cents = serializers.IntegerField(
        min_value=1, max_value=MOST, allow_null=True, default=None
    )
    budget = serializers.SlugField(max_length=40, allow_blank=True, default="")
    bank_reference = serializers.CharField(max_length=80, allow_blank=True, default="")
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class PaidSerializer(serializers.Serializer):
    """What of a receipt pays the contribution to a budget, in cents of USD."""

    budget = serializers.CharField()
    cents = serializers.IntegerField()


class RecordedSerializer(serializers.Serializer):
    """A receipt as it stands: what it pays now, and the credit that is left of it."""

    id = serializers.IntegerField()
    party = serializers.CharField()
    value_on = serializers.DateField()
    currency = serializers.CharField()
    gross = serializers.IntegerField()
    fee = serializers.IntegerField()
    rate = serializers.DecimalField(max_digits=18, decimal_places=8, allow_null=True)
    rate_source = serializers.CharField()
    net_cents = serializers.IntegerField()
    bank_reference = serializers.CharField()
    is_returned = serializers.BooleanField()
    pays = PaidSerializer(many=True)
    left_cents = serializers.IntegerField()


class RecordingViewSet(viewsets.GenericViewSet[Receipt]):
    """What the Secretariat does with receipts."""

    request: ApiRequest
    queryset = Receipt.objects.none()
    serializer_class = RecordedSerializer
    http_method_names = ACTING
    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="receipts_record",
        parameters=[
            OpenApiParameter(
                HEADER,
                str,
                OpenApiParameter.HEADER,
                required=True,
                description="Up to 80 printable characters, one for each transfer.",
            )
        ],
        request=ReceiptBody,
        responses={200: RecordedSerializer, 201: RecordedSerializer},
    )
    @action(detail=False, methods=["post"], filter_backends=[])
    def record(self, request: Request) -> Response:
        """Record a transfer: 201 the first time, 200 and the same receipt with the same key.

        The same key with another transfer is a conflict (``key_used``).
        """
        viewer = self.request.viewer
        if not powers.sees_contributions(viewer):
            raise Http404
        require_accounts(viewer)
        key = _key(request)
        body = ReceiptBody(data=request.data)
        body.is_valid(raise_exception=True)
        visible = Receipt.objects.visible_to(viewer)
        was_there = visible.filter(journal__key=key).exists()
        made = receipts.record_receipt(
            _transfer(body.validated_data, viewer), key=key, by=viewer
        )
        status = HTTPStatus.OK if was_there else HTTPStatus.CREATED
        return Response(RecordedSerializer(_row(made.pk, viewer)).data, status=status)


def _key(request: Request) -> str:
    """Return the key of the movement. Invalid: there is none, or it is not one."""
    given = request.headers.get(HEADER, "")
    if not KEY.fullmatch(given):
        raise Invalid(
            _("Send a key of up to 80 printable characters in the header %(header)s.")
            % {"header": HEADER},
            code="no_key",
        )
    return f"api:{given}"


def _transfer(said: dict[str, Any], viewer: Viewer) -> Transfer:
    parties = {each.code: each.pk for each in shown.members()}
    party = parties.get(said["party"])
    if party is None:
        raise Invalid(_("Only members contribute."), code="not_a_member")
    names = ("value_on", "gross", "fee", "currency", "rate", "rate_source", "net_cents")
    return Transfer(
        party=party,
        designated=_designated(party, said["budget"], viewer),
        bank_reference=said["bank_reference"],
        note=said["note"],
        **{name: said[name] for name in names},
    )


def _designated(party: int, budget: str, viewer: Viewer) -> int | None:
    """Return the assessment of ``party`` for a budget. Invalid: there is none."""
    if not budget:
        return None
    visible = Assessment.objects.visible_to(viewer)
    found = visible.filter(party=party, budget__reference=budget).first()
    if found is None:
        raise Invalid(
            _("The member has no contribution to that budget."), code="designated"
        )
    return int(found.pk)


def _row(pk: int, viewer: Viewer) -> dict[str, Any]:
    """Return a receipt as the API writes it, as it stands now."""
    receipt: Any = shown.one(viewer, pk)
    names = ("value_on", "currency", "gross", "fee", "rate", "rate_source", "net_cents")
    return {
        "id": receipt.pk,
        "party": receipt.party.code,
        **{name: getattr(receipt, name) for name in names},
        "bank_reference": receipt.bank_reference,
        "is_returned": shown.reversal(receipt.journal) is not None,
        "pays": [
            {
                "budget": each.allocation.assessment.budget.reference,
                "cents": each.allocation.cents,
            }
            for each in shown.pieces(receipt)
            if each.taken_back is None
        ],
        "left_cents": receipt.left,
    }
