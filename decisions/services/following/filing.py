"""A file that comes with an answer becomes a document of the library, for the members."""

import hashlib

from crm_portal.core.access import Viewer
from crm_portal.library import services as library
from crm_portal.library.models.documents import Category, Document, Level
from crm_portal.library.services import Draft, Sheet
from decisions.services.following.common import AGAIN

TITLE = 300


def filed(
    sheet: Sheet | None,
    *,
    series: str,
    title_es: str,
    title_en: str = "",
    category: str = Category.WORKING,
    by: Viewer,
) -> int | None:
    """Register a file under the next symbol of ``series``; None where there is no file.

    The same file sent again is the document that it became. Refused: the viewer registers
    no documents for the members.
    """
    if sheet is None:
        return None
    draft = Draft(
        series=series,
        category=category,
        title_es=title_es[:TITLE],
        title_en=title_en[:TITLE],
        level=Level.MEMBERS,
    )
    return _there(draft, sheet, by) or library.register_document(draft, [sheet], by=by).pk


def _there(draft: Draft, sheet: Sheet, by: Viewer) -> int | None:
    """Return what the viewer made of the same file a moment ago: a form sent twice."""
    same = Document.objects.visible_to(by).filter(
        series=draft.series,
        category=draft.category,
        level=draft.level,
        title_es=draft.title_es,
        registered_by=by.signer,
        registered_for=by.state,
        registered_at__gte=by.at - AGAIN,
        revisions__file=hashlib.sha256(sheet.content).hexdigest(),
    )
    return same.order_by("pk").values_list("pk", flat=True).first()
