"""Three wordings of one paragraph become one, or a conflict with all three: nothing is lost."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.rules.texts.diff import edits
from decisions.rules.texts.merge import (
    Conflict,
    MergedParagraph,
    merged,
    merged_paragraph,
)
from decisions.rules.texts.notation import is_well_formed
from decisions.rules.texts.paragraphs import Paragraph, Part
from tests.decisions.texts.making import PLAIN, TEXTS

BASE = "Acuerdan estudiar un mecanismo de atención recíproca."


def test_two_changes_in_two_places_are_both_in_the_text():
    mine = BASE.replace("estudiar", "presentar en 2027")
    theirs = BASE.replace("recíproca", "recíproca, gratuita,")

    assert merged(BASE, mine, theirs) == (
        "Acuerdan presentar en 2027 un mecanismo de atención recíproca, gratuita,."
    )


def test_the_same_words_changed_twice_are_a_conflict_with_all_three_texts():
    mine, theirs = BASE.replace("estudiar", "crear"), BASE.replace("estudiar", "evaluar")

    assert merged(BASE, mine, theirs) == Conflict(BASE, mine, theirs)


def test_changed_alike_it_is_changed_once():
    both = BASE.replace("estudiar", "crear")
    theirs = both.replace("recíproca", "mutua")

    assert merged(BASE, both, both) == both
    assert merged(BASE, both, theirs) == theirs


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_without_another_hand_the_text_is_mine(base, mine):
    assert merged(base, mine, base) == mine
    assert merged(base, base, mine) == mine
    assert merged(base, mine, mine) == mine


@settings(deadline=None)
@given(PLAIN, PLAIN, PLAIN)
def test_nothing_that_was_typed_is_lost(base, mine, theirs):
    found = merged(base, mine, theirs)

    if isinstance(found, Conflict):
        assert (found.base, found.mine, found.theirs) == (base, mine, theirs)
    else:
        for side in (mine, theirs):
            reached = 0
            for edit in edits(base, side):
                reached = found.index(edit.now, reached) + len(edit.now)


@settings(deadline=None)
@given(PLAIN, PLAIN, PLAIN)
def test_who_saved_first_makes_no_difference(base, mine, theirs):
    one, other = merged(base, mine, theirs), merged(base, theirs, mine)

    if isinstance(one, Conflict):
        assert other == Conflict(base, theirs, mine)
    else:
        assert one == other


def test_sound_brackets_that_a_merge_would_tear_apart_are_a_conflict():
    base = "a b c d e f"
    mine, theirs = "[a b c d e] f", "a b [c d e f]"

    assert isinstance(merged(base, mine, theirs), str)
    assert merged(base, mine, theirs, is_whole=is_well_formed) in (
        "[a b [c d e] f]",
        Conflict(base, mine, theirs),
    )
    crossed = merged("a b c", "[a] b c | d", "x[a b c]", is_whole=is_well_formed)
    assert isinstance(crossed, Conflict) or is_well_formed(crossed)


PARAGRAPHS = st.builds(Paragraph, st.just("p"), PLAIN, PLAIN)
MAYBE = st.none() | PARAGRAPHS


@settings(deadline=None)
@given(MAYBE, MAYBE, MAYBE)
def test_no_language_of_a_paragraph_is_lost(base, mine, theirs):
    found = merged_paragraph(base, mine, theirs)
    conflicts = dict(found.conflicts)

    for side in (mine, theirs):
        if side is None:
            continue
        for language in ("es", "en"):
            said, was = side.text(language), base.text(language) if base else ""
            is_new = said != was and edits(was, said)
            if is_new and language not in conflicts:
                assert found.paragraph is not None
                kept = found.paragraph.text(language)
                assert all(edit.now in kept for edit in edits(was, said))


def test_a_conflict_in_one_language_leaves_the_other_merged():
    base = Paragraph("p", "uno dos tres", "one two three")
    mine = Paragraph("p", "uno DOS tres", "ONE two three")
    theirs = Paragraph("p", "uno 2 tres", "one two THREE")

    assert merged_paragraph(base, mine, theirs) == MergedParagraph(
        Paragraph("p", "uno 2 tres", "ONE two THREE"),
        (("es", Conflict("uno dos tres", "uno DOS tres", "uno 2 tres")),),
    )


def test_what_one_changed_and_the_other_took_away_stays_and_it_is_said():
    base = Paragraph("p", "uno", "one")
    mine = base.saying("es", "uno y dos")

    found = merged_paragraph(base, mine, None)

    assert found == MergedParagraph(mine, (("es", Conflict("uno", "uno y dos", None)),))
    assert merged_paragraph(base, None, mine).conflicts == (
        ("es", Conflict("uno", None, "uno y dos")),
    )
    assert merged_paragraph(base, base, None) == MergedParagraph(None)
    assert merged_paragraph(None, mine, None) == MergedParagraph(mine)


def test_where_a_paragraph_stands_is_as_the_one_who_moved_it_has_it():
    base = Paragraph("p", "uno")
    moved = replace(base, part=Part.PREAMBLE)
    said = base.saying("es", "uno y dos")

    for mine, theirs in ((moved, said), (said, moved)):
        found = merged_paragraph(base, mine, theirs).paragraph
        assert (found.part, found.es) == (Part.PREAMBLE, "uno y dos")
