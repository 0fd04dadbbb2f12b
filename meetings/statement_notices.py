"""Letters about a statement: asked for, authorised, declined; in their reader's language.

Subjects say nothing that a passer-by should not read.
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
from meetings.models import Statement
from meetings.rules import delegations as rules
from members.access import focal_points, troika_at, viewer_for, voice_focal_points

SUBJECTS: dict[str, str | Promise] = {
    "requested": _("A request to make a statement waits for the presidency"),
    "authorised": _("Your statement was authorised"),
    "declined": _("Your statement was not authorised"),
}


def tell(statement: Statement, what: str, *, by: Viewer) -> None:
    """Owe the letter: of a request to the presidency in office, of an answer to who asked."""
    if what == "requested":
        to = voice_focal_points(troika_at(by.at).chairs, by.at)
    else:
        to = focal_points([statement.party_id], by.at)
    key = f"statement:{statement.pk}:{what}:{by.at.isoformat()}"
    notifications.owe(f"statement.{what}", statement, to=to, key=key, by=by)


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for, unless something else was decided since."""
    user = notice.recipient
    event = notice.event.removeprefix("statement.")
    viewer = viewer_for(user, at)
    visible = Statement.objects.visible_to(viewer).filter(pk=notice.target_id, state=event)
    statement = visible.select_related("meeting", "party", "session").first()
    if statement is None or (event == "requested" and not rules.may_authorise(viewer)):
        return None
    with override(user.language):
        context = {
            "user": user,
            "statement": statement,
            "meeting": statement.meeting,
            "event": event,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + statement.get_absolute_url(),
        }
        body = render_to_string("mail/meeting/statement.txt", context)
        return Letter(to=user.email, subject=str(SUBJECTS[event]), body=body)
