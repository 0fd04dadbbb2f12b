"""The workspace in Chromium: for every eye and thumb, and two people on one paragraph at once."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from crm_portal.devstack.browser import chromium
from decisions.services.texts import handling, versions
from tests.cast import conference
from tests.decisions.negotiating import laid
from tests.decisions.workspace.at_the_desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS, NARROWEST, HEIGHT = (1280, 390), 320, 900
ON_A_PHONE = {"text", "edit-paragraph", "propose"}
VIOLATIONS = """axe.run({resultTypes: ["violations"]}).then((found) => found.violations.map(
    (each) => each.id + " " + each.nodes.map((node) => node.target).slice(0, 3)))"""
WIDE = "document.documentElement.scrollWidth"
CHILDREN = "Acuerdan garantizar la protección de la niñez"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread; the database is asked between its steps.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


def window(browser: Browser, site: str, desk: Desk, who: str) -> Page:
    """Return a window of one's own, signed in, that notes whatever the browser complains of."""
    client = Client()
    client.force_login(desk.table.cast.people[who])
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": HEIGHT})
    context.add_init_script(AXE_SCRIPT)
    value = client.cookies["session"].value
    context.add_cookies([{"name": "session", "value": value, "url": site}])
    return context.new_page()


def test_every_page_of_a_text_passes_axe_and_fits_a_phone(browser, live_server):
    desk = Desk(laid(conference()))
    key = desk.table.keys[5]
    versions.circulate(desk.table.text.pk, "members", by=desk.table.ana)
    first = desk.propose("MX", key, reason="Lenguaje acordado.")
    other = desk.propose("US", key, es="Acuerdan considerar la protección de la niñez.")
    handling.bracket([other.pk], by=desk.table.ana)
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    for who, pages in {
        "ana": (
            ("text",),
            ("edit-paragraph", key),
            ("decide", first.number),
            ("adopt",),
            ("circulate",),
        ),
        "mateo": (("text",), ("propose", key), ("propose-new",), ("comment", 1)),
    }.items():
        page = window(browser, live_server.url, desk, who)
        page.on("console", hear)
        for name, *more in pages:
            where = live_server.url + desk.address(name, *more)
            answer = page.goto(where)
            assert answer is not None
            assert answer.ok, where
            for width in WIDTHS if name in ON_A_PHONE else WIDTHS[:1]:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                complaints += [f"{name} {width}: {v}" for v in page.evaluate(VIOLATIONS)]
            page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
            if page.evaluate(WIDE) > NARROWEST:
                complaints.append(f"{name} is wider than {NARROWEST}")
        page.context.close()

    assert complaints == []


def test_two_people_write_on_one_paragraph_at_once_and_no_word_is_lost(
    browser, live_server
):
    desk = Desk(laid(conference()))
    key = desk.table.keys[5]
    where = live_server.url + desk.address("edit-paragraph", key)
    ana = window(browser, live_server.url, desk, "ana")
    elena = window(browser, live_server.url, desk, "elena")
    for page in (ana, elena):
        page.goto(where)
        page.get_by_label("Only the words").check()
    expect(elena.get_by_text("Ana (GT) is writing on this paragraph too")).to_be_visible()

    # Each on words of her own: it saves itself, and both are in the text.
    put(ana, f"Hoy {CHILDREN}.")
    expect(ana.locator("#saved")).to_contain_text("The paragraph was saved.")
    put(elena, f"{CHILDREN} migrante.")
    expect(elena.locator("#saved")).to_contain_text("joined with what others wrote")
    put(ana, f"Hoy sí, {CHILDREN}.")
    expect(ana.locator("#saved")).to_contain_text("joined with what others wrote")
    assert desk.table.row(key).es == f"Hoy sí, {CHILDREN} migrante."

    # Both on the same words: nothing is saved over, all readings are shown, one goes on.
    for page in (ana, elena):
        page.goto(where)
        page.get_by_label("Only the words").check()
    put(ana, f"Hoy sí, {CHILDREN} y la juventud.")
    expect(ana.locator("#saved")).to_contain_text("The paragraph was saved.")
    put(elena, f"Hoy sí, {CHILDREN} en tránsito.")
    shown = elena.locator("#saved")
    expect(shown).to_contain_text("Not saved: others changed the same words meanwhile.")
    for reading in ("niñez migrante.", "y la juventud", "en tránsito"):
        expect(shown).to_contain_text(reading)
    assert elena.locator("#id_es").input_value().endswith("en tránsito.")
    assert desk.table.row(key).es.endswith("y la juventud.")
    put(elena, f"Hoy sí, {CHILDREN} y la juventud en tránsito.")
    elena.get_by_role("button", name="Save what is in the form now").click()

    expect(elena.get_by_text("The paragraph was saved.")).to_be_visible()
    assert desk.table.row(key).es == f"Hoy sí, {CHILDREN} y la juventud en tránsito."


def put(page: Page, words: str) -> None:
    """Type other words into the Spanish column and wait for what the form makes of it."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#id_es").fill(words)
