"""Every page of parties, meetings, people, presidencies in Chromium, wide and narrow."""

import pytest
from playwright.sync_api import Error, Page, Response

from tests import matrix
from tests.cast import conference
from tests.decisions.test_pages_browser import axe, browser, fits, page, sign_in
from tests.matrix import ACTS, READS, Row
from tests.matrix_scenes import set_scene

__all__ = ["browser", "page"]

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
OURS = (
    "conference:",
    "held:",
    "members:",
    "meetings:",
    "register:",
    "core:handover",
    "core:why",
)
WIDTHS = 1280, 320
# Spanish words are the longer ones: English is looked at on every fourth page.
SPOKEN = "en", "es", "es", "es"


def looks(ours: tuple[str, ...]) -> list[tuple[Row, str]]:
    """Return the pages of the table that somebody may read, and who looks at each."""
    found = []
    for row in matrix.rows():
        if row.method != "GET" or row.scene != SCENE or not row.page.startswith(ours):
            continue
        reader = next((each for each in READERS if row.words[each] == READS), None)
        if reader is not None:
            found.append((row, reader))
    return sorted(found, key=lambda look: READERS.index(look[1]))


def test_every_page_passes_axe_fits_every_width_and_breaks_no_policy(page, live_server):
    assert found_wrong(page, live_server.url, OURS) == []


def found_wrong(page: Page, site: str, ours: tuple[str, ...]) -> list[str]:
    """Open each page once and return what the checker, the widths or the policy say."""
    complaints: list[str] = []
    # Beside plain text and data, which name no icon, the browser asks for this one.
    page.on(
        "console",
        lambda said: (
            said.type == "error"
            and not said.location["url"].endswith("/favicon.ico")
            and complaints.append(said.text)
        ),
    )
    stage = set_scene(conference(), SCENE)
    acts = {
        row.page
        for row in matrix.rows()
        if row.method == "POST" and ACTS in row.words.values()
    }
    seen = ""
    for turn, (row, reader) in enumerate(looks(ours)):
        if reader != seen:
            sign_in(page, site, stage, reader)
            seen = reader
        where = site + stage.address(row.page, SPOKEN[turn % len(SPOKEN)])
        answer = _opened(page, where)
        if answer is None:
            continue
        assert answer.ok, (where, reader)
        # The forms of acts are alike: the checker reads every third of them.
        judged = axe(page) if row.page not in acts or turn % 3 == 0 else []
        complaints += [f"{where}: {each}" for each in [*fits(page, *WIDTHS), *judged]]

    return complaints


def _opened(page: Page, where: str) -> Response | None:
    """Open an address; a file is no page, and there is nothing to look at."""
    try:
        answer = page.goto(where)
    except Error as said:
        if "Download is starting" in str(said):
            return None
        raise
    assert answer is not None
    return answer if answer.headers["content-type"].startswith("text/html") else None
