"""Who reads what of a consultation by API: the same that the pages show, and nothing else."""

from datetime import timedelta

import pytest

from decisions.models import Consultation
from decisions.models.consultations import Visibility
from decisions.rules.positions import Position
from decisions.services import closing, conducting, distribution, drafting, revising, troika
from decisions.services.drafting import Draft
from tests.decisions.scene import MEMBERS, TEXT

URL = "/api/v1/consultations"
INSIDE = ("troika", "rounds", "replies", "proposals", "change-table", "records")


def at(scene, below=""):
    reference = Consultation.objects.get(pk=scene.pk).reference
    return f"{URL}/{reference}{'/' + below if below else ''}"


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    return answer.json()


def rows(client, address):
    return read(client, address)["results"]


@pytest.mark.parametrize("who", ["", "sara"])
def test_whoever_holds_no_role_reads_nothing(scene, api, who):
    scene.open()

    for address in (URL, at(scene), *(at(scene, below) for below in INSIDE)):
        refused = api(who).get(address)
        assert refused.status_code == 403
        assert refused.json()["code"] == "not_authenticated"
        assert refused["Content-Type"] == "application/problem+json"


def test_a_draft_exists_for_the_presidency_and_the_secretariat_alone(scene, api):
    scene.drafted()

    for who in ("ana", "elena"):
        assert [row["reference"] for row in rows(api(who), URL)] == ["CRM-CONS-2026-01"]
    for who in ("CA", "BZ", "oscar", "admin"):
        assert rows(api(who), URL) == []
        assert read(api(who), at(scene), 404)["code"] == "not_found"


def test_what_is_not_for_the_reader_answers_as_what_does_not_exist(scene, api):
    scene.presented()

    hidden = api("CA").get(at(scene))
    absent = api("CA").get(f"{URL}/CRM-CONS-2026-99")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_the_troika_stage_is_for_those_who_sat_in_it(scene, api):
    scene.presented()
    troika.react(scene.pk, "suggestions", comment="Falta el plazo.", by=scene.viewer("BZ"))

    for who in ("ana", "elena", "BZ"):
        (stage,) = rows(api(who), at(scene, "troika"))
        assert stage["reactions"][0]["comment"] == "Falta el plazo."
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    distribution.distribute(scene.pk, by=scene.viewer("ana"))
    assert rows(api("CA"), at(scene, "troika")) == []


def test_versions_the_troika_returned_are_not_the_members(scene, api):
    scene.presented()
    troika.react(scene.pk, "unfavourable", comment="No.", by=scene.viewer("BZ"))
    drafting.write(scene.pk, TEXT[:2], by=scene.viewer("ana"))
    troika.present(scene.pk, by=scene.viewer("ana"))
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    distribution.distribute(scene.pk, by=scene.viewer("ana"))

    def numbers(who):
        return [row["number"] for row in rows(api(who), at(scene, "versions"))]

    assert numbers("CA") == [2]
    assert numbers("BZ") == numbers("ana") == numbers("elena") == [1, 2]
    (version,) = rows(api("CA"), at(scene, "versions"))
    assert [each["es"] for each in version["paragraphs"]] == [each.es for each in TEXT[:2]]
    assert len(version["content_hash"]) == 64


def test_what_is_being_written_between_rounds_is_the_presidencys(scene, api):
    scene.expired(CA=Position.CHANGES)
    revising.revise(scene.pk, by=scene.viewer("ana"))
    drafting.write(scene.pk, [*TEXT, Draft("Nuevo.", "New.")], by=scene.viewer("ana"))

    def numbers(who):
        return [row["number"] for row in rows(api(who), at(scene, "versions"))]

    assert numbers("CA") == numbers("BZ") == [1]
    assert numbers("ana") == numbers("elena") == [1, 2]


def test_a_round_says_until_when_and_why(scene, api):
    scene.open()

    (asked,) = rows(api("CA"), at(scene, "rounds"))

    assert asked["number"] == 1
    assert asked["status"] == "open"
    assert asked["consulted"] == list(MEMBERS)
    closes_at = scene.round.closes_at
    assert asked["deadline"]["closes_at"] == closes_at.isoformat().replace("+00:00", "Z")
    assert asked["deadline"]["sentence"]["es"].startswith("hasta las 23:59 del ")
    assert asked["computation"]["closes_at"] == asked["deadline"]["closes_at"]
    assert asked["computation"]["determining"]
    assert asked["outcome"] == "running"
    assert [each["cause"] for each in asked["computations"]] == ["distribution"]


def test_during_the_round_a_member_sees_its_own_reply_and_a_counter(scene, api):
    scene.open()
    scene.reply("CA", Position.CHANGES)
    scene.reply("MX", Position.OBJECT)

    (asked,) = rows(api("CA"), at(scene, "rounds"))
    assert asked["counts"] == {"consulted": 11, "replied": 3}
    assert asked["replied"] is None
    assert asked["positions"] is None
    assert [each["party"] for each in rows(api("CA"), at(scene, "replies"))] == ["CA"]
    assert [each["party"] for each in rows(api("CA"), at(scene, "proposals"))] == ["CA"]
    assert rows(api("DO"), at(scene, "replies")) == []
    for who in ("ana", "elena"):
        assert [each["party"] for each in rows(api(who), at(scene, "replies"))] == [
            "CA",
            "MX",
        ]
        (asked,) = rows(api(who), at(scene, "rounds"))
        assert asked["replied"] == ["CA", "GT", "MX"]


def test_the_presidency_may_show_who_has_replied_or_what(scene, api):
    scene.open()
    scene.reply("MX", Position.OBJECT)

    conducting.show_replies(scene.pk, Visibility.PARTICIPATION, by=scene.viewer("ana"))
    (asked,) = rows(api("CA"), at(scene, "rounds"))
    assert asked["replied"] == ["GT", "MX"]
    assert asked["positions"] is None
    assert rows(api("CA"), at(scene, "replies")) == []

    conducting.show_replies(scene.pk, Visibility.FULL, by=scene.viewer("ana"))
    (asked,) = rows(api("CA"), at(scene, "rounds"))
    assert {each["party"]: each["position"] for each in asked["positions"]}[
        "MX"
    ] == "object"
    assert [each["comment"] for each in rows(api("CA"), at(scene, "replies"))] == [
        "No corresponde a su mandato."
    ]


def test_the_replies_are_seen_from_the_bound_on_even_before_the_sweep(scene, api):
    scene.open()
    scene.reply("MX", Position.OBJECT)

    scene.go_to(scene.round.closes_at - timedelta(milliseconds=1))
    assert rows(api("CA"), at(scene, "replies")) == []
    assert read(api("CA"), at(scene))["state"] == "open"
    scene.go_to(scene.round.closes_at)
    assert [each["party"] for each in rows(api("CA"), at(scene, "replies"))] == ["MX"]
    assert read(api("CA"), at(scene))["state"] == "expired"
    assert rows(api("CA"), at(scene, "rounds"))[0]["status"] == "expired"
    assert rows(api("CA"), at(scene, "rounds"))[0]["outcome"] == "blocked"


def test_contributions_stay_inside_their_state(scene, api):
    scene.open()
    scene.reply("carla", Position.OBJECT)
    scene.go_to(scene.round.closes_at)

    assert [each["is_official"] for each in rows(api("DO"), at(scene, "replies"))] == [
        False
    ]
    for who in ("ana", "elena", "CA"):
        assert rows(api(who), at(scene, "replies")) == []


def test_the_change_table_says_what_became_of_each_proposal(scene, api):
    scene.expired(CA=Position.CHANGES)
    revising.revise(scene.pk, by=scene.viewer("ana"))
    (proposal,) = rows(api("MX"), at(scene, "proposals"))
    assert proposal["treatment"] is None
    assert rows(api("MX"), at(scene, "change-table")) == []

    revising.dispose(proposal["id"], "partly", reason="Se abrevia.", by=scene.viewer("ana"))
    edited = [Draft("El plazo será común.", "The term shall be common.", "p2", "2")]
    drafting.write(scene.pk, [TEXT[0], *edited, TEXT[2]], by=scene.viewer("ana"))
    distribution.distribute(scene.pk, by=scene.viewer("ana"))

    (row,) = rows(api("MX"), at(scene, "change-table"))
    assert row["party"] == "CA"
    assert row["treatment"] == "partly"
    assert row["treatment_reason"] == "Se abrevia."
    assert row["wording"] == {
        "es": "El plazo será común.",
        "en": "The term shall be common.",
    }
    assert [each["number"] for each in rows(api("MX"), at(scene, "rounds"))] == [1, 2]


def test_the_outcome_record_comes_with_its_digest(scene, api):
    from crm_portal.library import rules as library_rules

    scene.expired()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    (record,) = rows(api("CA"), at(scene, "records"))
    assert record["kind"] == "consensus"
    assert record["digest"] == library_rules.sha256(
        library_rules.canonical_json(record["data"])
    )


def test_observers_read_a_published_text_and_nothing_of_how_it_came_about(scene, api):
    scene.expired()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))
    assert rows(api("oscar"), URL) == []
    closing.publish(scene.pk, by=scene.viewer("ana"))

    (row,) = rows(api("oscar"), URL)
    assert row["subject"]["en"] == "Mechanisms for decision-making"
    assert row["round"] is None
    detail = read(api("oscar"), at(scene))
    assert {name for name, value in detail.items() if value is not None} == {
        "reference", "subject", "title", "state", "is_demonstration", "published_at",
    }  # fmt: skip
    assert len(rows(api("oscar"), at(scene, "versions"))) == 1
    for below in INSIDE:
        assert read(api("oscar"), at(scene, below), 404)["code"] == "not_found"


def test_documents_are_those_that_the_reader_may_have(scene, api):
    from crm_portal.library.models import RenderJob
    from crm_portal.library.sweeps import render_due

    scene.expired()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))
    assert RenderJob.objects.exists()
    render_due()

    papers = rows(api("CA"), at(scene, "documents"))
    assert {"outcome_record", "adopted_text"} <= {paper["kind"] for paper in papers}
    assert all(len(paper["sha256"]) == 64 and paper["is_current"] for paper in papers)
    closing.publish(scene.pk, by=scene.viewer("ana"))
    assert {paper["kind"] for paper in rows(api("oscar"), at(scene, "documents"))} == {
        "adopted_text"
    }
