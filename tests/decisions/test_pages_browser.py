"""Every page of the consultations in Chromium: wide and narrow, in both languages, for all."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from crm_portal.devstack.browser import chromium
from tests import matrix
from tests.cast import conference
from tests.matrix import READS, Row, Stage
from tests.matrix_scenes import SCENES, set_scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Who opens a page: the first of these that may; the consultation itself, each of them.
READERS = ("the State itself", "previous presidency (Troika)", "presidency", "Secretariat")
WIDTHS = {"en": (1280, 390), "es": (1280, 320)}
HEIGHT = 900
# Files, and the part of a page that refreshes itself.
NO_PAGES = {
    "decisions:consultation-calendar",
    "decisions:consultation-document",
    "decisions:consultation-answers",
    "core:handover-pack-pdf",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all the scenes of a module."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread; the database is asked between its steps.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of one's own: no cookie and no page of another test."""
    context = browser.new_context()
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


def looks(scene: str) -> list[tuple[Row, str]]:
    """Return which pages of the table are looked at in a scene, and by whom."""
    found = []
    for row in matrix.rows():
        is_ours = row.page.startswith(("decisions:", "core:")) and row.page not in NO_PAGES
        if row.scene != scene or row.method != "GET" or not is_ours:
            continue
        readers = [reader for reader in READERS if row.words[reader] == READS]
        found += [(row, reader) for reader in readers[: None if is_main(row) else 1]]
    return found


@cache
def languages() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return in which languages a page is opened in a scene: by turns, as it comes again.

    What only one scene has is opened in both there.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for scene in SCENES:
        for page in dict.fromkeys(row.page for row, _reader in looks(scene)):
            found[page].append(scene)
    both, seen = tuple(WIDTHS), Counter[str]()
    turns: dict[tuple[str, str], tuple[str, ...]] = {}
    for page, scenes in found.items():
        for scene in scenes:
            turns[page, scene] = both if len(scenes) == 1 else (both[seen[page] % 2],)
            seen[page] += 1
    return turns


def is_main(row: Row) -> bool:
    return row.page in {"decisions:consultation", "core:today"}


@pytest.mark.parametrize("scene", list(SCENES))
def test_every_page_passes_axe_fits_every_width_and_breaks_no_policy(
    page, live_server, scene
):
    complaints: list[str] = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    stage = set_scene(conference(), scene)
    for row, reader in looks(scene):
        sign_in(page, live_server.url, stage, reader)
        for turn, language in enumerate(languages()[row.page, scene]):
            where = live_server.url + stage.address(row.page, language)
            answer = page.goto(where)
            assert answer is not None
            assert answer.ok, (where, reader)
            # What the checker asks of is the same in both languages.
            found = [*fits(page, *WIDTHS[language]), *(axe(page) if turn == 0 else [])]
            complaints += [f"{where} {reader}: {each}" for each in found]

    assert complaints == []


def test_every_page_is_opened_in_both_languages():
    opened: dict[str, set[str]] = defaultdict(set)
    for (page, _scene), spoken in languages().items():
        opened[page] |= set(spoken)

    assert {page for page, spoken in opened.items() if spoken != set(WIDTHS)} == set()


def sign_in(page: Page, site: str, stage: Stage, reader: str) -> None:
    client = Client()
    client.force_login(stage.people[stage.visitors[reader]])
    page.context.clear_cookies()
    value = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": value, "url": site}])


VIOLATIONS = 'axe.run({resultTypes: ["violations"]}).then((found) => found.violations)'
STICKING_OUT = """() => [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 0.5)
    .map((each) => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 40)}`)
    .slice(0, 8)"""


def fits(page: Page, *widths: int) -> list[str]:
    """Measure at each width, the last of which stays, with the page's own letters."""
    page.evaluate("Promise.all([...document.fonts].map((face) => face.load()))")
    return [complaint for width in widths for complaint in sticks_out(page, width)]


def sticks_out(page: Page, width: int) -> list[str]:
    if page.viewport_size != {"width": width, "height": HEIGHT}:
        page.set_viewport_size({"width": width, "height": HEIGHT})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide <= width:
        return []
    return [f"scrolls sideways at {width}: {wide}, for {page.evaluate(STICKING_OUT)}"]


def axe(page: Page) -> list[str]:
    """Ask the checker that every page of :func:`page` carries; see what it complains of."""
    found = page.evaluate(VIOLATIONS)
    return [
        f"{each['id']} {[node['target'] for node in each['nodes']][:3]}" for each in found
    ]
