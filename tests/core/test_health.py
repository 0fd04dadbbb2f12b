"""The portal says what is late, in figures, and turns red only for a duty in danger."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm_portal.core import clock, health, sweeping
from crm_portal.core.models import Notice
from tests.decisions.scene import Scene

pytestmark = pytest.mark.django_db


def reading(name):
    return {r.name: r for r in health.readings()}[name]


def test_all_is_green_after_a_sweep(cast, client):
    clock.reset()
    sweeping.sweep("test")

    body = client.get(reverse("healthz:deep")).json()

    assert {r["name"]: r["colour"] for r in body["readings"]} == dict.fromkeys(
        [
            "overdue_rounds",
            "papers_owed",
            "files_to_scan",
            "packs_owed",
            "statements_to_read",
            "webhooks_owed",
            "ledger_unproven",
            "outbox_age",
            "dead_letters",
            "heartbeat",
            "clock_skew",
            "redis",
        ],
        "green",
    )


def test_a_term_that_nobody_settles_turns_it_red(cast, client):
    scene = Scene(cast).open()
    scene.go_to(scene.round.closes_at + timedelta(minutes=5))

    answer = client.get(reverse("healthz:deep"))

    assert answer.status_code == 503
    assert reading("overdue_rounds").colour == "red"


def test_a_sweeper_that_fell_silent_shows(cast):
    sweeping.sweep("test")
    clock.advance(timedelta(minutes=4))

    assert reading("heartbeat").colour == "yellow"


def test_redis_down_is_yellow_and_nothing_more(cast, client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert reading("redis").colour == "yellow"
    assert client.get(reverse("healthz:deep")).status_code == 200


def test_a_notice_given_up_shows(cast):
    Scene(cast).presented()
    Notice.objects.update(dead_at=clock.now())

    assert reading("dead_letters").value > 0


def test_live_and_ready_answer_anybody(client, db):
    assert client.get(reverse("healthz:live")).status_code == 200
    assert client.get(reverse("healthz:ready")).json()["migrations_missing"] == 0
