"""With a scanner named, nothing is anybody's before it is cleared; without one, it is said (U4)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm_portal.core import clock
from crm_portal.library import antivirus, services, sweeps
from crm_portal.library.models import Document, DocumentRevision, Scan
from crm_portal.library.uploads import DocumentField
from tests.library import hostile
from tests.library.clamd import clamd
from tests.library.documents import pdf, registered, sheet

pytestmark = pytest.mark.django_db

INFECTED = {
    "plain": ("a.pdf", hostile.with_stream(hostile.EICAR)),
    "in a package": ("a.docx", hostile.office(parts={"word/media/a.txt": hostile.EICAR})),
    "in a text": ("a.docx", hostile.office(parts={"word/a.xml": hostile.EICAR})),
}


@pytest.fixture
def down(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "none.sock")


def seen(cast, who):
    return Document.objects.visible_to(cast.viewer(who)).exists()


def test_without_a_scanner_a_file_is_there_and_says_so(cast):
    registered(cast.viewer("elena"))

    assert DocumentRevision.objects.get().scan == Scan.UNSCANNED
    assert seen(cast, "bruno")
    assert sweeps.scan_due() == 0


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_a_clean_file_is_everybodys_once_cleared(cast, settings, tmp_path, kind):
    with clamd(tmp_path / "clamd.sock" if kind == "unix" else "") as where:
        settings.CLAMD_SOCKET = where
        registered(cast.viewer("elena"), sheet(content=pdf(pages=200)))
        assert not seen(cast, "bruno")

        assert sweeps.scan_due() == 1

    assert DocumentRevision.objects.get().scan == Scan.CLEAN
    assert seen(cast, "bruno")


@pytest.mark.parametrize("how", ["plain", "in a package", "in a text"])
def test_what_the_scanner_finds_is_quarantined_and_told(
    cast, settings, tmp_path, client, how
):
    name, content = INFECTED[how]
    with clamd(tmp_path / "clamd.sock") as where:
        settings.CLAMD_SOCKET = where
        registered(cast.viewer("ana"), sheet("es", content, name))
        sweeps.scan_due()
    revision = DocumentRevision.objects.get()

    assert (revision.scan, revision.signature) == (Scan.INFECTED, "Eicar-Signature")
    for who, told in (("ana", True), ("elena", True), ("bruno", False)):
        client.force_login(cast.people[who])
        page = client.get(reverse("library:documents")).content.decode()
        assert ("Eicar-Signature" in page) is told
        assert ("Proyecto de declaración" in page) is (who == "ana")
        assert client.get(revision.get_absolute_url()).status_code == 404


def test_with_the_scanner_down_nobody_but_who_brought_it_knows(cast, down, client):
    document = registered(cast.viewer("elena"))

    assert sweeps.scan_due() == 1  # tried, and put off
    clock.advance(timedelta(days=1))
    assert sweeps.scan_due() == 1

    assert DocumentRevision.objects.get().scan == Scan.PENDING
    assert [who for who in ("ana", "bruno", "esteban", "elena") if knows(cast, who)] == [
        "elena"
    ]
    client.force_login(cast.people["elena"])
    assert client.get(document.revisions.get().get_absolute_url()).status_code == 404
    assert client.get(document.get_absolute_url()).status_code == 200


def knows(cast, who):
    return who in cast.people and seen(cast, who)


def test_a_new_revision_that_waits_hides_nothing_of_the_old_one(cast, settings, tmp_path):
    elena, bruno = cast.viewer("elena"), cast.viewer("bruno")
    document = registered(elena)
    settings.CLAMD_SOCKET = str(tmp_path / "none.sock")
    services.add_revision(document.pk, [sheet("es", pdf("Nuevo"), "nuevo.pdf")], by=elena)

    visible = DocumentRevision.objects.visible_to(bruno)
    assert [each.number for each in visible] == [0]
    assert [each.number for each in DocumentRevision.objects.visible_to(elena)] == [1, 0]


def test_an_answer_that_is_not_clear_is_no_answer(settings, tmp_path):
    with clamd(tmp_path / "clamd.sock", refuses=True) as where:
        settings.CLAMD_SOCKET = where
        with pytest.raises(antivirus.ScannerDown):
            antivirus.scan(b"a" * 200_000)


def test_the_health_page_says_how_long_a_file_has_waited(cast, down):
    registered(cast.viewer("elena"))

    _name, _label, since = sweeps.oldest_unscanned(clock.now())

    assert since == cast.at


def brought(content: bytes):
    """What a form takes of a note verbale or of evidence, or why it does not take it."""
    field = DocumentField()
    file = SimpleUploadedFile("nota.pdf", content)
    try:
        return field.clean(file)
    except ValidationError as refusal:
        return refusal.code


def test_notes_and_evidence_are_scanned_before_they_are_kept(settings, tmp_path):
    assert brought(pdf()).name == "nota.pdf"
    with clamd(tmp_path / "clamd.sock") as where:
        settings.CLAMD_SOCKET = where
        taken = brought(pdf())
        assert taken.read() == pdf()
        assert brought(hostile.with_stream(hostile.EICAR)) == "infected"


def test_with_the_scanner_down_no_note_is_taken(down):
    assert brought(pdf()) == "scanner_down"
