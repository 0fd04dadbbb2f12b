"""U1 in Chromium: a hostile upload is refused, and one that got in all the same runs nowhere."""

from collections.abc import Iterator

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, sync_playwright

from crm_portal.devstack.browser import chromium
from crm_portal.library import services
from crm_portal.library.models import Document, StoredFile
from crm_portal.library.rules import sha256_of
from crm_portal.library.services import Sheet
from meetings.models import Credential, Delegation
from tests.cast import Cast
from tests.factories import MeetingFactory
from tests.library.documents import registered
from tests.library.hostile import acting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CALLS = "alert(1);fetch('/ran');new Image().src='/ran';document.title='ran'"
HTML = f"<!doctype html><title>quiet</title><script>{CALLS}</script>".encode()
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><script>{CALLS}</script></svg>'.encode()
PDF = acting(
    S=pikepdf.Name.JavaScript,
    JS=pikepdf.String("app.alert(1);this.submitForm('/ran')"),
)
HOSTILE = {"html": HTML, "svg": SVG, "pdf": PDF}
TYPES = {"html": "text/html", "svg": "image/svg+xml", "pdf": "application/pdf"}
NOTHING = f"<script>{CALLS}</script>"


class Watched:
    """A window, and all that a script in it would have done."""

    def __init__(self, page: Page) -> None:
        self.page, self.ran = page, []
        page.on("dialog", self._dialog)
        page.on("request", lambda asked: asked.url.endswith("/ran") and self.ran.append(1))

    def _dialog(self, dialog) -> None:
        self.ran.append(dialog.message)
        dialog.dismiss()


@pytest.fixture
def watched(cast, live_server) -> Iterator[Watched]:
    client = Client()
    client.force_login(cast.people["elena"])
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context()
        context.add_cookies([cookie])
        yield Watched(context.new_page())
        browser.close()


def test_nothing_hostile_runs_in_a_browser(watched, cast, live_server):
    page, site = watched.page, live_server.url
    page.set_content(NOTHING)  # what would be seen if it ran
    assert watched.ran
    watched.ran.clear()

    _is_refused(page, site)
    _is_kept_and_not_shown(page, site, cast)
    _is_shown_and_does_not_run(page, site, cast)

    assert watched.ran == []


def _is_refused(page: Page, site: str) -> None:
    """Under the name of a PDF, each is refused where it was given."""
    with override("en"):
        address = site + reverse("library:document-new")
    page.goto(address)
    page.fill("[name=title_es]", "Nota")
    page.fill("[name=series]", "XXI-CRM")
    for kind, content in HOSTILE.items():
        file = {"name": "nota.pdf", "mimeType": "application/pdf", "buffer": content}
        page.set_input_files("[name=file_es]", file)
        with page.expect_navigation():
            page.locator("main form button[type=submit]").last.click()
        assert page.locator("#id_file_es_error").is_visible(), kind
    assert not Document.objects.exists()


def _is_kept_and_not_shown(page: Page, site: str, cast: Cast) -> None:
    """Had the portal taken them for PDFs: the browser keeps them and opens none."""
    for kind, content in HOSTILE.items():
        sheet = Sheet("nota.pdf", content, "application/pdf", "es")
        kept = registered(cast.viewer("elena"), sheet)
        change = services.propose_downgrade(
            kept.pk, "public", reason="Ya.", by=cast.viewer("elena")
        )
        services.approve_downgrade(change.pk, by=cast.viewer("ana"))
        page.goto(site + kept.get_absolute_url())
        before = page.url
        with page.expect_download() as kept_as:
            page.locator(
                "main a[href*='/files/'], main a[href*='/archivos/']"
            ).first.click()
        assert kept_as.value.suggested_filename.endswith(".pdf"), kind
        assert page.url == before


def _is_shown_and_does_not_run(page: Page, site: str, cast: Cast) -> None:
    """Where a file is shown, even one called what it is stays silent: it has no origin."""
    delegation = Delegation.objects.create(
        meeting=MeetingFactory(), party=cast.parties["GT"]
    )
    for kind in ("html", "svg"):
        content = HOSTILE[kind]
        stored = StoredFile.objects.create(
            sha256=sha256_of(content + b" "),
            size=len(content),
            content_type=TYPES[kind],
            content=content,
        )
        brought = Credential.objects.create(
            delegation=delegation,
            document=stored,
            document_name=f"nota.{kind}",
            added_at=cast.at,
            added_by="Ana",
        )
        address = [delegation.meeting.symbol, brought.pk]
        answer = page.goto(site + reverse("meetings:delegation-document", args=address))
        assert answer is not None
        assert answer.headers["content-security-policy"].endswith("sandbox")
        assert page.evaluate("window.origin") == "null"
        assert page.title() != "ran"
