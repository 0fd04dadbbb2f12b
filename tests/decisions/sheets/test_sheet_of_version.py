"""From the rows of a negotiated and adopted text to its outputs, and to the paper that verifies."""

import io

import pikepdf
import pytest

from crm_portal.library.models import IssuedDocument
from crm_portal.library.rules import grouped
from crm_portal.library.services import papers as library
from decisions.reports.sheets import akn, akn_reading, data
from decisions.reports.sheets.of_version import of_version
from decisions.reports.sheets.sheet import Two, clean
from decisions.reports.sheets.word import to_docx, to_tracked_docx
from decisions.rules.texts.diff import Fate
from decisions.services.texts import (
    adopting,
    correcting,
    handling,
    languages,
    proposing,
    versions,
)
from decisions.services.texts.correcting import Correction
from tests.decisions.negotiating import in_session, laid
from tests.decisions.sheets import reading

pytestmark = pytest.mark.django_db
NOTE, CHILDREN = 4, 5


@pytest.fixture
def table(cast):
    return laid(cast)


def propose(table, who, key, es, **said):
    by = table.viewer(who)
    return proposing.propose_wording(table.text.pk, table.keys[key], es=es, by=by, **said)


def latest(table):
    return table.again().versions.order_by("-number")[0]


def test_a_draft_has_its_numbers_its_proposals_and_the_state_of_its_languages(table):
    took = propose(table, "MX", NOTE, "Toman nota del informe.", en="Take note.")
    propose(table, "US", CHILDREN, "Acuerdan procurar la protección.", reason="Porque sí.")
    propose(table, "CA", CHILDREN, "Acuerdan garantizar la protección de todos.")
    versions.circulate(table.text.pk, "members", by=table.ana)
    first = latest(table)
    handling.accept(took.pk, by=table.ana)

    sheet = of_version(latest(table), against=first, with_proposals=True)

    found = {row.key: row for row in sheet.rows}
    note, children = found[table.keys[NOTE]], found[table.keys[CHILDREN]]
    assert (sheet.draft, sheet.against, sheet.is_adopted) == (2, 1, False)
    assert (note.fate, note.reference) == (Fate.CHANGED, "2")
    assert [each.state for each in note.proposals] == ["accepted"]
    assert note.proposals[0].base == note.was
    assert [each.by for each in children.proposals] == ["US", "CA"]
    assert children.proposals[0].reason == "Porque sí."
    assert children.en_state == "translated"
    assert data.from_data(data.to_data(sheet)) == sheet
    assert reading.in_docx(to_docx(sheet)) == reading.said(clean(sheet))
    assert reading.in_docx(to_tracked_docx(sheet)) == reading.said(sheet, tracked=True)


def test_the_adopted_text_is_printed_under_the_hash_that_was_recorded(table):
    """The code on paper is that of the text, and so is what is attached."""
    adopting.make_statement(
        table.text.pk, "reservation", es="Conforme a su ley.", by=table.viewer("US")
    )
    for key in table.keys:
        languages.check(table.text.pk, key, "en", by=table.viewer("elena"))
    sitting = in_session(table, "GT", "MX", "US")
    adoption = adopting.adopt(table.text.pk, session_id=sitting.pk, by=table.ana)
    library.make_next()

    sheet = of_version(latest(table))
    printed = IssuedDocument.objects.get()

    assert data.text_sha256(sheet) == adoption.digest == printed.text_sha256
    assert sheet.issued.code == grouped(adoption.code) == grouped(printed.code)
    assert "Guatemala" in sheet.adoption.by.es
    assert [each.words for each in sheet.annexed] == [Two("Conforme a su ley.")]
    assert akn_reading.read_xml(akn.to_xml(sheet)) == sheet
    with pikepdf.open(io.BytesIO(bytes(printed.pdf.content))) as document:
        attached = document.attachments[f"{grouped(adoption.code)}.json"]
        assert data.from_json(attached.get_file().read_bytes()) == sheet
    correcting.correct(
        table.text.pk,
        Correction(table.keys[3], "en", "dialogue", "open dialogue", "Errata."),
        by=table.viewer("elena"),
    )
    corrected = of_version(latest(table))
    assert [each.now for each in corrected.corrigenda] == ["open dialogue"]
    assert data.text_sha256(corrected) == adoption.digest
