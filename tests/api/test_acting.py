"""A State acts by API: once, for itself and nobody else, through the services of the procedure."""

import uuid
from datetime import timedelta

import pytest

from crm_portal.library.models import StoredFile
from decisions.models import Consultation, Endorsement, Reply
from decisions.rules.positions import Position
from decisions.services import conducting, replying
from decisions.services.replying import Answer

URL = "/api/v1/consultations"
KEY = "8a1c6d60-6a0a-4f5e-9a8e-0d5a3f0f7f01"
AGREE = {"position": "agree", "submission_key": KEY}
CHANGE = {
    "paragraph": "p2",
    "es": "El plazo será de cinco días hábiles.",
    "en": "",
    "reason": "Se precisa.",
}


def at(scene, below):
    return f"{URL}/{Consultation.objects.get(pk=scene.pk).reference}/{below}"


def send(client, scene, below, body=None, status=201):
    answer = client.post(at(scene, below), body or {})
    assert answer.status_code == status, answer.content
    if status >= 400:
        assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


def test_a_reply_is_filed_once_however_often_it_is_sent(scene, api):
    scene.open()
    client = api("CA")

    first = send(client, scene, "replies", AGREE, 201)
    scene.wait(microseconds=1)
    again = send(client, scene, "replies", AGREE, 200)
    other_words = send(client, scene, "replies", {**AGREE, "position": "abstain"}, 200)

    assert first == again == other_words
    assert first["party"] == "CA"
    assert [first[name] for name in ("is_official", "is_counted", "is_late")] == [
        True,
        True,
        False,
    ]
    assert Reply.objects.count() == 1


def test_the_first_receipt_comes_back_after_a_new_round(scene, api):
    from decisions.services import distribution

    scene.open()
    first = send(api("CA"), scene, "replies", AGREE, 201)
    scene.wait(microseconds=1)
    distribution.repeat(scene.pk, reason="Falló el envío.", by=scene.viewer("ana"))

    assert send(api("CA"), scene, "replies", AGREE, 200)["round"] == first["round"] == 1


def test_the_key_of_another_state_is_no_receipt(scene, api):
    scene.open()
    send(api("CA"), scene, "replies", AGREE)

    assert send(api("MX"), scene, "replies", AGREE, 409)["code"] == "key_used"


def test_a_reply_with_changes_carries_them(scene, api):
    scene.open()

    filed = send(
        api("CA"), scene, "replies", {**AGREE, "position": "changes", "changes": [CHANGE]}
    )

    (change,) = filed["changes"]
    assert {name: change[name] for name in CHANGE} == CHANGE
    assert change["operation"] == "replace"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid"),
        ({"position": "agree"}, "invalid"),
        ({**AGREE, "position": "silent"}, "invalid"),
        ({**AGREE, "submission_key": "7"}, "invalid"),
        ({**AGREE, "comment": "\x00"}, "invalid"),
        ({**AGREE, "comment": "x" * 20_001}, "invalid"),
        ({**AGREE, "position": "reservation"}, "required"),
        ({**AGREE, "position": "reservation", "reservation": "x" * 2001}, "too_long"),
        ({**AGREE, "position": "object"}, "required"),
        ({**AGREE, "position": "changes"}, "changes"),
        ({**AGREE, "changes": [CHANGE]}, "changes"),
        (
            {**AGREE, "position": "changes", "changes": [{**CHANGE, "paragraph": "p9"}]},
            "paragraph",
        ),
    ],
)
def test_an_incomplete_reply_is_refused_with_a_stable_code(scene, api, body, code):
    scene.open()

    assert send(api("CA"), scene, "replies", body, 400)["code"] == code
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[]", b"7", b'"x"', b"[" * 100_000, b'{"position": NaN}'],
)
def test_a_body_that_is_no_reply_is_refused(scene, api, body):
    scene.open()

    for announced in ("application/json", "application/json; charset=rot13"):
        answer = api("CA").post(at(scene, "replies"), body, content_type=announced)
        assert answer.status_code == 400
        assert answer.json()["code"] in ("invalid", "parse_error")
    assert (
        api("CA").post(at(scene, "replies"), "x=1", content_type="text/x").status_code
        == 415
    )


def test_who_may_not_reply_is_refused_or_knows_of_nothing(scene, api):
    scene.open()

    assert send(api("elena"), scene, "replies", AGREE, 403)["code"] == "not_consulted"
    assert send(api("oscar"), scene, "replies", AGREE, 404)["code"] == "not_found"
    assert send(api("admin"), scene, "replies", AGREE, 404)["code"] == "not_found"
    assert send(api(), scene, "replies", AGREE, 403)["code"] == "not_authenticated"


def test_another_institution_contributes_and_the_official_voice_endorses(scene, api):
    scene.open()

    contribution = send(api("carla"), scene, "replies", AGREE)
    assert not contribution["is_official"]
    assert not contribution["is_counted"]
    body = {"reply": contribution["id"]}
    refused = send(api("carla"), scene, "endorse", body, 403)
    assert refused["code"] == "not_official_voice"
    endorsed = send(api("DO"), scene, "endorse", body)
    assert endorsed["endorsed_at"]
    assert endorsed["is_counted"]
    assert send(api("DO"), scene, "endorse", body, 409)["code"] == "already_counts"


def test_the_reply_of_another_state_does_not_exist_to_endorse_or_dispute(scene, api):
    scene.open()
    filed = scene.reply("carla")

    for verb in ("endorse", "dispute"):
        assert send(api("CA"), scene, verb, {"reply": filed.pk}, 404)["code"] == "not_found"
        assert send(api("DO"), scene, verb, {"reply": filed.pk + 1}, 404)
        assert send(api("DO"), scene, verb, {"reply": 2**63}, 400)["code"] == "invalid"
    assert not Endorsement.objects.exists()


def test_a_state_disputes_what_the_secretariat_recorded(scene, api):
    scene.open()
    document = StoredFile.objects.create(
        sha256="a" * 64, size=1, content_type="application/pdf", content=b"x"
    )
    answer = Answer(Position.AGREE, submission_key=uuid.uuid4())
    party = scene.cast.parties["CA"]
    filed = replying.transcribe(
        scene.pk,
        party,
        answer,
        document,
        institution=scene.cast.voices["CA"],
        by=scene.viewer("elena"),
    )

    disputed = send(
        api("CA"), scene, "dispute", {"reply": filed.pk, "reason": "No es así."}
    )

    assert disputed["disputed_at"]
    assert not disputed["is_counted"]


def test_a_state_lifts_its_objection_in_writing(scene, api):
    scene.expired(CA=Position.OBJECT)
    body = {"becomes": "abstain", "text": "Se levanta la objeción."}

    assert send(api("MX"), scene, "lift", body, 409)["code"] == "no_objection"
    assert send(api("CA"), scene, "lift", {**body, "becomes": "object"}, 400)
    assert send(api("CA"), scene, "lift", body)["party"] == "CA"
    (asked,) = api("CA").get(at(scene, "rounds")).json()["results"]
    assert asked["lifts"][0]["becomes"] == "abstain"


def test_a_state_asks_that_a_corrigendum_be_treated_as_substance(scene, api):
    scene.open()
    conducting.correct(
        scene.pk,
        {"p1": ("La PPT inicia el procedimiento.", "The PPT starts the procedure.")},
        note_es="Errata.",
        by=scene.viewer("ana"),
    )

    asked = send(api("CA"), scene, "substance-request", {"reason": "Cambia el sentido."})

    assert asked["party"] == "CA"
    (row,) = api("MX").get(at(scene, "rounds")).json()["results"]
    assert row["substance_requests"][0]["reason"] == "Cambia el sentido."


def test_a_state_of_the_troika_reacts(scene, api):
    scene.presented()

    assert send(api("ana"), scene, "reactions", {"kind": "favourable"}, 403)
    assert send(api("CA"), scene, "reactions", {"kind": "favourable"}, 404)
    assert send(api("BZ"), scene, "reactions", {"kind": "favourable"})["party"] == "BZ"
    assert api("ana").get(at(scene, "")[:-1]).json()["state"] == "ready"


def test_a_late_reply_is_kept_as_late(scene, api):
    scene.open()
    scene.go_to(scene.round.closes_at - timedelta(microseconds=1))
    assert not send(api("CA"), scene, "replies", AGREE)["is_late"]
    scene.go_to(scene.round.closes_at)
    late = send(api("MX"), scene, "replies", {**AGREE, "submission_key": str(uuid.uuid4())})
    assert late["is_late"]
    assert not late["is_counted"]


def test_an_act_without_the_token_of_its_session_is_refused(scene, api):
    scene.open()
    client = api("CA", csrf=True)

    refused = send(client, scene, "replies", AGREE, 403)

    assert refused["code"] == "permission_denied"
    assert not Reply.objects.exists()


def test_an_act_with_the_token_of_its_session_is_done(scene, api):
    scene.open()
    client = api("CA", csrf=True)
    token = client.cookies["csrftoken"] = "a" * 32

    answer = client.post(at(scene, "replies"), AGREE, headers={"X-CSRFToken": token})

    assert answer.status_code == 201


def test_nothing_but_the_fields_of_a_reply_can_be_written(scene, api):
    scene.open()
    mexico, dominican = scene.cast.parties["MX"], scene.cast.others["DO"]
    forged = {
        field.name: value
        for field in Reply._meta.get_fields()
        for value in [1]
        if field.concrete
    } | {
        "party": mexico.code,
        "party_id": mexico.pk,
        "institution_id": dominican.pk,
        "user_id": scene.cast.ana.pk,
        "received_at": "2020-01-01T00:00:00Z",
        "is_official": True,
        "channel": "transcription",
        "document": "a" * 64,
        "document_name": "x",
        "endorsed_at": "2020-01-01T00:00:00Z",
        "comment": "",
        "reservation": "",
    }

    filed = send(api("carla"), scene, "replies", {**forged, **AGREE})

    reply = Reply.objects.get()
    assert reply.pk == filed["id"]
    assert reply.party.code == "DO"
    assert reply.institution == dominican
    assert reply.user == scene.cast.carla
    assert reply.received_at == scene.cast.at
    assert not reply.is_official
    assert (reply.channel, reply.document_id, reply.document_name) == ("portal", None, "")
