"""What the positions amount to (procedure 1.8), with the properties of 1.10."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules import outcome, positions
from decisions.rules.outcome import Outcome, SilenceRule
from decisions.rules.positions import (
    JOINS,
    REPLIES,
    Admission,
    Lift,
    Position,
    Standing,
    Submission,
)

BOUND = datetime(2026, 9, 22, 6, tzinfo=UTC)
BEFORE, AFTER = BOUND - timedelta(hours=1), BOUND + timedelta(hours=1)
MEMBERS = range(1, 12)
SPONSOR = 6


def judged(submissions, *, silence=SilenceRule.EXPRESS, sponsor=SPONSOR, **more):
    """Return the result for eleven members, the sponsor being the sixth."""
    lifts = more.pop("lifts", ())
    counted = positions.standings(
        MEMBERS,
        submissions,
        closes_at=BOUND,
        sponsor=sponsor,
        lifts=lifts,
        admissions=more.pop("admissions", ()),
    )
    late = outcome.unadmitted_objections(counted, submissions, lifts)
    return outcome.result(
        counted, silence=silence, late_objections=late, sponsor=sponsor, **more
    )


def sent(party, position, at=BEFORE, sequence=None):
    return Submission(party, sequence or party, position, at)


def everybody(position=Position.AGREE, *, but=()):
    return [sent(party, position) for party in MEMBERS if party not in but]


def test_silence_is_never_consent_whatever_the_subset_that_answers():
    """T10: all 2,048 subsets of answering members."""
    consensus = 0
    for mask in product([False, True], repeat=11):
        answering = [
            sent(p, Position.AGREE) for p, says in zip(MEMBERS, mask, strict=True) if says
        ]
        found = judged(answering, sponsor=None)
        assert found.silent == tuple(p for p, s in zip(MEMBERS, mask, strict=True) if not s)
        assert (found.outcome is Outcome.CONSENSUS) == all(mask)
        consensus += found.outcome is Outcome.CONSENSUS

    assert consensus == 1


def test_the_presidency_s_own_text_counts_as_its_agreement():
    found = judged(everybody(but=[SPONSOR]))

    assert found.outcome is Outcome.CONSENSUS


def test_the_presidency_may_reply_otherwise():
    found = judged([*everybody(but=[SPONSOR]), sent(SPONSOR, Position.OBJECT)])

    assert found.outcome is Outcome.BLOCKED


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (Position.AGREE, Outcome.CONSENSUS),
        (Position.AGREE_OBSERVATIONS, Outcome.CONSENSUS),
        (Position.RESERVATION, Outcome.CONSENSUS),
        (Position.ABSTAIN, Outcome.CONSENSUS),
        (Position.CHANGES, Outcome.NEW_ROUND),
        (Position.OBJECT, Outcome.BLOCKED),
        (Position.RETRACTED, Outcome.INCOMPLETE),
    ],
)
def test_one_member_s_position_among_ten_agreements(position, expected):
    assert judged([*everybody(but=[1]), sent(1, position)]).outcome is expected


def test_objection_prevails_over_changes_and_changes_over_silence():
    changes = [*everybody(but=[1, 2]), sent(1, Position.CHANGES)]

    assert judged(changes).outcome is Outcome.NEW_ROUND
    assert judged([*changes, sent(2, Position.OBJECT)]).outcome is Outcome.BLOCKED


def test_the_last_valid_submission_counts_and_the_higher_sequence_at_one_instant():
    first, second = (
        sent(1, Position.OBJECT, sequence=50),
        sent(1, Position.AGREE, sequence=51),
    )

    assert judged([*everybody(but=[1]), second, first]).outcome is Outcome.CONSENSUS


def test_the_bound_itself_is_late():
    on_time = sent(1, Position.AGREE, BOUND - timedelta(microseconds=1))
    too_late = sent(1, Position.AGREE, BOUND)

    assert judged([*everybody(but=[1]), on_time]).outcome is Outcome.CONSENSUS
    assert judged([*everybody(but=[1]), too_late]).silent == (1,)


def test_a_late_agreement_counts_once_its_kind_is_admitted():
    late = [*everybody(but=[1]), sent(1, Position.AGREE, AFTER)]
    admitted = [Admission(Position.AGREE, AFTER + timedelta(minutes=1))]

    assert judged(late).outcome is Outcome.INCOMPLETE
    assert judged(late, admissions=admitted).outcome is Outcome.CONSENSUS


def test_an_admission_does_not_reach_replies_that_came_after_it():
    late = [*everybody(but=[1]), sent(1, Position.AGREE, AFTER)]

    assert judged(late, admissions=[Admission(Position.AGREE, BOUND)]).silent == (1,)


def test_a_late_objection_blocks_although_it_was_not_admitted():
    late = [*everybody(), sent(1, Position.OBJECT, AFTER, sequence=99)]

    assert judged(late).objections == (1,)


def test_under_non_objection_a_late_objection_is_recorded_and_does_not_block():
    late = [*everybody(), sent(1, Position.OBJECT, AFTER, sequence=99)]

    assert judged(late, silence=SilenceRule.NON_OBJECTION).outcome is Outcome.CONSENSUS


def test_under_non_objection_silence_joins_but_changes_still_restart():
    assert judged([], silence=SilenceRule.NON_OBJECTION).outcome is Outcome.CONSENSUS
    changed = [sent(1, Position.CHANGES)]
    assert judged(changed, silence=SilenceRule.NON_OBJECTION).outcome is Outcome.NEW_ROUND


@pytest.mark.parametrize("at", [BEFORE, AFTER])
def test_an_objection_lifted_in_writing_no_longer_blocks(at):
    objecting = [*everybody(but=[1]), sent(1, Position.OBJECT, at)]
    lifts = [Lift(1, Position.ABSTAIN, AFTER + timedelta(hours=1))]

    assert judged(objecting).outcome is Outcome.BLOCKED
    assert judged(objecting, lifts=lifts).outcome in {Outcome.CONSENSUS, Outcome.INCOMPLETE}
    assert judged(objecting, lifts=lifts).objections == ()


def test_a_contribution_that_no_official_voice_stands_behind_does_not_count():
    assert judged([*everybody(but=[1]), sent(1, Position.AGREE, None)]).silent == (1,)


def test_a_request_on_a_corrigendum_makes_a_new_round_necessary():
    assert judged(everybody(), substance_asked=True).outcome is Outcome.NEW_ROUND


def test_eleven_agreements_do_not_close_the_term():
    assert judged(everybody(), is_over=False).outcome is Outcome.RUNNING


def test_all_others_abstaining_still_allows_consensus_and_is_pointed_out():
    found = judged(everybody(Position.ABSTAIN, but=[SPONSOR]))

    assert found.outcome is Outcome.CONSENSUS
    assert found.only_sponsor_agrees


SUBMISSIONS = st.lists(
    st.builds(
        Submission,
        party=st.sampled_from(list(MEMBERS)),
        sequence=st.integers(1, 10_000),
        position=st.sampled_from([*REPLIES, Position.RETRACTED]),
        effective_at=st.one_of(
            st.none(),
            st.sampled_from([BEFORE, BOUND - timedelta(microseconds=1), BOUND, AFTER]),
        ),
    ),
    max_size=24,
    unique_by=lambda s: s.sequence,
)


@given(SUBMISSIONS)
def test_replaying_the_same_events_in_any_order_gives_the_same_result(submissions):
    """I6: the outcome is a pure function of the events."""
    assert judged(submissions) == judged(list(reversed(submissions)))


@given(SUBMISSIONS, st.sampled_from(list(MEMBERS)), st.sampled_from([BEFORE, AFTER]))
def test_one_more_objection_never_makes_consensus(submissions, party, at):
    """I7."""
    before = judged(submissions)
    after = judged([*submissions, sent(party, Position.OBJECT, at, sequence=20_000)])

    assert before.outcome is Outcome.CONSENSUS or after.outcome is not Outcome.CONSENSUS


@given(
    st.lists(st.sampled_from([*REPLIES, None]), min_size=11, max_size=11),
    st.integers(0, 10),
)
def test_deleting_a_reply_never_makes_consensus(given_positions, gone):
    """I8, under EXPRESS and one reply a member."""
    every = [sent(p, x) for p, x in zip(MEMBERS, given_positions, strict=True) if x]
    fewer = [s for s in every if s.party != gone + 1]
    if judged(every, sponsor=None).outcome is not Outcome.CONSENSUS:
        assert judged(fewer, sponsor=None).outcome is not Outcome.CONSENSUS


@given(SUBMISSIONS, SUBMISSIONS)
def test_after_the_bound_no_late_reply_changes_what_is_counted(submissions, more):
    """I5: without an admission or a lift the counted set is fixed."""
    late = [
        Submission(s.party, s.sequence + 20_000, s.position, AFTER)
        for s in more
        if s.effective_at
    ]

    def counted(rows):
        found = positions.standings(MEMBERS, rows, closes_at=BOUND, sponsor=SPONSOR)
        return {p: (s.position, s.sequence) for p, s in found.items()}

    assert counted(submissions) == counted([*submissions, *late])


def test_provisional_unanimity_is_everybody_joining():
    joined = {p: Standing(x) for p, x in zip(MEMBERS, list(JOINS) * 3, strict=False)}

    assert outcome.is_unanimous(joined)
    assert not outcome.is_unanimous({**joined, 1: Standing(Position.SILENT)})
