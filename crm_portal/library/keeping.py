"""Who keeps documents, as the pages ask it: what they offer is what the services allow."""

from crm_portal.core.access import Role, Viewer
from crm_portal.library import circles, rules
from crm_portal.library.models import Document, Level


def registers(viewer: Viewer) -> bool:
    """Say whether there is an audience for which ``viewer`` may register a document."""
    open_levels = (each for each in Level.values if each != Level.CLOSED)
    if any(rules.may_register(viewer, each) for each in open_levels):
        return True
    return viewer.has(Role.MEMBER) and any(
        circles.kind(key) == Level.CLOSED for key in circles.of(viewer)
    )


def keeps(document: Document, viewer: Viewer) -> bool:
    """Say whether ``viewer``, who reads a document, may add to it and change its readers."""
    if viewer.is_public:
        return False
    if document.level == Level.CLOSED:
        return document.circle in circles.of(viewer)
    return rules.may_manage(viewer, registered_for=document.registered_for_id)


def decides(viewer: Viewer) -> bool:
    """Say whether ``viewer`` may be a second person for documents."""
    return rules.registers_for_others(viewer) or viewer.has(Role.VICE_MINISTER)
