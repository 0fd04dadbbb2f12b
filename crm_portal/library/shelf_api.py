"""What the library keeps for its readers: collections, bulletins, searches of one's own."""

from typing import Any

from django.db.models import F
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from crm_portal.core.serializers import BilingualField, BilingualSerializer
from crm_portal.library import rules, shelves
from crm_portal.library.models import Bulletin, Collection, Level, SavedSearch
from crm_portal.library.models.bulletins import BulletinQuerySet
from crm_portal.library.models.collections import CollectionQuerySet
from crm_portal.library.models.saved import SavedSearchQuerySet
from crm_portal.library.public_api import SAFE, pages_of
from crm_portal.library.searching import finding
from members.http import ApiRequest


class CollectionSerializer(serializers.ModelSerializer[Collection]):
    """A collection: ``audience`` says whom the list is for, not what is in it."""

    title = BilingualField()
    words = BilingualField()
    audience = serializers.ChoiceField(source="level", choices=Level.choices)
    page = serializers.SerializerMethodField()

    class Meta:
        model = Collection
        fields = [
            "slug",
            "title",
            "words",
            "audience",
            "changed_at",
            "is_demonstration",
            "page",
        ]

    @extend_schema_field(BilingualSerializer)
    def get_page(self, kept: Collection) -> dict[str, str]:
        return pages_of("library:collection", kept.slug)


class ShownSerializer(serializers.Serializer[Any]):
    """An item as the search knows it, with what its collection says of it (``note``)."""

    kind = serializers.CharField(source="entry.kind")
    reference = serializers.CharField(source="entry.reference")
    title = BilingualSerializer(source="titled")
    note = BilingualSerializer(source="noted")
    dated = serializers.DateField(source="entry.dated", allow_null=True)
    precision = serializers.CharField(source="entry.precision")
    audience = serializers.CharField(source="entry.level")
    page = BilingualSerializer()


class WholeCollectionSerializer(CollectionSerializer):
    """A collection with those of its items that the reader may know of, in their order."""

    items = serializers.SerializerMethodField()

    class Meta(CollectionSerializer.Meta):
        fields = [*CollectionSerializer.Meta.fields, "items"]

    @extend_schema_field(ShownSerializer(many=True))
    def get_items(self, kept: Collection) -> Any:
        viewer = self.context["request"].viewer
        rows = [_item(each, viewer) for each in shelves.shown(kept, viewer)]
        return ShownSerializer(rows, many=True).data


def _item(shown: shelves.Shown, viewer: Any) -> dict[str, Any]:
    name, *args = finding.address_of(shown.entry, viewer)
    return {
        "entry": shown.entry,
        "titled": {"es": shown.entry.title_es, "en": shown.entry.title_en},
        "noted": {"es": shown.item.note_es, "en": shown.item.note_en},
        "page": pages_of(name, *args),
    }


class CollectionViewSet(viewsets.ReadOnlyModelViewSet[Collection]):
    """Collections of documents, texts, meetings and publications, the latest changed first."""

    request: ApiRequest
    serializer_class = CollectionSerializer
    permission_classes = [AllowAny]
    filter_backends: list[Any] = []
    lookup_field = "slug"
    lookup_value_regex = "[A-Za-z0-9_-]+"
    queryset = Collection.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> CollectionQuerySet:
        return Collection.objects.visible_to(self.request.viewer)

    def get_serializer_class(self) -> type[CollectionSerializer]:
        """Tell of one with its items."""
        return (
            WholeCollectionSerializer if self.action == "retrieve" else CollectionSerializer
        )


class BulletinSerializer(serializers.ModelSerializer[Bulletin]):
    """A bulletin in both languages; whom it is for is told to those who write them alone."""

    title = BilingualField()
    words = BilingualField()
    audiences = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()

    class Meta:
        model = Bulletin
        fields = ["id", "title", "words", "state", "sent_at", "audiences", "page"]

    @extend_schema_field(
        serializers.ListField(child=serializers.CharField(), allow_null=True)
    )
    def get_audiences(self, bulletin: Bulletin) -> list[str] | None:
        writes = rules.writes_bulletins(self.context["request"].viewer)
        return list(bulletin.audiences) if writes else None

    @extend_schema_field(BilingualSerializer)
    def get_page(self, bulletin: Bulletin) -> dict[str, str]:
        return pages_of("library:bulletin", bulletin.pk)


class BulletinViewSet(viewsets.ReadOnlyModelViewSet[Bulletin]):
    """Bulletins that reached the reader, the latest first; for who writes them, drafts before."""

    request: ApiRequest
    serializer_class = BulletinSerializer
    filter_backends: list[Any] = []
    lookup_value_regex = "[0-9]{1,9}"
    queryset = Bulletin.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> BulletinQuerySet:
        return Bulletin.objects.visible_to(self.request.viewer).listed()


class SavedSearchSerializer(serializers.ModelSerializer[SavedSearch]):
    """A search of the reader's own: its name, what it asks for, whether it tells what is new."""

    class Meta:
        model = SavedSearch
        fields = [
            "id",
            "name",
            "q",
            "kind",
            "meeting",
            "audience",
            "language",
            "year",
            "tells",
            "saved_at",
        ]


class SavedSearchViewSet(viewsets.ReadOnlyModelViewSet[SavedSearch]):
    """The searches that the reader keeps, the latest first; nobody reads anybody else's."""

    request: ApiRequest
    serializer_class = SavedSearchSerializer
    filter_backends: list[Any] = []
    lookup_value_regex = "[0-9]{1,9}"
    queryset = SavedSearch.objects.none()
    http_method_names = SAFE

    def get_queryset(self) -> SavedSearchQuerySet:
        kept = SavedSearch.objects.visible_to(self.request.viewer)
        return kept.order_by(F("saved_at").desc(), "-pk")
