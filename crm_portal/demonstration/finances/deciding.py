"""The invented decision that approves each budget, and the words of the invented report."""

from datetime import datetime

from crm_portal.core.access import ZONE_OF_RECORD
from decisions.models import Text
from decisions.text_states import TextState
from finance.services.common import VICE_MINISTERS, Decision
from meetings.models import Body

SOURCE = "Demostración"
WORDS = {
    "summary_es": (
        "Informe de demostración: durante el primer semestre se ejecutó el presupuesto "
        "aprobado y se dio seguimiento a los aportes pendientes."
    ),
    "summary_en": (
        "Demonstration report: during the first half of the year the approved budget was "
        "carried out and outstanding contributions were followed up."
    ),
    "activities_es": "Apoyo a las reuniones, traducción de documentos y un estudio en curso.",
    "activities_en": "Support for meetings, translation of documents and a study under way.",
}


def decide(year: int, at: datetime) -> Decision:
    """Return the decision that approves the budget of ``year``, marked as invented."""
    text = Text.objects.create(
        reference=f"DEMO-PRESUPUESTO-{year}",
        kind_id="decisions",
        state=TextState.ADOPTED,
        title_es=f"Decisión sobre el presupuesto {year} de la Secretaría Técnica (demostración)",
        title_en=f"Decision on the budget {year} of the Secretariat (demonstration)",
        body=Body.objects.get(code=VICE_MINISTERS),
        adopted_on=at.astimezone(ZONE_OF_RECORD).date(),
        adopted_at=at,
        source=SOURCE,
        created_at=at,
        is_demonstration=True,
    )
    return Decision(text.pk)
