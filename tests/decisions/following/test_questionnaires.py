"""Questionnaires: typed answers, saved and resumed, handed in, compared over time."""

import pytest
from django.db import Error, transaction
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models.following_questionnaires import QuestionnaireAnswer
from decisions.rules.following.questionnaires import (
    Change,
    Fault,
    Question,
    Type,
    compared,
    faults,
    ill_asked,
)
from decisions.services.following import questionnaires

QUESTIONS = (
    Question("protocol", Type.YES_NO, is_required=True),
    Question("axis", Type.CHOICE, ("rights", "development")),
    Question("themes", Type.MANY, ("children", "return", "labour")),
    Question("cases", Type.NUMBER),
    Question("since", Type.DAY),
    Question("remarks", Type.TEXT),
)
ASKED = [
    {"key": "protocol", "type": "yes_no", "required": True, "es": "¿Hay protocolo?"},
    {"key": "cases", "type": "number", "es": "Casos"},
]
WHOLE = {
    "protocol": "yes",
    "axis": "rights",
    "themes": ["children", "return"],
    "cases": "12.5",
    "since": "2011-05-11",
    "remarks": "Ninguna.",
}


def test_answers_of_every_kind_are_taken():
    assert faults(QUESTIONS, WHOLE, is_final=True) == ()
    assert ill_asked(QUESTIONS) == ()


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"protocol": "perhaps"}, (Fault.NOT_OFFERED, "protocol")),
        ({"themes": ["children", "children"]}, (Fault.NOT_OFFERED, "themes")),
        ({"themes": "children"}, (Fault.WRONG_TYPE, "themes")),
        ({"cases": "many"}, (Fault.WRONG_TYPE, "cases")),
        ({"cases": "NaN"}, (Fault.WRONG_TYPE, "cases")),
        ({"since": "2011-02-30"}, (Fault.WRONG_TYPE, "since")),
        ({"other": "x"}, (Fault.UNKNOWN, "other")),
    ],
)
def test_an_answer_of_another_kind_is_named(answers, expected):
    assert faults(QUESTIONS, {**WHOLE, **answers}, is_final=False) == (expected,)


@given(st.sets(st.sampled_from(sorted(WHOLE))))
def test_what_is_saved_may_be_incomplete_and_what_is_handed_in_may_not(kept):
    some = {key: WHOLE[key] for key in kept}

    assert faults(QUESTIONS, some, is_final=False) == ()
    missing = () if "protocol" in kept else ((Fault.MISSING, "protocol"),)
    assert faults(QUESTIONS, some, is_final=True) == missing


@given(st.sets(st.sampled_from(sorted(WHOLE))), st.sets(st.sampled_from(sorted(WHOLE))))
def test_answers_are_compared_question_by_question(before, now):
    told = dict(
        compared(QUESTIONS, {k: WHOLE[k] for k in before}, {k: WHOLE[k] for k in now})
    )

    assert {key for key, change in told.items() if change is Change.SAME} == before & now
    assert {key for key, change in told.items() if change is Change.NEW} == now - before
    assert {key for key, change in told.items() if change is Change.GONE} == before - now


def test_questions_without_choices_or_with_one_key_are_not_asked():
    twice = (Question("a", Type.TEXT), Question("a", Type.CHOICE))

    assert ill_asked(twice) == ((Fault.TWICE, "a"), (Fault.NO_CHOICES, "a"))


def opened(cast):
    return questionnaires.open_questionnaire(
        "evaluacion", ASKED, title_es="Evaluación", by=cast.viewer("elena")
    )


def test_a_country_saves_resumes_and_hands_in_and_then_nothing_changes(cast):
    asked, mateo = opened(cast), cast.viewer("mateo")
    row = questionnaires.save_answers(asked.pk, {"cases": "3"}, by=mateo)
    others = QuestionnaireAnswer.objects.visible_to(cast.viewer("bruno"))

    assert not others.exists()
    assert not QuestionnaireAnswer.objects.visible_to(cast.viewer("elena")).exists()
    with pytest.raises(Invalid):
        questionnaires.hand_in(asked.pk, {"cases": "3"}, by=mateo)
    questionnaires.hand_in(asked.pk, {"protocol": "yes", "cases": "3"}, by=mateo)
    assert others.get() == row
    with pytest.raises(Conflict):
        questionnaires.save_answers(asked.pk, {}, by=mateo)
    with pytest.raises(Error), transaction.atomic():
        QuestionnaireAnswer.objects.update(answers={})


def test_rounds_of_one_series_are_compared_over_time(cast):
    mateo = cast.viewer("mateo")
    for answers in ({"protocol": "no", "cases": "3"}, {"protocol": "yes", "cases": "3"}):
        asked = opened(cast)
        questionnaires.hand_in(asked.pk, answers, by=mateo)
    told = questionnaires.over_time(asked, cast.parties["MX"].pk, cast.viewer("bruno"))

    assert asked.round == 2
    assert told == (("protocol", Change.CHANGED), ("cases", Change.SAME))


def test_the_secretariat_asks_members_answer_and_nobody_else(cast):
    with pytest.raises(Refused):
        questionnaires.open_questionnaire("a", ASKED, title_es="A", by=cast.viewer("mateo"))
    with pytest.raises(Invalid):
        questionnaires.open_questionnaire("a", [], title_es="A", by=cast.viewer("elena"))
    with pytest.raises(Refused):
        questionnaires.save_answers(opened(cast).pk, {}, by=cast.viewer("oscar"))
