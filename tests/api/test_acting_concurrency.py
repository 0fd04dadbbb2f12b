"""Two programs act at the same instant: one act is done, and both are told what happened."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from crm_portal.core import clock
from decisions.models import Consultation, Endorsement, Reply
from decisions.rules.positions import Position
from tests.cast import MORNING

pytestmark = pytest.mark.django_db(transaction=True)
AGREE = {"position": "agree", "submission_key": "8a1c6d60-6a0a-4f5e-9a8e-0d5a3f0f7f01"}


def together(*acts: Callable[[], int]) -> list[int]:
    """Do every act at once, each on a connection of its own; return the statuses, sorted."""
    start, statuses = Barrier(len(acts)), []

    def run(act: Callable[[], int]) -> None:
        start.wait()
        try:
            statuses.append(act())
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def test_one_reply_sent_eight_times_at_once_is_filed_once(scene, api):
    scene.open()
    clock.set_to(MORNING)
    address = f"/api/v1/consultations/{Consultation.objects.get().reference}/replies"
    clients = [api("CA") for _ in range(8)]

    acts = [lambda c=client: c.post(address, AGREE).status_code for client in clients]

    assert together(*acts) == [200] * 7 + [201]
    assert Reply.objects.count() == 1


def test_two_endorsements_at_once_are_one_and_a_conflict(scene, api):
    scene.open()
    filed = scene.reply("carla", Position.AGREE)
    clock.set_to(MORNING)
    address = f"/api/v1/consultations/{Consultation.objects.get().reference}/endorse"
    clients = [api("DO") for _ in range(4)]

    acts = [
        lambda c=client: c.post(address, {"reply": filed.pk}).status_code
        for client in clients
    ]

    assert together(*acts) == [201, 409, 409, 409]
    assert Endorsement.objects.count() == 1
