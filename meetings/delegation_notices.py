"""Letters about a delegation: submitted, approved, returned; in their reader's language.

Subjects say nothing that a passer-by should not read, and no letter names who comes.
"""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core import notifications
from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from meetings.models import Delegation
from members.access import focal_points, secretariat, viewer_for

SUBJECTS: dict[str, str | Promise] = {
    "submitted": _("A delegation waits for approval"),
    "approved": _("Your delegation was approved"),
    "returned": _("Your delegation was returned"),
}


def tell(delegation: Delegation, what: str, *, by: Viewer) -> None:
    """Owe the letter: of a submission to the Secretariat, of an answer to the delegation."""
    own = [delegation.party_id] if delegation.party_id else []
    to = secretariat(by.at) if what == "submitted" else focal_points(own, by.at)
    key = f"delegation:{delegation.pk}:{what}:{by.at.isoformat()}"
    notifications.owe(f"delegation.{what}", delegation, to=to, key=key, by=by)


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for, if its reader may still have it."""
    user = notice.recipient
    event = notice.event.removeprefix("delegation.")
    visible = Delegation.objects.visible_to(viewer_for(user, at))
    delegation = visible.select_related("meeting", "party", "guest").filter(
        pk=notice.target_id
    )
    found = delegation.first()
    if found is None:
        return None
    with override(user.language):
        context = {
            "user": user,
            "delegation": found,
            "event": event,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + found.get_absolute_url(),
        }
        body = render_to_string("mail/meeting/delegation.txt", context)
        return Letter(to=user.email, subject=str(SUBJECTS[event]), body=body)
