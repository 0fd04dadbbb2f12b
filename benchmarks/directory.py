"""The directory of two thousand people, for a logged-in focal point, beside an empty view."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import override

from benchmarks import asked, pages, people, rows
from benchmarks.figures import Figures
from benchmarks.pages import CONNECTIONS, EMPTY, KNOWN, LANGUAGE, LEAST_OF_FLOOR, Page
from benchmarks.pressure import generator
from crm_portal.devstack.portal import Portal

MOST_QUERIES = 8
MEASURED = "directory"


def measure(portal: Portal) -> Figures:
    """Press the directory and the floor in turn; report medians and their ratios."""
    what = f"{people.IN_OFFICE} in office, {people.YEARS} years of mandates, {CONNECTIONS}"
    found = Figures("directory", f"{what} connections, {generator()}")
    people.populate()
    paths = _paths()
    floors = [pages.begin_floor(portal, {}), pages.begin_floor(portal, {"BARE": "1"})]
    try:
        pressed = pages.addresses(portal, paths, *floors)
        pages.press_all(pressed)
    finally:
        for each in floors:
            each.stop()
    for name, page in pressed.items():
        found.saw(name, **page.figures())
    _compare(found, pressed, portal, paths)
    return found


def _paths() -> dict[str, str]:
    with override(LANGUAGE):
        first = reverse("members:directory")
        return {
            MEASURED: first,
            "searched": f"{first}?q=nunez+panama",
            "page 40": f"{first}?page=40",
            "by country": reverse("members:directory-parties"),
        }


def _compare(
    found: Figures, pressed: Mapping[str, Page], portal: Portal, paths: Mapping[str, str]
) -> None:
    empty, known = pressed[EMPTY], pressed[KNOWN]
    costs = asked.costs(portal, rows.READER, list(paths.values()))
    for name, cost in zip(paths, costs, strict=True):
        page = pressed[name]
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
        if name == MEASURED:
            least = round(LEAST_OF_FLOOR, 4)
            found.reach(f"{name}, of the empty view", ratio, least=least)
            found.reach(f"{name}, of the same, signed in", page.of(known), least=least)
        found.reach(f"{name}, queries", cost["queries"], most=MOST_QUERIES)
