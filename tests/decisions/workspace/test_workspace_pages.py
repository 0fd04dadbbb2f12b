"""The page of a text in work: what is on it, for whom, and at what price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import clock
from decisions.presentation.workspace import presence
from decisions.services.texts import handling, proposing, versions, writing
from tests.decisions.negotiating import laid
from tests.decisions.workspace.at_the_desk import CHILDREN, Desk, words

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, MISSING = 200, 302, 403, 404


def test_members_and_the_secretariat_read_the_negotiation_and_nobody_else(desk):
    answers = {who: desk.get(who).status_code for who in ("ana", "MX", "elena", "oscar")}

    assert answers == {"ana": OK, "MX": OK, "elena": OK, "oscar": MISSING}
    assert desk.get(None).status_code == FOUND
    assert desk.get("admin").status_code == MISSING


def test_a_draft_is_read_by_those_who_prepare_it(cast):
    desk = Desk(laid(cast, opened=False))

    assert desk.get("ana").status_code == OK
    assert desk.get("elena").status_code == OK
    assert desk.get("MX").status_code == MISSING


def test_an_observer_reads_the_draft_that_was_circulated_and_nothing_of_the_negotiation(
    desk,
):
    desk.propose("MX", desk.table.keys[5])
    by = desk.table.ana
    versions.circulate(desk.table.text.pk, "circulation", by=by)
    key = desk.table.keys[3]
    typed = desk.table.typed(key, es="Reafirman otra cosa distinta.")
    writing.save(desk.table.text.pk, key, typed, by=desk.table.ana)

    said = desk.read("oscar")

    assert "Reafirman su compromiso con el diálogo." in said
    assert "otra cosa distinta" not in said
    assert "Mexico" not in said
    assert "Propose" not in said
    assert desk.get("oscar", "propose", key).status_code == FORBIDDEN


def test_the_page_shows_proposals_under_their_paragraph_with_what_the_reader_may_do(desk):
    made = desk.propose("MX", desk.table.keys[5], reason="Lenguaje acordado.")
    proposing.support(made.pk, by=desk.table.viewer("HN"))

    said = desk.read("BZ")

    assert "Mexico proposal 1" in said
    assert "Lenguaje acordado." in said
    assert "Supported by: Honduras" in said
    assert "Support (1)" in said
    assert "Decide" not in said
    assert "Decide (1)" in desk.read("ana")
    assert "Withdraw (1)" in desk.read("MX")
    assert "End the support (1)" in desk.read("HN")


def test_a_collision_names_both_proposals(desk):
    desk.propose("MX", desk.table.keys[5])
    desk.propose(
        "US", desk.table.keys[5], es="Acuerdan considerar la protección de la niñez."
    )

    said = desk.read("CR")

    assert "proposal 1 and proposal 2 collide" in said
    assert "Both change the same words." in said


def test_brackets_carry_their_delegations_and_block_adoption(desk):
    made = desk.propose("MX", desk.table.keys[5])
    handling.bracket([made.pk], by=desk.table.ana)

    said = desk.read("ana")

    assert "corchete de MX" in said
    assert "Brackets are still open: 1." in said
    only = desk.read("ana", view="brackets")
    assert "Acuerdan" in only
    assert "Toman nota" not in only


def test_changes_since_the_last_draft_are_marked_and_the_clean_view_marks_none(desk):
    versions.circulate(desk.table.text.pk, "members", by=desk.table.ana)
    key = desk.table.keys[4]
    typed = desk.table.typed(key, es="Toman nota del informe anual de la PPT.")
    writing.save(desk.table.text.pk, key, typed, by=desk.table.ana)

    assert "[añadido: anual" in desk.read("MX") or "[added: anual" in desk.read("MX")
    assert "<ins>" not in desk.get("MX", view="clean").content.decode()
    assert "<ins>" not in desk.get("MX", compare="none").content.decode()


def test_a_language_that_fell_behind_says_so(desk):
    key = desk.table.keys[4]
    typed = desk.table.typed(key, es="Toman nota del informe anual de la PPT.")
    writing.save(desk.table.text.pk, key, typed, by=desk.table.ana)

    said = desk.read("elena")

    assert "outdated: the other language changed on" in said
    assert "Say that it is translated" in said
    assert "Say that it is translated" not in desk.read("MX")


def test_what_waits_for_a_state_is_what_it_has_said_nothing_on(desk):
    made = desk.propose("MX", desk.table.keys[5])
    assert "Awaiting your position 1" in desk.read("BZ")

    proposing.support(made.pk, by=desk.table.viewer("BZ"))

    assert "Awaiting your position 0" in desk.read("BZ")
    assert "Awaiting your position 0" in desk.read("MX")
    assert "Proposals to decide 1" in desk.read("ana")


def test_proposals_of_one_delegation_alone(desk):
    desk.propose("MX", desk.table.keys[5])
    desk.propose("US", desk.table.keys[4], es="Toman nota del informe.")

    said = desk.read("ana", of="US")

    assert "proposal 2" in said
    assert "proposal 1" not in said


def test_one_language_alone_is_remembered(desk):
    client = desk.client("MX")
    client.get(desk.address(), {"text": "es"})

    page = client.get(desk.address()).content.decode()

    assert "Reafirman" in page
    assert "Reaffirm their" not in page.partition('class="bitext')[2]


def test_who_writes_is_hinted_at_for_some_minutes(desk):
    key = desk.table.keys[5]
    assert desk.get("ana", "edit-paragraph", key).status_code == OK

    assert "Ana (GT) is writing on paragraph 3" in desk.read("elena", "writing")
    assert "is writing" not in desk.read("ana", "writing")
    clock.advance(presence.LASTS + timedelta(seconds=1))
    assert "is writing" not in desk.read("elena", "writing")


def test_the_page_asks_the_database_no_more_however_much_is_proposed(desk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(desk.address()).status_code == OK
        return len(found)

    client = desk.client("BZ")
    desk.propose("MX", desk.table.keys[5])
    desk.propose("CA", desk.table.keys[5], es="Acuerdan procurar algo.")
    client.get(desk.address())
    before = queries()
    for code in ("US", "HN", "SV", "CR"):
        for key in desk.table.keys[3:7]:
            row = desk.table.row(key)
            desk.propose(code, key, es=f"{row.es} Además, {code}.")

    assert queries() == before <= 14


def test_the_list_shows_each_reader_the_texts_that_exist_for_him(desk):
    with override("en"):
        address = reverse("texts:texts")

    assert "Declaration of Guatemala" in words(desk.client("MX").get(address))
    assert "Declaration of Guatemala" not in words(desk.client("oscar").get(address))
    assert "New text" in words(desk.client("elena").get(address))
    assert "New text" not in words(desk.client("MX").get(address))


def test_hostile_words_are_words(desk):
    desk.propose("MX", desk.table.keys[5], es="Acuerdan <script>alert(1)</script>.")

    page = desk.get("BZ").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert CHILDREN not in page
