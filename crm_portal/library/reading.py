"""What is closely held is read in writing: who, when, how; never what it says."""

from collections.abc import Iterable

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.library.models import Document


def noted(documents: Iterable[Document], how: str, *, by: Viewer) -> None:
    """Write down that ``by`` read each of those that are behind a closed door or a list."""
    held = [each for each in documents if each.is_closely_held]
    audit.record_each(held, "read", by=by, how=how)
