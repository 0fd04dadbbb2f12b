"""Everybody's walks, two at a time; what the others see; one page of each kind in a browser."""

import re
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from drills.crawl import browsing, canaries, guide
from drills.crawl.browsing import Look
from drills.crawl.client import Client
from drills.crawl.findings import Findings
from drills.crawl.walking import Kind, Walk
from members.access import viewer_for
from members.models import User

NOBODY = "(signed out)"
AT_ONCE = 2
HEAD = ("who", "asked", "pages", "kinds", "canaries", "others' pages tried", "opened")


@dataclass
class Crowd:
    """The people who walk one portal, and what each of them saw."""

    site: str
    findings: Findings
    each: int = 2
    walks: dict[str, Walk] = field(default_factory=dict)
    tried: dict[str, list[int]] = field(default_factory=dict)
    looked: int = 0
    guided: int = 0

    def walk(self, people: Iterable[str]) -> None:
        """Let each of ``people`` follow every link that is shown to them."""
        canaries.plant()
        known = canaries.harvest(viewers(people, clock.now()))
        for who in people:
            self.walks[who] = Walk(self._client(who), who, known, self.findings, self.each)
        with ThreadPoolExecutor(AT_ONCE) as several:
            list(several.map(self._walk, self.walks))

    def try_what_others_see(self) -> None:
        """Let each ask for one page of each kind that only others were led to."""
        with ThreadPoolExecutor(AT_ONCE) as several:
            list(several.map(self._try, self.walks))

    def follow_the_guide(self) -> None:
        """Walk the steps that the documentation takes a newcomer through."""
        told = guide.steps(guide.WALK.read_text("utf-8"))
        self.guided = guide.follow(self.site, told, self.findings)

    def look(self, views: str = "") -> None:
        """Open one page of each view like ``views``, in each language, as who came there first."""
        cookies = {who: walk.client.cookies for who, walk in self.walks.items()}
        looks = [each for each in self._looks() if re.search(views, each.kind.view)]
        print(f"Chromium: {len(looks)} pages", file=sys.stderr)
        self.looked = browsing.look(self.site, looks, cookies, self.findings)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Return what each person saw, in the columns of ``HEAD``, and all of them."""
        for who, walk in self.walks.items():
            opened = [status for status in walk.opened.values() if status == HTTPStatus.OK]
            tried = self.tried.get(who, [])
            known = len(walk.canaries.of.get(who, {}))
            through = sum(status == HTTPStatus.OK for status in tried)
            yield who, walk.asked, len(opened), len(walk.counts), known, len(tried), through
        yield guide.WALK.name, self.guided, self.guided, "", "", "", ""
        yield "in Chromium", self.looked, self.looked, "", "", "", ""

    def _walk(self, who: str) -> None:
        began = time.monotonic()
        self.walks[who].go()
        self.walks[who].ask_resources()
        took = time.monotonic() - began
        print(f"{who}: {self.walks[who].asked} asked, {took:.0f} s", file=sys.stderr)

    def _client(self, who: str) -> Client:
        client = Client(self.site)
        if who != NOBODY:
            client.sign_in(f"{who}@example.org")
        return client

    def _try(self, who: str) -> None:
        walk = self.walks[who]
        met = set(walk.counts)
        theirs: dict[Kind, str] = {}
        for other in self.walks.values():
            for kind, path in other.pages.items():
                if kind not in met:
                    theirs.setdefault(kind, path)
        self.tried[who] = [walk.ask(path).status for path in theirs.values()]

    def _looks(self) -> list[Look]:
        """Return one page of each view and language, those asked something after those not."""
        found: dict[tuple[str, str], Look] = {}
        for who, walk in self.walks.items():
            for kind, path in sorted(walk.pages.items(), key=lambda each: each[0].asked):
                found.setdefault((kind.view, kind.language), Look(kind, who, path))
        return list(found.values())


def viewers(people: Iterable[str], at: datetime) -> dict[str, Viewer]:
    """Return what each account is at ``at``."""
    users = {user.email.partition("@")[0]: user for user in User.objects.all()}
    return {who: viewer_for(users.get(who), at) for who in people}
