"""A whole portal in processes of its own, and people at a browser to whom it may not lie."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, sync_playwright

from crm_portal.devstack.browser import chromium
from crm_portal.devstack.portal import Portal
from crm_portal.devstack.processes import wait_until

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
USUAL, NARROWEST = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
DEMONSTRATION = "/en/intranet/demonstration"
# What differs between two pages of one kind: a reference, a code, a number.
PARTICULAR = re.compile(
    r"crm-cons-[\d-]+|[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}|\d+", re.IGNORECASE
)


class Visitor:
    """Somebody at a browser: each kind of page is looked at once, and none may complain.

    Pages are opened in English, whose addresses are those of the code.
    """

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.complaints: list[str] = []
        self.seen: set[str] = set()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> None:
        """Open ``path``, which must exist."""
        answer = self.page.goto(self.site + path)
        assert answer
        self._arrive(answer)

    def be(self, name: str) -> None:
        """Sign in as a person of the demonstration, on its page of accounts."""
        self.go(f"{DEMONSTRATION}/accounts/")
        self.press(f"button[name=account][value='{name}@example.org']")

    def press(self, button: str) -> None:
        """Press what leads to another page, which must not say no."""
        with self.page.expect_navigation() as arrival:
            self.page.click(button)
        self._arrive(arrival.value)

    def reads(self, words: str) -> None:
        """The page says ``words`` somewhere."""
        said = " ".join(self.page.inner_text("main").split())
        assert words.lower() in said.lower(), f"{self.page.url}\n{said}"

    def await_page(self, path: str, shows: Callable[[], Any], *, within: float) -> None:
        """Open ``path`` again and again until it ``shows`` what is awaited."""

        def there() -> bool:
            self.page.goto(self.site + path)
            return bool(shows())

        assert wait_until(there, within=within, every=0.5), self.page.inner_text("main")
        self.look()

    def fetch(self, address: str) -> bytes:
        """Return the file at ``address``, as this visitor gets it."""
        answer = self.page.request.get(address if "://" in address else self.site + address)
        assert answer.ok, f"{answer.status} {address}"
        return answer.body()

    def look(self) -> None:
        """The first page of its kind: nothing cut at 320.

        What the table of access knows is judged where each of its pages is opened; the
        rules of accessibility are asked here of the pages of the demonstration.
        """
        kind = PARTICULAR.sub("*", self.page.url.removeprefix(self.site).partition("?")[0])
        if kind in self.seen:
            return
        self.seen.add(kind)
        is_known = DEMONSTRATION not in self.page.url
        found = [] if is_known else Axe().run(self.page).response["violations"]
        assert not found, (
            f"{kind}: {json.dumps(_brief(found), indent=1, ensure_ascii=False)}"
        )
        self.page.set_viewport_size(NARROWEST)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROWEST["width"], f"{kind} is {width} pixels wide"
        self.page.set_viewport_size(USUAL)

    def _arrive(self, answer: Response) -> None:
        said = self.page.inner_text("main") if not answer.ok else ""
        assert answer.ok, f"{answer.status} {self.page.url}\n{said}"
        self.look()

    def _hear(self, line: Any) -> None:
        if line.type in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {line.text}")


def _brief(violations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"rule": each["id"], "at": [node["html"][:200] for node in each["nodes"]]}
        for each in violations
    ]


@pytest.fixture
def portal() -> Iterator[Portal]:
    """PostgreSQL, Redis, web, worker and beat, with people and no story."""
    folder = Path(tempfile.mkdtemp(prefix="crm-browser-"))
    folder.chmod(0o711)  # root's PostgreSQL runs as somebody else
    env = {"CRM_DEMO_STORY": "0", "DEMONSTRATION": "1", "CRM_TICK_SECONDS": "10"}
    try:
        with Portal(folder / "var", env=env, ephemeral=True) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Chromium, as installed."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Browser, portal: Portal) -> Iterator[Callable[[], Visitor]]:
    """Call it for one more person, with a browser window of their own."""
    here: list[Visitor] = []

    def come() -> Visitor:
        context = browser.new_context(viewport=USUAL, locale="en-GB")
        here.append(Visitor(context.new_page(), portal.url))
        return here[-1]

    yield come
    assert [each for one in here for each in one.complaints] == []
