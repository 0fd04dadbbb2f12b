"""The presidency conducts a consultation by API from the Troika to its published outcome."""

from dataclasses import replace
from datetime import timedelta

import pytest

from decisions.models import Consultation
from decisions.rules.positions import Position
from decisions.services import drafting
from decisions.services.drafting import Draft
from decisions.sweeps import expire_due_rounds
from tests.decisions.scene import TEXT

URL = "/api/v1/consultations"
REASON = {"reason": "Así lo pide un miembro."}
KEYED = [replace(each, key=f"p{place}") for place, each in enumerate(TEXT, start=1)]
# What the Secretariat may do for the presidency: it is the state that refuses here.
SECRETARIAT_TOO = {"complete-translation"}


class Conductor:
    """Ana's client for one consultation."""

    def __init__(self, scene, api, who="ana"):
        self.scene, self.api, self.who = scene, api, who
        self.reference = Consultation.objects.get(pk=scene.pk).reference

    def does(self, verb, body=None, status=200):
        address = f"{URL}/{self.reference}/{verb}"
        answer = self.api(self.who).post(address, body or {})
        assert answer.status_code == status, answer.content
        return answer.json()

    def rows(self, below):
        return self.api(self.who).get(f"{URL}/{self.reference}/{below}").json()["results"]


@pytest.fixture
def ana(scene, api):
    scene.drafted()
    return Conductor(scene, api)


def expire(scene):
    scene.go_to(scene.round.closes_at + timedelta(seconds=30))
    expire_due_rounds()


def test_a_consultation_from_the_troika_to_its_results(ana, scene, api):
    assert ana.does("present")["state"] == "with_troika"
    assert ana.does("set-target", {"on": "2026-09-14"})["troika_target_on"] == "2026-09-14"
    assert ana.does("return-text")["state"] == "returned"
    drafting.write(scene.pk, KEYED, by=scene.viewer("ana"))
    ana.does("present")
    api("BZ").post(f"{URL}/{ana.reference}/reactions", {"kind": "favourable"})
    ana.does("delegate")
    assert ana.does("distribute")["state"] == "open"
    assert ana.does("show-replies", {"visibility": "participation"})["visibility"] == (
        "participation"
    )
    scene.answered(CA=Position.CHANGES)
    expire(scene)
    assert ana.does("revise")["state"] == "revision"
    (proposal,) = ana.rows("proposals")
    ana.does("dispose", {"proposal": proposal["id"], "kind": "accepted"})
    drafting.write(scene.pk, [*KEYED[:2], Draft("Fin.", "End.")], by=scene.viewer("ana"))
    assert ana.does("distribute")["round"]["number"] == 2
    scene.answered()
    expire(scene)
    assert ana.does("record-consensus")["state"] == "consensus"
    assert ana.does("publish")["published_at"]
    assert ana.does("start-execution")["state"] == "execution"
    assert ana.does("report-results", {"es": "Se cumplió."})["state"] == "concluded"


def test_the_term_is_extended_suspended_and_resumed(ana, scene, api):
    ana.does("present")
    api("BZ").post(f"{URL}/{ana.reference}/reactions", {"kind": "favourable"})
    before = ana.does("distribute")["round"]["deadline"]["closes_at"]

    extended = ana.does("extend", {**REASON, "business_days": 2, "requested_by": "CA"})
    assert extended["round"]["deadline"]["closes_at"] > before
    again = ana.does("extend", {**REASON, "business_days": 2}, 409)
    assert (again["code"], again["rule"]) == ("already_extended", "P12")
    assert ana.does("extend", {**REASON, "business_days": 6}, 400)["errors"][
        "business_days"
    ]
    assert ana.does("extend", {**REASON, "business_days": 1, "requested_by": "ZZ"}, 400)
    assert ana.does("suspend", REASON)["state"] == "suspended"
    assert ana.does("resume")["state"] == "open"
    ana.does("continue-despite-meeting", status=409)
    (asked,) = ana.rows("rounds")
    assert asked["extension"]["business_days"] == 2
    assert [each["cause"] for each in asked["computations"]] == [
        "distribution",
        "extension",
        "resumption",
    ]


def test_a_corrigendum_a_repetition_and_a_withdrawal(ana, scene, api):
    ana.does("present")
    api("BZ").post(f"{URL}/{ana.reference}/reactions", {"kind": "favourable"})
    ana.does("distribute")
    words = {"paragraph": "p1", "es": "La PPT inicia.", "en": "The PPT starts."}

    ana.does("correct", {"corrections": [words], "note_es": "Errata."})
    ana.does("correct", {"corrections": [], "note_es": "Errata."}, 400)
    ana.does("repeat", REASON)
    ana.does("complete-translation", {"english": {"p1": "x"}}, 409)
    assert [each["status"] for each in ana.rows("rounds")] == ["void", "open"]
    ana.does("withdraw", {"reason": "  "}, 400)
    assert ana.does("withdraw", REASON)["state"] == "withdrawn"
    assert ana.does("withdraw", REASON, 409)["code"] == "illegal_step"


def test_late_replies_are_admitted_and_a_failure_is_recorded(ana, scene, api):
    ana.does("present")
    api("BZ").post(f"{URL}/{ana.reference}/reactions", {"kind": "favourable"})
    ana.does("distribute")
    scene.answered(CA=None, MX=Position.OBJECT)
    expire(scene)
    scene.reply("CA")

    ana.does("record-consensus", status=409)
    ana.does("extend-reception", {"until": "2026-10-30"}, 409)
    ana.does("admit", {**REASON, "position": "agree"})
    (asked,) = ana.rows("rounds")
    assert {row["party"]: row["is_late"] for row in asked["positions"]}["CA"]
    assert ana.does("record-failure")["state"] == "no_consensus"
    assert ana.does("refer")["state"] == "referred"


VERBS = {
    "present": {},
    "assume": {},
    "return-text": {},
    "set-target": {"on": "2026-09-14"},
    "delegate": {},
    "distribute": {},
    "complete-translation": {"english": {}},
    "repeat": REASON,
    "extend": {**REASON, "business_days": 1},
    "suspend": REASON,
    "resume": {},
    "correct": {"corrections": [{"paragraph": "p1", "es": "x", "en": "x"}], "note_es": "x"},
    "show-replies": {"visibility": "full"},
    "continue-despite-meeting": {},
    "admit": {**REASON, "position": "agree"},
    "extend-reception": {"until": "2026-10-30"},
    "revise": {},
    "record-consensus": {},
    "record-failure": {},
    "refer": {},
    "start-execution": {},
    "report-results": {"es": "x"},
    "publish": {},
    "withdraw": REASON,
}


def test_every_verb_is_tried_below():
    from decisions.api.conducting import ConductingViewSet

    paths = {each.url_path for each in ConductingViewSet.get_extra_actions()}
    assert paths == {*VERBS, "dispose"}


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_conducts_but_the_presidency_in_office(scene, api, verb):
    scene.open()

    before = scene.state
    for who in ("CA", "BZ", "elena"):
        status = 409 if who == "elena" and verb in SECRETARIAT_TOO else 403
        refused = Conductor(scene, api, who).does(verb, VERBS[verb], status)
        assert refused["code"]
        assert refused["detail"]
    Conductor(scene, api, "oscar").does(verb, VERBS[verb], 404)
    assert scene.state == before


def test_a_proposal_of_another_consultation_is_not_treated_here(scene, api):
    scene.open()
    filed = scene.reply("CA", Position.CHANGES)
    proposal = filed.proposals.get().pk
    scene.open()

    body = {"proposal": proposal, "kind": "accepted"}
    assert Conductor(scene, api).does("dispose", body, 404)["code"] == "not_found"
