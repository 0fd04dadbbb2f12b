"""What the access matrix needs of what members are asked: one of each, in every state."""

from datetime import date, timedelta
from typing import Any

from crm_portal.core import clock
from decisions.rules.following.duties import Kind
from decisions.services.following import (
    matrices,
    matrix_keeping,
    questionnaires,
    requests,
)
from decisions.services.following.matrices import Said
from decisions.services.following.matrix_keeping import NewMatrix, NewTopic
from decisions.services.following.requests import NewRequest
from tests.decisions.scene import Scene

QUESTIONS = [{"key": "protocol", "type": "yes_no", "es": "¿Hay protocolo?"}]


def asked(scene: Scene) -> dict[str, Any]:
    """Ask the members; Honduras has answered, and one cell of the State waits."""
    ana, elena, honduras = (scene.viewer(each) for each in ("ana", "elena", "HN"))
    due = ana.on + timedelta(days=20)
    new = NewRequest("information", "Estadísticas", "Suministrar datos.", due_on=due)
    request = requests.open_request(new, by=ana)
    requests.reply_request(request.pk, said_es="Van.", by=honduras)
    letter = requests.remind(request.pk, "letter", by=ana)
    questionnaire = questionnaires.open_questionnaire(
        "evaluacion", QUESTIONS, title_es="Evaluación", by=elena
    )
    questionnaires.hand_in(questionnaire.pk, {"protocol": "yes"}, by=honduras)
    topics = [NewTopic("Protocolo")]
    matrix = matrix_keeping.open_matrix(NewMatrix("words", "Leyes", topics), by=elena)
    said = Said(source="Gaceta", said_es="Ley 1.")
    state = scene.cast.parties["DO"].pk
    matrices.propose_cell(matrix.topics.get().pk, state, said, by=elena)
    matrix_keeping.issue_matrix(matrix.pk, by=elena)
    return {
        "asked_request": request.pk,
        "asked_letter": letter.pk,
        "asked_questionnaire": questionnaire.pk,
        "asked_answered": "HN",
        "asked_file": "csv",
        "asked_matrix": matrix.code,
        "asked_topic": "protocolo",
        "asked_sheet": "xlsx",
        "asked_duty": f"{Kind.FUND_INFORMATION}:{_half_before(clock.now().date())}",
    }


def _half_before(day: date) -> str:
    """Return the half year that ended last."""
    return f"{day.year - 1}-2" if day.month <= 6 else f"{day.year}-1"
