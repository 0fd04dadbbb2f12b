"""A member's statement of account to read by API, as its page shows it."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from finance.api.common import SAFE
from finance.models import JournalKind, LetterKind
from finance.rules import powers
from finance.rules.standing import Age, Status
from finance.statements import Due, Move, Statement, statement_of
from members.http import ApiRequest
from members.models import Party


class AccountDueSerializer(serializers.Serializer[Any]):
    """A contribution as it stands, in cents; ``age`` is null while nothing is overdue."""

    assessment = serializers.IntegerField()
    budget = serializers.CharField()
    amount_cents = serializers.IntegerField()
    paid_cents = serializers.IntegerField()
    written_off_cents = serializers.IntegerField()
    outstanding_cents = serializers.IntegerField()
    due_on = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(choices=Status.choices)
    age = serializers.ChoiceField(choices=Age.choices, allow_null=True)
    expected_on = serializers.DateField(allow_null=True)
    is_demonstration = serializers.BooleanField()


class AccountMoveSerializer(serializers.Serializer[Any]):
    """A movement of the account; ``balance_cents`` is what is owed after it, less credit.

    ``undone`` is, of a reversal, the kind of what it takes back.
    """

    value_on = serializers.DateField()
    kind = serializers.ChoiceField(choices=JournalKind.choices)
    undone = serializers.ChoiceField(choices=JournalKind.choices, allow_null=True)
    budget = serializers.CharField(allow_null=True)
    decision = serializers.CharField()
    reason = serializers.CharField()
    bank_reference = serializers.CharField()
    receipt = serializers.IntegerField(allow_null=True)
    charged_cents = serializers.IntegerField()
    credited_cents = serializers.IntegerField()
    balance_cents = serializers.IntegerField()


class AccountAllocationSerializer(serializers.Serializer[Any]):
    """What of a receipt pays the contribution to a budget, in cents."""

    receipt = serializers.IntegerField()
    value_on = serializers.DateField()
    budget = serializers.CharField()
    cents = serializers.IntegerField()


class AccountLetterSerializer(serializers.Serializer[Any]):
    """A letter that went to the member, and what was outstanding that day, in cents."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=LetterKind.choices)
    budget = serializers.CharField()
    written_on = serializers.DateField()
    outstanding_cents = serializers.IntegerField()


class AccountStatementSerializer(serializers.Serializer[Any]):
    """The account of a member as it stands ``on`` a day, today; amounts in cents.

    ``balance_cents`` is below zero when the member has sent more than it owes. Movements,
    allocations and letters are the latest first.
    """

    party = serializers.CharField()
    on = serializers.DateField()
    assessed_cents = serializers.IntegerField()
    paid_cents = serializers.IntegerField()
    written_off_cents = serializers.IntegerField()
    outstanding_cents = serializers.IntegerField()
    credit_cents = serializers.IntegerField()
    balance_cents = serializers.IntegerField()
    contributions = AccountDueSerializer(many=True)
    movements = AccountMoveSerializer(many=True)
    allocations = AccountAllocationSerializer(many=True)
    letters = AccountLetterSerializer(many=True)


class AccountStatementViewSet(viewsets.GenericViewSet[Party]):
    """What a member owed and sent, and what it comes to today."""

    request: ApiRequest
    http_method_names = SAFE
    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9-]{1,20}"
    queryset = Party.objects.none()
    serializer_class = AccountStatementSerializer
    filter_backends: list[Any] = []

    @extend_schema(responses={200: AccountStatementSerializer})
    def retrieve(self, request: Any, code: str) -> Response:
        """Return the statement of account of one member, as its page shows it today."""
        viewer = self.request.viewer
        if not powers.sees_contributions(viewer):
            raise Http404
        members = Party.objects.visible_to(viewer).member_states()
        party = get_object_or_404(members, code=code.upper())
        told = statement_row(statement_of(party, viewer.on))
        return Response(AccountStatementSerializer(told).data)


def statement_row(told: Statement) -> dict[str, Any]:
    """Return a statement as the API writes it."""
    budgets = {
        due.assessment.budget_id: due.assessment.budget.reference for due in told.dues
    }
    sums = ("assessed", "paid", "written_off", "outstanding", "credit", "balance")
    return {
        "party": told.party.code,
        "on": told.on,
        **{f"{name}_cents": getattr(told, name) for name in sums},
        "contributions": [_due(due) for due in told.dues],
        "movements": [_move(move, budgets) for move in reversed(told.moves)],
        "allocations": [
            {
                "receipt": each.receipt_id,
                "value_on": each.receipt.value_on,
                "budget": each.assessment.budget.reference,
                "cents": each.cents,
            }
            for each in told.allocations
        ],
        "letters": [
            {
                "number": each.letter.number,
                "kind": each.letter.kind,
                "budget": each.letter.budget.reference,
                "written_on": each.letter.written_on,
                "outstanding_cents": each.outstanding_cents,
            }
            for each in told.letters
        ],
    }


def _due(due: Due) -> dict[str, Any]:
    owed = due.owed
    return {
        "assessment": due.assessment.pk,
        "budget": due.assessment.budget.reference,
        "amount_cents": owed.amount,
        "paid_cents": owed.paid,
        "written_off_cents": owed.written_off,
        "outstanding_cents": owed.outstanding,
        "due_on": owed.due_on,
        "status": due.state,
        "age": due.age,
        "expected_on": due.expected_on,
        "is_demonstration": due.assessment.is_demonstration,
    }


def _move(move: Move, budgets: dict[int, str]) -> dict[str, Any]:
    return {
        "value_on": move.on,
        "kind": move.kind,
        "undone": move.undone or None,
        "budget": None if move.budget is None else budgets.get(move.budget),
        "decision": move.decision,
        "reason": move.reason,
        "bank_reference": move.reference,
        "receipt": move.receipt,
        "charged_cents": move.charged,
        "credited_cents": move.credited,
        "balance_cents": move.balance,
    }
