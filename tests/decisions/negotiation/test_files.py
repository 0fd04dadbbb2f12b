"""A text as files: for whoever may see that version, made once, marked until it is public."""

import io
import json
import zipfile

import pikepdf
import pytest
from django.urls import reverse

from crm_portal.library.models import IssuedDocument, RenderJob
from crm_portal.library.services import papers as library
from decisions.services.texts import languages, proposing, publishing, versions
from decisions.services.texts.adopting import adopt
from tests.decisions.negotiating import PARAGRAPHS, in_session, laid

pytestmark = pytest.mark.django_db
ALL = ("BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO")


@pytest.fixture
def table(cast):
    return laid(cast)


def got(client, table, shape, who=None, number=1):
    if who is not None:
        user = table.cast.focal_points.get(who) or table.cast.people[who]
        client.force_login(user)
    return client.get(
        reverse("texts:text-file", args=[table.text.reference, number, shape])
    )


def test_every_shape_says_the_same_words(client, table):
    words = PARAGRAPHS[5][1]

    word = got(client, table, "word", "MX")
    akn = got(client, table, "akn")
    plain = got(client, table, "json")

    document = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml")
    assert words in document.decode()
    assert words in akn.content.decode()
    assert words in json.dumps(json.loads(plain.content), ensure_ascii=False)
    assert got(client, table, "nothing").status_code == 404
    assert word.content == got(client, table, "word").content


def test_an_observer_gets_what_was_circulated_and_no_proposal(client, table):
    proposing.propose_wording(
        table.text.pk, table.keys[5], es="Acuerdan nada.", by=table.viewer("MX")
    )
    assert got(client, table, "word", "oscar").status_code == 404
    versions.circulate(table.text.pk, "circulation", by=table.ana)

    assert got(client, table, "word", "oscar").status_code == 200
    changes = got(client, table, "changes", "oscar")
    document = zipfile.ZipFile(io.BytesIO(changes.content)).read("word/document.xml")
    assert "Acuerdan nada" not in document.decode()
    ours = got(client, table, "changes", "MX")
    document = zipfile.ZipFile(io.BytesIO(ours.content)).read("word/document.xml")
    assert "w:ins" in document.decode()


def test_papers_are_made_once_by_the_worker_and_marked_until_published(client, table):
    """P1, P4: one rendering a version; nothing is rendered when it is downloaded."""
    pk = table.text.pk
    for key in table.keys:
        languages.check(pk, key, "en", by=table.viewer("elena"))
    sitting = in_session(table, *ALL)
    adoption = adopt(pk, session_id=sitting.pk, by=table.ana)
    assert RenderJob.objects.count() == 3
    assert got(client, table, "pdf", "MX").status_code == 409
    while library.make_next():
        pass

    mine, theirs = got(client, table, "pdf", "MX"), got(client, table, "pdf", "CA")
    stored = IssuedDocument.objects.get(language="mul")
    assert stored.code == adoption.code
    assert stored.text_sha256 == adoption.digest
    assert mine.content != theirs.content
    with pikepdf.open(io.BytesIO(mine.content)) as pdf:
        assert len(pdf.attachments) == 2
    publishing.propose_publication(pk, by=table.ana)
    publishing.publish(pk, by=table.viewer("elena"))

    client.logout()
    public = client.get(reverse("register:file", args=[table.text.reference, "pdf"]))
    assert public.content == bytes(stored.pdf.content)
    assert IssuedDocument.objects.count() == 3
    assert public["Cache-Control"] != mine["Cache-Control"]


def test_a_draft_stays_a_draft_when_its_text_is_published(client, table):
    """What the whole world may read is the adopted text, not what was on the table."""
    pk = table.text.pk
    versions.circulate(pk, "circulation", by=table.ana)
    for key in table.keys:
        languages.check(pk, key, "en", by=table.viewer("elena"))
    adopt(pk, session_id=in_session(table, *ALL).pk, by=table.ana)
    publishing.propose_publication(pk, by=table.ana)
    publishing.publish(pk, by=table.viewer("elena"))
    while library.make_next():
        pass
    adopted = table.text.versions.get(adoption__isnull=False).number
    published = got(client, table, "pdf", "MX", adopted)

    mine, theirs = got(client, table, "pdf", "MX"), got(client, table, "pdf", "CA")

    assert mine.content != theirs.content
    assert mine["Cache-Control"] == theirs["Cache-Control"] != published["Cache-Control"]
    assert published.content == got(client, table, "pdf", "CA", adopted).content
    client.logout()
    public = reverse("register:file", args=[table.text.reference, "pdf"])
    assert client.get(public).content == published.content
    assert got(client, table, "pdf").status_code != 200


def test_the_comparative_table_is_on_paper_for_who_negotiates(client, table):
    """One paper a draft, when there is something to compare; observers read none."""
    pk = table.text.pk
    proposing.propose_wording(
        pk, table.keys[5], es="Convienen en X.", by=table.viewer("MX")
    )
    versions.circulate(pk, "circulation", by=table.ana)
    assert got(client, table, "table", "CA").status_code == 409
    while library.make_next():
        pass

    paper = IssuedDocument.objects.get(kind="proposals")
    assert "proposals on draft 1" in paper.title_en
    assert got(client, table, "table", "CA").status_code == 200
    assert got(client, table, "table", "oscar").status_code == 404
    text = table.text
    page = client.get(reverse("texts:text-proposals", args=[text.reference]))
    assert page.status_code == 404
    client.force_login(table.cast.focal_points["CA"])
    page = client.get(reverse("texts:text-proposals", args=[text.reference]))
    assert reverse("texts:text-file", args=[text.reference, 1, "table"]) in page.text
