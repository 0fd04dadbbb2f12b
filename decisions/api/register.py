"""The register of declarations and decisions, to read: what the pages show, never more."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import AllowAny

from crm_portal.core.serializers import BilingualField, BilingualSerializer
from crm_portal.library.searching.words import LONGEST
from decisions.forms.register import RegisterFilter
from decisions.models import Provision, ProvisionLink, Text, TextCorrigendum
from decisions.models.texts import TextQuerySet
from decisions.presentation.register import citing, finding
from decisions.presentation.register import words as search
from meetings.models import Axis, Body, Meeting
from meetings.presentation.titles import Names
from members.http import ApiRequest

REFERENCE = "[A-Za-z0-9_-]+"


class RegisterApiFilter(RegisterFilter, filters.FilterSet):
    """Words in either language, an organ, a kind, a year, an axis."""


class RegisteredSerializer(serializers.ModelSerializer[Text]):
    """A text as the register knows it; ``precision`` says how exactly its day is known.

    ``character`` is what holds, ``contrary`` what another source says, each with its source.
    """

    title = BilingualField()
    summary = BilingualField()
    note = BilingualField()
    body = serializers.SlugRelatedField[Body](slug_field="code", read_only=True)
    meeting = serializers.SlugRelatedField[Meeting](slug_field="symbol", read_only=True)
    annexed_to = serializers.SlugRelatedField[Text](slug_field="reference", read_only=True)
    languages = serializers.SerializerMethodField()
    authoritative = serializers.CharField(source="prevailing")
    character = serializers.SerializerMethodField()
    character_source = serializers.SerializerMethodField()
    contrary = serializers.SerializerMethodField()
    contrary_source = serializers.CharField(source="rules.contrary_source")

    class Meta:
        model = Text
        fields = [
            "reference",
            "kind",
            "title",
            "body",
            "meeting",
            "adopted_on",
            "precision",
            "languages",
            "authoritative",
            "character",
            "character_source",
            "contrary",
            "contrary_source",
            "annexed_to",
            "axis",
            "summary",
            "note",
            "source",
            "is_demonstration",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_languages(self, text: Text) -> list[str]:
        return text.languages.split()

    @extend_schema_field(serializers.CharField())
    def get_character(self, text: Text) -> str:
        return text.character or str(text.rules.character)

    @extend_schema_field(serializers.CharField())
    def get_character_source(self, text: Text) -> str:
        return text.character_source or text.rules.character_source

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_contrary(self, text: Text) -> str | None:
        return str(text.rules.contrary) if text.rules.contrary else None


class RegisteredProvisionSerializer(serializers.ModelSerializer[Provision]):
    """One decision, conclusion, point or paragraph; no ``number``: no source gives one."""

    text = serializers.SlugRelatedField[Text](slug_field="reference", read_only=True)
    number = serializers.SerializerMethodField()
    address = serializers.SerializerMethodField()
    citation = serializers.SerializerMethodField()
    words = BilingualField()

    class Meta:
        model = Provision
        fields = [
            "text",
            "part",
            "number",
            "address",
            "citation",
            "words",
            "axis",
            "source",
        ]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_number(self, provision: Provision) -> str | None:
        return provision.number if citing.is_numbered(provision) else None

    @extend_schema_field(serializers.CharField())
    def get_address(self, provision: Provision) -> str:
        return citing.address(provision, provision.text)

    @extend_schema_field(BilingualSerializer)
    def get_citation(self, provision: Provision) -> dict[str, str]:
        names: Names = self.context["names"]
        return {
            language: citing.of_provision(provision, provision.text, names, language).full
            for language in ("es", "en")
        }


class RegisteredLinkSerializer(serializers.ModelSerializer[ProvisionLink]):
    """A step of a chain: the later text (or its provision) stands so to the earlier one."""

    earlier_text = serializers.CharField(source="earlier_text.reference")
    earlier = serializers.CharField(source="earlier.number", allow_null=True, default=None)
    later_text = serializers.CharField(source="later_text.reference")
    later = serializers.CharField(source="later.number", allow_null=True, default=None)
    note = BilingualField()

    class Meta:
        model = ProvisionLink
        fields = [
            "earlier_text",
            "earlier",
            "later_text",
            "later",
            "relation",
            "note",
            "source",
        ]


class RegisteredCorrigendumSerializer(serializers.ModelSerializer[TextCorrigendum]):
    """A correction of what was printed, with both readings."""

    reason = BilingualField()

    class Meta:
        model = TextCorrigendum
        fields = [
            "number",
            "reference",
            "language",
            "printed",
            "corrected",
            "reason",
            "source",
            "issued_at",
        ]


class WholeRegisteredSerializer(RegisteredSerializer):
    """A text with its provisions, its corrections, and what it came from and led to."""

    provisions = RegisteredProvisionSerializer(many=True, read_only=True)
    corrigenda = RegisteredCorrigendumSerializer(many=True, read_only=True)
    comes_from = RegisteredLinkSerializer(many=True, read_only=True)
    led_to = RegisteredLinkSerializer(many=True, read_only=True)

    class Meta(RegisteredSerializer.Meta):
        fields = [
            *RegisteredSerializer.Meta.fields,
            "provisions",
            "corrigenda",
            "comes_from",
            "led_to",
        ]


class RegisterViewSet(viewsets.ReadOnlyModelViewSet[Text]):
    """Adopted texts that exist for the reader, the latest first; one of them by its reference."""

    request: ApiRequest
    permission_classes = [AllowAny]
    lookup_field = "reference"
    lookup_value_regex = REFERENCE
    filterset_class = RegisterApiFilter
    queryset = Text.objects.none()

    def get_queryset(self) -> TextQuerySet:
        viewer = self.request.viewer
        found = finding.registered(viewer).select_related("annexed_to")
        if self.action != "retrieve":
            return found
        ends = ("earlier_text", "earlier", "later_text", "later")
        known = finding.links(viewer).select_related(*ends)
        return found.prefetch_related(
            Prefetch("provisions", _with_text()),
            "corrigenda",
            Prefetch("comes_from", known),
            Prefetch("led_to", known),
        )

    def get_serializer_class(self) -> type[RegisteredSerializer]:
        is_one = self.action == "retrieve"
        return WholeRegisteredSerializer if is_one else RegisteredSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "names": Names.read()}


class ProvisionFilter(filters.FilterSet):
    """Words in either language, of which text, of which axis."""

    q = filters.CharFilter(method="of_words", max_length=LONGEST)
    text = filters.CharFilter(field_name="text__reference")
    axis = filters.ChoiceFilter(choices=Axis.choices)

    class Meta:
        model = Provision
        fields = ["q", "text", "axis"]

    def of_words(
        self, rows: QuerySet[Provision], name: str, value: str
    ) -> QuerySet[Provision]:
        del name
        return search.provisions_saying(rows, value)


class ProvisionViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Provision]):
    """Decisions, conclusions, points and paragraphs, text by text; to list."""

    request: ApiRequest
    serializer_class = RegisteredProvisionSerializer
    permission_classes = [AllowAny]
    filterset_class = ProvisionFilter
    queryset = Provision.objects.none()

    def get_queryset(self) -> QuerySet[Provision]:
        found = finding.provisions(self.request.viewer)
        return _related(found).order_by("text", "position", "pk")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "names": Names.read()}


def _with_text() -> QuerySet[Provision]:
    return _related(Provision.objects.order_by("position", "pk"))


def _related(rows: QuerySet[Provision]) -> QuerySet[Provision]:
    return rows.select_related("text__kind", "text__body", "text__meeting")
