"""What notices about documents and bulletins are about, and who may still know of it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.noticed import Matter
from crm_portal.library.models import AudienceChange, Bulletin, Document, SavedSearch

DOCUMENTS, BULLETINS = "documents", "bulletins"


def _changes(viewer: Viewer) -> QuerySet[Any]:
    seen = Document.objects.visible_to(viewer).values("pk")
    return AudienceChange.objects.filter(document__in=seen).select_related("document")


def _bulletins(viewer: Viewer) -> QuerySet[Any]:
    return Bulletin.objects.visible_to(viewer)


def _searches(viewer: Viewer) -> QuerySet[Any]:
    return SavedSearch.objects.visible_to(viewer)


MATTERS = (
    Matter(
        "document",
        DOCUMENTS,
        lambda _notice, row: row.document.get_absolute_url(),
        lambda _notice, _row: _("A document waits for a second person"),
        rows=_changes,
        about=lambda row: row.document.symbol,
    ),
    Matter(
        "search",
        DOCUMENTS,
        lambda _notice, row: row.get_absolute_url(),
        lambda _notice, _row: _("New results of a saved search"),
        rows=_searches,
    ),
    Matter(
        "bulletin",
        BULLETINS,
        lambda _notice, row: row.get_absolute_url(),
        lambda _notice, row: row.title,
        rows=_bulletins,
    ),
)
