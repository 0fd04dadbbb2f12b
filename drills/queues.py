"""Q1, Q2, Q4, Q10: Redis and the mail server misbehave; nothing is lost and nobody waits."""

import os
import statistics
import subprocess
import sys
import time
import uuid
from datetime import timedelta

import redis

from crm_portal.core import clock, notifications
from crm_portal.core.models import Notice
from decisions.models import Round
from drills.crashes import check_once
from drills.faults import FaultyRedis
from drills.load import next_bound, open_rounds, viewer
from drills.stage import Stage, leaving, until
from drills.verdict import Verdict

MODES = ("refuse", "blackhole", "delay", "reset", "full")


def q1(stage: Stage, *, short: bool) -> Verdict:
    """Redis fails in five ways while people write: no error, no waiting, effects afterwards."""
    writes = 30 if short else 200
    verdict = Verdict("Q1", f"Redis misbehaves in five ways, {writes} writes each")
    plain = _writes(writes, stage.portal.env["REDIS_URL"], verdict, "healthy")
    with FaultyRedis(stage.portal.env["REDIS_URL"]) as faulty:
        for mode in MODES:
            faulty.mode = mode
            slow = _writes(writes, faulty.url, verdict, mode)
            added = _p95(slow) - _p95(plain)
            verdict.saw(**{f"{mode}_added_p95_ms": round(added * 1000)})
            verdict.must(added <= 0.3, f"{mode}: p95 grew by {added:.3f} s")
    clock.advance(timedelta(minutes=1))
    gone = until(lambda: not leaving().exists(), 120, every=0.5)
    verdict.must(gone, "effects were still missing 120 s after recovery")
    return verdict


def _writes(count: int, redis_url: str, verdict: Verdict, mode: str) -> list[float]:
    """Owe ``count`` notices one after the other, in a process whose Redis is ``redis_url``."""
    [pk] = open_rounds(1, next_bound(clock.now()), members=2)
    asked = Round.objects.get(pk=pk)
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(asked.consultation_id), str(count), mode],
        env={**os.environ, "REDIS_URL": redis_url},
        check=False,
        capture_output=True,
        text=True,
    )
    times = [float(line) for line in done.stdout.split()]
    verdict.none(count - len(times), f"writes failed ({mode}) {done.stderr[-300:]}")
    return times or [0.0]


WRITER = """
import sys, time, uuid
import django
django.setup()
from django.db import transaction
from crm_portal.core import clock
from decisions.models import Consultation
from decisions.services import telling
from drills.load import viewer
target = Consultation.objects.get(pk=sys.argv[1])
by = viewer("guatemala@example.org")
for number in range(int(sys.argv[2])):
    began = time.perf_counter()
    with transaction.atomic():
        telling.tell("withdrawn", target, to=[by.user_id], by=by,
                     occasion=f"{sys.argv[3]}:{uuid.uuid4().hex[:8]}", reason="drill")
    print(time.perf_counter() - began, flush=True)
"""


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def q2(stage: Stage, *, short: bool) -> Verdict:
    """FLUSHALL at twenty moments while terms end: Redis holds no duty."""
    verdict = Verdict("Q2", "FLUSHALL 20 times while 100 terms end")
    bound = next_bound(clock.now())
    rounds = open_rounds(100, bound, members=2)
    clock.set_to(bound + timedelta(seconds=25))
    client = redis.Redis.from_url(stage.portal.env["REDIS_URL"])
    for _ in range(20):
        client.flushall()
        time.sleep(0.3)
    settled = until(
        lambda: (
            not Round.objects.filter(pk__in=rounds, expired_at=None).exists()
            and not leaving().exists()
        ),
        90,
    )
    verdict.must(settled, "something was still waiting 90 s later")
    check_once(stage, rounds, verdict)
    return verdict


def q4(stage: Stage, *, short: bool) -> Verdict:
    """Three deliverers at once over the same notices: each letter leaves once."""
    count = 300 if short else 1000
    verdict = Verdict("Q4", f"{count} notices, three deliverers at once")
    stage.halt("beat", "worker")
    keys = _owe(count)
    stage.sink.letters.clear()
    ticks = [
        subprocess.Popen([sys.executable, "manage.py", "tick"], stdout=subprocess.DEVNULL)
        for _ in range(3)
    ]
    for tick in ticks:
        tick.wait()
    until(lambda: stage.tick() is None and not leaving().filter(key__in=keys), 60)
    arrived = stage.sink.ids()
    wanted = {notifications.message_id(key) for key in keys}
    verdict.saw(letters=sum(arrived[i] for i in wanted))
    verdict.none(sum(arrived[i] == 0 for i in wanted), "letters lost")
    verdict.none(sum(arrived[i] > 1 for i in wanted), "letters sent twice")
    stage.start("worker", "beat")
    return verdict


def _owe(count: int) -> list[str]:
    [pk] = open_rounds(1, next_bound(clock.now()), members=2)
    consultation = Round.objects.get(pk=pk).consultation
    by = viewer("guatemala@example.org")
    tag = uuid.uuid4().hex[:8]
    for number in range(count):
        notifications.owe(
            "consultation.withdrawn",
            consultation,
            to=[by.user_id or 0],
            key=f"drill:{tag}:{number}",
            by=by,
            reason="drill",
        )
    return [f"drill:{tag}:{number}:{by.user_id}" for number in range(count)]


def q10(stage: Stage, *, short: bool) -> Verdict:
    """The mail server refuses, defers, rejects, hangs, cuts after DATA, drips."""
    verdict = Verdict("Q10", "a mail server that fails in six ways")
    stage.halt("beat", "worker")
    for mode in ("refused", "greylist", "hang", "cut", "drip"):
        _misbehave(stage, mode, verdict)
    _reject(stage, verdict)
    stage.start("worker", "beat")
    return verdict


def _misbehave(stage: Stage, mode: str, verdict: Verdict) -> None:
    stage.sink.letters.clear()
    stage.sink.cuts = 0
    keys = _owe(3)
    if mode == "refused":
        stage.sink.stop()
    else:
        stage.sink.mode = mode
    stage.tick()
    if mode == "refused":
        stage.sink.start()
    stage.sink.mode = "ok"
    for _ in range(6):
        clock.advance(timedelta(minutes=5))
        stage.sweep()
    arrived = stage.sink.ids()
    copies = [arrived[notifications.message_id(key)] for key in keys]
    verdict.none(copies.count(0), f"letters lost ({mode})")
    verdict.must(sum(copies) - 3 <= stage.sink.cuts, f"more doubles than cuts ({mode})")


def _reject(stage: Stage, verdict: Verdict) -> None:
    keys = _owe(1)
    stage.sink.mode = "reject"
    stage.tick()
    stage.sink.mode = "ok"
    notice = Notice.objects.get(key=keys[0])
    verdict.must(notice.dead_at is not None, "a rejected letter was not given up")
