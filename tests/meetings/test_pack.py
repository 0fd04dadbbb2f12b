"""A pack holds what its asker may read, is made once, and is handed over by right."""

import io
import re
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import translation

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library import services as library
from crm_portal.library.models import Document
from meetings import pack, pack_sweeps
from meetings.models import PackFile, PackJob
from meetings.services import packs
from tests.library.documents import pdf, sheet
from tests.library.hostile import office
from tests.matrix_scenes import people
from tests.meetings.papering import meeting, paper

pytestmark = pytest.mark.django_db
LEVELS = ("circulation", "members", "participants")


@pytest.fixture
def cast(cast):
    cast.people = people(cast)
    return cast


@pytest.fixture
def found(cast):
    """A meeting with one paper for each audience, in Spanish; one in English, one in Word."""
    held, elena = meeting(), cast.viewer("elena")
    for level in LEVELS:
        circle = f"meeting:{held.pk}:participants" if level == "participants" else ""
        paper(
            held,
            elena,
            forum="VM_PLENARIA",
            title_es=f"Para {level}",
            title_en=f"For {level}",
            level=level,
            circle=circle,
        )
    both = [sheet("es", pdf("Hola")), sheet("en", pdf("Hello"))]
    paper(held, elena, *both, title_es="Bilingüe", title_en="Bilingual", level="members")
    paper(held, elena, sheet("es", office(), "a.docx"), title_es="Word", level="members")
    return held


def asked(found, by, **said):
    usual = {"level": "members", "language": "es", "form": "zip"}
    return packs.ask_pack(found.pk, by=by, **{**usual, **said})


def made(job):
    while pack_sweeps.make_due():
        pass
    job.refresh_from_db()
    assert job.state == PackJob.State.DONE, job.error
    return b"".join(job.file.read())


def test_a_zip_works_from_a_stick(cast, found):
    content = made(asked(found, cast.viewer("bruno")))

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        index = package.read("index.html").decode()
        twin = package.read("index-en.html").decode()
    links = re.findall(r'href="([^"]*)"', index)
    assert set(links) == {*names} - {"index.html"}
    assert set(re.findall(r'href="([^"]*)"', twin)) == {*names} - {"index-en.html"}
    assert all(re.fullmatch(r"[A-Za-z0-9./-]+", name) for name in names)
    assert not re.search(r'(src|href)="(https?:|/|\.\.)', index + twin)
    assert "Bilingüe" in index
    assert "Bilingual" in twin
    assert "Para participants" not in index
    assert [name for name in names if name.endswith(".docx")] == [
        name for name in names if "-es-" in name
    ]


def test_each_language_takes_the_file_in_it_if_there_is_one(cast, found):
    english = asked(found, cast.viewer("bruno"), language="en")
    spanish = asked(found, cast.viewer("bruno"))

    names = []
    for job in (english, spanish):
        with zipfile.ZipFile(io.BytesIO(made(job))) as package:
            names.append({name for name in package.namelist() if "DOC-4" in name})
    assert [name.pop()[-7:] for name in names] == ["-en.pdf", "-es.pdf"]


def test_a_pdf_has_bookmarks_contents_and_marks(cast, found):
    content = made(asked(found, cast.viewer("bruno"), form="pdf"))

    with pikepdf.open(io.BytesIO(content)) as whole, whole.open_outline() as outline:
        titles = [
            [item.title, [each.title for each in item.children]] for item in outline.root
        ]
        assert len(whole.pages) == 1 + 2 + 2 + 1  # contents, two papers of two, one of one
    assert [inside for _title, inside in titles] == [
        [],
        ["XXXI-CRM/DOC/1 Para circulation", "XXXI-CRM/DOC/2 Para members"],
        ["XXXI-CRM/DOC/4 Bilingüe"],
    ]
    assert b"/Outlines" in content


def test_the_same_order_is_one_pack_of_one_delegation(cast, found):
    bruno, carla = cast.viewer("bruno"), cast.viewer("carla")
    one = asked(found, bruno)

    assert asked(found, bruno) == one
    assert asked(found, carla) == one
    assert asked(found, cast.viewer("mateo")) != one
    assert asked(found, bruno, form="pdf") != one


@pytest.mark.parametrize(
    ("who", "levels"),
    [
        ("oscar", ["public", "circulation"]),
        ("bruno", ["public", "circulation", "members", "participants"]),
        ("admin", ["public"]),
    ],
)
def test_one_asks_for_packs_of_the_audiences_one_belongs_to(cast, found, who, levels):
    viewer = cast.viewer(who)

    assert packs.levels_for(found, viewer) == levels
    with pytest.raises(Invalid):
        asked(found, viewer, level="closed")
    with pytest.raises(Conflict):
        asked(found, viewer, level="public")


def test_what_one_may_no_longer_read_is_not_handed_over(client, cast, found):
    bruno = cast.viewer("bruno")
    job = asked(found, bruno, level="circulation")
    made(job)
    client.force_login(cast.people["bruno"])
    answer = client.get(job.get_absolute_url())
    assert len(b"".join(answer.streaming_content)) == int(answer["Content-Length"])
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Cache-Control"] == "private, no-store"
    client.force_login(cast.people["mateo"])
    assert client.get(job.get_absolute_url()).status_code == 404

    document = found.papers.order_by("pk")[0].document
    library.narrow(document.pk, "named", reason="Se retira.", by=cast.viewer("elena"))

    client.force_login(cast.people["bruno"])
    assert client.get(job.get_absolute_url()).status_code == 404
    listed = client.get(reverse("meetings:papers", args=[found.symbol])).content.decode()
    assert job.get_absolute_url() not in listed


def test_the_page_asks_says_how_far_it_is_and_hands_over(client, cast, found):
    client.force_login(cast.people["bruno"])
    address = reverse("meetings:papers", args=[found.symbol])
    said = {"level": "members", "language": "es", "form": "zip"}
    client.post(reverse("meetings:pack-ask", args=[found.symbol]), said)
    job = PackJob.objects.get()
    assert 'hx-select="#packs"' in client.get(address).content.decode()

    pack_sweeps.make_due()

    told = client.get(address).content.decode()
    assert job.get_absolute_url() in told
    assert "hx-select" not in told


def test_what_fails_is_tried_again_and_then_given_up(cast, found, monkeypatch):
    job = asked(found, cast.viewer("bruno"))

    def breaks(_job, _out, _progress):
        raise OSError("a disk")

    monkeypatch.setattr(pack, "build", breaks)
    for _ in range(packs.ATTEMPTS):
        assert pack_sweeps.make_due() == 1
        assert pack_sweeps.make_due() == 0  # it waits
        clock.advance(timedelta(minutes=15))
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "OSError")
    monkeypatch.undo()

    asked(found, cast.viewer("bruno", clock.now()))
    made(job)


def test_what_a_dead_worker_left_is_somebody_else_s(cast, found, monkeypatch):
    job = asked(found, cast.viewer("bruno"))

    def dies(name):
        if name == "pack_built":
            raise KeyboardInterrupt

    monkeypatch.setattr("meetings.services.packs.crashpoint", dies)
    with pytest.raises(KeyboardInterrupt):
        pack_sweeps.make_due()
    monkeypatch.undo()
    assert pack_sweeps.make_due() == 0
    clock.advance(packs.LEASE + timedelta(seconds=1))

    made(job)
    assert PackFile.objects.count() == 1


def test_a_pack_goes_when_its_time_has_passed_and_can_be_asked_for_again(cast, found):
    job = asked(found, cast.viewer("bruno"))
    made(job)
    clock.advance(packs.KEPT)

    assert packs.let_go() == 1
    job.refresh_from_db()
    assert (job.state, PackFile.objects.count()) == ("gone", 0)
    assert asked(found, cast.viewer("bruno", clock.now())) == job
    made(job)


def test_no_pack_holds_what_is_behind_the_closed_door(cast, found):
    viviana = cast.viewer("viviana")
    closed = {
        "title_es": "Canario",
        "level": "closed",
        "circle": f"meeting:{found.pk}:closed",
    }
    canary = paper(found, viviana, forum="VM_CERRADA", **closed).document
    for level in packs.levels_for(found, viviana)[1:]:
        job = asked(found, viviana, level=level)
        with zipfile.ZipFile(io.BytesIO(made(job))) as package:
            told = package.read("index.html").decode() + " ".join(package.namelist())
        assert "Canario" not in told
        assert canary.slug not in told


def test_a_pack_is_written_in_its_own_language(cast, found):
    with translation.override("en"):
        content = made(asked(found, cast.viewer("bruno")))

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert '<html lang="es">' in package.read("index.html").decode()


def public(found, cast, title: str):
    """Return a paper that two persons made public."""
    made = paper(found, cast.viewer("elena"), title_es=title, level="circulation")
    change = library.propose_downgrade(
        made.document_id, "public", reason="Se acordó.", by=cast.viewer("elena")
    )
    library.approve_downgrade(change.pk, by=cast.viewer("ana"))
    return made


def test_anybody_takes_the_public_documents_once_the_secretariat_publishes_them(
    cast, client
):
    found = meeting()
    public(found, cast, "Agenda publica")
    paper(found, cast.viewer("elena"), title_es="Canario interno", level="members")
    address = reverse("held:pack", args=[found.symbol, "es"])
    page = reverse("held:meeting", args=[found.symbol])
    for who in ("ana", "bruno", "oscar"):
        with pytest.raises(Refused):
            packs.publish_packs(found.pk, by=cast.viewer(who))
    assert client.get(address).status_code == 404
    client.force_login(cast.people["elena"])
    assert client.post(reverse("meetings:packs-publish", args=[found.symbol])).status_code
    client.logout()
    assert address not in client.get(page).content.decode()
    pack_sweeps.make_due()

    assert address in client.get(page).content.decode()
    content = b"".join(client.get(address).streaming_content)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert sum(name.endswith(".pdf") for name in names) == 1
    for name in names:
        assert b"Canario" not in zipfile.ZipFile(io.BytesIO(content)).read(name)
    clock.advance(packs.KEPT * 2)
    packs.let_go()
    assert client.get(address).status_code == 200
    document = Document.objects.get(title_es="Agenda publica")
    library.narrow(document.pk, "members", reason="-", by=cast.viewer("elena", clock.now()))
    assert client.get(address).status_code == 404
    assert address not in client.get(page).content.decode()


def test_there_is_nothing_to_publish_without_public_documents(cast):
    found = meeting()
    paper(found, cast.viewer("elena"), level="members")
    with pytest.raises(Conflict):
        packs.publish_packs(found.pk, by=cast.viewer("elena"))
