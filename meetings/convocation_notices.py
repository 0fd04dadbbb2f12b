"""The letter that says a convocation has come, and the reminder to whoever has not answered."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from meetings.meeting_states import AHEAD
from meetings.models import ConvocationLetter
from members.access import viewer_for

# It may wait for its reader's hours: the letter itself does not.
ROUTINE = frozenset({"convocation.reminder"})


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for, if it still concerns its reader."""
    user = notice.recipient
    viewer = viewer_for(user, at)
    visible = ConvocationLetter.objects.visible_to(viewer).filter(called_off_at=None)
    related = visible.select_related("convocation__meeting", "party")
    letter = related.filter(pk=notice.target_id).first()
    if letter is None or not _concerns(viewer, letter):
        return None
    is_reminder = notice.event == "convocation.reminder"
    if is_reminder and not _still_silent(letter):
        return None
    with override(user.language):
        context = {
            "user": user,
            "letter": letter,
            "meeting": letter.convocation.meeting,
            "is_own": viewer.party_id == letter.party_id,
            "is_reminder": is_reminder,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + letter.get_absolute_url(),
        }
        body = render_to_string("mail/convocation/letter.txt", context)
        subject = (
            _("An answer to a convocation is awaited")
            if is_reminder
            else _("A convocation of the Conference")
        )
        return Letter(to=user.email, subject=subject, body=body)


def _concerns(viewer: Viewer, letter: ConvocationLetter) -> bool:
    return viewer.has(Role.SECRETARIAT) or viewer.party_id == letter.party_id


def _still_silent(letter: ConvocationLetter) -> bool:
    ahead = letter.convocation.meeting.state in AHEAD
    return ahead and ConvocationLetter.objects.silent().filter(pk=letter.pk).exists()
