"""In which meetings a plan may have been approved, and by which of their decisions."""

from collections.abc import Sequence

from crm_portal.core.access import Viewer
from decisions.models import Provision
from decisions.models.following_plans import Plan
from decisions.rules.following import plans
from meetings.models import Meeting

MOST = 12


def meetings(plan: Plan, viewer: Viewer) -> list[Meeting]:
    """Return the latest meetings of the body that approves such plans: those that began."""
    approver = plans.APPROVES[plans.PlanKind(plan.kind)]
    seen = Meeting.objects.visible_to(viewer).filter(
        body__kind=approver.value, starts_on__lte=viewer.on
    )
    return list(seen.select_related("body").order_by("-starts_on", "-pk")[:MOST])


def provisions(found: Sequence[Meeting], viewer: Viewer) -> list[Provision]:
    """Return the decisions and conclusions of those meetings, the latest meeting first."""
    seen = Provision.objects.visible_to(viewer).filter(text__meeting__in=found)
    related = ("text__kind", "text__body", "text__meeting__body")
    ordered = seen.order_by("-text__meeting__starts_on", "text", "position")
    return list(ordered.select_related(*related))
