"""What a text in negotiation sets off around it: letters, “Today”, a consultation on it."""

from datetime import timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Refused
from crm_portal.core.models import Notice
from decisions import text_notices, texts_today
from decisions.models import Consultation
from decisions.services import drafting
from decisions.services.drafting import Draft
from decisions.services.texts import consulting, handling, importing, proposing, versions
from decisions.services.texts.working import NewText, open_text
from tests.decisions.negotiating import PARAGRAPHS, Ruled, laid

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    return laid(cast)


def letters(event):
    found = Notice.objects.filter(event=f"text.{event}").select_related("recipient")
    return {each.recipient.email: each for each in found}


def test_a_circulated_draft_is_told_to_its_audience_and_to_nobody_else(table):
    until = clock.now() + timedelta(days=7)
    versions.circulate(table.text.pk, "members", comments_until=until, by=table.ana)

    told = letters("circulated")
    assert table.cast.focal_points["MX"].email in told
    assert "oscar@example.org" not in told
    letter = text_notices.compose(told["elena@example.org"], clock.now())
    assert letter is not None
    assert letter.subject == "crm-t-2026-01: se circuló un borrador"
    assert PARAGRAPHS[0][1] not in letter.body
    assert "Declaración de Guatemala" in letter.body


def test_a_letter_that_no_longer_holds_is_not_sent(table):
    found = proposing.propose_wording(
        table.text.pk, table.keys[3], es="Renuevan su diálogo.", by=table.viewer("MX")
    )
    handling.reject(found.pk, reason="Lenguaje acordado.", by=table.ana)
    notice = letters("decided")[table.cast.focal_points["MX"].email]
    assert text_notices.compose(notice, clock.now()) is not None

    table.text.state = "withdrawn"
    table.text.save()

    assert text_notices.compose(notice, clock.now()) is None


def test_today_shows_what_waits_and_for_whom(table):
    assert texts_today.today(table.viewer("MX")) == []
    proposing.propose_wording(
        table.text.pk, table.keys[3], es="Renuevan su diálogo.", by=table.viewer("MX")
    )
    assert texts_today.today(table.viewer("MX")) == []
    (row,) = texts_today.today(table.ana)
    assert row["note"] == "1 propuesta está por decidir"
    until = clock.now() + timedelta(days=7)
    versions.circulate(table.text.pk, "members", comments_until=until, by=table.ana)

    assert len(texts_today.today(table.viewer("CA"))) == 1
    assert texts_today.today(table.viewer("oscar")) == []


def extraordinary(table):
    text = open_text(
        NewText("extraordinary_declaration", "Declaración Extraordinaria"), by=table.ana
    )
    said = [Ruled(f"n{n}", es, en) for n, (_part, es, en) in enumerate(PARAGRAPHS[3:6])]
    importing.take_in(text.pk, said, by=table.ana)
    return text


def test_a_text_is_consulted_whole_and_keeps_its_paragraphs(table):
    """001:391: what is not adopted in a meeting is put to every member in writing."""
    text = extraordinary(table)
    asked = {"subject_es": "Declaración", "reason_es": "Urge una posición concertada."}
    with pytest.raises(Refused):
        consulting.consult(text.pk, **asked, by=table.viewer("elena"))
    with pytest.raises(Conflict) as refused:
        consulting.consult(table.text.pk, **asked, by=table.ana)
    assert refused.value.code == "wrong_way"

    found = consulting.consult(text.pk, **asked, by=table.ana)

    assert found.text == text
    rows = list(text.versions.get().paragraphs.all())
    assert [row.number for row in rows] == ["1", "2", "3"]
    drafting.write(
        found.pk,
        [
            Draft(row.es.replace("Toman", "Tomen"), row.en, row.key, row.number)
            for row in rows
        ],
        by=table.ana,
    )
    assert [row.part for row in text.versions.get().paragraphs.all()] == ["operative"] * 3
    with pytest.raises(Conflict):
        consulting.consult(text.pk, **asked, by=table.ana)


def test_one_paragraph_is_consulted_as_a_text_that_names_its_origin(table):
    found = consulting.consult(
        table.text.pk,
        table.keys[5],
        subject_es="Protección de la niñez",
        reason_es="No hubo consenso sobre el verbo.",
        by=table.ana,
    )

    assert found.text.forwarded_from == table.text
    assert [row.es for row in found.text.versions.get().paragraphs.all()] == [
        PARAGRAPHS[5][1]
    ]
    assert Consultation.objects.count() == 1
