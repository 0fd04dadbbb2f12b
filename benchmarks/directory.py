"""The directory of two thousand people, for a logged-in focal point, beside an empty view."""

from django.urls import reverse
from django.utils.translation import override

from benchmarks import pages, people
from benchmarks.figures import Figures
from benchmarks.pages import CONNECTIONS, LANGUAGE, Reach
from benchmarks.pressure import generator
from crm_portal.devstack.portal import Portal

REACH = Reach("directory", of_floor=1 / 15, queries=8)


def measure(portal: Portal) -> Figures:
    """Press the directory and the floor in turn; report medians and their ratios."""
    what = f"{people.IN_OFFICE} in office, {people.YEARS} years of mandates, {CONNECTIONS}"
    found = Figures("directory", f"{what} connections, {generator()}")
    people.populate()
    pages.press_beside_floors(found, portal, _paths(), REACH)
    return found


def _paths() -> dict[str, str]:
    with override(LANGUAGE):
        first = reverse("members:directory")
        return {
            REACH.page: first,
            "searched": f"{first}?q=nunez+panama",
            "page 40": f"{first}?page=40",
            "by country": reverse("members:directory-parties"),
        }
