"""What sequences have in common: never wrong, near the shortest, and quick on any input."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.sequences import Block, blocks, changes
from crm_portal.core.threeway import Side, regions

ITEMS = st.lists(st.sampled_from("abcd"), max_size=14)


def rebuilt(old, new, **more):
    found, reached = [], 0
    for change in changes(old, new, **more):
        found += old[reached : change.start] + new[change.now_start : change.now_end]
        reached = change.end
    return found + old[reached:]


def longest_common(old, new):
    row = [0] * (len(new) + 1)
    for item in old:
        before = 0
        for place, other in enumerate(new, start=1):
            before, row[place] = (
                row[place],
                before + 1 if item == other else max(row[place], row[place - 1]),
            )
    return row[-1]


@settings(deadline=None)
@given(ITEMS, ITEMS)
def test_the_changes_make_the_new_sequence_of_the_old_one(old, new):
    assert rebuilt(old, new) == new
    assert rebuilt(old, new, is_link=lambda item: item == "a") == new


@settings(deadline=None)
@given(ITEMS, ITEMS)
def test_blocks_are_the_same_on_both_sides_and_in_order(old, new):
    found = blocks(old, new)

    for at, there, size in found:
        assert size
        assert old[at : at + size] == new[there : there + size]
    for one, other in pairwise(found):
        assert one.old + one.size <= other.old
        assert one.new + one.size <= other.new
        assert (one.old + one.size, one.new + one.size) != (other.old, other.new)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from("ab"), max_size=14),
    st.lists(st.sampled_from("ab"), max_size=14),
)
def test_without_anchors_as_much_is_kept_as_can_be(old, new):
    old, new = ["a", "b", *old, "a", "b"], ["b", "a", *new, "b", "a"]

    assert sum(block.size for block in blocks(old, new)) == longest_common(old, new)


def test_the_same_is_one_block_and_nothing_in_common_is_none():
    assert blocks("abc", "abc") == [Block(0, 0, 3)]
    assert blocks("abc", "xyz") == []
    assert blocks("", "") == []


def test_what_stands_once_is_an_anchor_and_a_change_stays_where_it_is():
    found = changes(list("el plazo y el"), list("el término y el"))

    assert all(3 <= change.start <= change.end <= 8 for change in found)


def test_changes_with_a_link_between_them_are_one():
    old, new = ["a", " ", "b"], ["x", " ", "y"]

    assert len(changes(old, new)) == 2
    assert len(changes(old, new, is_link=str.isspace)) == 1


@settings(deadline=None)
@given(ITEMS, ITEMS, ITEMS)
def test_the_regions_side_by_side_are_everything(base, mine, theirs):
    found = regions(base, mine, theirs)

    for sequence, side in ((base, "base"), (mine, "mine"), (theirs, "theirs")):
        assert [
            item for each in found for item in sequence[getattr(each, side)]
        ] == sequence
    for each in found:
        if each.side is Side.NOBODY:
            assert base[each.base] == mine[each.mine] == theirs[each.theirs]
        if each.side is Side.MINE:
            assert base[each.base] == theirs[each.theirs]
        if each.side is Side.BOTH:
            assert mine[each.mine] != theirs[each.theirs]


VOCABULARY = {
    "one word": 1,
    "two words": 2,
    "few words": 20,
    "many words": 800,
    "every word once": 40_000,
}


@pytest.mark.parametrize("vocabulary", VOCABULARY.values(), ids=VOCABULARY)
@pytest.mark.parametrize("share", [0.01, 0.2, 1.0])
def test_ten_thousand_words_take_less_than_two_seconds(vocabulary, share):
    """Measured: at most 0.3 s, where difflib was not through after minutes."""
    rolled = random.Random(5)
    old = [part for _ in range(10_000) for part in (str(rolled.randrange(vocabulary)), " ")]
    new = list(old)
    for _ in range(int(10_000 * share)):
        new[2 * rolled.randrange(10_000)] = str(rolled.randrange(vocabulary))

    began = time.process_time()
    made = changes(old, new)

    assert time.process_time() - began < 2
    assert rebuilt(old, new) == new
    if vocabulary > 2 and share < 1:
        assert len(made) > 10_000 * share / 20


def test_anchors_that_come_off_one_by_one_do_not_take_quadratic_time():
    """Each cut makes one more item stand alone: the depth of the cuts is bounded."""
    ladder = [item for number in range(5_000) for item in (number, number + 1)]

    began = time.process_time()
    made = changes(ladder, ladder[::-1])

    assert time.process_time() - began < 3
    assert made
