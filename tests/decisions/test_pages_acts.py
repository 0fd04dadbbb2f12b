"""Every act through its page: it is done, or it is refused and nothing typed is lost."""

import uuid
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm_portal.core import clock
from decisions.models import Consultation, Dispute, Endorsement, Proposal, Reply
from decisions.rules.positions import Position
from decisions.services import closing, conducting, drafting, replying, troika
from decisions.services.drafting import Draft
from decisions.services.replying import Answer
from decisions.sweeps import expire_due_rounds
from tests.decisions.pages import Pages, words
from tests.decisions.scene import TEXT, Scene
from tests.decisions.test_handover import hand_over
from tests.library.documents import pdf
from tests.library.hostile import office

pytestmark = pytest.mark.django_db
BAD, FORBIDDEN, CONFLICT, DONE = 400, 403, 409, 302
NEW = "/en/intranet/consultations/new/"


@pytest.fixture
def pages(scene: Scene) -> Pages:
    return Pages(scene)


def a_key() -> str:
    return str(uuid.uuid4())


def a_pdf(name: str = "nota.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf())


def rows(*texts: tuple[str, str]) -> dict[str, str]:
    """Return what the editor's form sends for these paragraphs, saving."""
    typed = {"count": str(len(texts)), "act": "save"}
    for n, (es, en) in enumerate(texts, start=1):
        typed |= {f"p{n}-es": es, f"p{n}-en": en, f"p{n}-number": str(n), f"p{n}-key": ""}
    return typed


# The presidency writes


def test_the_presidency_opens_a_consultation_and_goes_on_to_its_text(scene, pages):
    scene.open()  # another one, for the reference
    typed = {"subject_es": "Asunto nuevo", "reason_es": "Hace falta una posición."}
    with_pages = pages.client("ana").post(NEW, typed)

    made = Consultation.objects.get(subject_es="Asunto nuevo")
    assert with_pages.status_code == DONE
    assert with_pages["Location"].endswith(f"{made.reference}/edit/")
    assert made.reference == "CRM-CONS-2026-02"


def test_an_incomplete_opening_keeps_what_was_typed(scene, pages):
    response = pages.client("ana").post(NEW, {"subject_es": "Solo el asunto"})

    assert response.status_code == BAD
    assert "Solo el asunto" in response.content.decode()
    assert "This field is required." in words(response)


def test_nobody_but_the_presidency_opens_a_consultation(scene, pages):
    for who in ("bruno", "elena", "basil"):
        assert pages.client(who).get(NEW).status_code == FORBIDDEN
        assert pages.client(who).post(NEW, {"subject_es": "x"}).status_code == FORBIDDEN


def test_the_editor_saves_paragraphs_in_two_columns(scene, pages):
    scene.drafted()

    response = pages.post("ana", "edit", **rows(("Uno.", "One."), ("Dos.", "Two.")))

    assert response.status_code == DONE
    kept = drafting.latest_version(scene.consultation).paragraphs.all()
    assert [(each.es, each.en) for each in kept] == [("Uno.", "One."), ("Dos.", "Two.")]


@pytest.mark.parametrize(
    ("pressed", "expected"),
    [
        ("add:1", ["Uno.", "", "Dos."]),
        ("add:0", ["", "Uno.", "Dos."]),
        ("up:2", ["Dos.", "Uno."]),
        ("down:1", ["Dos.", "Uno."]),
        ("remove:1", ["Dos."]),
        ("up:1", ["Uno.", "Dos."]),
        ("remove:9", ["Uno.", "Dos."]),
    ],
)
def test_buttons_rearrange_the_paragraphs_without_a_script_and_without_saving(
    scene, pages, pressed, expected
):
    scene.drafted()
    typed = {**rows(("Uno.", "One."), ("Dos.", "Two.")), "act": pressed}

    response = pages.post("ana", "edit", **typed)

    assert response.status_code == 200
    assert [form["es"].value() for form in response.context["text"].forms] == expected
    assert drafting.latest_version(scene.consultation).paragraphs.first().es == TEXT[0].es


def test_a_paragraph_keeps_its_identity_when_it_moves(scene, pages):
    scene.drafted()
    typed = rows((TEXT[1].es, TEXT[1].en), (TEXT[0].es, TEXT[0].en))
    typed |= {"p1-key": "p2", "p2-key": "p1"}

    pages.post("ana", "edit", **typed)

    kept = drafting.latest_version(scene.consultation).paragraphs.all()
    assert [each.key for each in kept] == ["p2", "p1"]


def test_two_who_edit_at_once_lose_nothing(scene, pages):
    scene.drafted()
    seen = pages.get("ana", "edit").context["seen"]
    drafting.write(scene.pk, [Draft("De otra persona.")], by=scene.viewer("ana"))

    response = pages.post("ana", "edit", seen=seen, **rows(("Lo que yo escribí.", "")))

    page = response.content.decode()
    assert response.status_code == CONFLICT
    assert "Lo que yo escribí." in page
    assert "De otra persona." in page
    assert (
        drafting.latest_version(scene.consultation).paragraphs.get().es
        == "De otra persona."
    )
    again = pages.post(
        "ana", "edit", seen=response.context["seen"], **rows(("Lo que yo escribí.", ""))
    )
    assert again.status_code == DONE


def test_saving_and_going_on_leads_to_the_troika(scene, pages):
    scene.drafted()

    response = pages.post("ana", "edit", **{**rows(("Uno.", "One.")), "act": "go"})

    assert response["Location"].endswith("/present/")


def test_the_text_of_an_open_round_cannot_be_edited(scene, pages):
    scene.open()

    assert pages.get("ana", "edit").status_code == CONFLICT
    response = pages.post("ana", "edit", **rows(("Otro texto.", "")))
    assert response.status_code == CONFLICT
    assert "Otro texto." in response.content.decode()


# The Troika


def test_the_presidency_presents_and_the_troika_reacts(scene, pages):
    scene.drafted()

    assert pages.post("ana", "present").status_code == DONE
    assert scene.state == "with_troika"
    assert pages.post("BZ", "react", kind="favourable").status_code == DONE
    assert scene.state == "ready"


def test_a_reaction_without_its_comment_is_refused_and_kept(scene, pages):
    scene.presented()

    response = pages.post("BZ", "react", kind="unfavourable")

    assert response.status_code == BAD
    assert "Say what the State suggests" in words(response)
    assert b'value="unfavourable"' in response.content
    assert b"checked" in response.content


def test_who_does_not_sit_in_the_troika_does_not_find_the_text(scene, pages):
    scene.presented()

    assert pages.get("mateo", "react").status_code == 404
    assert pages.post("mateo", "react", kind="favourable").status_code == 404


def test_suggestions_are_accepted_by_taking_the_text_back(scene, pages):
    scene.presented()
    pages.post("BZ", "react", kind="suggestions", comment="Un plazo más claro.")

    assert pages.post("ana", "return").status_code == DONE
    assert scene.state == "returned"


def test_a_target_date_for_the_troika(scene, pages):
    scene.presented()

    assert pages.post("ana", "target", on="2026-09-18").status_code == DONE
    assert "18 September" in pages.read("ana")


def test_after_a_hand_over_the_new_presidency_takes_the_consultation_up(scene, pages):
    scene.ready()
    hand_over(scene)

    refused = pages.post("MX", "distribute")
    taken = pages.post("MX", "assume")

    assert refused.status_code in {FORBIDDEN, CONFLICT}
    assert taken.status_code == DONE
    assert pages.post("MX", "distribute").status_code == DONE
    assert pages.post("ana", "withdraw", reason="Ya no presido").status_code == FORBIDDEN


# Distribution


def test_the_preview_gives_the_deadline_before_anything_is_sent(scene, pages):
    scene.ready()

    page = pages.read("ana", "distribute")

    assert "If you send now, it closes at the end of Monday 21 September 2026" in page
    assert "if you wait until 00:00 on Friday 11" in page
    assert page.count("Sep") >= 12  # now and the next five days
    assert scene.state == "ready"


def test_the_presidency_distributes(scene, pages):
    scene.ready()

    assert pages.post("ana", "distribute").status_code == DONE
    assert scene.state == "open"


def test_a_gap_in_the_contacts_must_be_confirmed_knowingly(scene, pages):
    scene.ready()
    scene.cast.people["nadia"].verified_at = None
    scene.cast.people["nadia"].save()

    page = pages.read("ana", "distribute")
    refused = pages.post("ana", "distribute")
    done = pages.post("ana", "distribute", contact_gaps="on")

    assert "Nicaragua : no contact confirmed in the last 180 days" in page
    assert refused.status_code == CONFLICT
    assert "(rule 001:393)" in words(refused)
    assert done.status_code == DONE


def test_the_secretariat_distributes_only_with_a_delegation(scene, pages):
    scene.ready()

    before = pages.post("elena", "distribute")
    pages.post("ana", "delegate")
    after = pages.post("elena", "distribute")

    assert before.status_code == FORBIDDEN
    assert after.status_code == DONE


def test_a_round_in_spanish_only_starts_when_the_english_is_complete(scene, pages):
    scene.drafted()
    drafting.write(scene.pk, [Draft("Solo en español.")], by=scene.viewer("ana"))
    troika.present(scene.pk, by=scene.viewer("ana"))
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    pages.post("ana", "distribute", spanish_only="on")
    key = scene.round.version.paragraphs.get().key

    assert scene.round.closes_at is None
    empty = pages.post("elena", "translate", **{f"en_{key}": ""})
    assert empty.status_code == BAD
    assert (
        pages.post("elena", "translate", **{f"en_{key}": "In English."}).status_code == DONE
    )
    assert scene.round.closes_at is not None


def test_a_failure_of_the_portal_lets_the_text_be_distributed_again(scene, pages):
    scene.open()

    assert pages.post("ana", "repeat", reason="").status_code == BAD
    assert pages.post("ana", "repeat", reason="Los avisos no salieron.").status_code == DONE
    assert scene.round.number == 2


# Replies


def test_a_reply_is_sent_and_answered_with_its_receipt(scene, pages):
    scene.open()

    response = pages.post("bruno", "reply", position="agree", submission_key=a_key())

    filed = Reply.objects.get()
    assert response["Location"] == pages.address("receipt", filed.pk)
    assert filed.is_official
    page = words(pages.client("bruno").get(response["Location"]))
    assert "10 Sep 2026, 09:00 San José · 11:00" in page


def test_sending_the_same_form_twice_sends_it_once(scene, pages):
    scene.open()
    typed = {"position": "agree", "submission_key": a_key()}

    first = pages.post("bruno", "reply", **typed)
    second = pages.post("bruno", "reply", **typed)

    assert first["Location"] == second["Location"]
    assert Reply.objects.count() == 1


def test_nothing_chosen_is_not_sent_and_the_comment_is_kept(scene, pages):
    scene.open()

    response = pages.post("bruno", "reply", comment="Lo pienso.", submission_key=a_key())

    assert response.status_code == BAD
    assert "The reply was not sent" in words(response)
    assert "Lo pienso." in response.content.decode()
    assert not Reply.objects.exists()


def test_an_objection_without_its_reason_is_refused_with_the_form_as_it_was(scene, pages):
    scene.open()
    key = a_key()

    response = pages.post("bruno", "reply", position="object", submission_key=key)

    assert response.status_code == BAD
    assert "Say why the State objects." in words(response)
    assert key in response.content.decode()


def test_changes_are_written_paragraph_by_paragraph(scene, pages):
    scene.open()

    response = pages.post(
        "bruno",
        "reply",
        position="changes",
        submission_key=a_key(),
        es_p1=TEXT[0].es,
        es_p2="El plazo es de seis días hábiles.",
        why_p2="Hay dos feriados.",
        op_p3="remove",
    )

    assert response.status_code == DONE
    sent = {each.anchor: each for each in Proposal.objects.all()}
    assert set(sent) == {"p2", "p3"}
    assert sent["p2"].es == "El plazo es de seis días hábiles."
    assert sent["p2"].en == ""
    assert sent["p2"].reason == "Hay dos feriados."
    assert sent["p3"].operation == "remove"


def test_choosing_changes_on_the_short_form_opens_the_paragraphs_with_their_wording(
    scene, pages
):
    scene.open()

    response = pages.post("bruno", "reply", position="changes", submission_key=a_key())

    assert response.status_code == BAD
    assert "Write at least one change to a paragraph" in words(response)
    assert response.context["form"]["es_p2"].value() == TEXT[1].es


def test_changes_typed_and_refused_stay_typed(scene, pages):
    scene.open()

    response = pages.post(
        "bruno", "reply", position="agree", submission_key=a_key(), es_p2="Seis días."
    )

    assert response.status_code == BAD
    assert "Changes come with the position" in words(response)
    assert "Seis días." in response.content.decode()
    assert '<details class="more mt3" open>' in response.content.decode()


def test_a_reservation_needs_its_text(scene, pages):
    scene.open()
    typed = {"position": "reservation", "submission_key": a_key()}

    assert pages.post("bruno", "reply", **typed).status_code == BAD
    assert (
        pages.post("bruno", "reply", reservation="Conforme a su ley.", **typed).status_code
        == DONE
    )
    assert Reply.objects.get().reservation == "Conforme a su ley."


def test_another_institution_sends_a_contribution_and_the_voice_endorses_it(scene, pages):
    scene.open()
    pages.post("carla", "reply", position="agree", submission_key=a_key())
    sent = Reply.objects.get()

    by_herself = pages.post("carla", "endorse", sent.pk)
    by_another_state = pages.post("mateo", "endorse", sent.pk)
    by_the_voice = pages.post("bruno", "endorse", sent.pk)

    assert by_herself.status_code == FORBIDDEN
    assert by_another_state.status_code == 404
    assert by_the_voice.status_code == DONE
    assert Endorsement.objects.get().reply == sent
    again = pages.post("bruno", "endorse", sent.pk)
    assert again.status_code == CONFLICT


def test_a_reply_can_be_withdrawn_until_the_term_ends(scene, pages):
    scene.open()
    scene.reply("DO", Position.AGREE)

    assert pages.post("bruno", "retract").status_code == DONE
    assert "No reply" in pages.read("bruno")
    assert pages.get("bruno", "retract").status_code == CONFLICT


def test_a_reply_at_the_bound_is_kept_as_late(scene, pages):
    scene.open()
    scene.go_to(scene.round.closes_at)

    response = pages.post("bruno", "reply", position="agree", submission_key=a_key())

    assert response.status_code == DONE
    assert "does not count now" in words(pages.client("bruno").get(response["Location"]))


def test_a_consultation_that_was_withdrawn_takes_no_reply(scene, pages):
    scene.open()
    conducting.withdraw(scene.pk, reason="Sin objeto", by=scene.viewer("ana"))

    response = pages.post(
        "bruno", "reply", position="agree", comment="Igual va.", submission_key=a_key()
    )

    assert response.status_code == CONFLICT
    assert "Igual va." in response.content.decode()


def test_an_objection_is_lifted_in_writing_after_expiry(scene, pages):
    scene.expired(CA=Position.OBJECT)

    assert pages.post("CA", "lift", becomes="agree", text="").status_code == BAD
    assert pages.post("CA", "lift", becomes="agree", text="Se retira.").status_code == DONE
    assert pages.get("mateo", "lift").status_code == CONFLICT


def test_a_member_may_ask_that_a_correction_count_as_substantive(scene, pages):
    scene.open()
    conducting.correct(
        scene.pk,
        {"p2": ("Seis días.", "Six days.")},
        note_es="Errata",
        by=scene.viewer("ana"),
    )

    assert pages.post("mateo", "substance", reason="Cambia el plazo").status_code == DONE
    assert pages.get("carla", "substance").status_code == FORBIDDEN


# The presidency conducts


def test_the_term_is_extended_once_and_a_second_time_is_refused_with_its_reason(
    scene, pages
):
    scene.open()
    typed = {"business_days": "2", "reason": "Lo pidió Panamá", "requested_by": ""}

    first = pages.post("ana", "extend", **typed)
    second = pages.post("ana", "extend", **{**typed, "reason": "Otra vez"})

    assert first.status_code == DONE
    assert second.status_code == CONFLICT
    assert "already been extended once. (rule P12)" in words(second)
    assert "Otra vez" in second.content.decode()


def test_an_extension_without_a_reason_says_so_at_its_field(scene, pages):
    scene.open()

    response = pages.post("ana", "extend", business_days="2", reason="")

    assert response.status_code == BAD
    assert response.context["form"].errors["reason"]


def test_the_term_is_suspended_and_resumed(scene, pages):
    scene.open()

    assert pages.post("ana", "suspend", reason="Huracán").status_code == DONE
    assert scene.state == "suspended"
    assert pages.post("ana", "resume").status_code == DONE
    assert scene.state == "open"


def test_the_presidency_decides_what_members_see(scene, pages):
    scene.open()

    assert pages.post("ana", "visibility", visibility="full").status_code == DONE
    assert Consultation.objects.get().visibility == "full"


def test_a_corrigendum_changes_only_the_paragraphs_that_were_edited(scene, pages):
    scene.open()
    same = {f"{x}_p{n}": getattr(TEXT[n - 1], x) for n in (1, 2, 3) for x in ("es", "en")}

    nothing = pages.post("ana", "correct", note_es="Errata", **same)
    done = pages.post(
        "ana", "correct", note_es="Errata", **{**same, "es_p2": "El plazo es de 5 días."}
    )

    assert nothing.status_code == BAD
    assert "Correct at least one paragraph" in words(nothing)
    assert done.status_code == DONE
    assert scene.round.version.paragraphs.get(key="p2").es == "El plazo es de 5 días."
    assert scene.round.version.paragraphs.get(key="p1").en == TEXT[0].en


def test_late_replies_are_admitted_by_kind_with_reasons(scene, pages):
    scene.expired(NI=None)
    scene.reply("NI", Position.AGREE)

    page = pages.read("ana", "admit")
    done = pages.post("ana", "admit", position="agree", reason="Fallo de su correo")

    assert "Agrees: Nicaragua" in page
    assert done.status_code == DONE
    assert "late, admitted" in pages.read("mateo")


def test_missing_positions_are_waited_for_until_a_date(scene, pages):
    scene.expired(NI=None)

    past = pages.post("ana", "reception", until="2026-09-01")
    done = pages.post("ana", "reception", until="2026-10-01")

    assert past.status_code == BAD
    assert "2026-09-01" in past.content.decode()
    assert done.status_code == DONE
    assert "waits for missing positions until" in pages.read("mateo")


def test_every_proposal_is_treated_in_the_change_table_before_the_next_round(scene, pages):
    scene.expired(CA=Position.CHANGES)
    pages.post("ana", "revise")
    proposal = Proposal.objects.get()

    without_reason = pages.post(
        "ana", "dispose", proposal.pk, **{f"{proposal.pk}-kind": "rejected"}
    )
    typed = {f"{proposal.pk}-kind": "partly", f"{proposal.pk}-reason": "Se toma la idea."}
    treated = pages.post("ana", "dispose", proposal.pk, **typed)
    too_soon = pages.post("ana", "distribute")
    pages.post("ana", "edit", **rows(("El plazo será de cinco días.", "Five days.")))
    done = pages.post("ana", "distribute")

    assert without_reason.status_code == BAD
    assert "Say why the proposal is not accepted" in words(without_reason)
    assert treated.status_code == DONE
    assert too_soon.status_code == CONFLICT
    assert done.status_code == DONE
    assert scene.round.number == 2


def test_what_a_state_replaced_or_never_endorsed_is_not_in_the_change_table(scene, pages):
    scene.open()
    scene.reply("CA", Position.CHANGES)
    scene.reply("CA", Position.CHANGES)
    answer = Answer(
        Position.CHANGES, changes=[replying.Change("p1", es="De otra institución.")]
    )
    replying.reply(scene.pk, answer, by=scene.viewer("carla"))
    scene.go_to(scene.round.closes_at + timedelta(seconds=30))
    expire_due_rounds()
    pages.post("ana", "revise")

    table = pages.get("ana", "changes").context["rows"]

    assert [row["party"] for row in table] == ["Canada"]
    of_carla = Proposal.objects.get(es="De otra institución.")
    assert pages.post("ana", "dispose", of_carla.pk).status_code == 404


def test_consensus_is_recorded_reported_and_published(scene, pages):
    scene.expired()

    assert pages.post("ana", "failure").status_code == CONFLICT
    for act, typed in (
        ("consensus", {}),
        ("start", {}),
        ("results", {"es": "Se hizo.", "en": "It was done."}),
        ("publish", {}),
    ):
        assert pages.post("ana", act, **typed).status_code == DONE, act
    assert scene.state == "concluded"
    assert "It was done." in pages.read("mateo")
    assert pages.get("oscar").status_code == 200


def test_an_empty_report_of_results_is_refused(scene, pages):
    scene.expired()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))
    closing.start_execution(scene.pk, by=scene.viewer("ana"))

    response = pages.post("ana", "results", es=" ", en="Something typed.")

    assert response.status_code == BAD
    assert "Something typed." in response.content.decode()


def test_failure_is_recorded_and_referred(scene, pages):
    scene.expired(CA=Position.OBJECT)

    assert pages.post("ana", "consensus").status_code == CONFLICT
    assert pages.post("ana", "failure").status_code == DONE
    assert pages.post("ana", "refer").status_code == DONE
    assert scene.state == "referred"


def test_withdrawal_needs_its_reason(scene, pages):
    scene.open()

    assert pages.post("ana", "withdraw", reason="").status_code == BAD
    assert pages.post("ana", "withdraw", reason="Sin objeto").status_code == DONE
    assert scene.state == "withdrawn"


def test_when_the_vice_ministers_meet_the_presidency_chooses(scene, pages):
    scene.open()
    scene.vice_ministers_meet(clock.now().date())

    page = pages.read("ana")

    assert "A Vice-Ministerial meeting has opened." in page
    assert pages.post("ana", "continue").status_code == DONE
    assert pages.post("ana", "refer").status_code == DONE


# The Secretariat records


def transcription(scene, **more):
    return {
        "party": scene.cast.parties["NI"].pk,
        "institution": scene.cast.voices["NI"].pk,
        "position": "agree",
        "submission_key": a_key(),
        "document": a_pdf(),
        **more,
    }


def test_the_secretariat_records_a_note_with_its_scan(scene, pages):
    scene.open()

    assert pages.post("elena", "transcribe", **transcription(scene)).status_code == DONE
    filed = Reply.objects.get()
    assert filed.channel == "transcription"
    assert filed.document.content_type == "application/pdf"
    assert filed.document_name == "nota.pdf"
    assert pages.post("ana", "transcribe", **transcription(scene)).status_code == FORBIDDEN


def test_a_program_that_calls_itself_a_pdf_is_refused_and_the_rest_is_kept(scene, pages):
    scene.open()
    program = SimpleUploadedFile("nota.pdf", b"MZ\x90\x00" + b"\0" * 200)

    response = pages.post(
        "elena",
        "transcribe",
        **transcription(scene, document=program, comment="De la nota."),
    )

    assert response.status_code == BAD
    assert "This is not a PDF, PNG, JPEG, DOCX or EML file." in words(response)
    assert "De la nota." in response.content.decode()


def test_a_mail_is_known_by_its_headers(scene, pages):
    scene.open()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "nadia@example.org",
        "st@example.org",
        "Nota",
    )
    mail.set_content("Conforme.")
    document = SimpleUploadedFile("nota.eml", mail.as_bytes())

    response = pages.post("elena", "transcribe", **transcription(scene, document=document))

    assert response.status_code == DONE
    assert Reply.objects.get().document.content_type == "message/rfc822"


def test_a_word_file_is_known_by_what_is_inside(scene, pages):
    scene.open()
    document = SimpleUploadedFile("nota.docx", office())

    response = pages.post("elena", "transcribe", **transcription(scene, document=document))

    assert response.status_code == DONE
    assert "wordprocessingml" in Reply.objects.get().document.content_type


def test_a_file_over_ten_megabytes_is_refused(scene, pages):
    scene.open()
    large = SimpleUploadedFile("nota.pdf", b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024))

    response = pages.post("elena", "transcribe", **transcription(scene, document=large))

    assert response.status_code == BAD
    assert "larger than 10 MB" in words(response)


def test_the_institution_must_be_of_the_country_of_the_note(scene, pages):
    scene.open()
    wrong = transcription(scene, institution=scene.cast.voices["PA"].pk)

    response = pages.post("elena", "transcribe", **wrong)

    assert response.status_code == BAD
    assert "The institution is not of that country." in words(response)


def test_a_state_disputes_what_was_recorded_for_it(scene, pages):
    scene.open()
    pages.post("elena", "transcribe", **transcription(scene))
    filed = Reply.objects.get()

    assert pages.post("mateo", "dispute", filed.pk).status_code == 404
    assert (
        pages.post("NI", "dispute", filed.pk, reason="No la firmamos").status_code == DONE
    )
    assert Dispute.objects.get().reason == "No la firmamos"
    assert "Disputed" in pages.read("NI")


def test_a_waiver_is_recorded_with_its_document(scene, pages):
    scene.ready()
    typed = {
        "party": scene.cast.parties["NI"].pk,
        "business_days": "3",
        "document": a_pdf("renuncia.pdf"),
    }

    assert pages.post("elena", "waiver", **typed).status_code == DONE
    assert scene.consultation.waivers.get().business_days == 3


def test_an_outage_of_the_last_day_moves_the_bound_with_its_evidence(scene, pages):
    scene.open()
    before = scene.round.closes_at
    last_day = {"day": "2026-09-21", "begins": "09:00", "evidence": "Monitor: 5 h"}

    short = pages.post("elena", "outage", ends="11:00", **last_day)
    long = pages.post("elena", "outage", ends="14:30", **last_day)

    assert short.status_code == CONFLICT
    assert "Monitor: 5 h" in short.content.decode()
    assert long.status_code == DONE
    assert scene.round.closes_at > before


@pytest.mark.parametrize(
    "act", ["extend", "suspend", "withdraw", "visibility", "correct", "repeat", "admit"]
)
def test_nobody_but_the_presidency_conducts(scene, pages, act):
    scene.open()

    for who in ("bruno", "BZ", "elena", "admin"):
        found = pages.get(who, act).status_code
        assert found in {FORBIDDEN, 404}
        assert pages.post(who, act, reason="x").status_code == found
