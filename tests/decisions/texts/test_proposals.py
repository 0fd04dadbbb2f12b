"""Proposals: the text that comes of them, what collides, and that the order does not matter."""

import time
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decisions.rules.texts.collisions import SENTENCES, Clash, Collision, collisions
from decisions.rules.texts.paragraphs import (
    Fault,
    Form,
    Paragraph,
    Part,
    Place,
    by_key,
    extent,
    faults,
)
from decisions.rules.texts.proposals import (
    DoesNotFit,
    Operation,
    Unfit,
    addition,
    adopted,
    move,
    removal,
    rewording,
    unfit,
)
from decisions.rules.texts.rebasing import Stranded, accepted, is_met, rebased
from decisions.rules.texts.words import words
from tests.decisions.texts.making import PLAIN, trees

HEAD, A, A1, B, C = TEXT = (
    Paragraph("h", "Los Viceministros,", "The Vice-Ministers,", Part.CHAPEAU),
    Paragraph("a", "Acuerdan estudiar un mecanismo.", "Agree to study a mechanism."),
    Paragraph("a1", "con plazos;", "with deadlines;", parent="a"),
    Paragraph("b", "Toman nota del informe.", "Take note of the report."),
    Paragraph("c", "Agradecen al Gobierno.", "Thank the Government."),
)
NEW = Paragraph("n", "Invitan a todos.", "Invite all.")


def keys(text):
    return "".join(each.key for each in text)


def clashes(*proposals, text=TEXT):
    return [(each.clash, each.key) for each in collisions(text, proposals)]


@pytest.mark.parametrize(
    ("was", "now", "operation"),
    [
        ("estudiar", "crear", Operation.REPLACE),
        ("un", "un nuevo", Operation.INSERT),
        (" estudiar", "", Operation.DELETE),
    ],
)
def test_a_proposal_says_what_it_does_to_the_words(was, now, operation):
    assert rewording(1, "MX", A, es=A.es.replace(was, now)).operation is operation


def test_a_proposal_shows_how_the_paragraph_would_read_and_in_which_language_it_is_silent():
    proposal = rewording(1, "MX", A, es="Acuerdan crear un mecanismo.")

    assert proposal.reading == A.saying("es", "Acuerdan crear un mecanismo.")
    assert proposal.lacks == ("en",)
    assert addition(2, "MX", replace(NEW, en=""), Place()).lacks == ("en",)
    assert removal(3, "MX", A).lacks == ()


def test_every_operation_gives_the_text_that_it_proposes():
    said = rewording(1, "MX", B, es="Toman nota.", en="Take note.")

    assert by_key(adopted(TEXT, said))["b"] == Paragraph("b", "Toman nota.", "Take note.")
    assert keys(adopted(TEXT, addition(1, "MX", NEW, Place(after="a")))) == "haa1nbc"
    assert keys(adopted(TEXT, addition(1, "MX", NEW, Place(parent="a")))) == "hana1bc"
    assert keys(adopted(TEXT, addition(1, "MX", NEW, Place()))) == "hnaa1bc"
    assert keys(adopted(TEXT, addition(1, "MX", NEW, Place(Part.CHAPEAU)))) == "nhaa1bc"
    assert keys(adopted(TEXT, removal(1, "MX", A))) == "hbc"
    assert keys(adopted(TEXT, move(1, "MX", A, Place(after="b")))) == "hbaa1c"


def test_what_moves_takes_what_is_within_it_along_and_becomes_part_of_where_it_goes():
    found = adopted(TEXT, move(1, "MX", A, Place(Part.CHAPEAU, after="h")))

    assert [(p.key, p.part) for p in found[:3]] == [
        ("h", Part.CHAPEAU),
        ("a", Part.CHAPEAU),
        ("a1", Part.CHAPEAU),
    ]
    assert faults(found) == []


@pytest.mark.parametrize(
    ("proposal", "why"),
    [
        (rewording(1, "MX", NEW, es="x"), Unfit.GONE),
        (rewording(1, "MX", B.saying("es", "Otra cosa."), es="Otra."), Unfit.WORDS),
        (rewording(1, "MX", B.saying("es", B.es + " Y más."), es=B.es), Unfit.WORDS),
        (addition(1, "MX", B, Place(after="a")), Unfit.THERE),
        (addition(1, "MX", NEW, Place(after="z")), Unfit.NO_PLACE),
        (addition(1, "MX", NEW, Place(after="h")), Unfit.NO_PLACE),
        (addition(1, "MX", NEW, Place(parent="b", after="a1")), Unfit.NO_PLACE),
        (move(1, "MX", A, Place(parent="a1")), Unfit.WITHIN_ITSELF),
        (move(1, "MX", A, Place(parent="a", after="a1")), Unfit.WITHIN_ITSELF),
        (move(1, "MX", A, Place(after="a")), Unfit.WITHIN_ITSELF),
    ],
)
def test_what_does_not_fit_the_text_is_refused(proposal, why):
    assert unfit(TEXT, proposal) is why
    with pytest.raises(DoesNotFit) as wrong:
        adopted(TEXT, proposal)
    assert wrong.value.why is why


def test_the_same_words_changed_otherwise_collide_in_their_language():
    one = rewording(
        1, "MX", A, es="Acuerdan crear un mecanismo.", en="Agree to set up a fund."
    )
    two = rewording(2, "US", A, es="Acuerdan evaluar un mecanismo.")
    three = rewording(3, "GT", A, es="Acuerdan estudiar un nuevo mecanismo.")

    assert collisions(TEXT, [two, three, one]) == (
        Collision(1, 2, Clash.SAME_WORDS, "a", "es"),
    )


def test_who_proposes_the_same_does_not_collide():
    one = rewording(1, "MX", A, es="Acuerdan crear un mecanismo.")
    two = replace(one, number=2, by="US")

    assert clashes(one, two) == []
    assert clashes(removal(1, "MX", B), removal(2, "US", B)) == []
    assert (
        clashes(move(1, "MX", C, Place(after="a")), move(2, "US", C, Place(after="a")))
        == []
    )


@pytest.mark.parametrize(
    ("one", "two", "clash", "key"),
    [
        (
            removal(1, "MX", A),
            rewording(2, "US", A, es="x"),
            Clash.REMOVED_AND_CHANGED,
            "a",
        ),
        (
            removal(1, "MX", A),
            rewording(2, "US", A1, es="x"),
            Clash.REMOVED_AND_CHANGED,
            "a1",
        ),
        (
            removal(1, "MX", B),
            move(2, "US", B, Place(after="c")),
            Clash.REMOVED_AND_MOVED,
            "b",
        ),
        (
            removal(1, "MX", A),
            move(2, "US", A1, Place(after="c")),
            Clash.REMOVED_AND_MOVED,
            "a1",
        ),
        (
            move(1, "MX", B, Place(after="c")),
            move(2, "US", B, Place()),
            Clash.TWO_PLACES,
            "b",
        ),
        (
            addition(1, "MX", NEW, Place(after="b")),
            addition(2, "US", replace(NEW, key="m"), Place(after="b")),
            Clash.SAME_PLACE,
            "b",
        ),
        (
            removal(1, "MX", B),
            addition(2, "US", NEW, Place(after="b")),
            Clash.PLACE_LOST,
            "b",
        ),
        (
            removal(1, "MX", A),
            addition(2, "US", NEW, Place(parent="a")),
            Clash.PLACE_LOST,
            "a",
        ),
        (
            move(1, "MX", B, Place()),
            addition(2, "US", NEW, Place(after="b")),
            Clash.PLACE_LOST,
            "b",
        ),
        (
            move(1, "MX", A, Place(parent="b")),
            move(2, "US", B, Place(parent="a")),
            Clash.PLACE_LOST,
            "a",
        ),
    ],
)
def test_proposals_that_cannot_both_be_had_collide(one, two, clash, key):
    assert (clash, key) in clashes(one, two)
    assert clashes(one, two) == clashes(two, one)
    assert SENTENCES[clash]


def test_what_is_added_within_a_paragraph_moves_with_it():
    moved = move(1, "MX", A, Place(after="b"))
    added = addition(2, "US", NEW, Place(parent="a", after="a1"))

    assert clashes(moved, added) == []
    assert {
        keys(adopted(adopted(TEXT, p), q)) for p, q in permutations((moved, added))
    } == {"hbaa1nc"}


def test_a_proposal_moves_along_with_what_changed_around_it():
    proposal = rewording(1, "MX", A, es=A.es.replace("mecanismo", "fondo"))
    later = adopted(
        TEXT, rewording(9, "PPT", A, es="Además, acuerdan estudiar un mecanismo.")
    )

    found = rebased(proposal, later)

    assert unfit(later, found) is None
    assert found.reading.es == "Además, acuerdan estudiar un fondo."


def test_a_proposal_that_the_text_has_caught_up_with_has_nothing_left():
    proposal = rewording(1, "MX", A, es=A.es.replace("mecanismo", "fondo"))

    found = rebased(proposal, adopted(TEXT, proposal))

    assert is_met(found)
    assert not is_met(proposal)


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (adopted(TEXT, rewording(9, "US", A, es="Acuerdan crear algo.")), Unfit.WORDS),
        (adopted(TEXT, removal(9, "US", A)), Unfit.GONE),
    ],
)
def test_a_proposal_without_ground_still_shows_what_it_was_made_on(later, why):
    proposal = rewording(1, "MX", A, es=A.es.replace("un mecanismo", "un fondo"))

    found = rebased(proposal, later)

    assert found == Stranded(proposal, why)
    assert found.proposal.reading.es == "Acuerdan estudiar un fondo."


@st.composite
def places(draw, text):
    kind = draw(st.integers(0, 2))
    if not text or kind == 0:
        return Place(draw(st.sampled_from([Part.PREAMBLE, Part.OPERATIVE])))
    at = draw(st.sampled_from(text))
    if kind == 1:
        return Place(at.part, parent=at.key)
    return Place(at.part, parent=at.parent, after=at.key)


@st.composite
def proposals(draw, text, number):
    if not text or draw(st.integers(0, 4)) == 0:
        new = Paragraph(f"n{number}", draw(PLAIN), draw(PLAIN))
        return addition(number, "MX", new, draw(places(text)))
    base = draw(st.sampled_from(text))
    operation = draw(st.sampled_from(["words", "words", "words", "move", "remove"]))
    if operation == "move":
        return move(number, "MX", base, draw(places(text)))
    if operation == "remove":
        return removal(number, "MX", base)
    return draw(rewordings(base, number))


@st.composite
def rewordings(draw, base, number):
    """Some words of a paragraph deleted, replaced or followed by others."""
    said = {}
    for language in ("es", "en"):
        found = words(base.text(language))
        for _time in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(found)))
            found[at : at + draw(st.integers(0, 1))] = draw(
                st.sampled_from([[], [f"x{number}"], [" ", f"y{number}"]])
            )
        said[language] = "".join(found)
    return rewording(number, "MX", base, **said)


LONG = st.lists(
    st.sampled_from(["uno", "dos", "tres", "cuatro", "y"]), min_size=5, max_size=12
)
TREES = trees(parts=(Part.PREAMBLE, Part.OPERATIVE), most=7, texts=LONG.map(" ".join))


@settings(max_examples=150, deadline=None)
@given(TREES, st.data())
def test_proposals_that_do_not_collide_give_one_text_in_any_order(text, data):
    count = data.draw(st.integers(2, 5))
    made = [data.draw(proposals(text, number)) for number in range(1, count + 1)]
    made = [each for each in made if unfit(text, each) is None]
    while found := collisions(text, made):
        made = [each for each in made if each.number != found[0].second]
    assume(len(made) > 1)
    orders = data.draw(st.lists(st.permutations(made), min_size=2, max_size=3))

    results = {accepted_in(text, order) for order in (made, *orders)}

    assert len(results) == 1
    assert broken(results.pop()) == []


def broken(text):
    """How deep paragraphs may stand is asked of the whole text, when all is decided."""
    return [each for each in faults(text) if each[1] is not Fault.TOO_DEEP]


def accepted_in(text, order):
    """Accept one after the other, the rest moving along; what was withdrawn is never missed."""
    pending = list(order)
    while pending:
        first, *rest = pending
        found = accepted(text, first, rest)
        gone = [
            each
            for each in found.stranded
            if each.proposal.operation is not Operation.REMOVE
        ]
        assert gone == []
        text, pending = found.text, list(found.pending)
    return text


@settings(max_examples=80, deadline=None)
@given(TREES, st.data())
def test_what_is_rejected_leaves_no_trace_whenever_it_is(text, data):
    made = [data.draw(proposals(text, number)) for number in (1, 2, 3, 4)]
    made = [each for each in made if unfit(text, each) is None]
    while found := collisions(text, made):
        made = [each for each in made if each.number != found[0].second]
    assume(len(made) > 1)
    taken = data.draw(st.sets(st.sampled_from([each.number for each in made])))
    wanted = [each for each in made if each.number in taken]

    result, pending = tuple(text), data.draw(st.permutations(made))
    while pending:
        first, *rest = pending
        if first.number in taken:
            found = accepted(result, first, rest)
            result, rest = found.text, list(found.pending)
        pending = rest

    assert result == accepted_in(tuple(text), wanted)


@settings(deadline=None)
@given(TREES, st.data())
def test_whatever_is_accepted_the_text_stays_a_text(text, data):
    proposal = data.draw(proposals(text, 1))
    assume(unfit(text, proposal) is None)

    found = adopted(text, proposal)

    assert faults(text) == []
    assert broken(found) == []
    untouched = {each.key for each in text} - set(keys_within(text, proposal))
    after = by_key(found)
    assert all(after[key] == by_key(text)[key] for key in untouched)


def keys_within(text, proposal):
    if proposal.operation is Operation.ADD:
        return [proposal.key]
    return [each.key for each in text[extent(text, proposal.key)]]


def test_a_text_that_is_none_is_found_out():
    text = [
        Paragraph("a"),
        Paragraph("a"),
        Paragraph("b", parent="z"),
        Paragraph("c", parent="a", part=Part.ANNEX),
        Paragraph("d", form=Form.HEADING),
        Paragraph("e", parent="a"),
    ]

    assert {(key, str(fault)) for key, fault in faults(text)} == {
        ("a", "twice"),
        ("b", "no_parent"),
        ("c", "torn"),
        ("e", "torn"),
    }


def test_four_hundred_proposals_on_120_paragraphs_are_held_against_one_another_in_a_moment():
    """Measured: 1.4 ms."""
    text = [Paragraph(f"p{at}", f"uno {at} dos tres cuatro") for at in range(120)]
    made = [
        rewording(at, "MX", text[at % 120], es=f"uno {at % 120} dos X{at // 240} cuatro")
        for at in range(400)
    ]

    began = time.process_time()
    found = collisions(text, made)

    assert time.process_time() - began < 0.5
    assert len(found) == 320
