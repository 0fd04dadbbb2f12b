"""The API's reference in a real browser: drawn under the strict CSP, legible, and read-only."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from crm_portal.devstack.browser import chromium
from tests.cast import conference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PREVIEW = "#operations-deadlines-deadlines_preview"
REPLY = "#operations-consultations-consultations_reply"


@pytest.fixture
def page() -> Iterator[Page]:
    """A page that may not complain: neither errors nor anything the CSP refuses."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        opened = browser.new_page(locale="es-CR", viewport={"width": 1280, "height": 900})
        opened.on(
            "console", lambda line: line.type == "error" and complaints.append(line.text)
        )
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    assert not complaints


def violations(page: Page) -> list[str]:
    """Look once nothing fades or moves any more."""
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
    checked = Axe().run(page, options={"resultTypes": ["violations"]})
    return [each["id"] for each in checked.response["violations"]]


def test_the_reference_is_drawn_tried_and_legible(page, live_server):
    conference()
    page.goto(f"{live_server.url}/es/api/")
    page.wait_for_selector(".opblock-tag")

    for subject, operation in (("deadlines", PREVIEW), ("consultations", REPLY)):
        page.click(f"#operations-tag-{subject} .expand-operation")
        page.click(f"{operation} .opblock-summary-control")
    assert page.locator(f"{REPLY} .try-out button").count() == 0

    page.click(f"{PREVIEW} .try-out button")
    page.fill(f"{PREVIEW} tr[data-param-name=from] input", "2026-11-26T15:00:00Z")
    page.fill(f"{PREVIEW} tr[data-param-name=days] input", "5")
    page.click(f"{PREVIEW} .execute")
    page.wait_for_selector(f"{PREVIEW} .live-responses-table")
    assert "2026-12-05T06:00:00Z" in page.inner_text(f"{PREVIEW} .live-responses-table")
    assert violations(page) == []

    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_root_of_the_api_leads_to_its_reference(client, db):
    answer = client.get("/api/v1/", headers={"Accept-Language": "en"})

    assert (answer.status_code, answer["Location"]) == (302, "/en/api/")
    for language in ("es", "en"):
        assert (
            f'<html lang="{language}"' in client.get(f"/{language}/api/").content.decode()
        )
