"""A text as a tree in reading order: what is found, what is put, what is no text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.rules.texts.paragraphs import (
    Fault,
    Form,
    Paragraph,
    Part,
    Place,
    extent,
    faults,
    put,
    taken,
)
from tests.decisions.texts.making import trees

CHAIN = [
    Paragraph("a"),
    Paragraph("b", parent="a"),
    Paragraph("c", parent="b"),
    Paragraph("d", parent="c"),
    Paragraph("e", parent="d"),
]


def test_what_is_no_text_is_found_out():
    text = [
        Paragraph("a"),
        Paragraph("a"),
        Paragraph("b", parent="z"),
        Paragraph("c", parent="a", part=Part.ANNEX),
        Paragraph("d", form=Form.HEADING),
        Paragraph("e", parent="d", part=Part.ANNEX),
        Paragraph("f", parent="a"),
    ]

    assert faults(text) == [
        ("a", Fault.TWICE),
        ("b", Fault.NO_PARENT),
        ("c", Fault.TORN),
        ("e", Fault.OTHER_PART),
        ("f", Fault.TORN),
    ]
    assert faults(CHAIN) == [("e", Fault.TOO_DEEP)]
    assert faults(CHAIN[:4]) == []


@settings(deadline=None)
@given(trees())
def test_a_tree_is_a_text(text):
    assert faults(text) == []


@settings(deadline=None)
@given(trees(), st.data())
def test_what_is_taken_and_put_back_is_where_it_was(text, data):
    if not text:
        return
    each = data.draw(st.sampled_from(text))
    at = extent(text, each.key).start
    siblings = [p for p in text[:at] if (p.parent, p.part) == (each.parent, each.part)]
    place = Place(each.part, each.parent, siblings[-1].key if siblings else None)

    rest, moved = taken(text, each.key)

    assert put(rest, moved, place) == text


def test_nothing_is_taken_from_where_it_is_not():
    with pytest.raises(KeyError):
        extent(CHAIN, "z")
