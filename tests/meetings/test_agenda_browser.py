"""The agenda, the convocation and the results in Chromium, without a line of JavaScript."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, sync_playwright

from crm_portal.devstack.browser import chromium
from meetings import letters
from meetings.models import MeetingState
from meetings.services import convocation, results
from tests.cast import conference
from tests.meetings.agenda_scene import CANARY_EN, AgendaScene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS = {"en": 1280, "es": 320}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture
def page() -> Iterator[Page]:
    """A window where scripts run only for the checks themselves."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser.new_page()
        browser.close()


def test_the_presidency_prepares_by_buttons_and_every_page_passes(page, live_server):
    scene = AgendaScene(conference())
    for item in scene.minimum():
        assert item.pk
    scene.secret()
    made = convocation.draft(
        scene.meeting.pk,
        answer_by=None,
        signed_by="Ana",
        office_es="PPT",
        by=scene.viewer("ana"),
        **letters.template_for(scene.meeting),
    )
    letter = convocation.address_all(made.pk, by=scene.viewer("ana"))[0]
    complaints: list[str] = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    sign_in(page, live_server.url, scene)

    page.goto(live_server.url + at(scene, "agenda-edit"))
    page.click("li:nth-child(2) button[name=way][value=up]")
    first = page.locator("li.agenda-item").first.inner_text()
    assert "Report of the Presidency" in first
    page.get_by_role("link", name="Circulate a preliminary version").click()
    page.fill("input[name=comments_until]", "2026-10-01T00:00")
    page.get_by_role("button", name="Circulate a preliminary version").click()
    assert scene.meeting.agenda_versions.count() == 1

    scene.meeting.refresh_from_db()
    scene.meeting.state = MeetingState.IN_SESSION
    scene.meeting.save()
    results.save_record(
        scene.meeting.pk,
        base=0,
        text_es="Uno",
        text_en="One",
        note="",
        by=scene.viewer("ana"),
    )
    for name, more in (
        ("agenda", ()),
        ("agenda-edit", ()),
        ("agenda-item-new", ()),
        ("agenda-version", ("open", 1)),
        ("convocation", ()),
        ("convocation-letter", (letter.pk,)),
        ("results", ()),
    ):
        for language, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(live_server.url + at(scene, name, *more, language=language))
            assert answer is not None
            assert answer.ok, name
            assert CANARY_EN not in page.content()
            complaints += [f"{name} {language}: {each}" for each in wrong(page)]

    assert complaints == []


def wrong(page: Page) -> list[str]:
    found = [] if page.evaluate(FITS) else ["sticks out"]
    checked = Axe().run(page, options={"resultTypes": ["violations"]})
    return [*found, *(each["id"] for each in checked.response["violations"])]


def at(scene: AgendaScene, name: str, *more: object, language: str = "en") -> str:
    with override(language):
        return reverse(f"meetings:{name}", args=[scene.meeting.symbol, *more])


def sign_in(page: Page, site: str, scene: AgendaScene) -> None:
    client = Client()
    client.force_login(scene.cast.ana)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}]
    )
