"""The duties that fall due by themselves, to read: one's own, or all for who follows them."""

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.response import Response

from decisions.models.following_duties import DutyKind
from decisions.presentation.following_up.duties import WAITING, occasion
from decisions.rules.following import powers
from decisions.rules.following.duties import Standing
from decisions.services.following.duties import Owed, due_list
from members.http import ApiRequest

STANDINGS = [(each.value, each.value) for each in Standing]


class DutySerializer(serializers.Serializer[Any]):
    """A duty of one occasion: who owes it (a code), until when, and how it stands now."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(DutyKind.choices)
    occasion = serializers.CharField()
    owed_by = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    standing = serializers.ChoiceField(STANDINGS)
    is_waiting = serializers.BooleanField()
    rule = serializers.CharField()


class DutyQuery(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(DutyKind.choices, required=False)
    standing = serializers.ChoiceField(STANDINGS, required=False)
    is_waiting = serializers.BooleanField(required=False, allow_null=True, default=None)


class DutyViewSet(viewsets.GenericViewSet[Any]):
    """Reports, confirmations and information that fall due: derived, never entered."""

    request: ApiRequest
    serializer_class = DutySerializer
    filter_backends: list[Any] = []
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="duties_list",
        responses={200: DutySerializer(many=True)},
        parameters=[
            OpenApiParameter(
                "kind", OpenApiTypes.STR, enum=DutyKind.values, description="Of one kind."
            ),
            OpenApiParameter(
                "standing",
                OpenApiTypes.STR,
                enum=[value for value, _label in STANDINGS],
                description="As it stands today.",
            ),
            OpenApiParameter(
                "is_waiting", OpenApiTypes.BOOL, description="Due or overdue, or not."
            ),
        ],
    )
    def list(self, request: ApiRequest) -> Response:
        """List the duties of a year back and a year ahead; a country reads its own."""
        if not powers.may_read(request.viewer):
            raise Http404
        asked = DutyQuery(data=request.query_params.dict())
        if not asked.is_valid():
            raise exceptions.ValidationError(asked.errors)
        rows = [_row(owed) for owed in due_list(request.viewer)]
        wanted = {name: v for name, v in asked.validated_data.items() if v is not None}
        found = [row for row in rows if all(row[name] == v for name, v in wanted.items())]
        page: Any = self.paginate_queryset(found)
        return self.get_paginated_response(DutySerializer(page, many=True).data)


def _row(owed: Owed) -> dict[str, Any]:
    duty = owed.duty
    return {
        "key": duty.key,
        "kind": duty.kind.value,
        "occasion": occasion(duty, {}),  # whose contact it is, is said to nobody here
        "owed_by": duty.owed_by,
        "due_on": duty.due_on,
        "standing": owed.standing.value,
        "is_waiting": owed.standing in WAITING,
        "rule": duty.rule,
    }
