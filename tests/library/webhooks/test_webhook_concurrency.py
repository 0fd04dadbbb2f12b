"""Two workers at once: what is owed is sent once; without the claim it would be twice."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.library import webhook_sweeps
from crm_portal.library.models import Announcement, WebhookDelivery
from crm_portal.library.services import announcing, webhook_deliveries

pytestmark = pytest.mark.django_db(transaction=True)
OWED = 4


def both(act):
    def run():
        try:
            act()
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_workers_notice_and_send_once(receiver, told, news):
    """The control: two that read what is due before either claims it both have all of it."""
    for _each in range(OWED):
        news()

    start = Barrier(2)

    def tick():
        start.wait()
        webhook_sweeps.notice_due()
        webhook_sweeps.deliver_due()

    both(tick)
    webhook_sweeps.deliver_due()
    assert Announcement.objects.filter(event="news.published").count() == OWED
    assert len(receiver.got) == OWED

    again = {"received_at": None, "next_try_at": clock.now()}
    WebhookDelivery.objects.update(**again)
    seen = Barrier(2)

    def careless():
        due = list(WebhookDelivery.objects.due(clock.now()).select_related("webhook"))
        seen.wait()
        for delivery in due:
            webhook_deliveries._sent(delivery)

    both(careless)
    assert len(receiver.got) == 3 * OWED


def test_while_one_process_notices_another_does_not(told, news):

    news()
    done = []

    def notice():
        done.append(announcing.notice_public(by=Viewer(at=clock.now())))

    with transaction.atomic():
        assert announcing.notice_public(by=Viewer(at=clock.now())) == 1
        both(notice)
    assert done == [0, 0]
