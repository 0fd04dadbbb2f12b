"""T1, T3, T4, T7, T8: deadlines with nothing, little, or everything running."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from itertools import pairwise

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Max
from django.test import Client

from crm_portal.core import clock
from crm_portal.core.models import AuditEntry, Notice
from decisions.models import Consultation, Reply, Round
from decisions.rules.positions import Position
from decisions.services import closing, replying
from decisions.services.replying import Answer
from drills.load import next_bound, open_rounds, viewer
from drills.stage import Stage, until
from drills.verdict import Verdict
from members.models import User

OFFSETS = [-1_000_000, -1_000, -1, 0, 1, 1_000, 1_000_000]


def t1(stage: Stage, *, short: bool) -> Verdict:
    """Replies around the bound, with nothing else running: late iff received at or after it."""
    verdict = Verdict("T1", "replies at the bound ±1 s, ±1 ms, ±1 µs and 0")
    stage.halt("beat", "worker")
    bound, wrong, done = next_bound(clock.now()), 0, 0
    rounds = open_rounds(15 if short else 91, bound)
    for pk in rounds:
        asked = Round.objects.get(pk=pk)
        for number, micro in enumerate(OFFSETS):
            clock.set_to(bound + timedelta(microseconds=micro), frozen=True)
            by = viewer(PEOPLE[number % len(PEOPLE)])
            filed = replying.reply(asked.consultation_id, Answer(Position.AGREE), by=by)
            wrong += replying.is_late(filed, asked) != (micro >= 0)
            done += 1
    clock.set_to(bound + timedelta(seconds=1))
    verdict.saw(replies=done)
    verdict.none(wrong, "wrong verdicts")
    _settle(stage, rounds, verdict)
    stage.start("worker", "beat")
    return verdict


PEOPLE = [
    "canada@example.org",
    "costarica@example.org",
    "honduras@example.org",
    "mexico@example.org",
    "nicaragua@example.org",
    "panama@example.org",
    "belize@example.org",
]


def _settle(stage: Stage, rounds: list[int], verdict: Verdict) -> None:
    clock.advance(timedelta(minutes=5))
    stage.tick()
    verdict.none(_open(rounds), "rounds not settled")


def _open(rounds: list[int]) -> int:
    return Round.objects.filter(pk__in=rounds, expired_at=None).count()


def t3(stage: Stage, *, short: bool) -> Verdict:
    """Web and PostgreSQL alone, no traffic, ``manage.py tick`` every 15 s; pages are read too."""
    count = 200 if short else 500
    verdict = Verdict(
        "T3", f"{count} terms end with only the tick command; no page says open after"
    )
    stage.halt("beat", "worker", "redis")
    bound = next_bound(clock.now())
    rounds = open_rounds(count, bound, members=2)
    clock.set_to(bound - timedelta(seconds=1))
    began = time.monotonic()
    ticker = subprocess.Popen(
        [sys.executable, "-c", TICKER],
        env=stage.portal.env,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        stale = _pages_that_say_open(stage, rounds, bound)
        settled = until(lambda: _open(rounds) == 0, 90, every=1)
    finally:
        os.killpg(ticker.pid, signal.SIGTERM)
        ticker.wait()
    late = Round.objects.filter(pk__in=rounds).aggregate(
        x=Max(F("expired_at") - F("closes_at"))
    )
    lateness = (late["x"] - closing.SETTLE).total_seconds() if late["x"] else None
    verdict.saw(
        rounds=count,
        latest_after_settling_s=lateness,
        wall_s=round(time.monotonic() - began, 1),
    )
    verdict.must(settled, "not all terms were settled")
    verdict.must(
        lateness is not None and lateness <= 45, f"lateness {lateness} s over 45 s"
    )
    verdict.none(stale, "pages said open after the bound")
    stage.start("redis", "worker", "beat")
    return verdict


TICKER = """
import subprocess, sys, time
while True:
    subprocess.run([sys.executable, "manage.py", "tick"], stdout=subprocess.DEVNULL)
    time.sleep(15)
"""


def _pages_that_say_open(stage: Stage, rounds: list[int], bound: datetime) -> int:
    """T4: after the bound no page says that the round is open, whatever is stored."""
    until(lambda: clock.now() >= bound, 10, every=0.1)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=PEOPLE[0]))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    references = Consultation.objects.filter(rounds__in=rounds[:40]).values_list(
        "reference", flat=True
    )
    return sum(_says_open(stage, reference, cookie) for reference in references)


def _says_open(stage: Stage, reference: str, cookie: str) -> bool:
    address = f"{stage.portal.url}/en/intranet/consultations/{reference}/"
    request = urllib.request.Request(address, headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=20) as answer:
        page = answer.read().decode()
    assert reference.removeprefix("CRM-CONS-") in page, "not the consultation's page"
    return "In consultation" in page


def t7(stage: Stage, *, short: bool) -> Verdict:
    """Everything off for three days; then one tick settles all, in due order."""
    a_day = 30 if short else 100
    what = f"72 h of downtime, {3 * a_day} terms, reminders that grew stale"
    verdict = Verdict("T7", what)
    stage.halt("beat", "worker", "redis", "web")
    at = clock.now()
    first = next_bound(at)
    rounds = []
    for day in range(3):
        rounds += open_rounds(a_day, first + timedelta(days=day), members=3)
    Round.objects.filter(pk__in=rounds).update(next_reminder_at=at + timedelta(hours=1))
    clock.set_to(first + timedelta(days=3))
    before = len(stage.sink.letters)
    began = time.monotonic()
    for _ in range(12):
        stage.tick()
        if not _open(rounds) and not Notice.objects.owed().exists():
            break
    verdict.saw(rounds=len(rounds), settled_in_s=round(time.monotonic() - began, 1))
    verdict.none(_open(rounds), "terms not settled")
    verdict.none(_out_of_order(rounds), "terms settled out of due order")
    sent_late = Notice.objects.filter(
        event="consultation.reminder", sent_at__gte=F("stale_at"), stale_at__isnull=False
    ).count()
    verdict.none(sent_late, "reminders sent after their deadline")
    verdict.saw(letters=len(stage.sink.letters) - before)
    verdict.none(Notice.objects.owed().count(), "notices still owed")
    stage.start("redis", "web", "worker", "beat")
    return verdict


def _out_of_order(rounds: list[int]) -> int:
    kind = ContentType.objects.get_for_model(Consultation)
    bounds = dict(
        Round.objects.filter(pk__in=rounds).values_list("consultation_id", "closes_at")
    )
    entries = AuditEntry.objects.filter(
        target_type=kind, target_id__in=bounds, verb__endswith=".expired"
    ).order_by("pk")
    order = [bounds[entry.target_id] for entry in entries]
    return sum(a > b for a, b in pairwise(order))


def t8(stage: Stage, *, short: bool) -> Verdict:
    """One term that cannot be settled among 200: the others are, and the health page turns red."""
    verdict = Verdict("T8", "one poisoned row among 200")
    bound = next_bound(clock.now())
    rounds = open_rounds(200, bound, members=2)
    poisoned = Round.objects.get(pk=rounds[50])
    Consultation.objects.filter(pk=poisoned.consultation_id).update(state="concluded")
    clock.set_to(bound + closing.SETTLE)
    began = time.monotonic()
    others = until(lambda: _open(rounds) == 1, 60)
    verdict.saw(settled=200 - _open(rounds), wall_s=round(time.monotonic() - began, 1))
    verdict.must(others, "the other 199 were not settled within 60 s")
    clock.advance(timedelta(minutes=5))
    health = _deep(stage)
    verdict.must(health == 503, f"the health page did not turn red but {health}")
    Consultation.objects.filter(pk=poisoned.consultation_id).update(state="open")
    verdict.must(until(lambda: _open(rounds) == 0, 60), "the mended term was not settled")
    return verdict


def _deep(stage: Stage) -> int:
    try:
        with urllib.request.urlopen(
            f"{stage.portal.url}/healthz/deep", timeout=10
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def filed_twice() -> int:
    """Return how many forms were filed more than once (the key makes it impossible)."""
    keys = Reply.objects.values_list("submission_key", flat=True)
    return len(keys) - len(set(keys))
