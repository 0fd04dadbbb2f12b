"""Every page of parties, people, presidencies and admission in Chromium, in both languages."""

import pytest

from tests import matrix
from tests.cast import conference
from tests.decisions.test_pages_browser import axe, browser, fits, page, sign_in
from tests.matrix import READS, Row
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
# Files are no pages.
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


def test_every_page_passes_axe_fits_every_width_and_breaks_no_policy(page, live_server):
    complaints: list[str] = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    stage = set_scene(conference(), SCENE)
    seen = ""
    for turn, (row, reader) in enumerate(looks()):
        if reader != seen:
            sign_in(page, live_server.url, stage, reader)
            seen = reader
        kind = page.request.head(live_server.url + stage.address(row.page)).headers
        if not kind["content-type"].startswith("text/html"):  # a file: nothing to look at
            continue
        for place, (language, width) in enumerate(LOOKS.items()):
            where = live_server.url + stage.address(row.page, language)
            answer = page.goto(where)
            assert answer is not None
            assert answer.ok, (where, reader)
            # The same template in both languages: the checker looks at one, by turns.
            found = [*fits(page, width), *(axe(page) if turn % 2 == place else [])]
            complaints += [f"{where}: {each}" for each in found]

    assert complaints == []
