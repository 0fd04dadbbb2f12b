"""What changed between two wordings: nothing is lost, and it reads like a person marked it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.presentation.redline import excerpt, redline

OLD = "con una antelación mínima de cuarenta y ocho horas."
NEW = "con una antelación mínima de setenta y dos horas, salvo urgencia."
WORDS = st.lists(
    st.sampled_from(["el", "plazo", "y", "de", "cinco", "días,", "hábiles.", "«niñas»"]),
    max_size=12,
).map(" ".join)


def without(kind: str, segments) -> str:
    return " ".join(" ".join(text for part, text in segments if part != kind).split())


def squeezed(text: str) -> str:
    return " ".join(text.split())


@given(WORDS, WORDS)
def test_leaving_out_what_was_added_gives_the_old_text_and_what_was_deleted_the_new(
    old, new
):
    segments = redline(old, new)

    assert without("ins", segments).replace(" ", "") == squeezed(old).replace(" ", "")
    assert without("del", segments).replace(" ", "") == squeezed(new).replace(" ", "")


@given(WORDS)
def test_the_same_text_has_no_change(text):
    assert all(kind == "eq" for kind, _text in redline(text, text))


def test_a_number_in_words_is_replaced_whole():
    segments = redline(OLD, NEW)

    assert ("del", "cuarenta y ocho") in segments
    assert ("ins", "setenta y dos") in segments
    assert ("ins", ", salvo urgencia") in segments


def test_an_excerpt_keeps_the_change_and_some_words_around_it():
    head = "uno dos tres cuatro cinco seis siete ocho nueve diez "
    segments = excerpt(head + OLD, head + NEW)

    assert segments[0][1].startswith("… ")
    assert "uno" not in segments[0][1]


@pytest.mark.parametrize(("old", "new"), [("", "Nuevo."), ("Viejo.", "")])
def test_a_paragraph_added_or_deleted_is_one_change(old, new):
    [(kind, text)] = redline(old, new)

    assert (kind, text) == (("ins", new) if new else ("del", old))
