"""What blocks an adoption, each thing with its code, its sentence and its source."""

from dataclasses import replace

import pytest

from decisions.rules.texts.gate import (
    IN_SESSION,
    SENTENCES,
    Candidate,
    Code,
    Occasion,
    blockers,
)
from decisions.rules.texts.kinds import Way
from decisions.rules.texts.languages import Standing, State
from decisions.rules.texts.paragraphs import Paragraph, Part
from meetings.meeting_states import State as MeetingState
from tests.decisions.texts.making import KINDS

DECLARATION = KINDS["declaration"]
TEXT = (
    Paragraph("c", "Los Viceministros,", "The Vice-Ministers,", Part.CHAPEAU),
    Paragraph("p1", "Acuerdan cooperar.", "Agree to cooperate."),
)
READY = {"es": Standing(State.ORIGINAL), "en": Standing(State.CHECKED)}
CANDIDATE = Candidate(DECLARATION, TEXT, {each.key: READY for each in TEXT})
SESSION = Occasion(
    Way.MEETING,
    body="vice_ministerial",
    meeting_state=IN_SESSION,
    is_attendance_recorded=True,
    is_consensus_recorded=True,
)


def codes(candidate=CANDIDATE, occasion=SESSION):
    return [each.code for each in blockers(candidate, occasion)]


def saying(es, en, **more):
    text = (TEXT[0], replace(TEXT[1], es=es, en=en))
    return replace(CANDIDATE, text=text, **more)


def with_english(state):
    return replace(
        CANDIDATE,
        standings={**CANDIDATE.standings, "p1": {**READY, "en": Standing(state)}},
    )


def test_nothing_blocks_a_text_that_is_ready_on_its_occasion():
    assert blockers(CANDIDATE, SESSION) == ()


def test_a_meeting_in_session_is_what_the_meetings_call_so():
    assert MeetingState.IN_SESSION == IN_SESSION


@pytest.mark.parametrize(
    ("candidate", "code", "count", "keys"),
    [
        (saying("[MX: a | US: b [GT: c]]", "[MX: a | US: b [GT: c]]"), Code.BRACKETS, 2, ("p1",)),
        (saying("[MX: a]", "[US: a]"), Code.BRACKETS_DIFFER, 1, ("p1",)),
        (saying("roto [", "broken ["), Code.BRACKETS, 1, ("p1",)),
        (
            replace(CANDIDATE, collisions=2, collision_keys=["p1"]),
            Code.COLLISIONS,
            2,
            ("p1",),
        ),
        (replace(CANDIDATE, undecided=4), Code.UNDECIDED, 4, ()),
        (saying("Acuerdan cooperar.", " "), Code.MISSING, 1, ("p1",)),
        (with_english(State.MISSING), Code.MISSING, 1, ("p1",)),
        (with_english(State.DRAFT), Code.DRAFT, 1, ("p1",)),
        (with_english(State.TRANSLATED), Code.UNCHECKED, 1, ("p1",)),
        (with_english(State.OUTDATED), Code.OUTDATED, 1, ("p1",)),
        (
            replace(CANDIDATE, kind=KINDS["letter"], standings={}),
            Code.STRANGE_PART,
            1,
            ("c",),
        ),
    ],
)  # fmt: skip
def test_what_is_not_settled_in_the_text_blocks_and_says_where(
    candidate, code, count, keys
):
    found = [each for each in blockers(candidate, SESSION) if each.code is code]

    assert [(each.count, each.keys) for each in found] == [(count, keys)]


def test_a_language_that_blocks_is_named():
    found = blockers(with_english(State.OUTDATED), SESSION)

    assert [(each.code, each.language) for each in found] == [(Code.OUTDATED, "en")]


def test_only_required_languages_block():
    letter = KINDS["letter"]
    text = (
        Paragraph("h", "Señor Ministro:", "", Part.HEADER),
        Paragraph("p", "Le escribo.", ""),
        Paragraph("f", "Atentamente,", "", Part.CLOSING),
    )
    standings = {each.key: READY for each in text}

    assert codes(Candidate(letter, text, standings), Occasion(Way.SIGNATURE)) == []


def test_a_required_part_that_is_missing_is_named():
    found = blockers(replace(CANDIDATE, text=TEXT[1:]), SESSION)

    assert [(each.code, each.part) for each in found] == [(Code.NO_PART, "chapeau")]
    assert codes(replace(CANDIDATE, text=())) == [Code.NOTHING]


@pytest.mark.parametrize(
    ("occasion", "expected"),
    [
        (replace(SESSION, body="grcm"), [Code.WRONG_BODY]),
        (replace(SESSION, meeting_state="convened"), [Code.NOT_IN_SESSION]),
        (replace(SESSION, is_attendance_recorded=False), [Code.NO_ATTENDANCE]),
        (replace(SESSION, is_consensus_recorded=False), [Code.NO_CONSENSUS]),
        (Occasion(Way.CONSULTATION, is_consensus_recorded=True), [Code.WRONG_WAY]),
        (Occasion(Way.SIGNATURE), [Code.WRONG_WAY]),
        (
            Occasion(Way.MEETING),
            [Code.WRONG_BODY, Code.NOT_IN_SESSION, Code.NO_ATTENDANCE, Code.NO_CONSENSUS],
        ),
    ],
)
def test_a_text_is_adopted_by_its_body_on_the_record_and_no_other_way(occasion, expected):
    assert codes(occasion=occasion) == expected


def test_between_meetings_an_extraordinary_declaration_needs_recorded_consensus():
    kind = KINDS["extraordinary_declaration"]
    candidate = Candidate(kind, TEXT[1:], CANDIDATE.standings)

    assert codes(candidate, Occasion(Way.CONSULTATION, is_consensus_recorded=True)) == []
    found = blockers(candidate, Occasion(Way.CONSULTATION))
    assert [(each.code, each.rule) for each in found] == [(Code.NO_CONSENSUS, "001:391")]


def test_every_blocker_has_its_sentence_and_its_source():
    worst = Candidate(
        DECLARATION,
        (Paragraph("a", "[x", "", Part.PREAMBLE), Paragraph("b", "[MX: a]", "b")),
        collisions=1,
        undecided=1,
    )

    found = blockers(worst, Occasion(Way.MEETING))

    assert set(SENTENCES) == set(Code)
    assert len(found) > 8
    assert all(each.rule for each in found)
    assert all(each.sentence % {"count": each.count} for each in found)
