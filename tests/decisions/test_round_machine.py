"""T9: whatever happens in whatever order, the bound is never cut short nor overrun.

A machine of the procedure opens, extends, suspends, replies, corrects, withdraws and lets
time pass, and compares the portal with a model of a few lines.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from crm_portal.core import clock
from crm_portal.core.errors import DomainError
from crm_portal.core.models import Notice
from decisions import access
from decisions.models import Reply, Round
from decisions.rules.positions import REPLIES, Position
from decisions.services import closing, conducting
from decisions.states import State
from decisions.sweeps import expire_due_rounds, owe_due_reminders
from tests.cast import MORNING, Cast
from tests.decisions.scene import Scene

WHO = st.sampled_from(["BZ", "CA", "CR", "HN", "MX", "DO"])


class RoundMachine(RuleBasedStateMachine):
    """One consultation, its clock, and what must hold after every step."""

    cast: Cast
    scene: Scene

    @initialize()
    def begin(self):
        clock.set_to(MORNING, frozen=True)
        self.scene = Scene(self.cast).open()
        self.bound = self.scene.round.closes_at
        self.extended = self.suspended = False
        self.expected: dict[str, Position] = {}

    @property
    def live(self) -> bool:
        return self.scene.state in {State.OPEN, State.SUSPENDED}

    @rule(hours=st.sampled_from([1, 7, 26, 75, 200]))
    def let_time_pass(self, hours):
        self.scene.wait(hours=hours)

    @rule()
    def go_to_the_last_microsecond(self):
        if clock.now() < self.bound:
            self.scene.go_to(self.bound - timedelta(microseconds=1))

    @rule()
    def tick(self):
        owe_due_reminders()
        expire_due_rounds()

    @rule(who=WHO, position=st.sampled_from(REPLIES))
    def reply(self, who, position):
        in_time = self.suspended or clock.now() < self.bound
        try:
            self.scene.reply(who, position)
        except DomainError:
            assert self.scene.state == State.WITHDRAWN
            return
        if self.live and in_time:
            self.expected[who] = position

    @rule(days=st.integers(1, 5))
    def extend(self, days):
        try:
            conducting.extend(self.scene.pk, days, reason="x", by=self.scene.viewer("ana"))
        except DomainError:
            over = clock.now() >= self.bound
            assert self.extended or over or self.suspended or self.scene.state != State.OPEN
            return
        assert not self.extended
        self.extended = True

    @rule()
    def suspend(self):
        try:
            conducting.suspend(self.scene.pk, reason="x", by=self.scene.viewer("ana"))
            self.suspended = True
        except DomainError:
            assert self.suspended or clock.now() >= self.bound or not self.live

    @precondition(lambda self: self.suspended)
    @rule()
    def resume(self):
        if self.scene.state == State.SUSPENDED:
            conducting.resume(self.scene.pk, by=self.scene.viewer("ana"))
            self.suspended = False

    @rule()
    def record(self):
        try:
            closing.record_consensus(self.scene.pk, by=self.scene.viewer("ana"))
        except DomainError:
            return
        assert clock.now() >= self.bound
        everybody = {c.party.code for c in self.scene.round.consulted.all()} - {"GT"}
        assert everybody <= set(self.expected)

    @invariant()
    def the_bound_never_moves_back(self):
        if not hasattr(self, "bound"):
            return
        bound = self.scene.round.closes_at
        assert bound >= self.bound
        self.bound = bound

    @invariant()
    def nothing_expires_before_its_bound(self):
        if not hasattr(self, "bound"):
            return
        for asked in Round.objects.exclude(expired_at=None):
            assert asked.expired_at >= asked.closes_at + closing.SETTLE

    @invariant()
    def what_came_in_time_is_what_counts(self):
        if not hasattr(self, "bound"):
            return
        counted = access.standings(self.scene.round)
        for code, position in self.expected.items():
            assert counted[self.scene.cast.parties[code].pk].position is position
        assert Reply.objects.count() >= len(self.expected)

    @invariant()
    def no_reminder_is_owed_after_the_bound(self):
        if not hasattr(self, "bound"):
            return
        for notice in Notice.objects.filter(event="consultation.reminder"):
            assert notice.owed_at < self.bound


class Isolated(RoundMachine):
    """The machine, each run of which is rolled back."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


@pytest.mark.slow
def test_a_round_keeps_its_promises_in_any_order_of_events(cast):
    """1,400 steps; the drill takes 50,000."""
    Isolated.cast = cast
    run_state_machine_as_test(
        Isolated,
        settings=settings(
            max_examples=28,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
