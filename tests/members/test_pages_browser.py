"""Every page of parties, people, presidencies and admission in Chromium, in both languages."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from crm_portal.devstack.browser import chromium
from tests import matrix
from tests.cast import conference
from tests.decisions.test_pages_browser import FLAGS, axe, fits, sign_in
from tests.matrix import READS, Row
from tests.matrix_scenes import set_scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCENE = "in consultation"
# Who looks at a page: the first of these that may.
READERS = (
    "Secretariat",
    "presidency",
    "the State itself",
    "observer organization",
    "administrator",
)
OURS = ("conference:", "held:", "members:", "meetings:", "core:handover", "core:why")
# Files are no pages.
FILES = (".csv", ".vcf", ".xlsx", ".pdf")
LOOKS = {"en": 1280, "es": 320}


def looks() -> list[tuple[Row, str]]:
    """Return the pages of the table that somebody may read, and who looks at each."""
    found = []
    for row in matrix.rows():
        if row.method != "GET" or row.scene != SCENE or not row.page.startswith(OURS):
            continue
        reader = next((each for each in READERS if row.words[each] == READS), None)
        if reader is not None:
            found.append((row, reader))
    return sorted(found, key=lambda look: READERS.index(look[1]))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    # Playwright's loop runs in this thread; the database is asked between its steps.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser.new_page()
        browser.close()


def test_every_page_passes_axe_fits_every_width_and_breaks_no_policy(page, live_server):
    complaints: list[str] = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    stage = set_scene(conference(), SCENE)
    seen = ""
    for row, reader in looks():
        if stage.address(row.page).endswith(FILES) or "-document" in row.page:
            continue
        if reader != seen:
            sign_in(page, live_server.url, stage, reader)
            seen = reader
        for language, width in LOOKS.items():
            where = live_server.url + stage.address(row.page, language)
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(where)
            assert answer is not None
            assert answer.ok, (where, reader)
            complaints += [f"{where}: {each}" for each in [*fits(page, width), *axe(page)]]

    assert complaints == []
