"""Two sweeps at once, a reply at the very bound, two identical forms: each with its control."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from crm_portal.core import clock
from crm_portal.core.models import AuditEntry, Notice
from decisions import access
from decisions.models import Reply, Round
from decisions.rules.positions import Position
from decisions.services import closing
from decisions.states import State
from decisions.sweeps import expire_due_rounds
from tests.cast import conference
from tests.decisions.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(transactional_db) -> Scene:
    return Scene(conference())


def together(*acts: Callable[[], object]) -> list[object]:
    """Run ``acts`` at once, each on its own connection; return results and exceptions."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            results[place] = act()
        except Exception as failure:  # noqa: BLE001 - it is the result
            results[place] = failure
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_sweeps_at_once_settle_a_term_once(scene):
    scene.open()
    scene.go_to(scene.round.closes_at + closing.SETTLE)

    settled = together(expire_due_rounds, expire_due_rounds, expire_due_rounds)

    assert sorted(settled) == [0, 0, 1]
    assert AuditEntry.objects.filter(verb__endswith=".expired").count() == 1


def test_control_without_the_lock_two_sweeps_would_settle_it_twice(scene, monkeypatch):
    """The same race with the row lock taken out: the audit trail shows the damage."""
    scene.open()
    scene.go_to(scene.round.closes_at + closing.SETTLE)
    meet = Barrier(2)
    plain = closing.take

    def together_with_the_other(*args):
        meet.wait(timeout=10)
        return plain(*args)

    monkeypatch.setattr(
        "django.db.models.query.QuerySet.select_for_update", lambda self, **_: self
    )
    monkeypatch.setattr(closing, "take", together_with_the_other)
    together(expire_due_rounds, expire_due_rounds)

    assert AuditEntry.objects.filter(verb__endswith=".expired").count() == 2


def test_a_reply_holds_the_round_against_the_sweep_and_counts(scene):
    """Received in time, committed after the bound: the sweep waits its turn."""
    scene.open()
    scene.go_to(scene.round.closes_at - timedelta(milliseconds=1))
    in_time = scene.viewer("CA")

    from django.db import transaction

    from decisions.services import replying
    from decisions.services.replying import Answer

    with transaction.atomic():
        replying.reply(scene.pk, Answer(Position.OBJECT, comment="No"), by=in_time)
        swept = together(_sweep_after(scene.round.closes_at + closing.SETTLE))
    assert swept == [0]

    clock.set_to(scene.round.closes_at + closing.SETTLE, frozen=True)
    assert expire_due_rounds() == 1
    objecting = access.result(scene.round, clock.now()).objections
    assert objecting == (in_time.party_id,)


def _sweep_after(instant):
    def sweep():
        from crm_portal.core.access import Viewer

        due = Round.objects.values_list("pk", flat=True)
        return sum(closing.expire_if_due(pk, by=Viewer(at=instant)) for pk in due)

    return sweep


def test_one_form_sent_eight_times_at_once_files_one_reply(scene):
    scene.open()
    key = uuid.uuid4()

    receipts = together(*[lambda: scene.reply("CA", submission_key=key).pk] * 8)

    assert len(set(receipts)) == 1
    assert Reply.objects.count() == 1


def test_members_that_reply_at_once_do_not_wait_for_one_another(scene):
    scene.open()
    codes = ["BZ", "CA", "CR", "SV", "US", "HN", "MX", "NI"]

    done = together(*[lambda code=code: scene.reply(code).pk for code in codes])

    assert len(set(done)) == len(codes)
    assert Reply.objects.count() == len(codes)


def test_two_presidency_screens_distribute_once(scene):
    scene.ready()
    from decisions.services import distribution

    ana = scene.viewer("ana")
    results = together(
        lambda: distribution.distribute(scene.pk, by=ana),
        lambda: distribution.distribute(scene.pk, by=ana),
    )

    assert sum(isinstance(result, Round) for result in results) == 1
    assert Round.objects.count() == 1
    told = Notice.objects.filter(event="consultation.distributed")
    assert told.count() == len(set(told.values_list("recipient", flat=True)))
    assert scene.state == State.OPEN
