"""The mail of a demonstration is kept and shown, and goes nowhere."""

import socket

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection

from crm_portal.demonstration.models import DemoMail
from tests.demonstration.conftest import MORNING, address

pytestmark = pytest.mark.django_db


def letter(*to: str, subject: str = "Plazo de la ronda 1") -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=subject,
        body="Vence el jueves 17.\nhttp://127.0.0.1:8000/es/consultas/",
        to=list(to),
        headers={"Message-ID": "<abc@portal.example.org>", "Content-Language": "es"},
    )
    message.attach("plazo.ics", b"BEGIN:VCALENDAR", "text/calendar")
    return message


def test_a_letter_is_kept_with_all_that_it_says(cast):
    assert letter("canada@example.org").send() == 1

    kept = DemoMail.objects.get()
    assert kept.to == "canada@example.org"
    assert kept.subject == "Plazo de la ronda 1"
    assert kept.body.startswith("Vence el jueves 17.")
    assert kept.language == "es"
    assert kept.message_id == "<abc@portal.example.org>"
    assert kept.attachments == ["plazo.ics"]
    assert kept.created_at == MORNING


def test_every_recipient_has_a_copy_under_one_message_id(cast):
    letter("canada@example.org", "mexico@example.org").send()

    assert DemoMail.objects.count() == 2
    assert DemoMail.objects.values("message_id").distinct().count() == 1
    assert DemoMail.objects.addressed_to("mexico@example.org").count() == 1


def test_nothing_is_sent(demonstration):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        demonstration.EMAIL_HOST, demonstration.EMAIL_PORT = server.getsockname()

        letter("canada@example.org").send()

        with pytest.raises(BlockingIOError):
            server.accept()
    assert DemoMail.objects.count() == 1
    assert mail.outbox == []


def test_outside_a_demonstration_the_mailbox_does_not_serve(demonstration):
    demonstration.DEMONSTRATION = False

    with pytest.raises(ImproperlyConfigured):
        letter("canada@example.org").send()

    assert not DemoMail.objects.exists()


def test_a_message_for_nobody_is_not_kept(demonstration):
    assert get_connection().send_messages([]) == 0
    assert not DemoMail.objects.exists()


def test_the_mailbox_shows_the_newest_first_and_one_reader_if_asked(cast, client):
    letter("canada@example.org", subject="Primera").send()
    letter("mexico@example.org", subject="Segunda").send()

    everybody = client.get(address("mailbox")).content.decode()
    canada = client.get(address("mailbox") + "?to=canada@example.org").content.decode()

    assert everybody.index("Segunda") < everybody.index("Primera")
    assert "Primera" in canada
    assert ">Segunda<" not in canada


def test_a_letter_is_read_with_its_links(cast, client):
    letter("canada@example.org").send()

    page = client.get(address("mail", "en", pk=DemoMail.objects.get().pk)).content.decode()

    assert "Vence el jueves 17." in page
    assert 'href="http://127.0.0.1:8000/es/consultas/"' in page
    assert "plazo.ics" in page
    assert 'lang="es"' in page


def test_a_letter_cannot_speak_html(cast, client):
    EmailMultiAlternatives(
        subject="<b>x</b>", body="<script>alert(1)</script>", to=["canada@example.org"]
    ).send()

    page = client.get(address("mail", pk=DemoMail.objects.get().pk)).content.decode()

    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_an_empty_mailbox_says_so(cast, client):
    assert client.get(address("mailbox")).status_code == 200
