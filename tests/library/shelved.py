"""What the access matrix needs: a search of a member, and a collection for the members."""

from typing import Any

from crm_portal.library import services
from tests.decisions.scene import Scene
from tests.library.documents import registered


def shelved(scene: Scene) -> dict[str, Any]:
    """Save a member's search, lay a collection for the members; return what addresses need."""
    elena, mateo = scene.viewer("elena"), scene.viewer("mateo")
    saved = services.save_search("Actas", {"q": "acta"}, by=mateo)
    label = services.Label(title_es="Actas", title_en="Records", level="members")
    collection = services.make_collection(label, by=elena)
    item = services.put_in(collection.pk, "document", registered(elena).pk, by=elena)
    return {
        "saved_search": saved.pk,
        "collection": collection.slug,
        "collection_item": item.pk,
    }
