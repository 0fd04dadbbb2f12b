"""What the access matrix needs of the register: a published text and one of its decisions."""

from typing import Any

from decisions.models import Provision, Text
from decisions.text_states import TextState


def registered() -> dict[str, Any]:
    """Put a published text with one provision in the register."""
    text = Text.objects.create(
        reference="XV-CRM-DEC",
        kind_id="decisions",
        state=TextState.PUBLISHED,
        title_es="Decisiones de la XV CRM",
        source="003:5",
    )
    Provision.objects.create(
        text=text, part="operative", number="8", words_es="Consulta.", source="003:5"
    )
    return {"registered": text.reference, "registered_address": "8"}
