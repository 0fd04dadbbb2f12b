"""The kinds of text that the portal ships with, and what the data may not say."""

import pytest

from crm_portal.core.sources import cite
from decisions.rules.texts.kinds import (
    BadKind,
    Character,
    Way,
    is_in_use,
    missing_parts,
    read_kinds,
    strange_parts,
)
from decisions.rules.texts.paragraphs import Paragraph, Part
from decisions.rules.texts.styles import read_style
from meetings.models.bodies import BodyKind
from tests.decisions.texts.making import KINDS, rows


def test_every_kind_of_the_conference_is_there():
    assert set(KINDS) == {
        "communique",
        "declaration",
        "decisions",
        "extraordinary_declaration",
        "conclusions",
        "recommendations",
        "report",
        "work_plan",
        "course_of_action",
        "letter",
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_a_kind_is_adopted_by_bodies_that_there_are_and_cites_its_sources(kind):
    assert kind.bodies <= set(BodyKind.values)
    assert all(kind.names.values())
    assert all(all(part.names.values()) for part in kind.parts)
    assert kind.part(Part.OPERATIVE).is_required
    assert cite(kind.character_source)
    assert cite(kind.source)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_both_languages_cite_the_same(kind):
    for part in kind.parts:
        for pattern in (part.cited, part.cited_shortly):
            fields = {
                language: sorted(
                    field
                    for field in ("{number}", "{meeting}", "{ordinal}", "{title}")
                    if field in said
                )
                for language, said in pattern.items()
            }
            assert fields["es"] == fields["en"]
            assert bool(pattern["es"]) == ("{number}" in pattern["es"])


def test_what_the_sources_disagree_on_is_kept_with_both():
    declaration = KINDS["declaration"]

    assert declaration.character is Character.NON_BINDING
    assert declaration.character_source == "001:382 000:25"
    assert (declaration.contrary, declaration.contrary_source) == (
        Character.BINDING,
        "004:24",
    )


def test_each_kind_comes_to_stand_in_its_own_way():
    assert KINDS["declaration"].ways == (Way.MEETING,)
    assert KINDS["extraordinary_declaration"].ways == (Way.MEETING, Way.CONSULTATION)
    assert KINDS["course_of_action"].ways == (Way.CONSULTATION,)
    assert KINDS["letter"].ways == (Way.SIGNATURE,)
    assert KINDS["decisions"].annexed_to == "declaration"
    assert KINDS["recommendations"].forwarded_to == "vice_ministerial"


@pytest.mark.parametrize(
    ("year", "expected"),
    [(1996, {"communique"}), (2002, {"communique"}), (2003, {"declaration", "decisions"})],
)
def test_the_outcome_of_a_meeting_changed_its_kind(year, expected):
    outcomes = {"communique", "declaration", "decisions", "extraordinary_declaration"}

    assert {code for code in outcomes if is_in_use(KINDS[code], year)} == expected


def test_a_text_shows_which_parts_it_lacks_and_which_it_should_not_have():
    text = [Paragraph("a", part=Part.PREAMBLE), Paragraph("b")]

    assert missing_parts(KINDS["declaration"], text) == [Part.CHAPEAU]
    assert strange_parts(KINDS["declaration"], text) == []
    assert strange_parts(KINDS["decisions"], text) == ["a"]


def changed(table, place, **values):
    return [{**row, **values} if at == place else row for at, row in enumerate(table)]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"languages": ""}, "no required language"),
        ({"languages": "es fr"}, "unknown language"),
        ({"authoritative": "fr"}, "prevails"),
        ({"annexed_to": "treaty"}, "annexed to"),
        ({"bodies": ""}, "no body"),
        ({"source": ""}, "no source"),
        ({"code": "treaty"}, "no parts|not there"),
    ],
)
def test_data_that_contradicts_itself_is_refused(values, said):
    with pytest.raises(BadKind, match=said):
        read_kinds(changed(rows("text_kinds.csv"), 1, **values), rows("text_parts.csv"))


def test_two_parts_never_share_a_mark():
    parts = changed(rows("text_parts.csv"), 1, mark="H")

    with pytest.raises(BadKind, match="one mark"):
        read_kinds(rows("text_kinds.csv"), parts)


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("1.", ["1.", "2.", "27."]),
        ("a)", ["a)", "b)", "aa)"]),
        ("(i)", ["(i)", "(ii)", "(xxvii)"]),
        ("I.", ["I.", "II.", "XXVII."]),
        ("A", ["A", "B", "AA"]),
        ("-", ["", "", ""]),
    ],
)
def test_a_style_counts_as_its_first_number_looks(sample, expected):
    style = read_style(sample)

    assert [style.label(ordinal) for ordinal in (1, 2, 27)] == expected


@pytest.mark.parametrize("sample", ["", "x", "1.1", "((1", "*"])
def test_what_looks_like_no_number_is_refused(sample):
    with pytest.raises(ValueError, match=r"^"):
        read_style(sample)
