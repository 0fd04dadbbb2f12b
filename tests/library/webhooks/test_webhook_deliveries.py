"""What becomes public is told once, signed, until it arrives; what is not public never is."""

import base64
import hashlib
import hmac
import json
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.urls import reverse
from django.utils import translation

from crm_portal.core import audit, clock
from crm_portal.core.models import AuditEntry
from crm_portal.library import services, webhook_sweeps, webhooks_today
from crm_portal.library.models import Announcement, Webhook, WebhookDelivery
from crm_portal.library.published import sources
from crm_portal.library.services import webhooks
from tests.library.documents import registered, sheet

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def tick():
    webhook_sweeps.notice_due()
    return webhook_sweeps.deliver_due()


def move(by):
    clock.set_to(clock.now() + by, frozen=True)


def bodies(receiver):
    return [json.loads(body) for _path, _headers, body in receiver.got]


def signed(headers, body, secret):
    """Verify as a stranger would, by the text of the standard: none of our code."""
    key = base64.b64decode(secret.split("_")[1])
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}"
    mac = base64.b64encode(hmac.new(key, said.encode(), hashlib.sha256).digest())
    return f"v1,{mac.decode()}" in headers["webhook-signature"].split(" ")


def documented():
    """Return the example for receivers in ``docs/api.md``, run as it stands there."""
    text = (Path(configured.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
    found = {}
    exec(re.search(r"```python\n(import base64.*?)```", text, re.DOTALL)[1], found)
    return found["is_ours"]


def test_news_is_told_in_both_languages_signed_with_the_secret(receiver, told, news):
    webhook, secret = told
    item = news()

    assert tick() == 1

    _path, headers, body = receiver.got[0]
    said, announced = json.loads(body), Announcement.objects.get(event="news.published")
    assert said["id"] == headers["webhook-id"] == str(announced.event_id)
    assert said["type"] == "news.published"
    assert said["timestamp"].endswith("Z")
    assert said["data"]["title"] == {"es": item.title_es, "en": item.title_en}
    with translation.override("en"):
        page = configured.SITE_URL + reverse("library:news-item", args=[item.slug])
    assert said["data"]["url"]["en"] == page
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert signed(headers, body, secret)
    is_ours = documented()
    assert is_ours(headers, body, secret)
    assert not is_ours(headers, body + b" ", secret)
    assert not is_ours({**headers, "webhook-timestamp": "1"}, body, secret)
    assert tick() == 0
    assert len(receiver.got) == 1
    webhook.refresh_from_db()
    assert webhook.succeeded_at is not None


def test_an_embargoed_item_is_told_when_its_hour_comes(receiver, told, news):
    news(hours=2)
    assert tick() == 0
    move(2 * HOUR - timedelta(seconds=1))
    assert tick() == 0
    assert Announcement.objects.filter(event="news.published").count() == 0

    move(timedelta(seconds=1))

    assert tick() == 1


def published(cast, **said):
    """Register a document for the members and make it public, which takes two."""
    elena = cast.viewer("elena")
    document = registered(elena, **said)
    change = services.propose_downgrade(document.pk, "public", reason="Ya.", by=elena)
    services.approve_downgrade(change.pk, by=cast.viewer("ana"))
    return document


def test_a_document_is_told_when_it_is_public_and_its_revision_besides(
    receiver, told, cast, circles
):
    elena = cast.viewer("elena")
    registered(elena, level="members")
    registered(cast.viewer("ana"), level="closed", circle="meeting:42:closed")
    under = published(cast, embargo_until=elena.at + HOUR)
    document = published(cast)

    assert tick() == 1
    assert [each["data"]["reference"] for each in bodies(receiver)] == [document.symbol]
    assert bodies(receiver)[0]["data"]["api_url"].endswith(f"/documents/{document.slug}")

    services.add_revision(document.pk, [sheet()], by=cast.viewer("elena"))
    assert tick() == 1
    assert bodies(receiver)[1]["type"] == "document.revised"
    move(HOUR)
    assert tick() == 1
    assert bodies(receiver)[2]["data"]["reference"] == under.symbol


def test_what_is_withdrawn_before_it_is_sent_is_not_told(receiver, told, news, cast):
    kept, taken = news(), news()
    webhook_sweeps.notice_due()
    services.withdraw_news(taken.pk, by=cast.viewer("elena"))

    assert webhook_sweeps.deliver_due() == 1

    assert taken.title_es.encode() not in b"".join(body for *_, body in receiver.got)
    assert kept.title_es in receiver.got[0][2].decode()
    skipped = WebhookDelivery.objects.get(skipped_at__isnull=False)
    assert skipped.outcome == "not_public"
    assert tick() == 0


def test_what_was_public_before_is_not_told(receiver, news, cast):
    news()
    wanted = webhooks.Wanted("Otra", receiver.address, ["news.published"])
    webhooks.subscribe(wanted, by=cast.viewer("elena"))

    assert tick() == 0


def test_only_what_was_chosen_is_told(receiver, told, cast, news):
    webhook, _secret = told
    wanted = webhooks.Wanted("Otra", receiver.address, ["document.published"])
    webhooks.change_webhook(webhook.pk, wanted, by=cast.viewer("elena"))
    news()

    assert tick() == 0


def test_a_failure_is_tried_again_with_the_same_id_and_holds_up_nobody(
    receiver, told, news
):
    receiver.answers += [500]
    news()
    assert tick() == 0
    news()
    assert tick() == 0  # it rests: nothing else is tried there meanwhile
    assert len(receiver.got) == 1

    move(timedelta(seconds=31))

    assert tick() == 2
    ids = [headers["webhook-id"] for _path, headers, _body in receiver.got]
    assert sorted([ids.count(each) for each in set(ids)]) == [1, 2]
    assert Webhook.objects.get().failing_since is None


def test_after_two_days_it_is_given_up_and_can_be_sent_again(receiver, told, news, cast):
    receiver.answers += [503] * 2
    news()
    tick()
    move(timedelta(hours=49))
    tick()
    delivery = WebhookDelivery.objects.get()
    assert delivery.given_up_at is not None
    move(HOUR)
    assert tick() == 0

    webhooks.redeliver(told[0].pk, delivery.pk, by=cast.viewer("elena", clock.now()))

    assert tick() == 1
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1


def test_after_five_days_of_failures_it_is_paused_and_the_secretariat_sees_it(
    receiver, told, news, cast
):
    receiver.answers += [500] * 2
    news()
    tick()
    elena = cast.viewer("elena", clock.now())
    assert webhooks_today.today(elena) == []
    move(timedelta(days=5, seconds=1))
    assert [row["tone"] for row in webhooks_today.today(_now(cast))] == ["due"]
    tick()

    webhook = Webhook.objects.get()
    assert (webhook.state, webhook.paused_for) == ("paused", "failing")
    assert [row["tone"] for row in webhooks_today.today(_now(cast))] == ["late"]
    assert webhooks_today.today(cast.viewer("ana")) == []
    assert audit.of(webhook).filter(verb__endswith="stopped").count() == 1
    news()
    move(HOUR)
    tick()
    assert len(receiver.got) == 2

    webhooks.resume_webhook(webhook.pk, by=_now(cast))
    news()
    # Since it was paused nothing was owed; what waited is tried, and what came after it.
    assert tick() == 1
    assert webhooks_today.today(_now(cast)) == []


def _now(cast):
    return cast.viewer("elena", clock.now())


def test_a_receiver_that_is_gone_is_told_no_more_at_once(receiver, told, news):
    receiver.answers += [410]
    news()
    tick()

    assert Webhook.objects.get().paused_for == "gone"


def test_another_secret_signs_beside_the_old_one_for_a_day(receiver, told, cast):
    webhook, old = told
    mark = webhook.secret_mark
    changed, new = webhooks.rotate_secret(webhook.pk, seen=mark, by=cast.viewer("elena"))
    webhooks.send_test(webhook.pk, by=cast.viewer("elena"))
    tick()
    _path, headers, body = receiver.got[0]
    assert signed(headers, body, old)
    assert signed(headers, body, new)
    assert bodies(receiver)[0]["type"] == "test"

    clock.set_to(changed.old_until, frozen=True)
    webhooks.send_test(webhook.pk, by=_now(cast))
    tick()
    _path, headers, body = receiver.got[1]
    assert signed(headers, body, new)
    assert not signed(headers, body, old)


def test_the_secret_is_kept_sealed_and_without_its_key_nothing_is_sent(
    receiver, told, news, settings
):
    webhook, secret = told
    assert secret not in webhook.secret
    news()
    settings.WEBHOOK_KEYS = ["another"]

    tick()

    assert receiver.got == []
    assert WebhookDelivery.objects.get().outcome == "sealed"


def test_the_trail_keeps_neither_secret_nor_path(told, cast):
    webhook, secret = told
    elena = cast.viewer("elena")
    webhooks.pause_webhook(webhook.pk, by=elena)
    webhooks.resume_webhook(webhook.pk, by=elena)
    webhooks.end_webhook(webhook.pk, by=elena)

    entries = AuditEntry.objects.filter(verb__startswith="library.webhook.")
    assert [each.verb.rpartition(".")[2] for each in entries] == [
        "subscribed",
        "paused",
        "resumed",
        "ended",
    ]
    kept = " ".join(str(each.data) for each in entries)
    assert secret not in kept
    assert "key=1" not in kept
    webhook.refresh_from_db()
    assert webhook.secret == ""


def test_what_became_public_while_it_was_paused_is_not_told(receiver, told, news, cast):
    webhooks.pause_webhook(told[0].pk, by=cast.viewer("elena"))
    news()
    webhooks.resume_webhook(told[0].pk, by=_now(cast))

    assert tick() == 0


def test_in_earnest_a_private_address_is_not_reached(receiver, told, news, settings):
    settings.WEBHOOKS_REACH_LOOPBACK = False
    news()

    assert tick() == 0
    assert receiver.got == []
    assert WebhookDelivery.objects.get().outcome == "forbidden"


def test_every_source_tells_of_what_it_calls_public(reference):
    """Of every kind, whatever is public can be written out, in both languages."""
    at = clock.now()
    for source in sources().values():
        keys = list(source.at(at).values_list("pk", flat=True)[:3])
        told = source.of(keys, at)
        assert set(told) == set(keys), source.event
        for each in told.values():
            assert all(each.title.values())
            assert all(url.startswith("http") for url in each.address.urls().values())
            assert each.api_url is None or "/api/v1/" in each.api_url
