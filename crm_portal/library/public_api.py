"""What the public site tells, to read: news, the words of the Conference, its publications."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.serializers import BilingualField, BilingualSerializer
from crm_portal.library.models import GlossaryTerm, NewsItem, Publication
from crm_portal.library.models.news import NewsQuerySet, NewsState
from crm_portal.library.models.published import (
    GlossaryTermQuerySet,
    PublicationKind,
    PublicationQuerySet,
)
from members.http import ApiRequest

SAFE = ["get", "head"]


def pages_of(name: str, *args: Any) -> dict[str, str]:
    """Return the addresses of a page in each language."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = reverse(name, args=args)
    return found


class NewsSerializer(serializers.ModelSerializer[NewsItem]):
    """An item of news in both languages; paragraphs are parted by empty lines."""

    title = BilingualField()
    words = BilingualField()
    page = serializers.SerializerMethodField()

    class Meta:
        model = NewsItem
        fields = ["slug", "title", "words", "public_from", "state", "page"]

    @extend_schema_field(BilingualSerializer)
    def get_page(self, item: NewsItem) -> dict[str, str]:
        return pages_of("library:news-item", item.slug)


class NewsFilter(filters.FilterSet):
    """By the year in which it became public, and by its state (for who writes news)."""

    year = filters.NumberFilter(
        field_name="public_from__year",
        min_value=1990,
        max_value=2999,
        help_text="The year (UTC) in which it became public.",
    )
    state = filters.ChoiceFilter(
        choices=NewsState.choices, help_text="Drafts exist only for those who write news."
    )

    class Meta:
        model = NewsItem
        fields: list[str] = []


class NewsViewSet(viewsets.ReadOnlyModelViewSet[NewsItem]):
    """News of the Conference, the latest first: public from its hour on."""

    request: ApiRequest
    serializer_class = NewsSerializer
    permission_classes = [AllowAny]
    filterset_class = NewsFilter
    lookup_field = "slug"
    lookup_value_regex = "[A-Za-z0-9_-]+"
    queryset = NewsItem.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> NewsQuerySet:
        visible = NewsItem.objects.visible_to(self.request.viewer)
        return visible.order_by("-public_from", "-pk")


class GlossaryTermSerializer(serializers.ModelSerializer[GlossaryTerm]):
    """A term, what it means in the Conference, and where that is said."""

    term = BilingualField()
    acronym = BilingualField()
    definition = BilingualField()
    page = serializers.SerializerMethodField()

    class Meta:
        model = GlossaryTerm
        fields = ["code", "term", "acronym", "definition", "source", "page"]

    @extend_schema_field(BilingualSerializer)
    def get_page(self, term: GlossaryTerm) -> dict[str, str]:
        return pages_of("library:term", term.code)


class TermFilter(filters.FilterSet):
    """By words of the term or its initials."""

    q = filters.CharFilter(
        method="called",
        max_length=100,
        help_text="Part of the term or of its initials, in either language.",
    )

    class Meta:
        model = GlossaryTerm
        fields: list[str] = []

    def called(
        self, rows: GlossaryTermQuerySet, name: str, value: str
    ) -> GlossaryTermQuerySet:
        names = ("term_es", "term_en", "acronym_es", "acronym_en")
        said = value.replace("\x00", "")
        fits = [Q(**{f"{each}__icontains": said}) for each in names]
        return rows.filter(fits[0] | fits[1] | fits[2] | fits[3])


class TermViewSet(viewsets.ReadOnlyModelViewSet[GlossaryTerm]):
    """The words of the Conference in both languages, by code."""

    request: ApiRequest
    serializer_class = GlossaryTermSerializer
    permission_classes = [AllowAny]
    filterset_class = TermFilter
    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9_-]+"
    queryset = GlossaryTerm.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> GlossaryTermQuerySet:
        return GlossaryTerm.objects.visible_to(self.request.viewer).order_by("code")


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """A publication; ``text`` is the reference of the same text in the register, or empty."""

    title = BilingualField()

    class Meta:
        model = Publication
        fields = ["number", "kind", "year", "title", "text", "source"]


class PublicationFilter(filters.FilterSet):
    """By kind and year."""

    kind = filters.ChoiceFilter(choices=PublicationKind.choices, help_text="What it is.")
    year = filters.NumberFilter(
        min_value=1990, max_value=2999, help_text="The year in which it came out."
    )

    class Meta:
        model = Publication
        fields: list[str] = []


class PublicationViewSet(viewsets.ReadOnlyModelViewSet[Publication]):
    """What the Conference published, the latest first; one of them by its number."""

    request: ApiRequest
    serializer_class = PublicationSerializer
    permission_classes = [AllowAny]
    filterset_class = PublicationFilter
    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,9}"
    queryset = Publication.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> PublicationQuerySet:
        visible = Publication.objects.visible_to(self.request.viewer)
        return visible.order_by("-year", "number")
