"""Matrices by API: what is confirmed of each country; a country proposes its cell."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Refused
from crm_portal.core.serializers import BilingualField
from decisions.api.acting import given, text
from decisions.models.following_matrices import Matrix, MatrixCell, MatrixTopic
from decisions.reports import following_matrix as report
from decisions.rules.following import powers
from decisions.rules.following.matrices import Means
from decisions.services.following import matrices as services
from decisions.services.following.matrices import Said
from members.http import ApiRequest
from members.models import Party

MEANS = [each.value for each in Means]


class MatrixCellSerializer(serializers.ModelSerializer[MatrixCell]):
    """What a country's cell says, as of ``as_of``, from ``source``.

    Of a convention: when the State signed (empty where that is not known), when and how it
    was bound. Otherwise it is said in words.
    """

    party = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    said = BilingualField()

    class Meta:
        model = MatrixCell
        fields = ["party", "said", "signed_on", "bound_on", "means", "as_of", "source"]


class MatrixTopicSerializer(serializers.ModelSerializer[MatrixTopic]):
    """A topic: a convention, a nationality, a matter of law."""

    name = BilingualField()

    class Meta:
        model = MatrixTopic
        fields = ["code", "name", "in_force_on", "source"]


class ToldTopicSerializer(MatrixTopicSerializer):
    """A topic with what is confirmed in it."""

    cells = MatrixCellSerializer(many=True)

    class Meta(MatrixTopicSerializer.Meta):
        fields = [*MatrixTopicSerializer.Meta.fields, "cells"]


class MatrixSerializer(serializers.ModelSerializer[Matrix]):
    """A matrix; ``is_public``: observers read what is confirmed in it, too."""

    name = BilingualField()

    class Meta:
        model = Matrix
        fields = ["code", "kind", "name", "source", "is_public"]


class MatrixInFullSerializer(MatrixSerializer):
    """The matrix with its topics and what is confirmed of each country."""

    topics = serializers.SerializerMethodField()

    class Meta(MatrixSerializer.Meta):
        fields = [*MatrixSerializer.Meta.fields, "topics"]

    @extend_schema_field(ToldTopicSerializer(many=True))
    def get_topics(self, matrix: Matrix) -> list[dict[str, Any]]:
        viewer: Viewer = self.context["request"].viewer
        found = report.table(matrix, viewer)
        return [
            {
                **MatrixTopicSerializer(topic).data,
                "cells": [
                    dict(MatrixCellSerializer(place.current).data)
                    for party in found.parties
                    if (place := found.place(topic, party)).current
                ],
            }
            for topic in found.topics
        ]


class CellBody(serializers.Serializer):
    """What a cell is to say. ``party`` is the reader's own; the Secretariat names another.

    ``as_of``: the day as of which it is known, today unless told.
    """

    topic = serializers.SlugField(max_length=40)
    party = serializers.SlugField(max_length=12, allow_blank=True, default="")
    said_es = text()
    said_en = text()
    signed_on = serializers.DateField(allow_null=True, default=None)
    bound_on = serializers.DateField(allow_null=True, default=None)
    means = serializers.ChoiceField(MEANS, allow_blank=True, default="")
    as_of = serializers.DateField(allow_null=True, default=None)
    source = serializers.CharField(max_length=250)  # type: ignore[assignment]


class MatrixViewSet(viewsets.ReadOnlyModelViewSet[Matrix]):
    """Matrices of topics by country, as far as the reader may see them."""

    request: ApiRequest
    queryset = Matrix.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[a-zA-Z0-9_-]+"

    def get_queryset(self) -> QuerySet[Matrix]:
        return Matrix.objects.visible_to(self.request.viewer).order_by("code")

    def get_serializer_class(self) -> type[serializers.Serializer]:
        return MatrixInFullSerializer if self.action == "retrieve" else MatrixSerializer

    @extend_schema(
        operation_id="matrices_propose",
        request=CellBody,
        responses={201: MatrixCellSerializer},
    )
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, code: str) -> Response:
        """Propose what a cell says; it says it once the Secretariat has confirmed it."""
        found, viewer = self.get_object(), self.request.viewer
        if not powers.may_read(viewer):
            raise Refused(
                _("A country proposes its own cell, or the Secretariat does."),
                code="not_its_own",
                rule="002:26",
            )
        body = dict(given(CellBody, request))
        topic = get_object_or_404(found.topics, code=body.pop("topic"))
        party = self._party(body.pop("party"), viewer)
        cell = services.propose_cell(topic.pk, party, Said(**body), by=viewer)
        return Response(MatrixCellSerializer(cell).data, status=HTTPStatus.CREATED)

    def _party(self, code: str, viewer: Viewer) -> int:
        if not code:
            return viewer.state
        return get_object_or_404(Party.objects.visible_to(viewer), code=code).pk
