"""While a paper is made nothing is asked of the network or the disk, whatever it contains."""

import io
import itertools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pikepdf
import pytest

from crm_portal.core.pdf import NotPrintable, html_to_pdf, render_pdf
from tests.core import papers
from tests.core.test_pdf import CREATED

SECRET = "canary-0f2d"

PAYLOADS = [
    '<img src="{file}">',
    '<img src="{http}/img.png">',
    '<img src="//127.0.0.1:{port}/img.png">',
    '<link rel="stylesheet" href="{http}/style.css">',
    '<link rel="attachment" href="{file}">',
    '<link rel="attachment" href="{http}/attached">',
    '<a rel="attachment" href="{file}">x</a>',
    '<style>@import url("{http}/import.css");</style>',
    '<style>@import "{file}";</style>',
    '<style>@font-face{{font-family:X;src:url("{http}/x.woff2")}} p{{font-family:X}}</style>',
    '<style>p{{background:url("{http}/bg.png")}}</style>',
    '<style>@page{{background:url("{file}")}}</style>',
    '<p style="background:url({http}/bg.png)">x</p>',
    '<p style="content:url({http}/c.png);list-style-image:url({file})">x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{http}/u.svg#a"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{file}" width="9" height="9"/></svg>',
    '<img alt="x" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 '
    "width=%229%22 height=%229%22%3E%3Cimage href=%22{http}/in-data%22 width=%229%22 "
    'height=%229%22/%3E%3C/svg%3E">',
    '<img alt="x" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E'
    '%3Cstyle%3E@import url({http}/deep.css);%3C/style%3E%3C/svg%3E">',
    '<base href="{http}/"><img src="relative.png">',
    '<object data="{http}/object.svg" type="image/svg+xml"></object>',
    '<embed src="{file}">',
    '<iframe src="{http}/frame"></iframe>',
    '<body background="{http}/hint.png">',
    '<meta http-equiv="refresh" content="0;url={http}/refresh">',
    '<script src="{http}/script.js"></script>',
]


@pytest.fixture(scope="module")
def canary():
    """A web server on the loopback that writes down whoever calls."""
    hits = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *args):
            """Say nothing: the hits are what counts."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port, hits
        server.shutdown()
        thread.join()


@pytest.fixture
def hostile(canary, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    port, hits = canary
    hits.clear()
    places = {"file": secret.as_uri(), "http": f"http://127.0.0.1:{port}", "port": port}
    return places, hits


def nothing_leaked(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        attached = list(document.attachments)
        streams = [
            bytes(each.read_bytes())
            for each in document.objects
            if isinstance(each, pikepdf.Stream)
        ]
    return not attached and not any(SECRET.encode() in stream for stream in streams)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_page_that_asks_for_something_outside_gets_nothing(payload, hostile):
    places, hits = hostile

    try:
        pdf = html_to_pdf(
            papers.page(payload.format(**places)), identifier="i", created=CREATED
        )
    except NotPrintable:
        pdf = None

    assert hits == []
    assert pdf is None or nothing_leaked(pdf)


@pytest.mark.parametrize("payload", PAYLOADS[:2] + PAYLOADS[3:4] + PAYLOADS[6:8])
def test_the_page_that_asks_is_refused_aloud(payload, hostile):
    places, _hits = hostile

    with pytest.raises(NotPrintable):
        html_to_pdf(papers.page(payload.format(**places)), identifier="i", created=CREATED)


def every_text(value, payloads):
    """Return ``value`` with the next of ``payloads`` after every text a person could write."""
    if isinstance(value, dict):
        return {
            key: f"{text} {next(payloads)}"
            if isinstance(text, str) and key in WRITTEN
            else every_text(text, payloads)
            for key, text in value.items()
        }
    if isinstance(value, list):
        return [every_text(item, payloads) for item in value]
    return value


WRITTEN = {"es", "en", "text", "name", "person", "paragraph", "instrument", "number"}


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("pdf/outcome_record.html", papers.record()),
        ("pdf/adopted.html", papers.adopted(reservations=True)),
    ],
)
def test_what_people_write_is_printed_and_never_obeyed(template, context, hostile):
    places, hits = hostile
    payloads = [payload.format(**places) for payload in PAYLOADS]

    pdf = render_pdf(
        template,
        every_text(context, itertools.cycle(payloads)),
        language="es",
        title="T" + "".join(payloads),
        identifier="i",
        created=CREATED,
    )

    assert hits == []
    assert nothing_leaked(pdf)
    assert 'rel="attachment"' in papers.flowing(pdf)
