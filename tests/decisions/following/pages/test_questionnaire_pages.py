"""Questionnaires on their pages: drawn up, saved, handed in, compared, taken away."""

import csv
import io

import openpyxl
import pytest

from decisions.models.following_questionnaires import Questionnaire, QuestionnaireAnswer
from decisions.services.following import questionnaires
from tests.decisions.following.pages.asking import Asking


@pytest.fixture
def asking(cast):
    return Asking(cast)


BLANK = {"key": "", "es": "", "en": "", "type": "text", "choices": ""}


def typed(*blocks, **more):
    said = {"count": str(len(blocks)), "title_es": "Evaluación", **more}
    for number, block in enumerate(blocks):
        said |= {f"{part}_{number}": value for part, value in {**BLANK, **block}.items()}
    return said


CHOICE = {"es": "Eje", "type": "choice", "choices": "Derechos | Rights\nDesarrollo"}


def test_a_questionnaire_is_drawn_up_question_by_question(asking):
    one = typed({"es": "¿Hay protocolo?", "type": "yes_no", "required": "on"}, CHOICE)
    more = asking.post("elena", "questionnaire-new", **one, add="1")
    opened = asking.post("elena", "questionnaire-new", **one)
    asked = Questionnaire.objects.get()

    assert more.status_code == 200
    assert "Hay protocolo" in more.content.decode()
    assert 'name="es_2"' in more.content.decode()
    assert opened.status_code == 302
    assert [each["key"] for each in asked.questions] == ["hay-protocolo", "eje"]
    assert asked.questions[1]["choices_en"] == ["Rights", ""]
    again = asking.get("elena", "questionnaire-new", **{"from": asked.pk}).content.decode()
    assert 'value="hay-protocolo"' in again


@pytest.mark.parametrize(
    ("blocks", "field"),
    [
        (({},), "es_0"),
        (({"es": "Eje", "type": "choice"},), "choices_0"),
        (({"es": "Sí"}, {"en": "Only English"}), "es_1"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named_and_nothing_typed_is_lost(
    asking, blocks, field
):
    answer = asking.post("elena", "questionnaire-new", **typed(*blocks))

    assert answer.status_code == 400
    assert f"id_{field}_error" in answer.content.decode()
    assert not Questionnaire.objects.exists()


def test_a_country_saves_goes_on_and_hands_in_and_others_read_only_then(asking):
    pk = asking.questionnaire().pk
    asking.post("mateo", "questionnaire-answer", pk, q_cases="3", act="save")
    page = asking.get("mateo", "questionnaire-answer", pk).content.decode()
    missing = asking.post("mateo", "questionnaire-answer", pk, q_cases="4", act="hand_in")
    hidden = asking.get("bruno", "questionnaire-answers", pk, "MX")
    asking.post(
        "mateo", "questionnaire-answer", pk, q_cases="4", q_protocol="yes", act="hand_in"
    )

    assert 'value="3"' in page
    assert missing.status_code == 400
    assert 'value="4"' in missing.content.decode()
    assert hidden.status_code == 404
    assert QuestionnaireAnswer.objects.get().answers == {"cases": "4", "protocol": "yes"}
    assert "Is there a protocol? yes" in asking.read(
        "bruno", "questionnaire-answers", pk, "MX"
    )
    assert asking.get("mateo", "questionnaire-answer", pk).status_code == 409
    assert asking.get("elena", "questionnaire-answer", pk).status_code == 403
    assert asking.get("oscar", "questionnaire", pk).status_code == 404


def test_an_answer_of_another_kind_is_refused_where_it_was_typed(asking):
    pk = asking.questionnaire().pk
    answer = asking.post("mateo", "questionnaire-answer", pk, q_cases="varios", act="save")

    assert answer.status_code == 400
    assert "id_q_cases_error" in answer.content.decode()
    assert 'value="varios"' in answer.content.decode()


def test_rounds_are_compared_question_by_question(asking, django_assert_max_num_queries):
    mateo = asking.viewer("mateo")
    for answers in ({"protocol": "no", "cases": "3"}, {"protocol": "yes", "cases": "3"}):
        asked = asking.questionnaire()
        questionnaires.hand_in(asked.pk, answers, by=mateo)
    client = asking.client("bruno")
    address = f"/en/intranet/follow-up/questionnaires/{asked.pk}/"
    client.get(address)
    with django_assert_max_num_queries(11):
        text = client.get(f"{address}countries/MX/").content.decode()

    assert "Round 1" in text
    assert ">changed<" in text
    assert ">the same<" in text
    with django_assert_max_num_queries(11):
        client.get(address)


def test_the_files_hold_what_was_handed_in_and_no_formula(asking):
    asked = asking.questionnaire()
    answers = {"protocol": "yes", "cases": "-3", "remarks": "=CMD()\x0b"}
    questionnaires.hand_in(asked.pk, answers, by=asking.viewer("mateo"))
    questionnaires.save_answers(asked.pk, {"cases": "9"}, by=asking.viewer("bruno"))
    plain = asking.get("bruno", "questionnaire-file", asked.pk, "csv").content
    book = openpyxl.load_workbook(
        io.BytesIO(asking.get("bruno", "questionnaire-file", asked.pk, "xlsx").content)
    )
    rows = list(csv.reader(io.StringIO(plain.decode("utf-8-sig"))))

    assert len(rows) == 2
    assert rows[1][-2:] == ["'-3", "'=CMD()"]
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[-1].value == "'=CMD()"
    assert asking.get("bruno", "questionnaire-file", asked.pk, "exe").status_code == 404
    assert asking.get("oscar", "questionnaire-file", asked.pk, "csv").status_code == 404
