"""What the access matrix needs of documents: one for the members, with a proposal to publish it."""

from typing import Any

from crm_portal.library import services
from tests.decisions.scene import Scene
from tests.library.documents import registered


def documents(scene: Scene) -> dict[str, Any]:
    """Register a document, propose that everybody read it; return what addresses need."""
    elena = scene.viewer("elena")
    document = registered(elena)
    change = services.propose_downgrade(
        document.pk, "public", reason="Se publica.", by=elena
    )
    return {
        "document": document.slug,
        "document_file": document.revisions.get().pk,
        "change": change.pk,
    }
