"""Words are units: together they are the text again, marks stay with their letters."""

import unicodedata

import pytest
from hypothesis import given, settings

from decisions.rules.texts.words import hidden, is_word, settled, words
from tests.decisions.texts.making import TEXTS


@settings(deadline=None)
@given(TEXTS)
def test_the_words_together_are_the_text(text):
    assert "".join(words(text)) == text


@settings(deadline=None)
@given(TEXTS)
def test_no_word_begins_with_a_combining_mark(text):
    assert not any(
        unicodedata.category(word[0]).startswith("M") for word in words(text)[1:]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la PPT", ["la", " ", "PPT"]),
        ("Pro-Témpore,", ["Pro-Témpore", ","]),
        ("nin\u0303ez y", ["nin\u0303ez", " ", "y"]),
        ("نی\u200cست", ["نی\u200cست"]),
        ("«a»", ["«", "a", "»"]),
        ("", []),
    ],
)
def test_words_are_cut_as_a_reader_would(text, expected):
    assert words(text) == expected


@settings(deadline=None)
@given(TEXTS)
def test_a_settled_text_stays_as_it_is_and_hides_nothing(text):
    once = settled(text)

    assert settled(once) == once
    assert hidden(once) == []
    assert unicodedata.is_normalized("NFC", once)


@settings(deadline=None)
@given(TEXTS)
def test_settling_keeps_every_word(text):
    plain = unicodedata.normalize("NFC", text)
    seen = {word for word in words(plain) if is_word(word) and not hidden(word)}

    assert all(word in settled(text) for word in seen if word.isalnum())


def test_what_turns_the_order_of_letters_about_is_found_and_left_out():
    text = "acuerdan \u202eodibihorp\u202c esto\x00"

    assert [place for place, _sign in hidden(text)] == [9, 19, 25]
    assert settled(text) == "acuerdan odibihorp esto"


def test_line_breaks_of_every_kind_are_one_kind():
    assert settled("a\r\nb\rc\x0bd\u2028e \n") == "a\nb\nc\nd\ne"
