"""What the addresses of finance have in common: the paper of a row, as the API writes it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from crm_portal.library.models import IssuedDocument, RenderJob
from finance.presentation.sheets import jobs_of
from members.http import ApiRequest

SAFE = ["get", "head"]


class IssuedPaperSerializer(serializers.ModelSerializer[IssuedDocument]):
    """The PDF as issued, with the code that verifies it and the SHA-256 of its bytes."""

    code = serializers.CharField(source="printed_code")
    sha256 = serializers.CharField(source="pdf_id")
    pdf_url = serializers.CharField()

    class Meta:
        model = IssuedDocument
        fields = ["code", "sha256", "pdf_url"]


@extend_schema_field(IssuedPaperSerializer(allow_null=True))
class PaperField(serializers.Field[Any, Any, Any, Any]):
    """The paper of a row, by the context's ``papers``; null until it is made."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"source": "*", "read_only": True, **kwargs})

    def to_representation(self, value: Any) -> Any:
        return paper_of(self.context["papers"].get(value.pk))


class WithPapers(viewsets.ReadOnlyModelViewSet[Any]):
    """Rows of a ``kind`` that have a paper: those of a page are read in one statement."""

    request: ApiRequest
    kind: type[models.Model]
    papers: Mapping[int, RenderJob] = {}
    http_method_names = SAFE

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "papers": self.papers}

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self._read_papers(page or [])
        return page

    def get_object(self) -> Any:
        found = super().get_object()
        self._read_papers([found])
        return found

    def _read_papers(self, found: Iterable[models.Model]) -> None:
        keys = [row.pk for row in found]
        self.papers = jobs_of(self.kind, keys, self.request.viewer)


def paper_of(job: RenderJob | None) -> Any:
    """Return the paper of an order as the API writes it; None while it is being made."""
    return IssuedPaperSerializer(job.document).data if job and job.document else None
