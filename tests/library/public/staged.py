"""What the access matrix needs of the public pages: a term, and news that waits for approval."""

from datetime import timedelta
from typing import Any

from crm_portal.library import services
from crm_portal.library.models import GlossaryTerm
from tests.decisions.scene import Scene


def public(scene: Scene) -> dict[str, Any]:
    """Explain a term and write an item of news; return how each is addressed."""
    elena = scene.viewer("elena")
    both = {"term_es": "Troika", "term_en": "Troika", "source": "001:388"}
    said = {"definition_es": "Tres presidencias.", "definition_en": "Three presidencies."}
    term = GlossaryTerm.objects.create(code="troika", **both, **said)
    words = services.Words(
        title_es="Se reúne el grupo",
        title_en="The group meets",
        words_es="Uno.",
        words_en="One.",
        public_from=elena.at + timedelta(hours=2),
    )
    return {"term": term.code, "news": services.write_news(words, by=elena).slug}
