"""What the access matrix needs of the pages around a text: one in negotiation."""

from typing import Any

from crm_portal.core import clock
from decisions.models import Paragraph, Text, TextVersion
from decisions.text_states import TextState


def compared() -> dict[str, Any]:
    """Put a text with one paragraph on the table of the member countries."""
    at = clock.now()
    text = Text.objects.create(
        reference="crm-t-2026-90",
        kind_id="declaration",
        state=TextState.OPEN,
        title_es="Declaración en redacción",
        created_at=at,
    )
    version = TextVersion.objects.create(text=text, number=1, created_at=at)
    Paragraph.objects.create(version=version, key="p1", position=1, es="Toman nota.")
    return {"compared_text": text.reference}
