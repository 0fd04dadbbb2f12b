"""Letters about an agenda, in their reader's language. What is closed is in no mail at all."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from meetings.models import AgendaVersion, Door
from members.access import viewer_for

SUBJECTS: dict[str, str | Promise] = {
    "circulated": _("A preliminary agenda was circulated"),
    "final": _("The agenda of a meeting is final"),
}


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for, if its reader may still read the version."""
    user = notice.recipient
    event = notice.event.removeprefix("agenda.")
    visible = AgendaVersion.objects.visible_to(viewer_for(user, at)).filter(door=Door.OPEN)
    version = visible.select_related("meeting").filter(pk=notice.target_id).first()
    if version is None:
        return None
    with override(user.language):
        link = reverse("meetings:agenda", args=[version.meeting.symbol])
        context = {
            "user": user,
            "version": version,
            "meeting": version.meeting,
            "event": event,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + link,
        }
        body = render_to_string("mail/agenda/agenda.txt", context)
        return Letter(to=user.email, subject=str(SUBJECTS[event]), body=body)
