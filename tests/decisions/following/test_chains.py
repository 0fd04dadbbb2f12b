"""Chains of mandate: what came of what was decided."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.following.chains import MOST, chains

SANTA_FE = (
    ("XV, Decision 8", "Querétaro, Conclusion 11"),
    ("Querétaro, Conclusion 11", "Santa Fe, May 2011"),
    ("Santa Fe, May 2011", "XVI"),
)
LINKS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=9)


def test_the_chain_of_2010_and_2011_is_the_same_from_wherever_one_looks():
    whole = ("XV, Decision 8", "Querétaro, Conclusion 11", "Santa Fe, May 2011", "XVI")

    assert {chains(SANTA_FE, node) for node in whole} == {(whole,)}
    assert chains(SANTA_FE, "elsewhere") == (("elsewhere",),)


def test_a_mandate_that_branches_is_several_chains():
    links = [("a", "b"), ("b", "c"), ("b", "d")]

    assert chains(links, "a") == (("a", "b", "c"), ("a", "b", "d"))
    assert chains(links, "c") == (("a", "b", "c"),)


@given(LINKS, st.integers(0, 6))
def test_chains_follow_links_pass_the_matter_and_end(links, through):
    found = chains(links, through)

    assert 1 <= len(found) <= MOST
    for chain in found:
        assert through in chain
        assert len(set(chain)) == len(chain)
        assert all(pair in links for pair in pairwise(chain))
