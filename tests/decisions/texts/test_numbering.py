"""Numbers are a function of the order alone; no two paragraphs share one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.rules.texts.kinds import Numbering
from decisions.rules.texts.numbering import (
    Origin,
    citation,
    numbered,
    short_citation,
)
from decisions.rules.texts.paragraphs import Form, Paragraph, Part
from decisions.rules.texts.styles import read_style
from tests.decisions.texts.making import KINDS, trees

HEADING, ITEM = Form.HEADING, Form.PARAGRAPH


def text(*specs):
    """Operative paragraphs from ``(key, form, parent)``; a preamble is ``P`` as the form."""
    return [
        Paragraph(key, part=Part.PREAMBLE)
        if form == "P"
        else Paragraph(key, form=form, parent=parent)
        for key, form, parent in specs
    ]


def labels(kind, *specs):
    return {
        key: each.label
        for key, each in numbered(text(*specs), KINDS[kind].numbering).items()
    }


def cited(kind, *specs):
    return {
        key: each.reference
        for key, each in numbered(text(*specs), KINDS[kind].numbering).items()
    }


def test_a_declaration_counts_its_operative_paragraphs_across_headings():
    specs = [
        ("r", "P", None),
        ("h", HEADING, None),
        ("a", ITEM, None),
        ("a1", ITEM, "a"),
        ("a2", ITEM, "a"),
        ("g", HEADING, None),
        ("b", ITEM, "g"),
    ]

    assert labels("declaration", *specs) == {
        "r": "", "h": "", "a": "1.", "a1": "a)", "a2": "b)", "g": "", "b": "2.",
    }  # fmt: skip
    assert cited("declaration", *specs) == {
        "r": "P1", "h": "§1", "a": "1", "a1": "1(a)", "a2": "1(b)", "g": "§2", "b": "2",
    }  # fmt: skip


def test_a_report_counts_anew_in_each_section():
    specs = [
        ("i", HEADING, None),
        ("i1", ITEM, "i"),
        ("ii", HEADING, None),
        ("iia", HEADING, "ii"),
        ("x", ITEM, "iia"),
        ("y", ITEM, "iia"),
        ("iib", HEADING, "ii"),
        ("z", ITEM, "iib"),
    ]

    assert labels("report", *specs) == {
        "i": "I.", "i1": "(1)", "ii": "II.", "iia": "A.", "x": "(1)", "y": "(2)",
        "iib": "B.", "z": "(1)",
    }  # fmt: skip
    assert cited("report", *specs)["z"] == "II.B.1"


def test_a_communique_prints_no_numbers_and_yet_can_be_cited():
    specs = [("a", ITEM, None), ("b", ITEM, None), ("b1", ITEM, "b"), ("b2", ITEM, "b")]

    assert labels("communique", *specs) == {"a": "", "b": "", "b1": "1.", "b2": "2."}
    assert cited("communique", *specs)["b2"] == "2(2)"


STYLES = st.lists(
    st.sampled_from(["-", "1.", "a)", "(i)", "I."]).map(read_style), max_size=3
).map(tuple)
RULES = st.builds(
    Numbering,
    headings=STYLES,
    levels=STYLES,
    restarts=st.booleans(),
)  # fmt: skip
MARKS = ("H", "C", "P", "", "F", "A")


@settings(deadline=None)
@given(trees(most=16), st.lists(RULES, min_size=6, max_size=6))
def test_no_two_paragraphs_are_called_the_same(found, rules):
    by_part = {
        part: replace(rule, mark=mark)
        for part, rule, mark in zip(Part, rules, MARKS, strict=True)
    }

    called = [number.reference for number in numbered(found, by_part).values()]

    assert all(called)
    assert len(set(called)) == len(found)


@settings(deadline=None)
@given(trees())
def test_numbers_change_with_nothing_but_the_order(found):
    rules = KINDS["declaration"].numbering
    others = {each.key: f"q{at}" for at, each in enumerate(found)}
    renamed = [
        replace(
            each, key=others[each.key], parent=others.get(each.parent), es="otro", en=""
        )
        for each in found
    ]

    assert list(numbered(found, rules).values()) == list(numbered(renamed, rules).values())


@settings(deadline=None)
@given(trees(), st.integers(0, 12))
def test_what_comes_later_changes_no_number_before_it(found, end):
    rules = KINDS["report"].numbering

    assert numbered(found[:end], rules).items() <= numbered(found, rules).items()


XV = {"es": Origin("XV CRM", "XV"), "en": Origin("XV RCM", "XV")}


@pytest.mark.parametrize(
    ("kind", "part", "language", "full", "short"),
    [
        ("decisions", Part.OPERATIVE, "es", "Decisión 2 de la XV CRM", "XV, dec. 2"),
        ("decisions", Part.OPERATIVE, "en", "Decision 2 of the XV RCM", "XV, dec. 2"),
        (
            "declaration",
            Part.OPERATIVE,
            "es",
            "Párrafo 2 de la Declaración de la XV CRM",
            "XV, párr. 2",
        ),
        (
            "declaration",
            Part.OPERATIVE,
            "en",
            "Paragraph 2 of the Declaration of the XV RCM",
            "XV, para. 2",
        ),
        ("declaration", Part.CHAPEAU, "es", "", ""),
        ("decisions", Part.ANNEX, "es", "", ""),
    ],
)
def test_a_paragraph_is_cited_as_the_conference_cites(kind, part, language, full, short):
    number = numbered([Paragraph("a"), Paragraph("b")], KINDS[kind].numbering)["b"]
    origin = XV[language]

    assert citation(KINDS[kind], part, number, language, origin) == full
    assert short_citation(KINDS[kind], part, number, language, origin) == short


def test_where_the_meeting_has_no_number_the_short_form_is_the_full_one():
    number = numbered([Paragraph("a")], KINDS["declaration"].numbering)["a"]
    origin = Origin(meeting="reunión de {title}", title="X")

    assert short_citation(KINDS["declaration"], Part.OPERATIVE, number, "es", origin) == (
        "Párrafo 1 de la Declaración de la reunión de {title}"
    )
