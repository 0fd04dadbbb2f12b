"""The check of terms of a text in negotiation: advice to whoever drafts, and to nobody else."""

import pytest

from crm_portal.library.models import GlossaryTerm
from decisions.presentation.workspace.terms import plainly
from decisions.services.texts import writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def glossary(db):
    both = {"definition_es": "Uno.", "definition_en": "One.", "source": "001:388"}
    GlossaryTerm.objects.create(
        code="pais-miembro", term_es="país miembro", term_en="member country", **both
    )
    GlossaryTerm.objects.create(
        code="consenso", term_es="consenso", term_en="consensus", **both
    )


def test_what_one_language_says_and_the_other_does_not_is_told_by_paragraph(desk, glossary):
    key = desk.table.keys[3]
    typed = desk.table.typed(
        key,
        es="Los países miembros, por [MX: consenso | -US: acuerdo], acuerdan.",
        en="The countries agree by consensus.",
    )
    writing.save(desk.table.text.pk, key, typed, by=desk.table.ana)

    for who in ("ana", "elena"):
        said = desk.read(who, "text-terms")
        assert "país miembro in Spanish member country in English" in said
        assert "consensus in English" not in said
        assert "To look at 1 of 1 term" in said
    assert "Check of terms" in desk.read("elena")


def test_only_whoever_drafts_is_advised(desk, glossary):
    answers = {
        who: desk.get(who, "text-terms").status_code for who in ("MX", "oscar", "admin")
    }

    assert answers == {"MX": 403, "oscar": 404, "admin": 404}
    assert "Check of terms" not in desk.read("MX")


def test_a_text_in_order_says_so(desk):
    said = desk.read("ana", "text-terms")

    assert "Every term of the glossary that one language has, the other has too." in said


def test_who_stands_behind_a_bracket_is_no_word_of_the_text():
    written = "por [MX: consenso | HN, -US: acuerdo] hoy"

    assert plainly(written) == "por consenso acuerdo hoy"
