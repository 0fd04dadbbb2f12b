"""T5 and T6: processes die, at random and at every named point; nothing is lost or doubled."""

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count

from crm_portal.core import clock, notifications
from crm_portal.core.models import AuditEntry, Notice, NoticeQuerySet
from crm_portal.library.models import IssuedDocument, RenderJob
from decisions.models import Consultation, Reply, Round
from drills.load import next_bound, open_rounds
from drills.stage import Stage, until
from drills.verdict import Verdict

VICTIMS = ("web", "worker", "worker child", "beat", "redis", "postgres", "backend", "smtp")


def t5(stage: Stage, *, short: bool) -> Verdict:
    """Random ``kill -9`` of anything under load; after the last one everything settles once."""
    kills, count = (20, 100) if short else (200, 2000)
    verdict = Verdict("T5", f"{kills} random kills over {count} terms and their notices")
    seed = int(os.environ.get("SEED", "20260910"))
    chance = random.Random(seed)
    rounds = open_rounds(count, next_bound(clock.now()), members=3)
    stage.sink.letters.clear()
    clock.set_to(Round.objects.get(pk=rounds[0]).closes_at)
    pause = 0.5 if short else 2.0
    for _ in range(kills):
        _kill(stage, chance.choice(VICTIMS), chance)
        time.sleep(chance.uniform(0, pause))
    began = time.monotonic()
    stage.sink.mode = "ok"
    settled = until(lambda: _unsettled(rounds) == 0 and not _owed(rounds), 120, every=0.5)
    verdict.saw(
        seed=seed,
        kills=kills,
        terms=count,
        letters=len(stage.sink.letters),
        settled_after_last_kill_s=round(time.monotonic() - began, 1),
    )
    verdict.must(
        settled, f"{_unsettled(rounds)} terms or {_owed(rounds)} notices still waiting"
    )
    check_once(stage, rounds, verdict)
    return verdict


def _kill(stage: Stage, victim: str, chance: random.Random) -> None:
    if victim == "smtp":
        stage.sink.stop()
        time.sleep(0.2)
        stage.sink.start()
    elif victim == "backend":
        _kill_backend()
    elif victim == "worker child":
        children = stage.portal.pids("worker")[1:]
        if children:
            _signal(chance.choice(children))
    else:
        stage.portal.kill(victim)


def _signal(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _kill_backend() -> None:
    """Take one connection of somebody else away, as a crashed server process would."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database() LIMIT 1"
            )
    except Exception:  # noqa: BLE001 - the server may just have been killed
        connection.close()


def _unsettled(rounds: list[int]) -> int:
    return Round.objects.filter(pk__in=rounds, expired_at=None).count()


def _owed(rounds: list[int]) -> int:
    return _notices(rounds).owed().count()


def _notices(rounds: list[int]) -> NoticeQuerySet:
    kind = ContentType.objects.get_for_model(Consultation)
    targets = Round.objects.filter(pk__in=rounds).values("consultation")
    return Notice.objects.filter(target_type=kind, target_id__in=targets)


def check_once(stage: Stage, rounds: list[int], verdict: Verdict) -> None:
    """Every term settled exactly once; every notice at least once, under one Message-ID."""
    kind = ContentType.objects.get_for_model(Consultation)
    targets = Round.objects.filter(pk__in=rounds).values("consultation")
    entries = AuditEntry.objects.filter(
        target_type=kind, target_id__in=targets, verb__endswith=".expired"
    )
    twice = entries.values("target_id").annotate(n=Count("pk")).filter(n__gt=1).count()
    verdict.none(twice, "terms settled twice")
    verdict.none(len(rounds) - entries.values("target_id").distinct().count(), "terms lost")
    arrived = stage.sink.ids()
    sent = {notifications.message_id(n.key) for n in _notices(rounds).exclude(sent_at=None)}
    verdict.none(len(sent - set(arrived)), "notices marked as sent that never arrived")
    verdict.none(_notices(rounds).filter(dead_at__isnull=False).count(), "notices given up")
    verdict.saw(doubled_letters=sum(n - 1 for n in arrived.values()))


ACTS = "drills/acts.py"
REPLY = ("received_stamp", "round_locked", "reply_inserted", "reply_committed")
POKE = ("before_poke", "after_poke")
EXPIRE = ("due_locked", "due_halfway", "due_before_commit", "due_committed")
SEND = ("message_claimed", "before_send", "after_send", "after_sent_mark")
RENDER = ("render_claimed", "render_before_commit")


def t6(stage: Stage, *, short: bool) -> Verdict:
    """Die at each named point, three times; then let the sweep find what was left."""
    times = 1 if short else 3
    verdict = Verdict("T6", f"{times} death(s) at each of the named crash points")
    stage.halt("beat", "worker")
    deaths = 0
    for _ in range(times):
        for point in (*REPLY[1:], *POKE):
            deaths += _die_replying(stage, point, verdict)
        for point in EXPIRE:
            deaths += _die_expiring(stage, point, verdict)
        for point in SEND:
            deaths += _die_sending(stage, point, verdict)
        for point in RENDER:
            deaths += _die_rendering(stage, point, verdict)
    verdict.saw(deaths=deaths)
    stage.start("worker", "beat")
    return verdict


def _died(stage: Stage, point: str, act: Callable[[], int], verdict: Verdict) -> int:
    stage.arm(point)
    act()
    verdict.must(not stage.disarm(point), f"the act never passed {point}")
    verdict.must(stage.bury(), f"the locks of who died at {point} stayed")
    return 1


def _die_replying(stage: Stage, point: str, verdict: Verdict) -> int:
    """A reply is there once or not at all; the same form sent again completes it."""
    [pk] = open_rounds(1, next_bound(clock.now()))
    key = f"00000000-0000-4000-8000-{pk:012}"

    def act() -> int:
        return stage.run(ACTS, "reply", str(pk), key, check=False)

    deaths = _died(stage, point, act, verdict)
    before = Reply.objects.filter(submission_key=key).count()
    verdict.must(before in (0, 1), f"{before} replies after dying at {point}")
    act()
    after = Reply.objects.filter(submission_key=key).count()
    verdict.must(after == 1, f"{after} replies after sending again at {point}")
    return deaths


def _die_expiring(stage: Stage, point: str, verdict: Verdict) -> int:
    bound = next_bound(clock.now())
    rounds = open_rounds(3, bound, members=2)
    clock.set_to(bound + timedelta(minutes=1))
    deaths = _died(
        stage, point, lambda: stage.run("manage.py", "tick", check=False), verdict
    )
    stage.sweep()
    verdict.none(_unsettled(rounds), f"terms lost after dying at {point}")
    _settle_notices(stage, rounds)
    check_once(stage, rounds, verdict)
    return deaths


def _die_sending(stage: Stage, point: str, verdict: Verdict) -> int:
    bound = next_bound(clock.now())
    rounds = open_rounds(1, bound, members=2)
    clock.set_to(bound + timedelta(minutes=1))
    deaths = _died(
        stage, point, lambda: stage.run("manage.py", "tick", check=False), verdict
    )
    _settle_notices(stage, rounds)
    arrived = stage.sink.ids()
    for notice in _notices(rounds):
        copies = arrived[notifications.message_id(notice.key)]
        verdict.must(copies in (1, 2), f"{copies} letters of one notice, died at {point}")
    return deaths


def _settle_notices(stage: Stage, rounds: list[int]) -> None:
    """Let leases run out and whatever is owed leave."""
    for _ in range(3):
        clock.advance(timedelta(minutes=3))
        stage.sweep()
        if not _owed(rounds):
            return


def _die_rendering(stage: Stage, point: str, verdict: Verdict) -> int:
    stage.run(ACTS, "ask-paper")
    deaths = _died(
        stage, point, lambda: stage.run("manage.py", "tick", check=False), verdict
    )
    clock.advance(timedelta(minutes=30))
    stage.sweep()
    waiting = RenderJob.objects.exclude(state="done").count()
    verdict.none(waiting, f"papers not made after dying at {point}")
    verdict.must(
        IssuedDocument.objects.count() == RenderJob.objects.count(),
        f"papers made twice after dying at {point}",
    )
    return deaths
