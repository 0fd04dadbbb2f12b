"""What every part of the API writes alike: texts in two languages, and problems."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class BilingualSerializer(serializers.Serializer):
    """A text in both languages; the one that does not exist is empty."""

    es = serializers.CharField()
    en = serializers.CharField()


@extend_schema_field(BilingualSerializer)
class BilingualField(serializers.Field):
    """Read the columns ``name_es`` and ``name_en`` of a row as ``{"es": …, "en": …}``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"source": "*", "read_only": True, **kwargs})

    def to_representation(self, value: Any) -> dict[str, str]:
        return bilingual(value, str(self.field_name))


def bilingual(row: Any, name: str) -> dict[str, str]:
    """Return ``name`` of ``row`` in both languages."""
    return {"es": getattr(row, f"{name}_es"), "en": getattr(row, f"{name}_en")}


class ProblemSerializer(serializers.Serializer):
    """Why a request was not carried out (RFC 9457). ``code`` is stable, ``detail`` is for people.

    ``detail`` is in the reader's language; ``rule`` cites the article behind a refusal;
    ``parameter`` names what was wrong in an address, ``errors`` what was wrong in a body.
    """

    type = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    rule = serializers.CharField(required=False)
    parameter = serializers.CharField(required=False)
    errors = serializers.JSONField(required=False)  # type: ignore[assignment]
