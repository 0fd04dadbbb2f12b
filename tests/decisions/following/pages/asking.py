"""The pages of what members are asked, as a person of the cast uses them, in English."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from decisions.models.following_matrices import Matrix, MatrixCell
from decisions.models.following_questionnaires import Questionnaire
from decisions.models.following_requests import InformationRequest
from decisions.services.following import (
    matrices,
    matrix_keeping,
    questionnaires,
    requests,
)
from decisions.services.following.matrices import Said
from decisions.services.following.matrix_keeping import NewMatrix, NewTopic
from decisions.services.following.requests import NewRequest
from tests.cast import Cast
from tests.decisions.pages import words

QUESTIONS = [
    {
        "key": "protocol",
        "type": "yes_no",
        "required": True,
        "es": "¿Hay protocolo?",
        "en": "Is there a protocol?",
    },
    {"key": "cases", "type": "number", "es": "Casos", "en": "Cases"},
    {"key": "remarks", "type": "text", "es": "Observaciones", "en": "Remarks"},
]


@dataclass
class Asking:
    """What members are asked in a test, and the browsers of the people around it."""

    cast: Cast

    def viewer(self, who: str) -> Viewer:
        return self.cast.viewer(who, clock.now())

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.cast.people[who])
        return client

    def get(self, who: str, name: str, *where: Any, **query: Any) -> Any:
        return self.client(who).get(address(name, *where), query)

    def read(self, who: str, name: str, *where: Any, **query: Any) -> str:
        """Return what a page says, without its tags."""
        answer = self.get(who, name, *where, **query)
        assert answer.status_code == 200, answer.status_code
        return words(answer)

    def post(self, who: str, name: str, *where: Any, **typed: Any) -> Any:
        return self.client(who).post(address(name, *where), typed)

    def request(self, **more: Any) -> InformationRequest:
        """Ask every member for statistics, as the presidency."""
        said = {
            "kind": "information",
            "title_es": "Estadísticas sobre flujos",
            "text_es": "Suministrar estadísticas sobre flujos extrarregionales.",
            "due_on": date(2026, 9, 30),
            **more,
        }
        return requests.open_request(NewRequest(**said), by=self.viewer("ana"))

    def questionnaire(self, **more: Any) -> Questionnaire:
        return questionnaires.open_questionnaire(
            "evaluacion", QUESTIONS, title_es="Evaluación", by=self.viewer("elena"), **more
        )

    def matrix(self, **more: Any) -> Matrix:
        """Open a matrix of one convention."""
        topic = NewTopic("Protocolo de Palermo", "Palermo Protocol")
        said = {"kind": "treaty", "name_es": "Convenciones", "topics": [topic], **more}
        return matrix_keeping.open_matrix(NewMatrix(**said), by=self.viewer("elena"))

    def proposed(self, matrix: Matrix, who: str = "mateo", **more: Any) -> MatrixCell:
        """Propose that Mexico ratified."""
        said = Said(
            **{
                "source": "treaties.un.org",
                "signed_on": date(2000, 12, 13),
                "bound_on": date(2003, 3, 4),
                "means": "ratification",
                **more,
            }
        )
        mexico = self.cast.parties["MX"].pk
        topic = matrix.topics.get().pk
        return matrices.propose_cell(topic, mexico, said, by=self.viewer(who))


def address(name: str, *where: Any) -> str:
    with override("en"):
        return reverse(f"following:{name}", args=where)


def pdf(name: str = "datos.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, SMALL, content_type="application/pdf")


def small() -> bytes:
    """Return a PDF of one empty page."""
    import io

    import pikepdf

    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(written)
    return written.getvalue()


SMALL = small()
