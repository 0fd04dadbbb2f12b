"""Requests to members: who is asked, who answers, who is reminded."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models.following_requests import InformationRequest, RequestReply
from decisions.rules.following.requests import Reply, Told, tally
from decisions.services.following import requests
from decisions.services.following.requests import NewRequest


@pytest.fixture
def ask(cast):
    def asked(**more):
        said = {
            "kind": "information",
            "title_es": "Estadísticas sobre flujos",
            "text_es": "Suministrar estadísticas sobre flujos extrarregionales.",
            "due_on": date(2026, 9, 30),
            **more,
        }
        return requests.open_request(NewRequest(**said), by=now(cast, "ana"))

    return asked


def now(cast, name):
    return cast.viewer(name, clock.now())


def test_with_one_exception_the_reply_is_pending(cast, ask):
    asked = ask()
    requests.reply_request(asked.pk, said_es="Van adjuntas.", by=now(cast, "mateo"))
    found = requests.rows(asked, now(cast, "ana").on)

    assert tally(found).told is Told.WITH_ONE_EXCEPTION
    assert len(found) == 11
    assert {row.standing for row in found if row.party != "MX"} == {Reply.PENDING}


def test_a_letter_of_follow_up_goes_to_those_who_are_missing_once_a_day(cast, ask):
    asked = ask()
    requests.reply_request(asked.pk, said_es="Sí.", by=now(cast, "mateo"))
    letter = requests.remind(asked.pk, "letter", by=now(cast, "ana"))

    assert len(letter.parties) == 10
    assert "MX" not in letter.parties
    with pytest.raises(Conflict):
        requests.remind(asked.pk, "letter", by=now(cast, "elena"))
    with pytest.raises(Refused):
        requests.remind(asked.pk, "bulletin", by=now(cast, "mateo"))


def test_nobody_is_reminded_once_all_have_replied(cast, ask):
    asked = ask(parties=[cast.parties["MX"].pk])
    requests.reply_request(asked.pk, said_es="Sí.", by=now(cast, "mateo"))

    with pytest.raises(Conflict):
        requests.remind(asked.pk, "letter", by=now(cast, "ana"))
    with pytest.raises(Refused):
        requests.reply_request(asked.pk, said_es="Sí.", by=now(cast, "bruno"))


def test_a_late_reply_is_taken_and_said_to_be_late(cast, ask):
    asked = ask()
    clock.advance(timedelta(days=40))
    requests.reply_request(asked.pk, said_es="Al fin.", by=now(cast, "mateo"))
    found = {row.party: row.standing for row in requests.rows(asked, now(cast, "ana").on)}

    assert found["MX"] is Reply.RECEIVED_LATE
    assert found["DO"] is Reply.OVERDUE


def test_a_structured_reply_has_the_fields_that_were_asked_and_no_other(cast, ask):
    asked = ask(kind="nominations", fields=("name", "post"))
    by = now(cast, "mateo")
    reply = requests.reply_request(
        asked.pk, data={"name": " Una persona ", "post": ""}, by=by
    )

    assert reply.data == {"name": "Una persona"}
    for data in ({}, {"name": " "}, {"other": "x"}):
        with pytest.raises(Invalid):
            requests.reply_request(asked.pk, data=data, by=by)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "money"},
        {"title_es": " "},
        {"text_es": ""},
        {"due_on": date(2026, 9, 9)},
        {"parties": [0]},
    ],
)
def test_a_request_without_sense_is_not_opened(ask, said):
    with pytest.raises(Invalid):
        ask(**said)


def test_a_closed_request_takes_no_reply_and_what_was_replied_stays(cast, ask):
    asked = ask()
    requests.reply_request(asked.pk, said_es="Sí.", by=now(cast, "mateo"))
    requests.close_request(asked.pk, by=now(cast, "elena"))

    with pytest.raises(Conflict):
        requests.reply_request(asked.pk, said_es="Sí.", by=now(cast, "bruno"))
    with pytest.raises(Error), transaction.atomic():
        RequestReply.objects.update(said_es="No.")


def test_requests_are_between_members_and_the_secretariat(cast, ask):
    ask()

    seen = {
        name: InformationRequest.objects.visible_to(now(cast, name)).count()
        for name in ("bruno", "elena", "oscar", "sara")
    }
    assert seen == {"bruno": 1, "elena": 1, "oscar": 0, "sara": 0}
    with pytest.raises(Refused):
        requests.open_request(NewRequest("comments", "a", "b"), by=now(cast, "bruno"))
