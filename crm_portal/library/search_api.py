"""Search by API: the same words, the same filters and the same readers as on the page."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from crm_portal.core.serializers import BilingualField, BilingualSerializer
from crm_portal.library.models import Level, SearchEntry
from crm_portal.library.public_api import SAFE, pages_of
from crm_portal.library.searching import finding, words
from crm_portal.library.searching.marking import fragment, stems_of
from members.http import ApiRequest

PARAMETERS = [
    OpenApiParameter(
        "q",
        OpenApiTypes.STR,
        required=True,
        description="Words in Spanish or English, with or without accents; “a phrase” in "
        "quotation marks; -word leaves out.",
    ),
    OpenApiParameter(
        "kind",
        OpenApiTypes.STR,
        description="What is found: `document`, `text`, `provision`, `meeting`, `term`, …; "
        "a document's category after a colon: `document:INF`.",
    ),
    OpenApiParameter(
        "meeting", OpenApiTypes.STR, description="The symbol of a meeting: `XIX-CRM`."
    ),
    OpenApiParameter(
        "audience", OpenApiTypes.STR, enum=Level.values, description="Of documents."
    ),
    OpenApiParameter(
        "language", OpenApiTypes.STR, enum=["es", "en"], description="Written in it."
    ),
    OpenApiParameter(
        "year",
        {"type": "string", "pattern": "^(19|20)[0-9]{2}$"},
        description="Of which year.",
    ),
]


class HitSerializer(serializers.ModelSerializer[SearchEntry]):
    """One thing found: what it is, where it is read, and a passage in which the words stand."""

    title = BilingualField()
    meeting = serializers.CharField(source="series")
    audience = serializers.CharField(source="level")
    passage = BilingualSerializer(read_only=True)
    page = BilingualSerializer(read_only=True)

    class Meta:
        model = SearchEntry
        fields = [
            "kind",
            "sort",
            "reference",
            "title",
            "passage",
            "dated",
            "precision",
            "meeting",
            "audience",
            "languages",
            "page",
            "is_demonstration",
        ]


class SearchViewSet(viewsets.GenericViewSet[SearchEntry]):
    """What the reader finds by words, among what he or she may know of at this instant."""

    request: ApiRequest
    serializer_class = HitSerializer
    permission_classes = [AllowAny]
    filter_backends: list[Any] = []
    queryset = SearchEntry.objects.none()
    http_method_names = SAFE

    @extend_schema(operation_id="search_list", parameters=PARAMETERS)
    def list(self, request: ApiRequest) -> Response:
        """Find by words: what is called so first, then the latest."""
        asked = finding.asked_for(request.query_params)
        _require(asked)
        entries = self.paginate_queryset(
            _ordered(finding.fitting(request.viewer, asked), asked)
        )
        finding.noted(entries or [], request.viewer)
        plain, _without = words.parted(words.plain(asked.q))
        for each in entries or ():
            _tell(each, stems_of(plain), request)
        return self.get_paginated_response(HitSerializer(entries, many=True).data)


def _require(asked: finding.Asked) -> None:
    """Raise ValidationError without a word to look for, and for a filter nobody knows."""
    if not asked.has_words:
        raise exceptions.ValidationError({"q": [_("Say at least one word to look for.")]})
    if asked.unknown:
        raise exceptions.ValidationError(
            {name: [_("Nothing is known by that value.")] for name in asked.unknown}
        )


def _ordered(rows: QuerySet[SearchEntry], asked: finding.Asked) -> QuerySet[SearchEntry]:
    plain, _without = words.parted(words.plain(asked.q))
    called = rows.annotate(
        called=Q(heads=words.query(plain)),
        said_es=Left("words_es", finding.SEEN),
        said_en=Left("words_en", finding.SEEN),
    )
    ordered = called.order_by("-called", F("dated").desc(nulls_last=True), "-pk")
    return ordered.defer("words_es", "words_en", "heads", "said")


def _tell(entry: Any, stems: frozenset[str], request: ApiRequest) -> None:
    """Put beside an entry where it is read and a passage of it, in both languages."""
    name, *args = finding.address_of(entry, request.viewer)
    entry.page = pages_of(name, *args)
    entry.passage = {
        code: "".join(
            piece for piece, _fits in fragment(getattr(entry, f"said_{code}"), stems)
        )
        for code in ("es", "en")
    }
