"""The crawl finds what is planted: a broken link, a leak, a fault; its guide leads somewhere."""

import io
import json
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.translation import override

from crm_portal.core.access import Viewer
from crm_portal.demonstration import people
from decisions.models import Consultation
from decisions.services import conducting
from drills.crawl import canaries, guide
from drills.crawl.canaries import Canaries
from drills.crawl.client import Answer, Client
from drills.crawl.crawling import NOBODY
from drills.crawl.findings import (
    BROKEN,
    FAILED,
    FRAGMENT,
    HEADING,
    LANGUAGE,
    LEAK,
    NAMED,
    POLICY,
    TITLE,
    TWICE,
    Findings,
)
from drills.crawl.reading import read
from drills.crawl.resources import Resources
from drills.crawl.saying import words
from drills.crawl.walking import Walk
from meetings.models import AgendaItem
from tests.matrix_scenes import set_scene
from tests.meetings.agenda_scene import AgendaScene

SECRET = "Lo que se dijo a puerta cerrada"
WHOLE = (
    '<!doctype html><html lang="{lang}"><head><title>{title}</title></head>'
    "<body><h1>{head}</h1>{body}</body></html>"
)
STRICT = "default-src 'none'"
PAGES = {
    "/es/": (
        WHOLE.format(
            lang="es",
            title="Uno",
            head="Uno",
            body='<a href="/es/dos/#ahi">2</a><a href="/es/no-hay/">3</a>'
            '<a href="/es/roto/">4</a><form action="/es/tres/"><input name="q"></form>'
            '<a href="https://elsewhere.example/">5</a>',
        ),
        STRICT,
    ),
    "/es/dos/": (
        WHOLE.format(
            lang="en",
            title="",
            head="",
            body='<p id="a"></p><p id="a" aria-describedby="b"></p>' + SECRET,
        ),
        "",
    ),
    "/es/tres/": (WHOLE.format(lang="es", title="3", head="3", body=""), STRICT),
}


class Planted(BaseHTTPRequestHandler):
    """Answers with the pages above."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        status = 500 if path == "/es/roto/" else 200 if path in PAGES else 404
        page, policy = PAGES.get(path, ("", ""))
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """A site with something wrong on it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Planted) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def walked(site: str) -> Findings:
    found, known = Findings(), Canaries({"somebody": {SECRET: "a row"}})
    Walk(Client(site), "somebody", known, found).go(["/es/"])
    return found


def test_every_planted_fault_is_found_once(site):
    found = walked(site)

    assert {kind for kind, times in found.by_kind().items() if times} == {
        BROKEN,
        FAILED,
        FRAGMENT,
        LEAK,
        LANGUAGE,
        TITLE,
        HEADING,
        TWICE,
        NAMED,
        POLICY,
    }
    assert {seen.where for seen in found.first.values()} == {
        "/es/dos/",
        "/es/no-hay/",
        "/es/roto/",
    }
    assert any("/es/tres/" in line for line in found.lines()) is False


def test_a_form_that_only_asks_is_followed(site):
    asked = read(
        Answer(200, {"content-type": "text/html"}, PAGES["/es/"][0].encode()), f"{site}/es/"
    )

    assert f"{site}/es/tres/?q=" in asked.links


def test_a_form_that_lacks_what_it_must_have_is_not_sent():
    select = "<form action=/a><select name=b required><option value='{}'>-</select></form>"
    html = {"content-type": "text/html"}
    links = [
        read(Answer(200, html, f"<html>{select.format(value)}".encode()), "http://x/").links
        for value in ("", "1")
    ]

    assert links == [[], ["http://x/a?b=1"]]


def test_the_api_is_asked_as_it_describes_itself():
    plain, asks = {"get": {}}, {"get": {"parameters": [{"in": "query", "required": True}]}}
    paths = {"/a": plain, "/a/{code}/b": plain, "/preview": asks, "/act": {"post": {}}}
    answers = {"/a": b'{"results": [{"code": "X"}, {"code": "Y"}]}', "/a/X/b": b"{}"}

    described = Resources.described(json.dumps({"paths": paths}).encode())

    assert [*described.ask(answers.__getitem__, 1)] == ["/a", "/a/X/b"]


def test_what_is_in_a_pack_of_files_is_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        pack.writestr(
            "word/document.xml", f"<w:t>{SECRET[:9]}</w:t><w:t>{SECRET[9:]}</w:t>"
        )

    said = words(Answer(200, {"content-type": "application/zip"}, packed.getvalue()))

    assert any(SECRET in each for each in said)


@pytest.mark.django_db
def test_a_closed_item_is_a_canary_of_everybody_who_is_not_inside(cast):
    scene = AgendaScene(cast)
    AgendaItem.objects.create(
        meeting=scene.meeting,
        session=scene.closed,
        position=1,
        title_es=SECRET,
        recorded_at=cast.at,
    )
    everybody = {name: scene.viewer(name) for name in ("elena", "ana", "oscar", "gloria")}
    known = canaries.harvest({**everybody, NOBODY: Viewer(at=cast.at)})

    told = {name for name in known.of if [*known.found(name, [f"<p>{SECRET}</p>"])]}
    assert told == {"elena", "ana", "oscar", NOBODY}


def test_the_guide_names_accounts_and_pages_that_exist():
    told = [*guide.steps(guide.WALK.read_text("utf-8"))]
    accounts = {row["email"].partition("@")[0] for row in people._rows("people.csv")}

    assert {step.who for step in told if step.who} <= accounts
    assert len({step.who for step in told}) >= 7
    with override("en"):
        for step in told:
            if "/demonstration/" in step.path:  # elsewhere there is no such page
                continue
            assert ":" in resolve(step.path).view_name, step.path
    assert sum(bool(step.shows) for step in told) >= len(told) * 2 // 3


@pytest.mark.django_db
def test_what_is_presented_to_the_troika_is_no_canary_of_those_who_sit_in_it(cast):
    stage = set_scene(cast, "with the Troika")
    names = {
        who: stage.visitors[who]
        for who in ("previous presidency (Troika)", "another member")
    }
    known = canaries.harvest({who: cast.viewer(name) for who, name in names.items()})
    told = {who: "decisions.Paragraph.es" in known.of[who].values() for who in names}
    assert told == {"previous presidency (Troika)": False, "another member": True}

    key = Consultation.objects.get(reference=stage.arguments["reference"]).pk
    conducting.withdraw(key, reason="Sin objeto.", by=cast.viewer("ana"))
    known = canaries.harvest({who: cast.viewer(name) for who, name in names.items()})
    again = {who: "decisions.Paragraph.es" in known.of[who].values() for who in names}
    assert again == told


def test_a_message_takes_no_words_from_the_page_it_is_shown_on():
    """Found by a link without words: the page had a lead and an address of its own."""
    told = Message(SUCCESS, "Signed in.")
    page = {"messages": [told], "lead": "Presidency", "url": "/here/", "action": ""}

    assert "Presidency" not in (said := render_to_string("_messages.html", page))
    assert "<a" not in said
    assert "Signed in." in said
