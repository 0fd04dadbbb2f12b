"""Powers move at the instant of the hand-over and not a second before, on every act there is.

The acts are those of the access table: whatever the presidency may do and another member
may not. The sessions are opened before the first and live through the second.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from crm_portal.core import clock
from crm_portal.core.access import Role
from decisions.rules import powers
from decisions.services import handover
from meetings.rules import representation as meetings_rules
from members import rules as members_rules
from members.access import troika_at
from members.models import Presidency
from tests import matrix
from tests.cast import Cast
from tests.matrix import ACTS, NOT_NOW, Row, Stage
from tests.matrix_scenes import SCENES, set_scene

pytestmark = pytest.mark.django_db

ONE_SECOND = timedelta(seconds=1)
SOON = timedelta(minutes=1)
OUTGOING, INCOMING = "ana", "mateo"
# In this scene the chair has passed already; the Vice-Ministers' day is over in a minute.
ELSEWHERE = {"handed over"}
# These belong to one presidency and not to whoever presides: its theme, what it was handed,
# what it owes. They are tried below, in test_handover_pack and in test_representation.
OF_ONE_PRESIDENCY = {
    "members:presidency-theme",
    "core:handover-pack-issue",
    "meetings:representation-report",
}
# What has not been distributed is first assumed by the new presidency (procedure 1.6).
BEFORE_DISTRIBUTION = {"being prepared", "with the Troika", "ready"}


def acts_of_the_presidency(scene: str) -> list[Row]:
    """Return what the presidency may do in a scene, and another member may not."""
    return [
        row
        for row in matrix.rows()
        if row.scene == scene
        and row.method == "POST"
        and row.page not in OF_ONE_PRESIDENCY
        and row.words["presidency"] in {ACTS, NOT_NOW}
        and row.words["another member"] not in {ACTS, NOT_NOW}
    ]


WITH_ACTS = [s for s in SCENES if s not in ELSEWHERE and acts_of_the_presidency(s)]


def test_the_acts_of_the_presidency_are_many():
    found = {row.page for scene in WITH_ACTS for row in acts_of_the_presidency(scene)}

    assert len(found) > 50
    assert "members:presidency-hand-over" in found
    assert "api:consultation-conduct-distribute" in found
    assert "meetings:representation-new" in found


@pytest.mark.parametrize("scene", WITH_ACTS)
def test_each_act_passes_at_the_instant_and_not_a_second_before(cast: Cast, scene: str):
    stage, may = set_scene(cast, scene), {ACTS, NOT_NOW}
    at = clock.now() + SOON
    mexico = cast.parties["MX"]
    with transaction.atomic():
        handover.hand_over(mexico, 2027, by=cast.viewer("elena", clock.now()), at=at)
    sessions = {who: _signed_in(stage, who) for who in (OUTGOING, INCOMING)}

    clock.set_to(at - ONE_SECOND, frozen=True)
    before = _tried(stage, sessions, scene)
    assert _assumes(stage, sessions[INCOMING]) not in may
    clock.set_to(at, frozen=True)
    if scene in BEFORE_DISTRIBUTION:
        assert _assumes(stage, sessions[OUTGOING]) not in may
        assert _assumes(stage, sessions[INCOMING]) in may
    after = _tried(stage, sessions, scene)

    wrong = [
        f"{page}: before {before[page]}, at the instant {after[page]}"
        for page in before
        if not (
            before[page][OUTGOING] in may
            and before[page][INCOMING] not in may
            and after[page][OUTGOING] not in may
            and after[page][INCOMING] in may
        )
    ]
    assert wrong == []


def _tried(stage: Stage, sessions: dict[str, str], scene: str) -> dict[str, dict[str, str]]:
    """Return what each act answers to whom, leaving the scene as it was."""
    return {
        row.page: {who: _visit(stage, cookie, row) for who, cookie in sessions.items()}
        for row in acts_of_the_presidency(scene)
    }


def _assumes(stage: Stage, cookie: str) -> str:
    """Press the button that takes a consultation over, for good."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    where = stage.address("decisions:consultation-assume")
    return matrix.word(client.post(where, headers={"HX-Request": "true"}), "POST")


def _visit(stage: Stage, cookie: str, row: Row) -> str:
    with transaction.atomic():
        word = matrix.visit(Client(raise_request_exception=False), stage, cookie, row)
        transaction.set_rollback(True)
    return word


def _signed_in(stage: Stage, who: str) -> str:
    client = Client()
    client.force_login(stage.people[who])
    return client.cookies["session"].value


@pytest.fixture
def passing(cast: Cast) -> Presidency:
    """Mexico takes over from Guatemala in ten days; it was designated, Panama after it."""
    from members import services

    by = cast.viewer("elena")
    for code, year in (("MX", 2027), ("PA", 2028)):
        services.designate_next(
            cast.parties[code].pk, year, decided_on=by.on, by=by, meeting="XXX CRM"
        )
    at = cast.at + timedelta(days=10)
    return handover.hand_over(cast.parties["MX"], 2027, by=by, at=at)


def test_the_offices_of_every_member_one_second_either_side(cast: Cast, passing):
    at = passing.term.lower
    sides = {"before": at - ONE_SECOND, "at": at}
    held = {
        side: {
            code: cast.viewer(user, instant).roles & {Role.PRESIDENCY, Role.TROIKA}
            for code, user in cast.focal_points.items()
        }
        for side, instant in sides.items()
    }

    def of(side: str, role: Role) -> set[str]:
        return {code for code, roles in held[side].items() if role in roles}

    assert of("before", Role.PRESIDENCY) == {"GT"}
    assert of("at", Role.PRESIDENCY) == {"MX"}
    assert of("before", Role.TROIKA) == {"GT", "BZ", "MX"}
    assert of("at", Role.TROIKA) == {"MX", "GT", "PA"}


PRESIDENTIAL = {
    "conduct": powers.may_conduct,
    "distribute": lambda by: powers.may_distribute(by, delegated=True),
    "record the chair": members_rules.may_record_presidency,
    "announce for another": lambda by: members_rules.may_announce_interest(by, -1),
    "represent": meetings_rules.may_record,
    "read all replies": lambda by: powers.sees_all_replies(
        by, state="open", closes_at=None, is_full=False
    ),
}


@pytest.mark.parametrize("power", PRESIDENTIAL)
def test_each_rule_of_the_presidency_one_second_either_side(cast: Cast, passing, power):
    at, may = passing.term.lower, PRESIDENTIAL[power]
    people = (OUTGOING, INCOMING)

    assert [may(cast.viewer(who, at - ONE_SECOND)) for who in people] == [True, False]
    assert [may(cast.viewer(who, at)) for who in people] == [False, True]


def test_the_theme_passes_with_the_term_that_it_is_about(cast: Cast, passing):
    old = Presidency.objects.get(label_year=2026)
    at = passing.term.lower

    def may(who: str, instant, term: Presidency) -> bool:
        by = cast.viewer(who, instant)
        return members_rules.may_set_theme(by, presides=instant in term.term)

    assert may(OUTGOING, at - ONE_SECOND, old)
    assert not may(OUTGOING, at, old)
    assert not may(INCOMING, at - ONE_SECOND, passing)
    assert may(INCOMING, at, passing)
    assert not may(INCOMING, at, old)


def test_who_must_react_changes_for_new_presentations_only_at_the_instant(cast, passing):
    at = passing.term.lower

    def reacting(instant) -> set[str]:
        codes = {party.pk: code for code, party in cast.parties.items()}
        return {codes[pk] for pk in troika_at(instant).must_react}

    assert reacting(at - ONE_SECOND) == {"BZ", "MX"}
    assert reacting(at) == {"GT", "PA"}
