"""What a presidency hands to the next about documents: the last texts that were adopted."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.sections import Row, Section, both, day, same, two
from crm_portal.library.models import IssuedDocument
from crm_portal.library.pages import ADOPTED

MOST = 8


def sections(passing: Any, viewers: Sequence[Viewer]) -> list[Section]:
    """Return the last adopted texts that all viewers may read, with the codes that prove them."""
    del passing  # the texts are the Conference's, whoever presides
    found = IssuedDocument.objects.current().filter(kind__in=ADOPTED)
    for viewer in viewers:
        found = found & IssuedDocument.objects.visible_to(viewer)
    return [
        Section(
            key="adopted",
            title=both(_("Last adopted texts")),
            columns=[
                both(_("Issued")),
                both(_("Reference")),
                both(_("Title")),
                both(_("Code")),
            ],
            rows=[_row(document) for document in found.order_by("-issued_at")[:MOST]],
            empty=both(_("No adopted text has been issued by the portal yet.")),
        )
    ]


def _row(document: IssuedDocument) -> Row:
    return Row(
        [
            day(document.issued_at.astimezone(ZONE_OF_RECORD).date()),
            same(document.reference),
            two(document.title_es, document.title_en or document.title_es),
            same(document.printed_code),
        ],
        page=("library:verify-code", (document.printed_code,)),
    )
