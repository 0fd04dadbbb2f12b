"""Letters to the members about applications, in their reader's language.

Subjects say nothing that a passer-by should not read.
"""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from meetings.models import Application
from members.access import viewer_for

SUBJECTS: dict[str, str | Promise] = {
    "completed": _("An application to the Conference is complete"),
    "put_before": _("An application is before the Vice-Ministers"),
    "decided": _("The Vice-Ministers decided on an application"),
    "withdrawn": _("An application to the Conference was withdrawn"),
}


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for, if its reader may still have it."""
    user = notice.recipient
    event = notice.event.removeprefix("admission.")
    visible = Application.objects.visible_to(viewer_for(user, at))
    found = visible.select_related("meeting", "standing").filter(pk=notice.target_id)
    application = found.first()
    if application is None:
        return None
    with override(user.language):
        link = reverse("meetings:application", args=[application.reference])
        context = {
            "user": user,
            "application": application,
            "event": event,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + link,
        }
        body = render_to_string("mail/admission/application.txt", context)
        return Letter(to=user.email, subject=str(SUBJECTS[event]), body=body)
