"""The tick over ten thousand open rounds of which five hundred are due."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection

from benchmarks.figures import Figures, middle
from benchmarks.machine import Window
from crm_portal.core import clock
from crm_portal.core.models import Notice
from crm_portal.devstack.places import ROOT
from crm_portal.devstack.portal import Portal
from decisions.models import Round
from decisions.services.closing import SETTLE
from decisions.sweeps import expire_due_rounds
from drills.load import next_bound, open_rounds

OPEN, DUE, COUNTED, TIMES, LOOKS = 10_000, 500, 50, 3, 200
MOST_SECONDS = 10.0
FAR = timedelta(days=60)
POLL, PATIENCE = 0.02, 120.0  # seconds
DUE_ROUNDS = """
SELECT id FROM decisions_round WHERE status = 'open' AND closes_at <= %s
 ORDER BY closes_at, id LIMIT 2000
"""


def measure(portal: Portal) -> Figures:
    """Time the sweep three times and the whole command once, over 500 due rounds each."""
    found = Figures("tick", f"{OPEN} open rounds, {DUE} of them due, 11 members each")
    open_rounds(OPEN - DUE, next_bound(clock.now()) + FAR)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    looks, sweeps = [], []
    for _ in range(TIMES):
        rounds = _make_due(DUE)
        looks.append(_look_ms())
        sweeps.append(_swept(portal, rounds))
    command = _commanded(portal, _make_due(DUE))
    floor = middle(looks, 3)
    found.saw("floor: one indexed SELECT of the due rounds", ms=floor)
    _report(found, sweeps, floor)
    found.saw("a due round", **_counted())
    found.saw("manage.py tick, from its start", seconds=command)
    found.reach("seconds from the start of manage.py tick", command, most=MOST_SECONDS)
    return found


def _make_due(count: int) -> list[int]:
    """Add rounds that end at the next midnight, and go there."""
    bound = next_bound(clock.now())
    rounds = open_rounds(count, bound)
    clock.set_to(bound + SETTLE + timedelta(seconds=1))
    return rounds


def _look_ms() -> float:
    """Return the median time of asking the index which rounds are due."""
    took, at = [], clock.now()
    with connection.cursor() as cursor:
        for _ in range(LOOKS):
            began = time.perf_counter()
            cursor.execute(DUE_ROUNDS, [at])
            cursor.fetchall()
            took.append(1000 * (time.perf_counter() - began))
    return middle(took, 3)


def _swept(portal: Portal, rounds: list[int]) -> Window:
    with Window(lambda: [os.getpid(), *portal.pids("postgres")]) as window:
        done = expire_due_rounds()
    if done != len(rounds) or not _is_settled(rounds):
        sys.exit(f"{done} of {len(rounds)} rounds were settled and told")
    return window


def _is_settled(rounds: list[int]) -> bool:
    """Say whether all of ``rounds`` have expired, and somebody is owed a notice of each."""
    expired = Round.objects.filter(pk__in=rounds).exclude(expired_at=None)
    told = Notice.objects.filter(
        event="consultation.expired", target_id__in=expired.values("consultation")
    )
    return len(rounds) == expired.count() == told.values("target_id").distinct().count()


def _commanded(portal: Portal, rounds: list[int]) -> float:
    """Return the seconds from the start of ``manage.py tick`` until all is settled and owed."""
    began = time.monotonic()
    tick = subprocess.Popen(
        [sys.executable, "manage.py", "tick"],
        cwd=ROOT,
        env=portal.env,
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _is_settled(rounds):
            if time.monotonic() - began > PATIENCE:
                sys.exit("manage.py tick did not settle the rounds")
            time.sleep(POLL)
        return round(time.monotonic() - began, 2)
    finally:
        tick.terminate()
        tick.wait()


def _report(found: Figures, sweeps: list[Window], floor: float) -> None:
    seconds = middle((window.seconds for window in sweeps), 2)
    found.saw(
        "the sweep",
        seconds=seconds,
        min_max="-".join(f"{f(w.seconds for w in sweeps):.2f}" for f in (min, max)),
        ms_a_round=round(1000 * seconds / DUE, 2),
        times_the_floor=round(1000 * seconds / floor),
        cpu_s=middle((window.cpu for window in sweeps), 2),
        **{"others_cpu_%": middle((w.others_percent for w in sweeps), 0)},
    )
    found.reach("seconds from the start of the sweep", seconds, most=MOST_SECONDS)


def _counted() -> dict[str, Any]:
    """Return how many queries and notices one due round costs."""
    rounds, before = _make_due(COUNTED), Notice.objects.count()
    with _counting() as queries:
        expire_due_rounds()
    owed = Notice.objects.count() - before
    return {
        "queries": round(len(queries) / len(rounds), 1),
        "notices": round(owed / len(rounds), 1),
    }


@contextmanager
def _counting() -> Iterator[list[str]]:
    """Collect every statement; BEGIN and COMMIT are the driver's and not among them."""
    seen: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        seen.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(count):
        yield seen
