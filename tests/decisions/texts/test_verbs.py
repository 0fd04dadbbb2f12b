"""Operative verbs: the same act in both languages."""

import pytest

from decisions.rules.texts.verbs import act_apart, opening_verb, read_verbs
from tests.decisions.texts.making import rows

VERBS = read_verbs(rows("operative_verbs.csv"))


def test_every_verb_is_there_once_in_both_languages_with_its_source():
    for language in ("es", "en"):
        openings = [verb.opening[language] for verb in VERBS]
        assert len(set(openings)) == len(VERBS)
        assert all(openings)
    assert all(verb.source for verb in VERBS)


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("Toman nota con aprecio del informe.", "es", "take_note"),
        ("Take note with appreciation.", "en", "take_note"),
        ("Reconocer la labor de la Secretaría.", "es", "acknowledge"),
        ("  APRUEBAN el presupuesto", "es", "approve"),
        ("Toman la palabra", "es", None),
        ("Agreement was reached", "en", None),
        ("", "es", None),
    ],
)
def test_the_verb_that_opens_a_paragraph_is_known(text, language, code):
    found = opening_verb(text, language, VERBS)

    assert (found.code if found else None) == code


def test_two_languages_that_do_different_things_are_found_out():
    assert act_apart("Instan a los países", "Take note of the countries", VERBS)
    assert not act_apart("Instan a los países", "Urge the countries", VERBS)
    assert not act_apart("Los países", "Take note of the countries", VERBS)
