"""A text that comes back keeps the keys of the paragraphs that go on."""

from itertools import count

import pytest
from hypothesis import given, settings

from decisions.reading.matching import Uneven, beside, continued
from decisions.rules.texts.paragraphs import Paragraph, faults
from tests.decisions.texts.making import PLAIN, trees


def keys():
    return (f"n{number}" for number in count(1))


THERE = (
    Paragraph("a", "Reconocen el aporte de las personas migrantes.", "Recognize the work."),
    Paragraph("b", "Toman nota del informe de la Presidencia.", "Take note."),
    Paragraph("c", "Invitan a los países a intercambiar prácticas.", "Invite."),
)


def test_what_was_reworded_goes_on_and_what_is_new_has_a_key_of_its_own():
    found = (
        Paragraph("p1", "Reconocen el gran aporte de las personas migrantes."),
        Paragraph("p2", "Condenan la trata.", parent="p1"),
        Paragraph("p3", "Invitan a los países a intercambiar prácticas."),
    )

    now = continued(THERE, found, keys())

    assert [each.key for each in now] == ["a", "n1", "c"]
    assert now[1].parent == "a"
    assert [each.en for each in now] == ["Recognize the work.", "", "Invite."]


def test_both_languages_are_taken_as_they_come():
    found = (Paragraph("p1", THERE[0].es, "Acknowledge the work."),)

    now = continued(THERE, found, keys())

    assert [(each.key, each.en) for each in now] == [("a", "Acknowledge the work.")]


@settings(max_examples=60, deadline=None)
@given(trees(), trees(texts=PLAIN))
def test_every_text_that_comes_back_is_a_text(there, found):
    now = continued(there, found, keys())

    assert [(each.part, each.form) for each in now] == [
        (each.part, each.form) for each in found
    ]
    assert faults(now) == []
    assert len({each.key for each in now}) == len(now)


def test_the_same_text_comes_back_as_itself():
    assert continued(THERE, THERE, keys()) == THERE


def test_a_translation_goes_beside_paragraph_by_paragraph_or_not_at_all():
    english = [Paragraph(f"p{n}", en=f"English {n}.") for n in range(3)]

    assert [each.en for each in beside(THERE, english, "en")] == [
        "English 0.", "English 1.", "English 2.",
    ]  # fmt: skip
    with pytest.raises(Uneven):
        beside(THERE, english[:2], "en")
