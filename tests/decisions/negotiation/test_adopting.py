"""The body adopts; the text freezes; corrections and publication leave it as it was."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import Provision, ProvisionLink, Text
from decisions.services.texts import (
    adopting,
    correcting,
    forwarding,
    handling,
    languages,
    proposing,
    publishing,
    versions,
    writing,
)
from decisions.services.texts.adopting import Adopted
from decisions.services.texts.correcting import Correction
from decisions.services.texts.working import NewText
from tests.decisions.negotiating import PARAGRAPHS, in_session, laid

pytestmark = pytest.mark.django_db
ALL = ("BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO")


@pytest.fixture
def table(cast):
    return laid(cast)


def checked(table):
    for key in table.keys:
        languages.check(table.text.pk, key, "en", by=table.viewer("elena"))
    return table


def adopted(table):
    sitting = in_session(checked(table), *ALL)
    return adopting.adopt(table.text.pk, session_id=sitting.pk, by=table.ana)


def codes(table, session=None):
    return {each.code for each in adopting.gate(table.again(), Adopted(session=session))}


def test_everything_that_blocks_is_said_with_its_rule(table):
    """001:382, 001:399: brackets, collisions, undecided proposals, unchecked languages."""
    found = [
        proposing.propose_wording(table.text.pk, table.keys[5], es=es, by=table.viewer(who))
        for who, es in (
            ("MX", "Acuerdan asegurar la protección."),
            ("US", "Acuerdan nada."),
        )
    ]
    sitting = in_session(table)
    assert codes(table, sitting) == {
        "open_collisions",
        "undecided_proposals",
        "language_not_checked",
        "attendance_not_recorded",
    }
    handling.bracket([each.pk for each in found], by=table.ana)

    assert {"open_brackets", "brackets_differ"} <= codes(table, sitting)
    with pytest.raises(Conflict) as refused:
        adopting.adopt(table.text.pk, session_id=sitting.pk, by=table.ana)
    assert refused.value.code == "not_ready_for_adoption"
    assert table.again().state == "open"


def test_only_the_body_in_session_adopts_and_the_presidency_records_it(table):
    checked(table)
    sitting = table.text.meeting.sessions.first()
    assert codes(table, sitting) == {"meeting_not_in_session", "attendance_not_recorded"}
    sitting = in_session(table, *ALL)
    for who in ("elena", "MX", "oscar"):
        with pytest.raises(Refused):
            adopting.adopt(table.text.pk, session_id=sitting.pk, by=table.viewer(who))

    adoption = adopting.adopt(table.text.pk, session_id=sitting.pk, by=table.ana)

    assert adoption.present == sorted(ALL)
    assert table.again().state == "adopted"
    assert len(adoption.code) == 12
    assert adoption.digest == adoption.version.content_hash


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_paragraph SET es = 'otra cosa'",
        "DELETE FROM decisions_paragraph",
        "UPDATE decisions_textversion SET content_hash = repeat('0', 64)",
        "UPDATE decisions_textadoption SET present = '{}'",
        "DELETE FROM decisions_text",
    ],
)
def test_what_was_adopted_is_frozen_in_the_database_itself(table, statement):
    adopted(table)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_adopted_text_is_not_written_and_its_paragraphs_are_in_the_register(table):
    adopted(table)

    with pytest.raises(Conflict):
        writing.save(
            table.text.pk, table.keys[3], table.typed(table.keys[3], es="x"), by=table.ana
        )
    found = list(Provision.objects.values_list("part", "number", "words_es"))
    assert found[0] == ("preamble", "1", PARAGRAPHS[1][1])
    assert found[2] == ("operative", "1", PARAGRAPHS[3][1])
    assert len(found) == 6


def test_another_person_publishes_and_then_everybody_reads_it(table):
    adopted(table)
    assert not Text.objects.visible_to(table.viewer("oscar")).exists()
    with pytest.raises(Conflict):
        publishing.publish(table.text.pk, by=table.viewer("elena"))
    publishing.propose_publication(table.text.pk, by=table.ana)
    with pytest.raises(Refused):
        publishing.publish(table.text.pk, by=table.ana)

    publishing.publish(table.text.pk, by=table.viewer("elena"))

    assert Text.objects.visible_to(table.viewer("oscar")).get() == table.text


def test_a_correction_is_a_new_row_with_both_readings(table):
    """The case of the VII communiqué: one language printed another date (facts 2.1)."""
    adopted(table)
    wrong = Correction(table.keys[3], "en", "dialogue", "open dialogue", "Errata.")

    with pytest.raises(Refused):
        correcting.correct(table.text.pk, wrong, by=table.viewer("MX"))
    with pytest.raises(Invalid):
        correcting.correct(
            table.text.pk,
            Correction(table.keys[3], "en", "no such words", "x", "Errata."),
            by=table.ana,
        )
    made = correcting.correct(table.text.pk, wrong, by=table.viewer("elena"))

    assert (made.number, made.reference, made.printed) == (1, "1", "dialogue")
    assert table.row(table.keys[3]).en == PARAGRAPHS[3][2]


def test_what_a_body_concluded_goes_to_the_next_as_a_recommendation(table):
    adopted(table)

    found = forwarding.forward(
        table.text.pk, NewText("recommendations", "Recomendaciones"), by=table.ana
    )

    assert found.forwarded_from == table.text
    link = ProvisionLink.objects.get()
    assert (link.earlier_text, link.later_text) == (table.text, found)
    words = found.versions.get().paragraphs.values_list("es", flat=True)
    assert list(words) == [es for part, es, _en in PARAGRAPHS if part == "operative"]


def test_a_circulated_draft_is_frozen_numbered_and_seen_by_its_audience(table):
    """Observers see what was circulated to them, and of the text nothing else."""
    until = clock.now() + timedelta(days=7)
    assert not Text.objects.visible_to(table.viewer("oscar")).exists()
    found = versions.circulate(
        table.text.pk, "circulation", comments_until=until, by=table.ana
    )

    row = writing.save(
        table.text.pk,
        table.keys[3],
        table.typed(table.keys[3], es="Renuevan su compromiso."),
        by=table.ana,
    ).paragraph

    assert (found.version.number, row.version.number) == (1, 2)
    assert found.version.paragraphs.get(key=table.keys[1]).number == "P1"
    seen = table.text.versions.visible_to(table.viewer("oscar"))
    assert [each.number for each in seen] == [1]
    assert table.text.versions.visible_to(table.viewer("MX")).count() == 2


def test_a_reservation_stands_beside_the_text_until_it_is_published(table):
    made = adopting.make_statement(
        table.text.pk,
        "reservation",
        table.keys[5],
        "Conforme a su legislación.",
        by=table.viewer("US"),
    )
    assert made.party.code == "US"
    with pytest.raises(Refused):
        adopting.make_statement(
            table.text.pk, "reservation", es="No.", by=table.viewer("oscar")
        )
    adopted(table)
    publishing.propose_publication(table.text.pk, by=table.ana)
    publishing.publish(table.text.pk, by=table.viewer("elena"))

    with pytest.raises(Refused):
        adopting.make_statement(
            table.text.pk, "interpretation", es="Tarde.", by=table.viewer("US")
        )
