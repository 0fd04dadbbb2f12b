"""How an agenda is numbered, what it lacks, how versions differ, how two texts become one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.rules import agenda, convocation, merging
from meetings.rules.agenda import Change, Entry


def test_items_are_numbered_with_their_parts():
    entries = [Entry(1), Entry(2, 1), Entry(3, 1), Entry(4), Entry(5, 3)]

    assert agenda.numbered(entries) == {1: "1", 2: "1.1", 3: "1.2", 5: "1.2.1", 4: "2"}


def test_what_is_closed_counts_in_a_series_of_its_own():
    entries = [
        Entry(1),
        Entry(2, closed=True),
        Entry(3, 2, closed=True),
        Entry(4),
        Entry(5, closed=True),
    ]

    assert agenda.numbered(entries) == {1: "1", 2: "C1", 3: "C1.1", 4: "2", 5: "C2"}


def test_a_closed_part_of_an_open_item_leaves_no_gap_among_its_siblings():
    entries = [Entry(1), Entry(2, 1), Entry(3, 1, closed=True), Entry(4, 1)]

    assert agenda.numbered(entries) == {1: "1", 2: "1.1", 3: "C1", 4: "1.2"}


@st.composite
def agendas_of(draw: Any) -> list[Entry]:
    """An agenda in which what stands under something closed is closed."""
    entries: list[Entry] = []
    for key in range(draw(st.integers(0, 12))):
        above = draw(st.sampled_from([None, *entries]))
        closed = bool(above and above.closed) or draw(st.booleans())
        entries.append(Entry(key, above.key if above else None, closed))
    return entries


@given(agendas_of())
def test_the_numbers_of_an_outsider_are_those_of_the_agenda_without_closed_items(entries):
    whole = agenda.numbered(entries)
    outside = agenda.numbered([each for each in entries if not each.closed])

    assert {key: whole[key] for key in outside} == outside


@given(agendas_of())
def test_every_item_has_one_number_and_no_two_the_same(entries):
    numbers = agenda.numbered(entries)

    assert set(numbers) == {each.key for each in entries}
    assert len(set(numbers.values())) == len(entries)
    assert all(numbers[each.key].startswith("C") == each.closed for each in entries)


def test_the_plenary_has_its_minimum_and_what_lacks_is_named():
    assert agenda.lacking("VM_PLENARIA", ["ppt_report", "other"]) == [
        ("opening_statements", "001:375"),
        ("rrocm_dialogue", "001:375"),
    ]
    whole = ["ppt_report", "opening_statements", "rrocm_dialogue"]
    assert agenda.lacking("VM_PLENARIA", whole) == []


@pytest.mark.parametrize("forum", ["GRCM", "RED_TRATA", "EVENTOS", "VM_CERRADA"])
def test_no_other_forum_refuses_an_agenda(forum: str):
    assert agenda.lacking(forum, []) == []


def row(key: int, title: str = "", **told: Any) -> dict[str, Any]:
    return {"id": key, "title": title or f"Item {key}", "parent": None, **told}


def test_versions_say_what_was_added_removed_moved_and_changed():
    before = [row(1), row(2), row(3), row(4)]
    after = [row(3), row(1), row(2, "Other words"), row(5)]

    found = {
        (each.change, (each.after or each.before)["id"])
        for each in agenda.differences(before, after)
    }

    assert found == {
        (Change.MOVED, 3),
        (Change.CHANGED, 2),
        (Change.ADDED, 5),
        (Change.REMOVED, 4),
    }


def test_a_new_number_alone_is_not_a_change():
    before = [row(1, number="1"), row(2, number="2")]
    after = [row(9, number="1"), row(1, number="2"), row(2, number="3")]

    assert [each.change for each in agenda.differences(before, after)] == [Change.ADDED]


def test_what_one_side_changed_is_as_that_side_has_it():
    base = "uno\n\ndos\n\ntres"
    merged = merging.merged(base, "uno\n\nDOS\n\ntres", "uno\n\ndos\n\ntres\n\ncuatro")

    assert merged.text == "uno\n\nDOS\n\ntres\n\ncuatro"
    assert merged.conflicts == ()


def test_where_both_changed_one_paragraph_both_stand_and_it_is_said():
    merged = merging.merged("uno\n\ndos", "uno\n\nmío", "uno\n\nsuyo")

    assert merged.text == "uno\n\nsuyo\n\nmío"
    assert merged.conflicts == (merging.Conflict(("mío",), ("suyo",)),)


def test_what_i_changed_and_they_took_away_stays_and_it_is_said():
    merged = merging.merged("uno\n\ndos\n\ntres", "uno\n\nDOS\n\ntres", "uno\n\ntres")

    assert merging.paragraphs(merged.text) == ["uno", "DOS", "tres"]
    assert len(merged.conflicts) == 1


TEXTS = st.lists(st.sampled_from("abcdefgh"), max_size=7).map("\n\n".join)


@given(TEXTS, TEXTS, TEXTS)
def test_no_paragraph_that_somebody_typed_is_lost(base: str, mine: str, theirs: str):
    old = set(merging.paragraphs(base))
    typed = {*merging.paragraphs(mine), *merging.paragraphs(theirs)} - old

    assert typed <= set(merging.paragraphs(merging.merged(base, mine, theirs).text))


@given(TEXTS, TEXTS)
def test_without_another_hand_the_text_is_mine(base: str, mine: str):
    whole = "\n\n".join(merging.paragraphs(mine))

    assert merging.merged(base, mine, base) == merging.Merged(whole)
    assert merging.merged(base, base, mine) == merging.Merged(whole)
    assert merging.merged(base, mine, mine) == merging.Merged(whole)


def test_letters_are_numbered_by_office_and_year():
    assert convocation.letter_number("PPT", 2026, 7) == "CRM/PPT/2026/007"


def test_a_letter_is_filled_in_and_an_unknown_field_is_found():
    assert (
        convocation.filled("A {party}: {dates}", {"party": "Belice"}) == "A Belice: {dates}"
    )
    assert convocation.unknown_fields("{party} {lunch} {lunch}") == ["lunch"]
