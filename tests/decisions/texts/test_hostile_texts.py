"""Texts that somebody made to do harm: no rule loses a word, hangs or takes markup for more."""

import random
import time

import pytest

from decisions.rules.texts.bracketing import bracketed
from decisions.rules.texts.brackets import Alternative, clean, count
from decisions.rules.texts.collisions import collisions
from decisions.rules.texts.diff import applied, edits, segments
from decisions.rules.texts.merge import merged
from decisions.rules.texts.notation import Fault, Malformed, parse, written
from decisions.rules.texts.paragraphs import Paragraph
from decisions.rules.texts.proposals import rewording
from decisions.rules.texts.words import settled, words

ROLLED = random.Random(11)
VOCABULARY = [f"palabra{number}" for number in range(900)]
LONG = " ".join(ROLLED.choices(VOCABULARY, k=10_000))
HOSTILE = [
    "<script>alert(1)</script>",
    '<svg onload="x">',
    "hx-get=/x {{ 7*7 }} {% debug %}",
    "=cmd|' /C calc'!A0",
    "שלום [עולם] مرحبا",
    "a" + "\u0301" * 500,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 ok",
    "\\" * 400 + "[",
    "%(count)s %s {number}",
]


def elsewhere(text):
    """The same text with one word in fifty replaced."""
    parts = text.split(" ")
    for at in range(0, len(parts), 50):
        parts[at] = "OTRA"
    return " ".join(parts)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(text):
    kept = settled(text)
    new = f"uno {kept} dos"

    assert "".join(words(kept)) == kept
    assert applied("uno dos", edits("uno dos", new)) == new
    assert merged("uno dos", new, "uno dos tres") == f"{new} tres"
    assert clean(parse(written((kept,)))) == kept


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_in_their_bracket(text):
    alternative = Alternative((text.strip(),), ("MX",))

    found = parse(bracketed("uno dos", 4, 4, beside=(alternative,)))

    assert count(found) == 1
    assert found[1].alternatives == (alternative,)


def test_ten_thousand_words_are_compared_merged_and_proposed_on_in_moments():
    """Measured: 54 ms to compare, 125 ms to merge."""
    new = elsewhere(LONG)
    began = time.process_time()

    made = edits(LONG, new)
    both = merged(LONG, new, LONG.replace(VOCABULARY[7], "NUEVA"))
    base = Paragraph("p", LONG, LONG)
    one, other = (rewording(n, "MX", base, es=new, en=LONG + f" y {n}") for n in (1, 2))
    found = collisions([base], [one, other])

    assert time.process_time() - began < 4
    assert applied(LONG, made) == new
    assert len(segments(LONG, made)) > 400
    assert isinstance(both, str) or both.base == LONG
    assert [each.language for each in found] == ["en"]


def test_nested_brackets_without_end_are_refused_at_once():
    began = time.process_time()

    with pytest.raises(Malformed) as wrong:
        parse("[MX: a " * 100_000)

    assert wrong.value.fault is Fault.TOO_DEEP
    assert time.process_time() - began < 1


def test_ten_thousand_brackets_in_a_row_are_read():
    text = "a [MX: b | US: c] " * 10_000
    began = time.process_time()

    content = parse(text)

    assert count(content) == 10_000
    assert written(content) == text
    assert time.process_time() - began < 3
