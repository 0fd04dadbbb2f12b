"""The front page for a stranger, with the reference data, beside an empty view."""

from django.urls import reverse
from django.utils.translation import override

from benchmarks import asked, pages
from benchmarks.figures import Figures
from benchmarks.pages import CONNECTIONS, EMPTY, LANGUAGE, Page, Reach
from benchmarks.pressure import generator
from crm_portal.devstack.portal import Portal
from crm_portal.reference import loading

REACH = Reach("home", of_floor=1 / 6, queries=2)
# What is filtered is never kept: the page as the first reader after an act gets it.
MADE = "home, made anew each time"


def measure(portal: Portal) -> Figures:
    """Press the page and the floor in turn; report medians and their ratios."""
    loading.load()
    found = Figures("home", f"nobody signed in, {CONNECTIONS} connections, {generator()}")
    paths = _paths()
    floor = pages.begin_floor(portal, {})
    try:
        pressed = _pressed(portal, paths, floor)
        pages.press_all(pressed)
    finally:
        floor.stop()
    for name, page in pressed.items():
        found.saw(name, **page.figures())
    _compare(found, portal, paths, pressed)
    return found


def _paths() -> dict[str, str]:
    with override(LANGUAGE):
        home = reverse("library:home")
        return {
            REACH.page: home,
            MADE: f"{home}?made=1",
        }


def _pressed(portal: Portal, paths: dict[str, str], floor: pages.Floor) -> dict[str, Page]:
    """Return the addresses, asked for without a cookie, and who answers them."""
    found = {EMPTY: Page(f"{floor.url}/", "", floor.pids)}
    for name, path in paths.items():
        found[name] = Page(
            portal.url + path, "", lambda: portal.pids("web") + portal.pids("postgres")
        )
    return found


def _compare(
    found: Figures, portal: Portal, paths: dict[str, str], pressed: dict[str, Page]
) -> None:
    costs = asked.costs(portal, "", list(paths.values()))
    for name, cost in zip(paths, costs, strict=True):
        page, empty = pressed[name], pressed[EMPTY]
        found.saw(
            name,
            floor=f"1/{1 / page.of(empty):.1f}",
            floor_by_cpu=f"1/{page.cpu_ms / empty.cpu_ms:.1f}",
            queries=cost["queries"],
            kB=round(cost["size"] / 1000),
            python_ms=cost["cpu_ms"],
        )
    home = pressed[REACH.page]
    found.reach("home, of the empty view", home.of(pressed[EMPTY]), least=REACH.of_floor)
    found.reach("home, queries", costs[0]["queries"], most=REACH.queries)
