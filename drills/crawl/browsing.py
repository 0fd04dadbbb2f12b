"""One page of each kind in Chromium: the rules of accessibility, the policy, the width."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page, sync_playwright

from crm_portal.devstack.browser import chromium
from drills.crawl.findings import AXE, POLICY, WIDE, Finding, Findings, Seen
from drills.crawl.walking import Kind

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE_SCREEN, NARROW_SCREEN, HEIGHT = 1280, 390, 900
# A template is judged wide in one language and narrow in the other; both must fit both.
AXE_AT = {"en": WIDE_SCREEN, "es": NARROW_SCREEN, "": WIDE_SCREEN}
PATIENCE = 120_000  # milliseconds, on a machine that others use too
VIOLATIONS = 'axe.run({resultTypes: ["violations"]}).then((found) => found.violations)'


@dataclass(frozen=True)
class Look:
    """A page to open: of which kind, as whom, where."""

    kind: Kind
    who: str
    path: str


def look(
    site: str,
    looks: Iterable[Look],
    cookies: Mapping[str, Mapping[str, str]],
    findings: Findings,
) -> int:
    """Open each page at both widths and say what is wrong with it; return how many."""
    opened = 0
    by_person: dict[str, list[Look]] = {}
    for each in looks:
        by_person.setdefault(each.who, []).append(each)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for who, theirs in by_person.items():
            context = browser.new_context(viewport={"width": WIDE_SCREEN, "height": HEIGHT})
            context.add_init_script(AXE_SCRIPT)
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": site}
                    for name, value in cookies[who].items()
                ]
            )
            opened += _as_one(context, site, theirs, findings)
            context.close()
        browser.close()
    return opened


def _as_one(
    context: BrowserContext, site: str, looks: Iterable[Look], findings: Findings
) -> int:
    page, opened = context.new_page(), 0
    page.set_default_timeout(PATIENCE)
    heard: list[str] = []
    page.on("console", lambda said: said.type == "error" and heard.append(said.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    for each in looks:
        heard.clear()
        answer = page.goto(site + each.path)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        opened += 1
        for finding in _wrong(page, AXE_AT[each.kind.language]):
            findings.add(_named(finding, each), Seen(each.who, each.path))
        for said in heard:
            findings.add(Finding(POLICY, str(each.kind), said), Seen(each.who, each.path))
    page.close()
    return opened


def _wrong(page: Page, judged_at: int) -> list[tuple[str, str]]:
    found = []
    for width in (WIDE_SCREEN, NARROW_SCREEN):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if width == judged_at:
            found += [(AXE, _brief(each)) for each in page.evaluate(VIOLATIONS)]
        shown = page.evaluate("document.documentElement.scrollWidth")
        if shown > width:
            found.append((WIDE, f"{shown} pixels on a screen of {width}"))
    page.set_viewport_size({"width": WIDE_SCREEN, "height": HEIGHT})
    return found


def _named(found: tuple[str, str], of: Look) -> Finding:
    return Finding(found[0], str(of.kind), found[1])


def _brief(violation: Mapping[str, Any]) -> str:
    at = [node["html"][:160] for node in violation["nodes"][:2]]
    return f"{violation['id']} {json.dumps(at, ensure_ascii=False)}"
