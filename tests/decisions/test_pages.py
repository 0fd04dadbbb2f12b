"""What each reader finds on the page of a consultation, and what it never shows."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from crm_portal.library import services as library
from decisions.rules.positions import Position
from decisions.services import closing, conducting, distribution, drafting, replying, troika
from decisions.services.drafting import Draft
from decisions.services.replying import Answer, Change
from decisions.sweeps import expire_due_rounds
from tests.decisions.pages import Pages, words
from tests.decisions.scene import TEXT, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(scene: Scene) -> Pages:
    return Pages(scene)


def contribute(scene: Scene) -> replying.Reply:
    """Carla, of another institution of the Dominican Republic, sends hers."""
    answer = Answer(Position.OBJECT, comment="Aporte de la otra institución.")
    return replying.reply(scene.pk, answer, by=scene.viewer("carla"))


def test_a_member_finds_the_text_in_both_languages_with_its_deadline(scene, pages):
    scene.open()

    page = pages.read("bruno")

    assert TEXT[0].es in page
    assert TEXT[0].en in page
    assert "7 business days left" in page
    assert "San José, the Secretariat’s time" in page


def test_while_replies_are_hidden_a_member_sees_only_how_many_have_replied(scene, pages):
    scene.open()
    scene.reply("CA", Position.OBJECT, comment="Motivo que nadie debe leer todavía.")

    page = pages.read("mateo")

    assert "2 of 11 have replied" in page
    assert "Objects Prevents consensus" in page  # the choice in the form, and nothing else
    assert "Motivo que nadie debe leer todavía" not in page
    assert pages.get("mateo").content.count(b'class="dot') == 1


def test_when_participation_is_shown_a_member_sees_who_and_not_what(scene, pages):
    scene.open()
    scene.reply("CA", Position.OBJECT, comment="Motivo reservado.")
    conducting.show_replies(scene.pk, "participation", by=scene.viewer("ana"))

    page = pages.read("mateo")

    assert "Canada Has replied" in page
    assert "Motivo reservado" not in page


def test_when_replies_are_shown_a_member_sees_who_what_and_the_proposals(scene, pages):
    scene.open()
    scene.reply("CA", Position.CHANGES)
    conducting.show_replies(scene.pk, "full", by=scene.viewer("ana"))

    page = pages.read("mateo")

    assert "Canada Proposes changes paragraph 2" in page
    assert "Canada proposes" in page
    assert "For the Presidency to examine" in page


def test_the_presidency_and_the_secretariat_always_see_every_reply(scene, pages):
    scene.open()
    scene.reply("CA", Position.CHANGES)

    for who in ("ana", "elena"):
        assert "Canada Proposes changes paragraph 2" in pages.read(who)


def test_after_the_bound_every_member_sees_every_reply_although_nothing_swept(scene, pages):
    scene.open()
    scene.reply("CA", Position.OBJECT, comment="Ahora se lee.")
    scene.go_to(scene.round.closes_at)

    page = pages.read("mateo")

    assert "Expired" in page
    assert "The term is over." in page
    assert "Canada Objects" in page
    assert "Ahora se lee." in page
    assert scene.state == "open"


def test_before_the_sweep_the_presidency_is_offered_nothing_that_would_be_refused(
    scene, pages
):
    scene.open().answered()
    scene.go_to(scene.round.closes_at)

    before = pages.get("ana").content.decode()
    scene.wait(seconds=30)
    expire_due_rounds()
    after = pages.get("ana").content.decode()

    assert pages.address("consensus") not in before
    assert pages.address("extend") not in before
    assert pages.address("consensus") in after


def test_a_suspended_round_says_so_and_still_takes_replies(scene, pages):
    scene.open()
    conducting.suspend(scene.pk, reason="Huracán", by=scene.viewer("ana"))

    page = pages.read("bruno")

    assert "Suspended" in page
    assert "Huracán" in page
    assert "Send the official reply" in page


def test_a_round_in_spanish_only_says_that_its_clock_has_not_started(scene, pages):
    scene.drafted()
    drafting.write(
        scene.pk, [Draft("Solo en español.", number="1")], by=scene.viewer("ana")
    )
    troika.present(scene.pk, by=scene.viewer("ana"))
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    only_spanish = distribution.Confirmations(spanish_only=True)
    distribution.distribute(scene.pk, confirm=only_spanish, by=scene.viewer("ana"))

    page = pages.read("bruno")

    assert "The clock has not started" in page
    assert "Translation pending" in page


def test_no_position_is_preselected(scene, pages):
    scene.open()

    assert b"checked" not in pages.get("bruno").content


def test_another_institution_is_told_that_it_sends_a_contribution(scene, pages):
    scene.open()

    page = pages.read("carla")

    assert "Send a contribution to the official voice" in page
    assert "Send the official reply" not in page


def test_contributions_stay_inside_their_state(scene, pages):
    scene.open()
    contribute(scene)

    assert "Aporte de la otra institución." in pages.read("bruno")
    for who in ("ana", "elena", "mateo"):
        assert "Aporte de la otra institución." not in pages.read(who)
    scene.go_to(scene.round.closes_at + timedelta(minutes=1))
    expire_due_rounds()
    for who in ("ana", "elena", "mateo"):
        assert "Aporte de la otra institución." not in pages.read(who)
        assert "contribution" not in pages.read(who, "history")


def test_only_the_official_voice_is_offered_to_endorse(scene, pages):
    scene.open()
    sent = contribute(scene)
    address = pages.address("endorse", sent.pk).encode()

    assert address in pages.get("bruno").content
    assert address not in pages.get("carla").content


def test_what_the_secretariat_recorded_can_be_read_and_disputed_by_its_state(scene, pages):
    scene.open()
    reply = transcribed(scene)

    page = pages.get("bruno").content.decode()

    assert pages.address("document", reply.document_id) in page
    assert pages.address("dispute", reply.pk) in page
    assert pages.get("bruno", "document", reply.document_id).status_code == 200
    assert pages.get("elena", "document", reply.document_id).status_code == 200
    assert pages.get("mateo", "document", reply.document_id).status_code == 404


def transcribed(scene: Scene) -> replying.Reply:
    from crm_portal.library.uploads import keep

    note = keep(sha256="a" * 64, size=5, content_type="application/pdf", content=b"%PDF-")
    return replying.transcribe(
        scene.pk,
        scene.cast.parties["DO"],
        Answer(Position.AGREE, submission_key=uuid.uuid4()),
        note,
        institution=scene.cast.voices["DO"],
        document_name="nota.pdf",
        by=scene.viewer("elena"),
    )


def test_a_version_before_the_one_the_troika_cleared_is_the_troika_s(scene, pages):
    scene.drafted()
    troika.present(scene.pk, by=scene.viewer("ana"))
    troika.react(scene.pk, "unfavourable", comment="Faltan plazos.", by=scene.viewer("BZ"))
    written = [
        Draft("La PPT activará el mecanismo.", TEXT[0].en, "p1", "1"),
        *keyed(TEXT[1:]),
    ]
    drafting.write(scene.pk, written, by=scene.viewer("ana"))
    troika.present(scene.pk, by=scene.viewer("ana"))
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    distribution.distribute(scene.pk, by=scene.viewer("ana"))

    assert "Changes of version 2 from version 1" in pages.read("ana")
    assert "Changes of version 2 from version 1" in pages.read("BZ")
    for query in ({}, {"compare": "1"}):
        assert "version 1" not in pages.read("mateo", **query)
    assert "Faltan plazos." not in pages.read("mateo")
    assert "Faltan plazos." not in pages.read("mateo", "history")


def keyed(paragraphs: list[Draft]) -> list[Draft]:
    return [
        Draft(each.es, each.en, f"p{n}", each.number)
        for n, each in enumerate(paragraphs, start=2)
    ]


def test_a_corrigendum_is_said_and_compared(scene, pages):
    scene.open()
    corrected = {"p2": ("El plazo es de cinco (5) días hábiles.", TEXT[1].en)}
    conducting.correct(
        scene.pk, corrected, note_es="Se escribe la cifra.", by=scene.viewer("ana")
    )

    page = pages.read("mateo")

    assert "Se escribe la cifra." in page
    assert "Changes of version 2 from version 1" in page
    assert "[añadido:" in pages.read("mateo")


def test_the_text_can_be_read_in_one_language_and_the_choice_is_remembered(scene, pages):
    scene.open()
    client = pages.client("bruno")

    client.get(pages.address(""), {"text": "en"})
    later = words(client.get(pages.address("")))

    assert TEXT[0].en in later
    assert TEXT[0].es not in later


def test_more_than_three_proposals_under_a_paragraph_are_folded(scene, pages):
    scene.open()
    conducting.show_replies(scene.pk, "full", by=scene.viewer("ana"))
    for n, code in enumerate(("CA", "CR", "SV", "HN", "MX")):
        change = Change("p2", es=f"El plazo es de {n} días.")
        scene.reply(code, Position.CHANGES, changes=[change])

    assert "and 2 more" in pages.read("bruno")
    assert "and 2 more" not in pages.read("bruno", proposals="all")


def test_late_replies_are_listed_apart_and_do_not_count(scene, pages):
    scene.expired(NI=None)
    scene.reply("NI", Position.AGREE)

    page = pages.read("mateo")

    assert "Communications after the deadline" in page
    assert "not counted" in page
    assert "Nicaragua No reply late: Agrees" in page


def test_after_expiry_the_page_says_what_the_positions_amount_to(scene, pages):
    scene.expired(CA=Position.CHANGES, PA=Position.RESERVATION, NI=None)

    page = pages.read("mateo")

    assert "A new round is needed." in page
    assert "Propose changes Canada" in page
    assert "No reply Nicaragua" in page
    assert "Conforme a su legislación nacional." in page


def test_unanimity_before_the_bound_is_only_provisional(scene, pages):
    scene.open().answered()

    page = pages.read("ana")

    assert "Unanimous so far; the term still runs" in page
    assert pages.address("consensus") not in pages.get("ana").content.decode()


def test_the_papers_are_there_as_soon_as_they_are_made(scene, pages):
    scene.expired()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    before = pages.read("mateo")
    while library.make_next():
        pass
    after = pages.get("mateo").content.decode()

    assert "Consensus" in before
    assert "being prepared" in before
    assert "being prepared" not in after
    assert "(PDF)" in after


def test_nothing_exists_for_an_observer_until_the_presidency_publishes(scene, pages):
    scene.expired(PA=Position.RESERVATION)
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    hidden = pages.get("oscar")
    closing.publish(scene.pk, by=scene.viewer("ana"))
    page = pages.read("oscar")

    assert hidden.status_code == 404
    assert TEXT[0].es in page
    assert "Who has answered" not in page
    assert "Conforme a su legislación nacional." not in page
    assert pages.get("oscar", "history").status_code == 404
    assert pages.get("oscar", "deadline").status_code == 404


def test_an_earlier_round_stays_to_be_read_with_what_was_done_with_each_proposal(
    scene, pages
):
    second_round(scene)

    page = pages.read("mateo", "round", 1)

    assert "Canada proposes" in page
    assert "Accepted in part" in page
    assert "Se toma la idea." in page
    assert pages.get("mateo", "round", 3).status_code == 404


def second_round(scene: Scene) -> Scene:
    """Canada's change was taken in part, and the text is out again."""
    from decisions.models import Proposal
    from decisions.services import revising

    scene.expired(CA=Position.CHANGES)
    ana = scene.viewer("ana")
    revising.revise(scene.pk, by=ana)
    for proposal in Proposal.objects.all():
        revising.dispose(proposal.pk, "partly", reason="Se toma la idea.", by=ana)
    changed = Draft("El plazo será de cinco días.", TEXT[1].en, "p2", "2")
    kept = keyed([TEXT[2]])[0]
    rest = [
        Draft(TEXT[0].es, TEXT[0].en, "p1", "1"),
        changed,
        Draft(kept.es, kept.en, "p3", "3"),
    ]
    drafting.write(scene.pk, rest, by=ana)
    distribution.distribute(scene.pk, by=ana)
    return scene


def test_a_receipt_gives_both_times_and_stays_after_the_next_round_begins(scene, pages):
    scene.open()
    receipt = scene.reply("DO", Position.AGREE)
    conducting.suspend(scene.pk, reason="Huracán", by=scene.viewer("ana"))

    page = pages.read("bruno", "receipt", receipt.pk)

    assert "10 Sep 2026, 09:00 San José · 11:00" in page
    assert pages.get("mateo", "receipt", receipt.pk).status_code == 404
    assert "Agrees" in pages.read("ana", "receipt", receipt.pk)


def test_the_deadline_page_gives_every_country_s_days_and_who_sets_it(scene, pages):
    scene.open()

    page = pages.read("bruno", "deadline")

    for name in ("Belize", "Canada", "Nicaragua", "Panama", "Dominican Republic"):
        assert name in page
    assert "Countries that set the deadline: Nicaragua." in page
    assert "Why is it not Thursday 17?" in page
    assert "2026-09-22T06:00:00Z" in page


def test_each_move_of_the_bound_is_kept_and_shown(scene, pages):
    scene.open()
    conducting.extend(scene.pk, 2, reason="Lo pidió Panamá", by=scene.viewer("ana"))

    assert "Extension: Lo pidió Panamá" in pages.read("bruno")
    assert "Lo pidió Panamá" in pages.read("bruno", "deadline")
    assert "The term was extended." in pages.read("bruno", "history")


def test_the_calendar_entry_ends_at_the_bound(scene, pages):
    scene.open()

    entry = pages.get("bruno", "calendar")

    assert entry["Content-Type"].startswith("text/calendar")
    assert b"DTEND:20260922T060000Z" in entry.content
    assert pages.get("oscar", "calendar").status_code == 404


def test_the_history_keeps_a_state_s_reply_from_the_others_while_it_is_hidden(scene, pages):
    scene.open()
    scene.reply("CA", Position.OBJECT)

    assert "Canada replied." in pages.read("CA", "history")
    assert "Canada replied." in pages.read("ana", "history")
    assert "Canada replied." not in pages.read("mateo", "history")


def test_the_presidency_sees_the_notices_and_not_those_within_one_state(scene, pages):
    scene.open()
    scene.reply("DO", Position.AGREE)
    contribute(scene)

    of_ana = pages.get("ana", "history").context["notices"]
    of_bruno = pages.get("bruno", "history").context["notices"]

    assert {row["to"] for row in of_ana} > {"Bruno", "Ana", "Elena"}
    assert not any(row["event"] == "Your institutions disagree" for row in of_ana)
    assert any(row["event"] == "Your institutions disagree" for row in of_bruno)
    assert {row["to"] for row in of_bruno} == {"Bruno"}


def test_following_a_round_gives_whom_to_call_where_nobody_has_replied(scene, pages):
    scene.open()
    scene.answered(NI=None)

    page = pages.read("ana", "follow")

    assert "Nicaragua" in page
    assert "nadia@example.org" in page
    assert "Canada" not in page
    assert pages.get("mateo", "follow").status_code == 403


def test_the_fragment_that_refreshes_itself_is_the_same_table(scene, pages):
    scene.open()
    scene.reply("CA", Position.AGREE)

    fragment = words(pages.get("ana", "answers"))

    assert "Canada Agrees" in fragment
    assert fragment in pages.read("ana")


def test_a_change_of_presidency_asks_to_take_up_what_was_begun(scene, pages):
    from tests.decisions.test_handover import hand_over

    scene.ready()
    hand_over(scene)

    assert "The presidency has changed hands." in pages.read("MX")
    assert "The presidency has changed hands." not in pages.read("ana")


def test_the_other_language_is_the_same_object_at_its_own_address(scene, pages):
    scene.open()

    page = pages.get("bruno").content.decode()
    with override("es"):
        spanish = reverse("decisions:consultation", args=[scene.consultation.reference])

    assert f'hreflang="es" href="{spanish}"' in page


def test_a_file_cannot_be_read_by_guessing_its_hash(scene, pages):
    scene.open()

    assert pages.get("ana", "document", "b" * 64).status_code == 404
