"""Documents to read, for those who may know them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from crm_portal.core.serializers import BilingualField
from crm_portal.library import reading
from crm_portal.library.models import Document, DocumentRevision, Level
from crm_portal.library.models.documents import Category, DocumentQuerySet
from members.http import ApiRequest
from members.models import Party


class LibraryFileSerializer(serializers.ModelSerializer[DocumentRevision]):
    """One file: its revision and language, its hash, and whether it has been scanned."""

    sha256 = serializers.CharField(source="file_id", read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = DocumentRevision
        fields = ["number", "language", "file_name", "sha256", "scan", "added_at", "url"]


class LibraryDocumentSerializer(serializers.ModelSerializer[Document]):
    """A document: symbol, title, category, audience, files. ``embargo_until`` is excluded."""

    title = BilingualField()
    audience = serializers.ChoiceField(source="level", choices=Level.choices)
    registered_for = serializers.SlugRelatedField[Party](slug_field="code", read_only=True)
    files = LibraryFileSerializer(many=True, read_only=True)

    class Meta:
        model = Document
        fields = [
            "slug",
            "symbol",
            "series",
            "category",
            "title",
            "audience",
            "embargo_until",
            "source",
            "dated",
            "registered_at",
            "registered_for",
            "files",
        ]


class DocumentFilter(filters.FilterSet):
    """By words of the symbol or the titles, series, category, audience, language and year."""

    q = filters.CharFilter(method="that_says", max_length=100)
    series = filters.CharFilter(field_name="series")
    category = filters.ChoiceFilter(field_name="category", choices=Category.choices)
    audience = filters.ChoiceFilter(field_name="level", choices=Level.choices)
    language = filters.ChoiceFilter(
        method="written_in", choices=[("es", "es"), ("en", "en")]
    )
    year = filters.NumberFilter(field_name="dated__year", min_value=1990, max_value=2999)

    class Meta:
        model = Document
        fields: list[str] = []

    def that_says(self, rows: DocumentQuerySet, name: str, value: str) -> DocumentQuerySet:
        return rows.saying(value.replace("\x00", ""))

    def written_in(self, rows: DocumentQuerySet, name: str, value: str) -> DocumentQuerySet:
        files = DocumentRevision.objects.known_to(self.request.viewer)
        written = files.filter(language__in=[value, "mul"]).values("document")
        return rows.filter(pk__in=written)


class DocumentViewSet(viewsets.ReadOnlyModelViewSet[Document]):
    """Documents of the Conference that the reader may know, the newest first."""

    request: ApiRequest
    serializer_class = LibraryDocumentSerializer
    filterset_class = DocumentFilter
    lookup_field = "slug"
    lookup_value_regex = r"[A-Za-z0-9.-]+"
    queryset = Document.objects.none()

    def get_queryset(self) -> DocumentQuerySet:
        viewer = self.request.viewer
        files = DocumentRevision.objects.known_to(viewer).select_related("document")
        visible = Document.objects.visible_to(viewer).select_related("registered_for")
        return visible.prefetch_related(Prefetch("revisions", files, "files"))

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        answer = super().list(request, *args, **kwargs)
        shown = [row["slug"] for row in answer.data["results"]]
        self._note(shown, "api list")
        return answer

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        answer = super().retrieve(request, *args, **kwargs)
        self._note([answer.data["slug"]], "api")
        return answer

    def _note(self, slugs: Sequence[str], how: str) -> None:
        held = Document.objects.visible_to(self.request.viewer).closely_held()
        reading.noted(held.filter(slug__in=slugs), how, by=self.request.viewer)
