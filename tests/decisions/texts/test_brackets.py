"""Brackets: what is written is read back, whose they are, what stands when they are resolved."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.rules.texts.bracketing import Wish, bracketed, bracketed_wishes
from decisions.rules.texts.brackets import (
    Alternative,
    Bracket,
    NoSuchBracket,
    Unresolved,
    by_delegation,
    chosen,
    clean,
    count,
    unlike,
    walk,
)
from decisions.rules.texts.diff import edits
from decisions.rules.texts.notation import (
    SENTENCES,
    Fault,
    Malformed,
    from_data,
    is_well_formed,
    parse,
    to_data,
    written,
)
from decisions.rules.texts.words import is_word, words
from tests.decisions.texts.making import ANYTHING, CONTENTS, PLAIN

VERB = (
    "Se comprometen a [MX: garantizar | US: procurar] que "
    "[CR, -US: y [GT: a evaluar] un registro]."
)


@settings(max_examples=200, deadline=None)
@given(CONTENTS)
def test_what_is_written_is_read_back(content):
    assert parse(written(content)) == content
    assert from_data(json.loads(json.dumps(to_data(content)))) == content


def refused(act, *given, **more):
    """Return how ``act`` refuses what it is given; None: it does not."""
    try:
        act(*given, **more)
    except Malformed as wrong:
        return wrong
    return None


@settings(deadline=None)
@given(ANYTHING)
def test_anything_is_read_or_refused_with_its_place(text):
    wrong = refused(parse, text)

    assert is_well_formed(text) is (wrong is None)
    if wrong is not None:
        assert 1 <= wrong.position <= len(text)
        assert "%(position)s" in wrong.sentence
        return
    content = parse(text)
    assert parse(written(content)) == content
    assert written(parse(written(content))) == written(content)


@settings(deadline=None)
@given(ANYTHING)
def test_reading_loses_no_word(text):
    """Codes at the head of a bracket are kept as delegations, the rest as words."""
    if not is_well_formed(text):
        return
    content = parse(text)
    kept = written(content)

    assert [w for w in words(text) if is_word(w)] == [w for w in words(kept) if is_word(w)]


def test_a_bracket_has_its_delegations_and_its_alternatives_side_by_side():
    content = parse("a [GT, MX: b | -US: c | d] e")

    assert content == (
        "a ",
        Bracket(
            (
                Alternative(("b",), ("GT", "MX")),
                Alternative(("c",), (), ("US",)),
                Alternative(("d",)),
            )
        ),
        " e",
    )


def test_a_backslash_takes_the_meaning_from_a_sign():
    assert clean(parse(r"Así \[sic\] y \\ y a\b")) == r"Así [sic] y \ y a\b"
    assert parse(r"[MX\: no es una sigla]") == (
        Bracket((Alternative(("MX: no es una sigla",)),)),
    )


@pytest.mark.parametrize(
    ("text", "fault", "position"),
    [
        ("uno [dos", Fault.NOT_CLOSED, 5),
        ("uno [dos [tres]", Fault.NOT_CLOSED, 5),
        ("uno ] dos", Fault.NOT_OPENED, 5),
        ("[MX: a]]", Fault.NOT_OPENED, 8),
        ("a []", Fault.EMPTY, 3),
        ("a [MX: | US: ]", Fault.EMPTY, 3),
        ("[" * 50_000, Fault.TOO_DEEP, 7),
    ],
)
def test_malformed_brackets_are_refused_with_their_place(text, fault, position):
    with pytest.raises(Malformed) as wrong:
        parse(text)

    assert (wrong.value.fault, wrong.value.position) == (fault, position)
    assert wrong.value.sentence == SENTENCES[fault]


def test_a_delegation_that_is_not_known_is_refused():
    assert parse("[MX: a]", delegations=["MX"])
    with pytest.raises(Malformed) as wrong:
        parse("y [MX, XX: a]", delegations=["MX"])

    assert (wrong.value.fault, wrong.value.position) == (Fault.UNKNOWN_DELEGATION, 3)


def test_open_brackets_are_counted_with_those_within_them_and_by_delegation():
    content = parse(VERB)

    assert count(content) == 3
    assert by_delegation(content) == {"MX": 1, "US": 2, "CR": 1, "GT": 1}
    assert [path for path, _bracket in walk(content)] == [(0,), (1,), (1, 0, 0)]


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        (
            {(0,): 0, (1,): None},
            "Se comprometen a garantizar que.",
        ),
        (
            {(0,): 1, (1,): 0, (1, 0, 0): 0},
            "Se comprometen a procurar que y a evaluar un registro.",
        ),
        (
            {(0,): None, (1,): 0, (1, 0, 0): None},
            "Se comprometen a que y un registro.",
        ),
    ],
)
def test_a_text_is_clean_once_every_bracket_is_resolved(choices, text):
    assert clean(chosen(parse(VERB), choices)) == text


def test_what_is_not_chosen_stays_open():
    left = chosen(parse(VERB), {(1,): 0})

    assert written(left) == (
        "Se comprometen a [MX: garantizar | US: procurar] que y [GT: a evaluar] un registro."
    )
    with pytest.raises(Unresolved) as wrong:
        clean(left)
    assert wrong.value.count == 2


@pytest.mark.parametrize(
    "choices", [{(2,): 0}, {(0,): 2}, {(0,): -1}, {(1,): None, (1, 0, 0): 0}]
)
def test_a_choice_of_what_is_not_there_is_refused(choices):
    with pytest.raises(NoSuchBracket):
        chosen(parse(VERB), choices)


@settings(deadline=None)
@given(CONTENTS, st.data())
def test_choosing_for_every_bracket_leaves_none(content, data):
    while count(content):
        path, bracket = next(walk(content))
        choice = data.draw(st.none() | st.integers(0, len(bracket.alternatives) - 1))
        before = count(content)
        content = chosen(content, {path: choice})
        assert count(content) < before

    assert parse(written(content)) == content
    clean(content)


def test_the_brackets_of_both_languages_are_compared_without_their_words():
    assert not unlike(parse("[MX: garantizar | US: procurar]"), parse("a [MX: x | US: y]"))
    assert unlike(parse("[MX: garantizar | US: procurar]"), parse("[MX: ensure]"))
    assert unlike(parse("[MX: garantizar]"), parse("[US: ensure]"))


def test_words_are_put_into_a_bracket():
    text = "un registro regional"

    assert bracketed(text, 3, 11, reserves=("US",)) == "un [-US: registro] regional"
    assert bracketed(text, 2, 12, reserves=("US",)) == "un [-US: registro] regional"
    assert bracketed(text, 3, 3, beside=(Alternative(("solo ",), ("GT",)),)) == (
        r"un [GT: solo\ ]registro regional"
    )


def test_a_bracket_may_stand_in_another_and_never_across_one():
    at = VERB.index("registro")
    inner = bracketed(VERB, at, at + 8, reserves=("PA",))

    assert "y [GT: a evaluar] un [-PA: registro]]" in inner
    for start, end in ((0, at), (VERB.index("MX"), VERB.index("|")), (at, len(VERB))):
        with pytest.raises(Malformed) as wrong:
            bracketed(VERB, start, end, by=("PA",))
        assert wrong.value.fault is Fault.CUT


@settings(deadline=None)
@given(CONTENTS, st.data())
def test_a_new_bracket_leaves_everything_around_it(content, data):
    text = written(content)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    who = {"by": ("NI",), "beside": (Alternative(("x",), ("PA",)),)}

    wrong = refused(bracketed, text, start, end, **who)

    if wrong is not None:
        assert wrong.fault in {Fault.CUT, Fault.TOO_DEEP}
        return
    made = parse(bracketed(text, start, end, **who))
    path = next(path for path, b in walk(made) if {"NI", "PA"} & set(b.delegations))
    assert count(made) == count(content) + 1
    if text[start:end].strip():
        assert chosen(made, {path: 0}) == content


def test_what_cannot_be_agreed_goes_into_brackets_with_every_wording():
    text = "Se comprometen a garantizar que todo niño sea referido"
    wishes = [
        Wish(("US",), edits(text, text.replace("garantizar", "procurar"))),
        Wish(("CA",), edits(text, text.replace("garantizar", "procurar"))),
        Wish(("GT",), edits(text, text.replace("todo niño", "todo niño migrante"))),
        Wish(("PA",), edits(text, text.replace("garantizar ", ""))),
    ]

    assert bracketed_wishes(text, wishes, standing=("MX",)) == (
        "Se comprometen a [MX, -PA: garantizar | US, CA: procurar] que todo niño "
        "[GT: migrante] sea referido"
    )


@settings(deadline=None)
@given(PLAIN, PLAIN, PLAIN)
def test_every_wording_can_be_had_back_from_the_brackets(base, mine, theirs):
    wishes = [Wish(("MX",), edits(base, mine)), Wish(("US",), edits(base, theirs))]
    found = parse(bracketed_wishes(base, wishes))

    for code, said in (("MX", mine), ("US", theirs)):
        assert squeezed(resolved(found, code)) == squeezed(said)


def resolved(content, code):
    """What the text says as one delegation would have it."""
    while count(content):
        path, bracket = next(walk(content))
        choice = next(
            (at for at, a in enumerate(bracket.alternatives) if code in a.by), None
        )
        stays = not any(code in a.reserves for a in bracket.alternatives)
        if choice is None and stays and not bracket.alternatives[0].by:
            choice = 0
        content = chosen(content, {path: choice})
    return clean(content)


def squeezed(text):
    return "".join(text.split())
