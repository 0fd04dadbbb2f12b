"""The outcome record: complete, in two languages, under its hash, and on paper (1.9)."""

import json
from datetime import date, timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core import calendars
from crm_portal.library import rules as library_rules
from crm_portal.library import services as library
from crm_portal.library.models import IssuedDocument, Kind, RenderJob
from decisions import reports
from decisions.models import OutcomeRecord, Proposal
from decisions.models.outcomes import RecordKind
from decisions.reports import words
from decisions.rules.positions import Position
from decisions.services import (
    closing,
    conducting,
    distribution,
    drafting,
    replying,
    revising,
)
from decisions.services.distribution import Confirmations
from decisions.services.drafting import Draft
from decisions.sweeps import expire_due_rounds
from tests.core import papers
from tests.decisions.scene import MEMBERS, TEXT

pytestmark = pytest.mark.django_db

# The bound of round 1, as sent on 10 September 2026: the end of Monday 21 in San José.
FIRST_BOUND = "2026-09-22T06:00:00Z"


def settle(scene, **after):
    """Go to the end of the round and let the sweep write it down."""
    scene.go_to(scene.round.closes_at + timedelta(seconds=30, **after))
    expire_due_rounds()


def consensus(scene, **answers) -> OutcomeRecord:
    scene.expired(**answers)
    return closing.record_consensus(scene.pk, by=scene.viewer("ana"))


def next_round(scene):
    """Take every proposal in, and put the new text to everybody."""
    ana = scene.viewer("ana")
    revising.revise(scene.pk, by=ana)
    asked = Proposal.objects.filter(reply__consulted__round=scene.round)
    for proposal in asked.filter(disposition=None):
        revising.dispose(proposal.pk, "partly", reason="Se aclara el plazo.", by=ana)
    version = drafting.latest_version(scene.consultation)
    rewritten = [Draft(p.es, p.en, p.key, p.number) for p in version.paragraphs.all()]
    rewritten[1] = Draft("El plazo es común.", "The term is common.", "p2", "2")
    drafting.write(scene.pk, rewritten, by=ana)
    distribution.distribute(
        scene.pk, by=ana, confirm=Confirmations(fourth_round_reason="Falta poco.")
    )


def eventful(scene) -> OutcomeRecord:
    """Play two rounds with everything in them, and record consensus."""
    scene.open()
    ana = scene.viewer("ana")
    conducting.correct(
        scene.pk,
        {"p1": (TEXT[0].es, "The PPT shall start it.")},
        note_es="Errata del inglés.",
        by=ana,
    )
    scene.answered(CA=Position.CHANGES, HN=None, CR=None)
    scene.wait(days=1)
    conducting.extend(
        scene.pk,
        2,
        reason="A petición de Honduras.",
        requested_by=scene.cast.parties["HN"],
        by=scene.viewer("ana"),
    )
    scene.wait(days=3)
    conducting.suspend(scene.pk, reason="Huracán en la región.", by=scene.viewer("ana"))
    scene.wait(days=1)
    conducting.resume(scene.pk, by=scene.viewer("ana"))
    settle(scene)
    scene.reply("CR", comment="Llega tarde.")
    next_round(scene)
    scene.answered(
        CA=Position.RESERVATION, US=Position.OBJECT, HN=None, MX=Position.ABSTAIN
    )
    settle(scene)
    scene.reply("HN", Position.AGREE)
    conducting.admit(
        scene.pk, Position.AGREE, reason="La nota llegó a tiempo.", by=scene.viewer("ana")
    )
    replying.lift(
        scene.pk,
        becomes=Position.AGREE_OBSERVATIONS,
        text="The objection is lifted.",
        by=scene.viewer("US"),
    )
    return closing.record_consensus(scene.pk, by=scene.viewer("ana"))


def of(rows, code_or_name):
    """Return the row of a State, by its code or its English name."""
    return next(
        row for row in rows if code_or_name in (row.get("code"), row["party"]["en"])
    )


def test_the_record_has_every_part_that_its_paper_prints(scene):
    data = eventful(scene).data
    example = papers.record()

    assert _missing(example, data) == []


def _missing(example, data, path=""):
    if isinstance(example, dict) and isinstance(data, dict):
        keys = [key for key in example if key not in data and key != "issued"]
        return [f"{path}.{key}" for key in keys] + [
            gap
            for key in example.keys() & data.keys()
            for gap in _missing(example[key], data[key], f"{path}.{key}")
        ]
    if isinstance(example, list) and isinstance(data, list) and example:
        return [gap for row in data for gap in _missing(example[0], row, f"{path}[]")]
    return []


def test_each_round_says_until_when_for_everybody_and_what_moved_it(scene):
    first, second = eventful(scene).data["rounds"]

    kept = list(scene.consultation.rounds.get(number=1).computations.all())
    assert first["distributed_at"] == "2026-09-10T15:00:00Z"
    assert [row["code"] for row in first["members"]] == list(MEMBERS)
    assert all(len(row["days"]) == 7 for row in first["members"])
    assert [
        (row["kind"]["en"], row["old_closes_at"], row["new_closes_at"])
        for row in first["changes"]
    ] == [
        ("Extension", FIRST_BOUND, calendars.utc(kept[1].closes_at)),
        ("Suspension", calendars.utc(kept[1].closes_at), None),
        ("Resumption", calendars.utc(kept[1].closes_at), calendars.utc(kept[2].closes_at)),
    ]
    assert first["closes_at"] == calendars.utc(kept[2].closes_at)
    assert first["extension"]["requested_by"]["en"] == "Honduras"
    assert first["changes"][0]["reason"] == {
        "text": "A petición de Honduras.",
        "lang": "es",
    }
    assert first["changes"][0]["by"]["party"]["en"] == "Guatemala"
    assert (first["version"], first["final_version"], second["version"]) == (1, 2, 3)
    assert all(row["calendar_version"] for row in first["members"])


def test_the_local_time_of_each_member_is_its_capitals(scene):
    members = consensus(scene).data["rounds"][0]["members"]

    assert of(members, "CA")["last_instant_local"] == "2026-09-22T01:59:59-04:00"
    assert of(members, "CA")["abbreviation"] == "EDT"
    assert of(members, "CR")["last_instant_local"] == "2026-09-21T23:59:59-06:00"
    assert [day["date"] for day in of(members, "NI")["excluded"]] == [
        "2026-09-14",
        "2026-09-15",
    ]
    assert [row["code"] for row in members if row["determining"]] == ["NI"]


def test_what_came_late_was_admitted_or_lifted_is_told_with_its_effect(scene):
    data = eventful(scene).data

    late = {row["party"]["en"]: row["effect"]["en"] for row in data["late"]}
    assert late["Costa Rica"].endswith("on record, not counted.")
    assert late["Honduras"].endswith("admitted, and counted.")
    assert [row["en"] for row in data["admissions"][0]["parties"]] == ["Honduras"]
    assert data["lifted"][0]["party"]["en"] == "United States"
    assert data["lifted"][0]["note"] == {"text": "The objection is lifted.", "lang": "en"}
    assert of(data["positions"], "US")["kind"] == "observations"
    assert [mark["en"] for mark in of(data["positions"], "HN")["marks"]] == [
        "Late, admitted by the presidency"
    ]
    assert [mark["en"] for mark in of(data["positions"], "GT")["marks"]] == [
        "The presidency's own text counts as its agreement"
    ]


def test_the_change_table_and_the_corrigenda_are_in_the_record(scene):
    data = eventful(scene).data

    table = data["revisions"][0]
    assert (table["from_version"], table["to_version"]) == (2, 3)
    assert table["rows"][0]["paragraph"] == "2"
    assert table["rows"][0]["party"]["en"] == "Canada"
    assert table["rows"][0]["reason"] == {"es": "Se aclara el plazo.", "en": ""}
    correction = data["corrigenda"][0]
    assert correction["paragraph"] == "1"
    assert correction["after"] == {"text": "The PPT shall start it.", "lang": "en"}


def test_reservations_are_word_for_word_in_the_language_they_came_in(scene):
    text = "Canada joins on the understanding that the term is its own."
    scene.open()
    scene.reply("CA", Position.RESERVATION, reservation=text)
    scene.answered(CA=None)
    settle(scene)

    record = closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    assert record.data["reservations"][0]["text"] == {"es": "", "en": text}


def test_a_contribution_that_nobody_endorsed_is_in_no_record(scene):
    scene.open()
    scene.reply("carla", Position.CHANGES, comment="canario de la casa")
    scene.answered()
    settle(scene)

    record = closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    assert "canario" not in json.dumps(record.data)
    assert record.data["revisions"] == []


def test_an_unadmitted_late_objection_is_said_to_stand(scene):
    scene.expired(CA=None)
    scene.reply("CA", Position.OBJECT)

    record = closing.record_failure(scene.pk, by=scene.viewer("ana"))

    assert "(P15)" in record.data["late"][0]["effect"]["en"]
    assert record.data["outcome"]["result"]["objections"] == ["CA"]
    assert "Objects: Canada." in record.data["outcome"]["statement"]["en"]


def test_countries_are_listed_in_the_alphabet_of_each_language(scene):
    scene.expired(US=None, DO=None, CR=None)

    record = closing.record_failure(scene.pk, by=scene.viewer("ana"))

    statement = record.data["outcome"]["statement"]
    assert "Costa Rica, Estados Unidos y República Dominicana" in statement["es"]
    assert "Costa Rica, Dominican Republic and United States" in statement["en"]


def test_the_digest_is_that_of_the_data_as_stored_and_the_row_stays(scene):
    record = consensus(scene)

    stored = OutcomeRecord.objects.get()
    assert stored.digest == library_rules.sha256(library_rules.canonical_json(stored.data))
    with pytest.raises(InternalError), transaction.atomic():
        OutcomeRecord.objects.filter(pk=record.pk).update(digest="0" * 64)
    with pytest.raises(InternalError), transaction.atomic():
        OutcomeRecord.objects.filter(pk=record.pk).delete()


def test_the_report_of_results_repeats_what_was_recorded_and_adds_what_followed(scene):
    first = consensus(scene)
    ana = scene.viewer("ana")
    closing.start_execution(scene.pk, by=ana)
    scene.reply("CA", Position.OBJECT, comment="Demasiado tarde.")
    closing.report_results(scene.pk, es="Hecho.", en="Done.", by=ana)

    second = OutcomeRecord.objects.get(kind=RecordKind.RESULTS)

    changed = {key for key in first.data if first.data[key] != second.data[key]}
    assert changed == {"record", "later", "execution"}
    assert second.data["execution"]["report"] == {"es": "Hecho.", "en": "Done."}
    assert second.data["later"][0]["party"]["en"] == "Canada"


def test_a_referral_after_failure_keeps_the_positions_and_says_where_it_went(scene):
    scene.expired(CA=Position.OBJECT)
    closing.record_failure(scene.pk, by=scene.viewer("ana"))
    closing.refer(scene.pk, by=scene.viewer("ana"))

    record = OutcomeRecord.objects.get(kind=RecordKind.REFERRED)

    assert record.data["outcome"]["kind"] == "referred"
    assert of(record.data["positions"], "CA")["kind"] == "object"


def test_the_record_says_what_was_confirmed_at_distribution(scene):
    scene.ready()
    scene.cast.focal_points["HN"].verified_at = None
    scene.cast.focal_points["HN"].save()
    distribution.distribute(
        scene.pk, by=scene.viewer("ana"), confirm=Confirmations(contact_gaps=True)
    )
    scene.answered(HN=None)
    settle(scene)

    record = closing.record_failure(scene.pk, by=scene.viewer("ana"))

    confirmed = record.data["rounds"][0]["confirmations"]
    assert ["no official voice" in said["en"] for said in confirmed] == [True]


def test_writing_takes_as_many_queries_whatever_the_rounds(scene):
    scene.expired(CA=Position.CHANGES)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reports.outcome_record(scene.pk, RecordKind.CONSENSUS, by=scene.viewer("ana"))
        counts.append(len(queries))
        next_round(scene)
        scene.answered(CA=Position.CHANGES)
        settle(scene)

    assert counts[0] == counts[1] <= 30


def test_the_papers_are_owed_with_the_act_and_carry_the_hashes(scene):
    record = consensus(scene)

    jobs = {(job.kind, job.language): job for job in RenderJob.objects.all()}
    assert set(jobs) == {
        (Kind.OUTCOME_RECORD, "es"),
        (Kind.OUTCOME_RECORD, "en"),
        (Kind.ADOPTED_TEXT, "mul"),
    }
    assert {job.audience for job in jobs.values()} == {"members"}
    assert jobs[Kind.OUTCOME_RECORD, "es"].text_sha256 == record.digest
    assert jobs[Kind.OUTCOME_RECORD, "en"].text_sha256 == record.digest
    text = jobs[Kind.ADOPTED_TEXT, "mul"]
    assert text.text_sha256 == scene.round.version.content_hash
    assert text.code == library_rules.short_code(scene.round.version.content_hash)


def test_without_consensus_there_is_no_adopted_text(scene):
    scene.expired(CA=Position.OBJECT)
    closing.record_failure(scene.pk, by=scene.viewer("ana"))

    assert not RenderJob.objects.filter(kind=Kind.ADOPTED_TEXT).exists()


@pytest.mark.slow
def test_the_papers_print_what_was_recorded(scene):
    eventful(scene)
    while library.make_next():
        pass

    told = {
        (each.kind, each.language): papers.flowing(bytes(each.pdf.content))
        for each in IssuedDocument.objects.all()
    }
    assert "lun 21 sep 2026" in told["outcome_record", "es"]
    assert "Huracán en la región." in told["outcome_record", "en"]
    assert "The objection is lifted." in told["outcome_record", "es"]
    adopted = told["adopted_text", "mul"]
    assert "El plazo es común." in adopted
    assert "The term is common." in adopted
    assert "Conforme a su legislación nacional." in adopted
    assert "Belice, Canadá, Costa Rica, El Salvador, Estados Unidos" in adopted


@pytest.mark.slow
def test_a_round_whose_clock_never_started_prints_too(scene):
    scene.drafted()
    drafting.write(
        scene.pk, [Draft("Solo en español.", "", "", "1")], by=scene.viewer("ana")
    )
    from decisions.services import troika

    troika.present(scene.pk, by=scene.viewer("ana"))
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    confirmed = Confirmations(spanish_only=True)
    distribution.distribute(scene.pk, by=scene.viewer("ana"), confirm=confirmed)
    scene.vice_ministers_meet(date(2026, 9, 10))
    closing.refer(scene.pk, by=scene.viewer("ana"))
    while library.make_next():
        pass

    assert set(RenderJob.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.slow
def test_publishing_opens_the_text_and_leaves_the_record_to_the_members(scene):
    consensus(scene)
    ana, bruno, oscar = (scene.viewer(who) for who in ("ana", "bruno", "oscar"))

    closing.publish(scene.pk, by=ana)
    while library.make_next():
        pass

    seen = IssuedDocument.objects.visible_to(oscar)
    assert set(seen.values_list("kind", flat=True)) == {Kind.ADOPTED_TEXT}
    assert IssuedDocument.objects.count() == 3
    assert IssuedDocument.objects.visible_to(bruno).count() == 3


@given(st.text(), st.sampled_from(["es", "en"]))
def test_the_language_of_a_text_is_one_of_the_two(text, default):
    assert words.language_of(text, default) in ("es", "en")
    assert words.language_of("", default) == default


def test_the_language_of_a_text_is_read_from_its_common_words():
    assert words.language_of("El plazo es de cinco días.", "en") == "es"
    assert words.language_of("The term is of five days.", "es") == "en"
