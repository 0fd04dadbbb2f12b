"""Who may do what in a meeting: every cell of the matrix, its grounds, what was decided."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.errors import Refused
from meetings.models import (
    Body,
    Forum,
    Guest,
    ParticipationDecision,
    ParticipationRule,
    PartyClass,
    Right,
)
from meetings.rights import Rights, may, require
from meetings.rules import Cell, Ground, may_be_decided, verdict
from meetings.rules.participation import Because
from tests.factories import MeetingFactory, since

FILES = Path(settings.BASE_DIR) / "crm_portal" / "reference"
NEXT_YEAR = datetime(2027, 6, 1, 15, tzinfo=UTC)
ALL_GROUNDS = frozenset(Ground)


def cells() -> list[dict[str, str]]:
    with (FILES / "participation.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_cell(row: dict[str, str], ground: str = "") -> Cell:
    return Cell(
        row["body"], row["party"], row["right"], row["value"], row["sources"], ground
    )


@pytest.fixture
def matrix(reference) -> dict[tuple[str, str, str], Cell]:
    return {
        (rule.body, rule.party_class, rule.right): rule.cell
        for rule in ParticipationRule.objects.all()
    }


def test_every_cell_is_there_with_its_ground(matrix):
    assert len(matrix) == len(Forum) * len(PartyClass) * len(Right) == 792
    assert all((cell.value == "COND") is bool(cell.ground) for cell in matrix.values())


def test_without_anything_on_record_only_a_right_and_an_office_allow(matrix):
    for row in cells():
        cell = matrix[row["body"], row["party"], row["right"]]
        by_office = cell.value == "COND" and cell.ground == Ground.OFFICE

        assert bool(verdict(cell, ())) is (row["default"] == "allow" or by_office), row


def test_with_everything_on_record_no_express_no_opens(matrix):
    for row in cells():
        cell = matrix[row["body"], row["party"], row["right"]]
        opens = row["value"] in {"YES", "COND"}

        assert bool(verdict(cell, ALL_GROUNDS)) is opens, row


def test_a_decision_opens_only_what_the_sources_leave_to_it(matrix):
    for row in cells():
        cell = matrix[row["body"], row["party"], row["right"]]
        opened = verdict(cell, (), decided=True).because in {
            Because.DECIDED,
            Because.EXCEPTION,
        }

        assert opened is (row["value"] != "YES" and may_be_decided(cell)), row


def test_no_decision_makes_anybody_decide_and_no_observer_debate_or_draft(matrix):
    for cell in matrix.values():
        if cell.right == Right.DECIDE:
            assert not may_be_decided(cell)
        if cell.party_class in {"PAIS_OBS", "ORG_OBS"} and cell.right in {
            "DEBATE",
            "DRAFT",
        }:
            assert not may_be_decided(cell)


def test_the_one_exception_to_an_express_no_is_the_secretariat_at_the_closed_door(matrix):
    excepted = {
        (cell.forum, cell.party_class, cell.right)
        for cell in matrix.values()
        if cell.value == "NO" and may_be_decided(cell)
    }

    assert excepted == {
        ("VM_CERRADA", "ST", "ATTEND"),
        ("VM_CERRADA", "ST", "WORKING_DOCS"),
    }


@given(
    st.sampled_from(cells()),
    st.sampled_from(sorted(Ground)),
    st.frozensets(st.sampled_from(sorted(Ground))),
    st.booleans(),
)
def test_more_on_record_never_takes_a_right_away(row, ground, met, decided):
    cell = as_cell(row, ground if row["value"] == "COND" else "")

    if verdict(cell, (), decided=decided):
        assert verdict(cell, met, decided=decided)
    if row["value"] == "NO" and not decided:
        assert not verdict(cell, met)


def test_a_right_that_no_cell_gives_is_nobodys():
    assert verdict(None, ALL_GROUNDS, decided=True).because == Because.UNREGULATED


@pytest.fixture
def plenary(cast, reference):
    return MeetingFactory(body=Body.objects.get(code="VICE_MINISTERIAL"))


@pytest.mark.parametrize(
    ("code", "party_class"),
    [
        ("GT", PartyClass.PPT),
        ("BZ", PartyClass.OTHER_TROIKA),
        ("DO", PartyClass.MEMBER),
        ("AR", PartyClass.OBSERVER_STATE),
        ("SICA", PartyClass.OBSERVER_ORGANIZATION),
        ("RROCM", PartyClass.RROCM),
        ("ST", PartyClass.SECRETARIAT),
    ],
)
def test_what_a_party_is_follows_from_the_day(cast, code, party_class):
    assert Rights.of(None, cast.at).class_of(cast.parties[code].pk) == party_class


def test_a_presidency_that_ended_is_of_the_troika_from_that_instant(cast):
    term = cast.parties["GT"].presidencies.latest("term")
    ends = cast.at + timedelta(days=1)
    term.term = since(term.term.lower, end=ends)
    term.save()
    party = cast.parties["GT"].pk

    assert (
        Rights.of(None, ends - timedelta(milliseconds=1)).class_of(party) == PartyClass.PPT
    )
    assert Rights.of(None, ends).class_of(party) != PartyClass.PPT


def test_a_guest_without_standing_comes_by_its_invitation_only(cast, plenary):
    stranger = cast.parties["AR"]
    stranger.standings.update(status="departed")
    before = may(Right.ATTEND, Forum.VM_PLENARY, stranger.pk, at=cast.at, meeting=plenary)
    Guest.objects.create(meeting=plenary, party=stranger, decided_by="PPT", source="nota")

    after = may(Right.ATTEND, Forum.VM_PLENARY, stranger.pk, at=cast.at, meeting=plenary)
    elsewhere = may(Right.ATTEND, Forum.VM_PLENARY, stranger.pk, at=cast.at)

    assert (bool(before), bool(after), bool(elsewhere)) == (False, True, False)


def decide(cast, **fields):
    told = {
        "forum": Forum.VM_PLENARY,
        "party_class": PartyClass.OBSERVER_STATE,
        "right": Right.INTERVENE_AGENDA,
        "valid_from": cast.at,
        "valid_until": cast.at + timedelta(days=1),
        "scope_es": "Punto 4",
        "decided_by": "PPT",
        "source": "nota",
        "recorded_at": cast.at,
        **fields,
    }
    return ParticipationDecision.objects.create(**told)


def intervenes(cast, code, meeting, at=None):
    party = cast.parties[code].pk
    asked = (Right.INTERVENE_AGENDA, Forum.VM_PLENARY, party)
    return bool(may(*asked, at=at or cast.at, meeting=meeting))


def test_an_authorisation_holds_until_its_instant_and_not_beyond(cast, plenary):
    decide(cast, meeting=plenary)
    ends = cast.at + timedelta(days=1)

    assert intervenes(cast, "AR", plenary)
    assert intervenes(cast, "AR", plenary, ends - timedelta(milliseconds=1))
    assert not intervenes(cast, "AR", plenary, ends)


def test_an_authorisation_for_one_party_or_meeting_serves_no_other(cast, plenary):
    other = MeetingFactory(body=plenary.body)
    decide(cast, meeting=plenary, party=cast.parties["AR"])

    assert intervenes(cast, "AR", plenary)
    assert not intervenes(cast, "CO", plenary)
    assert not intervenes(cast, "AR", other)


def test_an_authorisation_revoked_is_over(cast, plenary):
    decide(cast, meeting=plenary, revoked_at=cast.at)

    assert not intervenes(cast, "AR", plenary)


def test_a_refusal_says_which_line_and_why(cast, plenary):
    found = may(
        Right.ATTEND, Forum.VM_CLOSED, cast.parties["ST"].pk, at=cast.at, meeting=plenary
    )

    with pytest.raises(Refused) as refused:
        require(found, Right.ATTEND)

    assert refused.value.rule == "001:376"


def test_many_questions_about_one_meeting_take_the_queries_of_one(
    cast, plenary, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        here = Rights.of(plenary, cast.at)
        for party in cast.parties.values():
            for right in Right:
                here.may(right, Forum.VM_PLENARY, party.pk)
