"""A consultation and the list of them, for a logged-in focal point, beside an empty view."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from benchmarks import asked, machine, rows
from benchmarks.figures import Figures, middle
from benchmarks.machine import Window
from benchmarks.pressure import Load, generator, press
from crm_portal.devstack.environment import free_port
from crm_portal.devstack.portal import Portal
from crm_portal.devstack.processes import descendants
from crm_portal.devstack.programs import Web

ROUNDS, WARM_UP, SECONDS, CONNECTIONS = 3, 2.0, 6.0, 8
LANGUAGE, HERE = "es", "127.0.0.1"
# An empty view behind the default middleware; what only says who asks; no middleware.
EMPTY, KNOWN, BARE = "floor: empty view", "empty view, signed in", "bare view"


@dataclass(frozen=True)
class Reach:
    """What a page is to reach: its part of the floor's speed, and its queries at most."""

    page: str
    of_floor: float
    queries: int


REACH = Reach("consultation", of_floor=1 / 15, queries=12)


class Floor(Web):
    """The empty views, under the same gunicorn with the same settings as the portal."""

    name = "floor"

    @property
    def arguments(self) -> list[str]:
        return [*super().arguments[:-1], "benchmarks.floor.wsgi"]

    def answers(self) -> bool:
        try:
            return press(f"{self.url}/", seconds=1, connections=1).failed == 0
        except (subprocess.CalledProcessError, ZeroDivisionError):
            return False

    @property
    def url(self) -> str:
        return f"http://{HERE}:{self.env['PORT']}"

    def pids(self) -> list[int]:
        """Return the server and its workers."""
        return [self.process.pid, *descendants(self.process.pid)] if self.process else []


@dataclass
class Page:
    """An address under load, and the processes that answer it."""

    url: str
    cookie: str
    pids: Callable[[], list[int]]
    loads: list[Load] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)

    def warm_up(self) -> None:
        press(self.url, cookie=self.cookie, seconds=WARM_UP, connections=CONNECTIONS)

    def press(self) -> None:
        """Load the page for one round."""
        with Window(self.pids) as window:
            load = press(
                self.url, cookie=self.cookie, seconds=SECONDS, connections=CONNECTIONS
            )
        if load.failed:
            sys.exit(f"{self.url}: {load.failed} of {load.requests} requests failed")
        self.loads.append(load)
        self.windows.append(window)

    @property
    def cpu_ms(self) -> float:
        """Processor time of a request: its server's and the database's."""
        pairs = zip(self.windows, self.loads, strict=True)
        return middle((1000 * window.cpu / load.requests for window, load in pairs), 3)

    def figures(self) -> dict[str, Any]:
        speeds = [load.per_second for load in self.loads]
        return {
            "req/s": middle(speeds),
            "min-max": f"{min(speeds):.1f}-{max(speeds):.1f}",
            "p50_ms": middle(load.p50 for load in self.loads),
            "p95_ms": middle(load.p95 for load in self.loads),
            "cpu_ms": round(self.cpu_ms, 2),
            "others_cpu_%": middle((w.others_percent for w in self.windows), 0),
        }

    def of(self, floor: "Page") -> float:
        """Return the speed as a part of the floor's: the median over the rounds."""
        pairs = zip(self.loads, floor.loads, strict=True)
        return middle((ours.per_second / theirs.per_second for ours, theirs in pairs), 4)


def measure(portal: Portal) -> Figures:
    """Press the pages and the floor in turn, three times; report medians and their ratios."""
    found = Figures("pages", f"2 sync workers, {CONNECTIONS} connections, {generator()}")
    paths = _prepare()
    press_beside_floors(found, portal, paths, REACH)
    web = machine.memory_mib(portal.pids("web"))
    found.saw("memory", web_pss_mib=round(sum(web), 1), workers_pss_mib=web[1:])
    return found


def _prepare() -> dict[str, str]:
    """Write the rows and return the addresses to ask for."""
    rows.past()
    expired, running = rows.expired(), rows.running()
    with override(LANGUAGE):
        return {
            REACH.page: expired.get_absolute_url(),
            "consultation, running": running.get_absolute_url(),
            "list": reverse("decisions:consultations"),
        }


def begin_floor(portal: Portal, more: Mapping[str, str]) -> Floor:
    own = {"HOST": HERE, "PORT": str(free_port(HERE, 0))}
    floor = Floor(portal.place, {**portal.env, **own, **more})
    floor.begin()
    floor.finish()
    return floor


def addresses(
    portal: Portal, paths: Mapping[str, str], floor: Floor, bare: Floor
) -> dict[str, Page]:
    def database() -> list[int]:
        return portal.pids("postgres")

    cookie = rows.session_cookie()
    known = rows.session_cookie(backend="django.contrib.auth.backends.ModelBackend")
    pages = {
        EMPTY: Page(f"{floor.url}/", cookie, floor.pids),
        KNOWN: Page(f"{floor.url}/known/", known, lambda: floor.pids() + database()),
        BARE: Page(f"{bare.url}/", "", bare.pids),
    }
    for name, path in paths.items():
        pages[name] = Page(
            portal.url + path, cookie, lambda: portal.pids("web") + database()
        )
    return pages


def press_all(pages: Mapping[str, Page]) -> None:
    for page in pages.values():
        page.warm_up()
    for _ in range(ROUNDS):
        for page in pages.values():
            page.press()


def compare(
    found: Figures,
    pages: Mapping[str, Page],
    portal: Portal,
    paths: Mapping[str, str],
    reach: Reach,
) -> None:
    """Say what each page is beside the floors, and what it asks of the database."""
    empty, known = pages[EMPTY], pages[KNOWN]
    costs = asked.costs(portal, rows.READER, list(paths.values()))
    for name, cost in zip(paths, costs, strict=True):
        page = pages[name]
        ratio = page.of(empty)
        found.saw(
            name,
            floor=f"1/{1 / ratio:.1f}",
            floor_by_cpu=f"1/{page.cpu_ms / empty.cpu_ms:.1f}",
            signed_in=f"1/{1 / page.of(known):.1f}",
            queries=cost["queries"],
            kB=round(cost["size"] / 1000),
            python_ms=cost["cpu_ms"],
        )
        if name == reach.page:
            least = round(reach.of_floor, 4)
            found.reach(f"{name}, of the empty view", ratio, least=least)
            found.reach(f"{name}, of the same, signed in", page.of(known), least=least)
        found.reach(f"{name}, queries", cost["queries"], most=reach.queries)


def press_beside_floors(
    found: Figures, portal: Portal, paths: Mapping[str, str], reach: Reach
) -> None:
    """Press ``paths`` and the floors in turn, three times, and compare them."""
    floors = [begin_floor(portal, {}), begin_floor(portal, {"BARE": "1"})]
    try:
        pressed = addresses(portal, paths, *floors)
        press_all(pressed)
    finally:
        for floor in floors:
            floor.stop()
    for name, page in pressed.items():
        found.saw(name, **page.figures())
    compare(found, pressed, portal, paths, reach)
