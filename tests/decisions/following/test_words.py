"""Words of status are counted and told by a word, never averaged."""

from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.following.words import SAID, Whole, Word, rolled

WORDS = st.lists(st.sampled_from(Word), max_size=12)


@given(WORDS)
def test_every_word_is_counted_once_and_order_does_not_matter(said):
    found = rolled(said)

    assert sum(found.counts.values()) == len(said)
    assert found == rolled(reversed(said))
    assert found.expected == len(said) - said.count(Word.NOT_APPLICABLE)


@given(WORDS)
def test_carried_out_is_said_only_where_every_country_concerned_said_so(said):
    concerned = [word for word in said if word is not Word.NOT_APPLICABLE]
    everybody = bool(concerned) and set(concerned) == {Word.CARRIED_OUT}

    assert (rolled(said).whole is Whole.CARRIED_OUT) is everybody


@given(WORDS)
def test_to_whom_a_matter_does_not_apply_changes_nothing_for_the_others(said):
    concerned = [word for word in said if word is not Word.NOT_APPLICABLE]
    if concerned:
        assert rolled(said).whole is rolled(concerned).whole


@given(st.integers(1, 12))
def test_silence_is_not_lack_of_progress(many):
    assert rolled([Word.SILENT] * many).whole is Whole.NOT_REPORTED
    assert rolled([Word.NOT_BEGUN] * many).whole is Whole.NOT_BEGUN
    assert Word.SILENT not in SAID


def test_words_that_differ_are_told_by_what_moves():
    assert rolled([Word.CARRIED_OUT, Word.SILENT]).whole is Whole.PARTLY_CARRIED_OUT
    assert rolled([Word.NOT_BEGUN, Word.UNDER_WAY]).whole is Whole.UNDER_WAY
    assert rolled([Word.CONTINUOUS, Word.SILENT]).whole is Whole.CONTINUOUS
    assert rolled([Word.SUSPENDED, Word.NOT_BEGUN]).whole is Whole.SUSPENDED
    assert rolled([Word.NOT_BEGUN, Word.SILENT]).whole is Whole.NOT_BEGUN
    assert rolled([Word.NOT_APPLICABLE]).whole is Whole.NOTHING_EXPECTED
    assert rolled([]).whole is Whole.NOT_REPORTED
