"""The pages of a Vice-Ministerial Meeting in its week, for a logged-in focal point."""

from django.urls import reverse
from django.utils.translation import override

from benchmarks import pages
from benchmarks.figures import Figures
from benchmarks.pages import CONNECTIONS, LANGUAGE, Reach
from benchmarks.pressure import generator
from crm_portal.demonstration import week
from crm_portal.devstack.portal import Portal
from meetings.models import AgendaItem, Delegate, Meeting, MeetingPaper

REACH = Reach("meeting", of_floor=1 / 20, queries=14)


def measure(portal: Portal) -> Figures:
    """Press the meeting and the floor in turn; report medians and their ratios."""
    week.prepare()
    rows = (
        AgendaItem.objects.count(),
        Delegate.objects.count(),
        MeetingPaper.objects.count(),
    )
    what = "{} items, {} participants, {} documents".format(*rows)
    found = Figures("meeting", f"{what}, {CONNECTIONS} connections, {generator()}")
    pages.press_beside_floors(found, portal, _paths(), REACH)
    return found


def _paths() -> dict[str, str]:
    main = Meeting.objects.vice_ministerial().get(is_demonstration=True)
    with override(LANGUAGE):
        return {
            REACH.page: main.get_absolute_url(),
            "agenda": reverse("meetings:agenda", args=[main.symbol]),
            "delegations": reverse("meetings:delegations", args=[main.symbol]),
            "papers": reverse("meetings:papers", args=[main.symbol]),
        }
