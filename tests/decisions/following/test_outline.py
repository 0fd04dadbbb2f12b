"""The lines of a plan as an outline: moved, taken out, compared, and told in one pass."""

from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.following import outline, plans
from decisions.rules.following.outline import Change, Told
from decisions.rules.following.plans import Item, Level
from decisions.rules.following.words import SAID

KEYS = tuple("abcdefgh")


@st.composite
def lines(draw):
    """Return lines of which each stands below one before it, or at the top."""
    found = []
    for place, key in enumerate(KEYS[: draw(st.integers(1, len(KEYS)))]):
        parent = draw(st.sampled_from(["", *KEYS[:place]]))
        found.append(Item(key, draw(st.sampled_from(list(Level))), parent))
    return found


@given(lines(), st.dictionaries(st.sampled_from(KEYS), st.sampled_from(SAID)))
def test_every_line_is_told_in_one_pass_as_one_by_one(found, said):
    together = outline.wholes(found, said)

    assert {key: each.counts for key, each in together.items()} == {
        line.key: plans.whole(found, said, line.key).counts for line in found
    }


@given(lines(), st.sampled_from(KEYS), st.booleans())
def test_a_line_moves_among_its_brothers_with_what_hangs_on_it(found, key, up):
    before = [line for line, _depth in outline.ordered(found)]
    after = outline.moved(found, key, up=up)
    back = outline.moved(after, key, up=not up)

    assert sorted(after, key=lambda line: line.key) == sorted(
        before, key=lambda line: line.key
    )
    assert [line for line, _depth in outline.ordered(after)] == list(after)
    assert after == tuple(before) or back == tuple(before)


@given(lines(), st.sampled_from(KEYS))
def test_what_hangs_on_a_line_goes_with_it(found, key):
    left = outline.without(found, key)
    there = {line.key for line in left}

    assert key not in there
    assert all(not line.parent or line.parent in there for line in left)


def test_what_changed_between_versions_is_told_once_a_line():
    before = [Told("a", "", ("A",)), Told("b", "a", ("B",)), Told("c", "a", ("C",))]
    now = [Told("a", "", ("A",), (1,)), Told("b", "", ("B2",)), Told("d", "a", ("D",))]

    assert outline.changes(before, now) == (
        ("a", Change.CHANGED),
        ("b", Change.REWORDED),
        ("d", Change.ADDED),
        ("c", Change.REMOVED),
    )
