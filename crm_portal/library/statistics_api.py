"""The figures of the public page of statistics, to read: the same numbers, as numbers."""

from typing import Any

from django.utils.translation import override
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.serializers import BilingualSerializer
from crm_portal.library import front
from crm_portal.library.front import Figure
from crm_portal.library.public_api import SAFE
from members.http import ApiRequest

WORDS = ("title", "about", "heading", "note")


class FigureRowSerializer(serializers.Serializer[Any]):
    """A label (a year, a kind) and how many there are of it."""

    label = BilingualSerializer()  # type: ignore[assignment]
    count = serializers.IntegerField()


class FigureSerializer(serializers.Serializer[Any]):
    """A count of something by year or by kind; ``is_series``: the labels are years in a row.

    ``title`` says what is found, ``about`` of what, ``note`` what is not counted.
    """

    key = serializers.CharField()
    title = BilingualSerializer()
    about = BilingualSerializer()
    heading = BilingualSerializer()
    note = BilingualSerializer()
    source = serializers.CharField()  # type: ignore[assignment]
    is_series = serializers.BooleanField()
    total = serializers.IntegerField()
    rows = FigureRowSerializer(many=True)


class StatisticsViewSet(viewsets.GenericViewSet[Any]):
    """How much is on record, as anybody may know of it."""

    request: ApiRequest
    serializer_class = FigureSerializer
    permission_classes = [AllowAny]
    filter_backends: list[Any] = []
    http_method_names = SAFE

    @extend_schema(responses={200: FigureSerializer(many=True)})
    def list(self, request: ApiRequest) -> Response:
        """List the figures of the page of statistics, in its order."""
        page: Any = self.paginate_queryset(figures(request.viewer))
        return self.get_paginated_response(FigureSerializer(page, many=True).data)


def figures(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the public figures with their words in each language."""
    told: dict[str, list[Figure]] = {}
    for code in LANGUAGES:
        with override(code):
            told[code] = front.figures(viewer)
    together = zip(*told.values(), strict=True)
    return [_figure(dict(zip(told, each, strict=True))) for each in together]


def _figure(by_language: dict[str, Figure]) -> dict[str, Any]:
    first = next(iter(by_language.values()))
    words = {
        name: {code: str(getattr(each, name)) for code, each in by_language.items()}
        for name in WORDS
    }
    rows = [
        {
            "label": {code: str(each.rows[place][0]) for code, each in by_language.items()},
            "count": count,
        }
        for place, (_label, count) in enumerate(first.rows)
    ]
    return {
        "key": first.key,
        **words,
        "source": first.source,
        "is_series": first.is_series,
        "total": first.total,
        "rows": rows,
    }
