"""Requests to members on their pages: who replied and how it is told, who is reminded."""

from datetime import date

import pytest

from crm_portal.core import clock
from crm_portal.core.models import Notice
from crm_portal.library.models import Document, RenderJob
from crm_portal.library.services import make_next
from decisions import ask_notices, asked_today
from decisions.models.following_requests import InformationRequest, RequestReply
from decisions.services.following import requests
from tests.decisions.following.pages.asking import Asking, pdf


@pytest.fixture
def asking(cast):
    return Asking(cast)


TYPED = {
    "kind": "information",
    "title_es": "Estadísticas",
    "text_es": "Suministrar estadísticas.",
    "due_on": "2026-09-30",
}


def test_members_are_asked_and_told_and_with_one_exception_the_reply_is_pending(asking):
    answer = asking.post("ana", "request-new", **TYPED)
    asked = InformationRequest.objects.get()
    told = Notice.objects.filter(event="request.opened")
    reply = asking.post("mateo", "request-reply", asked.pk, said_es="Van.", sheet=pdf())

    assert answer.status_code == reply.status_code == 302
    assert told.filter(recipient__email="mateo@example.org").count() == 1
    assert not told.filter(recipient__email="oscar@example.org").exists()
    text = asking.read("bruno", "request", asked.pk)
    assert (
        "With one exception, the reply of the member countries is so far pending." in text
    )
    assert "1 / 11" in text
    assert f"SOLICITUD-{asked.pk}/DOC/1" in text
    assert "With one exception" in asking.read("bruno", "requests")
    assert Document.objects.get().registered_for.code == "MX"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text_es": ""},
        {"due_on": "2026-09-09"},
        {"due_on": "mañana"},
        {"parties": ["0"]},
        {"provision": "99"},
    ],
)
def test_what_was_typed_is_kept_when_something_is_wrong(asking, wrong):
    answer = asking.post("ana", "request-new", **{**TYPED, **wrong})

    assert answer.status_code == 400
    assert b"Estad\xc3\xadsticas" in answer.content
    assert not InformationRequest.objects.exists()


def test_only_the_fields_that_were_asked_are_offered_and_an_empty_reply_is_none(asking):
    asked = asking.request(kind="nominations", fields=("Nombre", "Cargo"))
    page = asking.read("mateo", "request-reply", asked.pk)
    empty = asking.post("mateo", "request-reply", asked.pk, field_0=" ")
    asking.post("mateo", "request-reply", asked.pk, field_0="Una persona")

    assert "Nombre" in page
    assert empty.status_code == 400
    assert RequestReply.objects.get().data == {"Nombre": "Una persona"}
    assert "Nombre: Una persona" in asking.read("elena", "request", asked.pk)


def test_the_letter_of_follow_up_is_written_once_and_names_those_who_are_missing(asking):
    asked = asking.request()
    requests.reply_request(asked.pk, said_es="Sí.", by=asking.viewer("mateo"))
    answer = asking.post("ana", "request-remind", asked.pk, kind="letter")
    job = RenderJob.objects.get()
    again = asking.post("ana", "request-remind", asked.pk, kind="letter")

    assert answer.status_code == 302
    assert again.status_code == 409
    assert "México" not in job.context["party"]["es"]
    assert "so far pending" in job.context["body"]["en"]
    assert "estadísticas sobre flujos extrarregionales" in job.context["body"]["es"]
    letter = asked.reminders.get()
    assert asking.get("bruno", "request-letter", asked.pk, letter.pk).status_code == 409
    assert make_next()
    paper = asking.get("bruno", "request-letter", asked.pk, letter.pk)
    assert paper.content.startswith(b"%PDF")
    assert asking.get("oscar", "request-letter", asked.pk, letter.pk).status_code == 404


def test_a_reminder_is_not_sent_to_whoever_has_replied_meanwhile(asking):
    asked = asking.request()
    requests.remind(asked.pk, "bulletin", by=asking.viewer("elena"))
    told = {
        each.recipient.email: each
        for each in Notice.objects.filter(event="request.reminded")
    }
    notice = told["mateo@example.org"]
    letter = ask_notices.compose(notice, clock.now())

    assert letter is not None
    assert "Estadísticas" not in letter.subject
    assert "Estadísticas sobre flujos" in letter.body
    requests.reply_request(asked.pk, said_es="Sí.", by=asking.viewer("mateo"))
    assert ask_notices.compose(notice, clock.now()) is None
    replied = Notice.objects.filter(
        event="request.replied", recipient__email="elena@example.org"
    )
    assert "México" in ask_notices.compose(replied.get(), clock.now()).body


def test_what_is_asked_of_members_is_nobody_elses_and_they_reply_for_themselves(asking):
    asked = asking.request(parties=[asking.cast.parties["MX"].pk])

    for name, where in (("requests", ()), ("request", (asked.pk,)), ("request-new", ())):
        assert asking.get("oscar", name, *where).status_code == 404
    assert asking.get("bruno", "request-reply", asked.pk).status_code == 403
    assert asking.get("elena", "request-reply", asked.pk).status_code == 403
    assert asking.get("mateo", "request-remind", asked.pk).status_code == 403
    assert asking.get("mateo", "request-close", asked.pk).status_code == 403
    assert asking.post("elena", "request-close", asked.pk).status_code == 302
    assert asking.get("mateo", "request-reply", asked.pk).status_code == 409


def test_the_number_of_queries_does_not_grow_with_the_requests(
    asking, django_assert_max_num_queries
):
    for number in range(6):
        asked = asking.request(title_es=f"Solicitud {number}")
        requests.reply_request(asked.pk, said_es="Sí.", by=asking.viewer("mateo"))
        requests.remind(asked.pk, "letter", by=asking.viewer("ana"))
    bruno = asking.client("bruno")
    bruno.get("/en/intranet/follow-up/requests/")

    with django_assert_max_num_queries(11):
        bruno.get("/en/intranet/follow-up/requests/")
    with django_assert_max_num_queries(14):
        bruno.get(f"/en/intranet/follow-up/requests/{asked.pk}/")


def test_today_says_what_waits_for_the_reply_of_the_country_and_no_more(
    asking, django_assert_max_num_queries
):
    asked = asking.request(due_on=date(2026, 9, 12))
    asking.questionnaire()
    mateo = asking.viewer("mateo")
    with django_assert_max_num_queries(12):
        rows = asked_today.today(mateo)

    assert [row["text"] for row in rows][:2] == ["Estadísticas sobre flujos", "Evaluación"]
    requests.reply_request(asked.pk, said_es="Sí.", by=mateo)
    assert "Estadísticas sobre flujos" not in str(asked_today.today(mateo))
    assert asked_today.today(asking.viewer("oscar")) == []
