"""A consultation and the list of them, for a logged-in focal point, beside an empty view."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from benchmarks import machine, rows
from benchmarks.figures import Figures, middle
from benchmarks.machine import Window
from benchmarks.pressure import Load, generator, press
from crm_portal.devstack.places import Place
from crm_portal.devstack.portal import Portal
from crm_portal.devstack.programs import Web

ROUNDS, WARM_UP, SECONDS, CONNECTIONS = 3, 2.0, 6.0, 8
LEAST_OF_FLOOR, MOST_QUERIES = 1 / 15, 12
LANGUAGE = "es"


class Floor(Web):
    """The empty view, under the same gunicorn with the same settings as the portal."""

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
        return f"http://127.0.0.1:{self.env['PORT']}"

    def pids(self) -> list[int]:
        from crm_portal.devstack.processes import descendants

        return [self.process.pid, *descendants(self.process.pid)] if self.process else []


@dataclass
class Page:
    """An address under load, and the processes that answer it."""

    url: str
    pids: Callable[[], list[int]]
    cookie: str
    loads: list[Load] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)

    def press(self, seconds: float = SECONDS) -> None:
        with Window(self.pids) as window:
            load = press(
                self.url, cookie=self.cookie, seconds=seconds, connections=CONNECTIONS
            )
        if load.failed:
            sys.exit(f"{self.url}: {load.failed} of {load.requests} requests failed")
        self.loads.append(load)
        self.windows.append(window)

    @property
    def cpu_ms(self) -> list[float]:
        """Processor time of a request, in each round: its server's and the database's."""
        pairs = zip(self.windows, self.loads, strict=True)
        return [1000 * window.cpu / load.requests for window, load in pairs]

    def figures(self) -> dict[str, Any]:
        speeds = [load.per_second for load in self.loads]
        return {
            "req/s": middle(speeds),
            "min-max": f"{min(speeds):.1f}-{max(speeds):.1f}",
            "p50_ms": middle(load.p50 for load in self.loads),
            "p95_ms": middle(load.p95 for load in self.loads),
            "cpu_ms": middle(self.cpu_ms, 2),
            "others_cpu_%": middle((w.others_percent for w in self.windows), 0),
        }


def measure(portal: Portal) -> Figures:
    """Press the pages and the floor in turn, three times; report medians and their ratios."""
    found = Figures("pages", f"2 sync workers, {CONNECTIONS} connections, {generator()}")
    paths = _prepare()
    floors = {"empty view": _floor(portal, {}), "bare view": _floor(portal, {"BARE": "1"})}
    try:
        pages = _press(portal, paths, floors)
    finally:
        for floor in floors.values():
            floor.stop()
    _report(found, pages, _costs(portal, paths))
    web = machine.memory_mib(portal.pids("web"))
    found.saw("memory", web_pss_mib=sum(web), workers_pss_mib=web[1:])
    return found


def _prepare() -> dict[str, str]:
    """Write the rows and return the addresses to ask for."""
    rows.past()
    expired, running = rows.expired(), rows.running()
    with override(LANGUAGE):
        return {
            "consultation": expired.get_absolute_url(),
            "consultation, running": running.get_absolute_url(),
            "list": reverse("decisions:consultations"),
        }


def _floor(portal: Portal, more: Mapping[str, str]) -> Floor:
    from crm_portal.devstack.environment import free_port

    port = str(free_port("127.0.0.1", 0))
    floor = Floor(
        Place.at(portal.place.data), {**portal.env, "HOST": "127.0.0.1", "PORT": port, **more}
    )
    floor.begin()
    floor.finish()
    return floor


def _press(
    portal: Portal, paths: Mapping[str, str], floors: Mapping[str, Floor]
) -> dict[str, Page]:
    cookie = rows.session_cookie()

    def pids() -> list[int]:
        return [*portal.pids("web"), *portal.pids("postgres")]

    pages = {name: Page(f"{floor.url}/", floor.pids, cookie) for name, floor in floors.items()}
    pages |= {name: Page(portal.url + path, pids, cookie) for name, path in paths.items()}
    for page in pages.values():
        press(page.url, cookie=cookie, seconds=WARM_UP, connections=CONNECTIONS)
    for _ in range(ROUNDS):
        for page in pages.values():
            page.press()
    return pages


def _costs(portal: Portal, paths: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    order = {"email": rows.READER, "paths": list(paths.values())}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.asked"],
        input=json.dumps(order),
        env=portal.env,
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(zip(paths, json.loads(done.stdout), strict=True))


def _report(
    found: Figures, pages: Mapping[str, Page], costs: Mapping[str, Mapping[str, Any]]
) -> None:
    empty = pages["empty view"]
    for name, page in pages.items():
        found.saw(name, **page.figures())
        if name not in costs:
            continue
        ratio = _ratio(page, empty)
        cost = costs[name]
        found.saw(
            name,
            of_floor=round(ratio, 4),
            floor_over_page=round(1 / ratio, 1),
            cpu_over_floor=round(middle(page.cpu_ms, 3) / middle(empty.cpu_ms, 3), 1),
            queries=cost["queries"],
            kB=round(cost["size"] / 1000),
            python_ms=cost["cpu_ms"],
        )
        found.reach(f"{name}, of the empty view", ratio, least=round(LEAST_OF_FLOOR, 4))
        found.reach(f"{name}, queries", cost["queries"], most=MOST_QUERIES)


def _ratio(page: Page, floor: Page) -> float:
    """Return the median over the rounds of the ratio within a round."""
    pairs = zip(page.loads, floor.loads, strict=True)
    return middle((ours.per_second / theirs.per_second for ours, theirs in pairs), 4)
