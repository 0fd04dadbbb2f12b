"""The pages of the webhooks: the Secretariat's alone; a secret once; what is typed stays."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_portal.core.errors import Refused
from crm_portal.library import services, webhook_sweeps
from crm_portal.library.models import Webhook, WebhookDelivery
from crm_portal.library.services import webhooks

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")


@pytest.fixture
def elena(client, cast):
    client.force_login(cast.people["elena"])
    return client


def filled(**changes):
    said = {
        "name": "Cancillería (ejemplo)",
        "address": "https://hooks.example.org/crm",
        "contact": "webmaster@example.org",
        "events": ["news.published"],
    }
    return {**said, **changes}


def test_the_secret_is_shown_once_and_the_same_form_again_makes_no_second(elena):
    made = elena.post(reverse("webhooks:new"), filled())

    (secret,) = SECRET.findall(made.content.decode())
    assert made["Cache-Control"] == "private, no-store"
    page = elena.get(Webhook.objects.get().get_absolute_url()).content.decode()
    assert secret not in page
    assert not SECRET.search(page)
    again = elena.post(reverse("webhooks:new"), filled(name="Otra"))
    assert not SECRET.search(again.content.decode())
    assert 'value="Otra"' in again.content.decode()
    assert Webhook.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"address": "http://example.org/"},
        {"address": "https://10.0.0.1/"},
        {"address": "https://example.org/\x00"},
        {"address": "https://" + "a" * 600},
        {"events": []},
        {"events": ["consultation.distributed"]},
        {"contact": "nobody"},
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(elena, wrong):
    page = elena.post(reverse("webhooks:new"), filled(**wrong))

    assert page.status_code == 200
    assert 'class="msg"' in page.content.decode()
    assert "webmaster@example.org" in page.content.decode() or "contact" in wrong
    assert Webhook.objects.count() == 0


def test_a_secret_is_replaced_once_however_often_the_button_is_pressed(elena, told):
    webhook = told[0]
    address = reverse("webhooks:rotate", args=[webhook.pk])
    pressed = {"seen": webhook.secret_mark}

    assert SECRET.search(elena.post(address, pressed).content.decode())
    assert not SECRET.search(elena.post(address, pressed, follow=True).content.decode())


def test_what_was_sent_is_shown_with_its_answer_and_what_is_withdrawn_without_words(
    elena, cast, receiver, told, news
):
    receiver.answers += [200, 503]
    first, second = news(), news()
    webhook_sweeps.notice_due()
    webhook_sweeps.deliver_due()
    services.withdraw_news(second.pk, by=cast.viewer("elena"))

    page = elena.get(told[0].get_absolute_url()).content.decode()

    assert first.title_es in page
    assert second.title_es not in page
    assert "(503)" in page


def test_the_page_asks_as_much_for_many_messages_as_for_one(elena, receiver, told, news):
    counts = []
    for _turn in range(3):
        news()
        webhook_sweeps.notice_due()
        with CaptureQueriesContext(connection) as asked:
            elena.get(told[0].get_absolute_url())
        counts.append(len(asked))

    assert counts[1] == counts[2] <= 12  # the first one fills what is kept


def test_every_button_does_what_it_says(elena, told, receiver):
    webhook, _secret = told
    page = webhook.get_absolute_url()

    def press(act, *more, **said):
        address = reverse(f"webhooks:{act}", args=[webhook.pk, *more])
        answer = elena.post(address, said, follow=True)
        assert answer.status_code == 200
        webhook.refresh_from_db()
        return answer

    press("test")
    webhook_sweeps.deliver_due()
    delivery = WebhookDelivery.objects.get()
    press("redeliver", delivery.pk)
    press("pause")
    assert webhook.state == "paused"
    press("resume")
    press("edit", **filled(address=receiver.address, name="Otro nombre"))
    assert webhook.name == "Otro nombre"
    press("end")
    assert webhook.is_ended
    assert elena.get(page).status_code == 200
    assert elena.get(reverse("webhooks:edit", args=[webhook.pk])).status_code == 404
    late = elena.post(reverse("webhooks:resume", args=[webhook.pk]), follow=True)
    assert late.status_code in {200, 409}
    webhook.refresh_from_db()
    assert webhook.is_ended


@pytest.mark.parametrize("who", ["ana", "mateo", "oscar", "admin"])
def test_nobody_but_the_secretariat_knows_of_them(client, cast, told, who):
    client.force_login(cast.people[who])
    pk = told[0].pk

    for name, more in (("webhooks", []), ("new", []), ("webhook", [pk]), ("edit", [pk])):
        assert client.get(reverse(f"webhooks:{name}", args=more)).status_code == 404
    for name in ("pause", "resume", "rotate", "test", "end"):
        assert client.post(reverse(f"webhooks:{name}", args=[pk])).status_code == 404
    with pytest.raises(Refused):
        webhooks.pause_webhook(pk, by=cast.viewer(who))
    assert Webhook.objects.get().state == "active"
