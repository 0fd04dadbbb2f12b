"""The acts on a text through their pages: done, or refused with what was typed still there."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from decisions.models import Circulation, Proposal, Text, TextStatement
from decisions.services.texts import handling, languages, writing
from decisions.text_states import TextState
from tests.decisions.negotiating import in_session, laid
from tests.decisions.workspace.at_the_desk import CHILDREN, Desk, words

pytestmark = pytest.mark.django_db
OK, DONE, BAD, FORBIDDEN, MISSING, CONFLICT = 200, 302, 400, 403, 404, 409
ALL = ("BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO")

# Writing


def test_a_paragraph_is_saved_and_the_page_shows_it(desk):
    key = desk.table.keys[4]

    answer = desk.post("ana", "edit-paragraph", key, **desk.typed(key, es="Toman nota."))

    assert answer.status_code == DONE
    assert answer["Location"].endswith(f"#{key}")
    assert desk.table.row(key).es == "Toman nota."


def test_what_two_people_write_on_different_words_is_joined(desk):
    key = desk.table.keys[5]
    mine = desk.typed(key, es="Hoy acuerdan garantizar la protección de la niñez.")
    theirs = desk.table.typed(key, es="Acuerdan garantizar la protección de la infancia.")
    writing.save(desk.table.text.pk, key, theirs, by=desk.table.viewer("elena"))

    answer = desk.client("ana").post(desk.address("edit-paragraph", key), mine, follow=True)

    assert "joined with what others wrote meanwhile" in words(answer)
    expected = "Hoy acuerdan garantizar la protección de la infancia."
    assert desk.table.row(key).es == expected


def test_the_same_words_in_conflict_show_all_three_readings_and_save_nothing(desk):
    key = desk.table.keys[5]
    mine = desk.typed(key, es="Acuerdan procurar la protección de la niñez.")
    theirs = desk.table.typed(key, es="Acuerdan asegurar la protección de la niñez.")
    writing.save(desk.table.text.pk, key, theirs, by=desk.table.viewer("elena"))

    answer = desk.post("ana", "edit-paragraph", key, **mine)

    said = words(answer)
    assert answer.status_code == CONFLICT
    assert "As you found it (es) Acuerdan garantizar la protección" in said
    assert "añadido: procurar" in said.partition("As you wrote it")[2]
    assert "añadido: asegurar" in said.partition("As it was saved by others")[2]
    assert mine["es"] in said
    assert desk.table.row(key).es == "Acuerdan asegurar la protección de la niñez."
    row = desk.table.row(key)
    seen = {"seen_base_es": row.es, "seen_base_en": row.en, "seen_revision": row.revision}
    again = desk.post("ana", "edit-paragraph", key, **{**mine, **seen, "act": "mine"})
    assert again.status_code == DONE
    assert desk.table.row(key).es == mine["es"]


def test_saving_by_itself_goes_on_from_what_was_typed(desk):
    """What others wrote is kept though the form that saves itself never showed it."""
    key = desk.table.keys[5]
    client = desk.client("ana")

    def autosave(**typed: str) -> str:
        answer = client.post(
            desk.address("edit-paragraph", key), typed, headers={"HX-Request": "true"}
        )
        assert answer.status_code == OK
        return answer.content.decode()

    first = desk.typed(key, act="autosave")
    theirs = desk.table.typed(key, es="Acuerdan garantizar la protección de la infancia.")
    writing.save(desk.table.text.pk, key, theirs, by=desk.table.viewer("elena"))
    typed = "Hoy acuerdan garantizar la protección de la niñez."
    part = autosave(**{**first, "es": typed})
    assert "joined" in part
    assert f'name="base_es" id="id_base_es" value="{typed}"' in part
    assert f'id="id_revision" value="{first["revision"]}"' in part

    more = "Hoy sí acuerdan garantizar la protección de la niñez."
    autosave(**{**first, "es": more, "base_es": typed})

    assert (
        desk.table.row(key).es == "Hoy sí acuerdan garantizar la protección de la infancia."
    )


def test_a_form_that_saves_itself_asks_first_what_changes(desk):
    key = desk.table.keys[5]
    typed = desk.typed(key, es="Acuerdan.", act="autosave", change="")

    answer = desk.client("ana").post(
        desk.address("edit-paragraph", key), typed, headers={"HX-Request": "true"}
    )

    assert "Not saved yet" in words(answer)
    assert desk.table.row(key).es != "Acuerdan."
    plain = desk.post("ana", "edit-paragraph", key, **{**typed, "act": "save"})
    assert plain.status_code == BAD
    assert "Acuerdan." in words(plain)


def test_brackets_that_cannot_be_read_are_refused_and_stay_in_the_form(desk):
    key = desk.table.keys[5]
    typed = desk.typed(key, es="Acuerdan [MX: garantizar la protección.")

    answer = desk.post("ana", "edit-paragraph", key, **typed)

    assert answer.status_code == BAD
    assert "is not closed" in words(answer)
    assert "[MX: garantizar la protección." in words(answer)


def test_what_was_typed_on_a_paragraph_that_is_gone_is_still_there(desk):
    key = desk.table.keys[6]
    typed = desk.typed(key, es="Invitan a todo.")
    writing.remove(desk.table.text.pk, key, by=desk.table.ana)

    answer = desk.post("ana", "edit-paragraph", key, **typed)

    assert answer.status_code == CONFLICT
    assert "Invitan a todo." in words(answer)
    assert desk.get("ana", "edit-paragraph", key).status_code == MISSING


def test_a_verb_is_put_before_both_languages_without_saving(desk):
    key = desk.table.keys[6]
    typed = desk.typed(key, es="el diálogo", en="dialogue", act="verb", verb="accept")

    said = words(desk.post("ana", "edit-paragraph", key, **typed))

    assert "Aceptan el diálogo" in said
    assert "Accept dialogue" in said
    assert desk.table.row(key).es != "Aceptan el diálogo"


def test_paragraphs_are_added_moved_removed_and_agreed(desk):
    keys = desk.table.keys
    place = f"operative||{keys[3]}"
    new = {"place": place, "form": "paragraph", "es": "Nuevo.", "en": "New."}
    assert desk.post("elena", "add-paragraph", **new).status_code == DONE
    assert "Nuevo." in desk.table.words()[4]

    moved = desk.post("ana", "move-paragraph", keys[6], place=place)
    assert moved.status_code == DONE
    assert desk.table.words()[4] == "Invitan a intercambiar prácticas."

    assert desk.post("ana", "remove-paragraph", keys[4]).status_code == DONE
    assert "Toman nota del informe de la PPT." not in desk.table.words()

    assert desk.post("ana", "agree", keys[5]).status_code == DONE
    assert desk.table.row(keys[5]).agreed_at
    assert desk.post("ana", "reopen-paragraph", keys[5]).status_code == DONE
    assert desk.table.row(keys[5]).agreed_at is None


def test_a_contested_paragraph_is_not_agreed_and_the_page_says_why(desk):
    key = desk.table.keys[5]
    desk.propose("MX", key)

    answer = desk.client("ana").post(desk.address("agree", key), follow=True)

    assert "A bracket or a proposal on this paragraph is still open." in words(answer)


def test_a_translation_is_declared_and_checked_by_name(desk):
    key = desk.table.keys[5]
    desk.post("ana", "edit-paragraph", key, **desk.typed(key, es="Acuerdan otra cosa."))
    base = desk.address("translated", key)

    desk.client("elena").post(f"{base}?language=en")
    assert desk.table.row(key).languages["en"]["state"] == "translated"
    checked = desk.address("check-language", key)
    desk.client("elena").post(f"{checked}?language=en")

    assert desk.table.row(key).languages["en"]["state"] == "checked"
    assert "checked by Elena" in desk.read("MX")


def test_members_outside_the_group_do_not_write(desk):
    key = desk.table.keys[5]

    assert desk.get("MX", "edit-paragraph", key).status_code == FORBIDDEN
    answer = desk.post("MX", "edit-paragraph", key, **desk.typed(key, es="Otra cosa."))
    assert answer.status_code == FORBIDDEN
    assert desk.post("MX", "agree", key).status_code == FORBIDDEN
    assert "Otra cosa." not in desk.table.words()


# Negotiating


def test_a_delegation_proposes_words_a_removal_a_move_and_a_new_paragraph(desk):
    keys = desk.table.keys
    there = desk.table.row(keys[5])
    words_of = {"operation": "reword", "es": CHILDREN, "en": there.en, "reason": "Sí."}
    answer = desk.post("MX", "propose", keys[5], **words_of)
    assert answer["Location"].endswith("#c1")
    desk.post("MX", "propose", keys[6], operation="remove", reason="Sobra.")
    place = f"operative||{keys[3]}"
    desk.post("US", "propose", keys[6], operation="move", place=place)
    new = {"place": place, "form": "paragraph", "es": "Nuevo.", "en": "New.", "reason": ""}
    desk.post("US", "propose-new", **new)

    made = Proposal.objects.filter(text=desk.table.text).order_by("number")
    assert [each.operation for each in made] == ["replace", "remove", "move", "add"]
    said = desk.read("CR")
    assert "Sobra." in said
    assert "after paragraph 1" in said


def test_a_proposal_that_changes_nothing_keeps_what_was_typed(desk):
    key = desk.table.keys[5]
    row = desk.table.row(key)
    typed = {"operation": "reword", "es": row.es, "en": row.en, "reason": "Mi razón."}

    answer = desk.post("MX", "propose", key, **typed)

    assert answer.status_code == BAD
    assert "The proposal changes nothing" in words(answer)
    assert "Mi razón." in words(answer)
    assert not Proposal.objects.filter(text=desk.table.text).exists()


def test_a_delegation_supports_comments_and_withdraws(desk):
    made = desk.propose("MX", desk.table.keys[5])

    desk.post("US", "support", made.number)
    desk.post("US", "comment", made.number, body="De acuerdo con México.")
    assert Proposal.objects.get(pk=made.pk).supporters == ["US"]
    assert "De acuerdo con México." in desk.read("CR", "comment", made.number)
    desk.post("US", "end-support", made.number)
    assert Proposal.objects.get(pk=made.pk).supporters == []

    assert desk.post("US", "withdraw-proposal", made.number).status_code == FORBIDDEN
    desk.post("MX", "withdraw-proposal", made.number)
    assert desk.table.state(made) == "withdrawn"


def test_the_group_decides_with_a_reason_and_brackets_side_by_side(desk):
    key = desk.table.keys[5]
    mx = desk.propose("MX", key)
    us = desk.propose("US", key, es="Acuerdan considerar la protección de la niñez.")
    hn = desk.propose("HN", desk.table.keys[4], es="Toman nota.")

    silent = desk.post("ana", "decide", hn.number, step="reject", reason="")
    assert silent.status_code == BAD
    desk.post("ana", "decide", hn.number, step="reject", reason="Falta el informe.")
    assert desk.table.state(hn) == "rejected"
    desk.post("ana", "decide", mx.number, step="bracket", beside=[us.pk])

    assert desk.table.state(mx) == desk.table.state(us) == "bracketed"
    assert "[" in desk.table.row(key).es
    desk.post("ana", "decide", mx.number, step="accept")
    assert desk.table.row(key).es == CHILDREN
    assert desk.table.state(us) == "rejected"


def test_a_proposal_is_taken_in_in_other_words(desk):
    made = desk.propose("MX", desk.table.keys[5])
    row = desk.table.row(desk.table.keys[5])
    typed = {"step": "merge", "es": "Acuerdan velar por la niñez.", "en": row.en}

    desk.post("ana", "decide", made.number, reason="Así consta.", **typed)

    assert desk.table.state(made) == "merged"
    assert desk.table.row(desk.table.keys[5]).es == "Acuerdan velar por la niñez."


def test_observers_never_draft_and_members_do_not_decide(desk):
    made = desk.propose("MX", desk.table.keys[5])

    assert desk.post("oscar", "support", made.number).status_code == MISSING
    assert desk.get("US", "decide", made.number).status_code == FORBIDDEN
    assert desk.post("elena", "decide", made.number, step="accept").status_code == FORBIDDEN
    assert desk.table.state(made) == "open"


# Steering


def test_a_text_is_begun_described_opened_and_circulated(cast):
    desk = Desk(laid(cast, opened=False))
    with override("en"):
        new = reverse("texts:new")
    typed = {"kind": "letter", "title_es": "Carta a la ST", "title_en": "Letter"}
    begun = desk.client("elena").post(new, typed)
    assert (
        begun["Location"] == Text.objects.get(title_es="Carta a la ST").get_absolute_url()
    )
    assert desk.client("MX").post(new, typed).status_code == FORBIDDEN
    empty = desk.client("elena").post(new, {"kind": "letter", "title_en": "Only English"})
    assert empty.status_code == BAD
    assert "Only English" in empty.content.decode()

    desk.post(
        "ana", "describe", title_es="Declaración de Antigua", comments_until="2026-10-09"
    )
    assert desk.table.again().title_es == "Declaración de Antigua"
    assert "Comments until Fri 9 Oct, 23:59 San José" in desk.read("elena")
    assert desk.post("ana", "open").status_code == DONE
    assert desk.table.again().state == TextState.OPEN
    assert desk.get("ana", "open").status_code == CONFLICT
    sent = desk.post("ana", "circulate", level="members", comments_until="", note="Va.")
    assert sent.status_code == DONE
    assert Circulation.objects.get().level == "members"


def test_adoption_waits_for_what_the_gate_says_then_publication_for_a_second_person(desk):
    made = desk.propose("MX", desk.table.keys[5])
    sitting = in_session(desk.table, *ALL)
    occasion = f"session:{sitting.pk}"
    assert "Proposals are still undecided: 1." in desk.read("ana", "adopt")
    refused = desk.post("ana", "adopt", occasion=occasion)
    assert refused.status_code == CONFLICT

    handling.reject(made.pk, reason="No hay consenso.", by=desk.table.ana)
    for key in desk.table.keys:
        languages.check(desk.table.text.pk, key, "en", by=desk.table.viewer("elena"))
    assert "Nothing is in the way" in desk.read("ana", "adopt")
    assert desk.post("MX", "adopt", occasion=occasion).status_code == FORBIDDEN
    typed = {
        "kind": "reservation",
        "key": desk.table.keys[5],
        "es": "Con reserva.",
        "en": "",
    }
    assert desk.post("US", "statement", **typed).status_code == DONE
    assert TextStatement.objects.get().statement_es == "Con reserva."
    assert desk.post("ana", "adopt", occasion=occasion).status_code == DONE

    assert desk.post("ana", "propose-publication").status_code == DONE
    assert desk.post("ana", "publish").status_code == FORBIDDEN
    assert desk.post("elena", "publish").status_code == DONE
    assert desk.table.again().state == TextState.PUBLISHED
    assert desk.get("ana", "edit-paragraph", desk.table.keys[5]).status_code == CONFLICT
    row = desk.table.row(desk.table.keys[5])
    wrong = {"key": row.key, "language": "es", "printed": "niñez", "corrected": "infancia"}
    fixed = desk.post("elena", "correct", **wrong, reason_es="Errata.", reason_en="")
    assert fixed.status_code == DONE


def test_a_text_is_withdrawn_with_its_reason(desk):
    assert desk.post("ana", "withdraw", reason="").status_code == BAD
    assert desk.post("ana", "withdraw", reason="Se aplaza.").status_code == DONE

    assert desk.table.again().state == TextState.WITHDRAWN
