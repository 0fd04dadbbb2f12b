"""Letters about commitments: a week before one is due, and once it is overdue.

Subjects carry its number and no words of it. Whoever has said that nothing more is due, and
whoever may no longer see it, gets none.
"""

from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core import notifications
from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from decisions.models.following import Commitment, CommitmentReport
from decisions.rules.following.reports import days_late
from decisions.rules.following.words import SETTLED, Word
from members.access import focal_points, secretariat, viewer_for
from members.models import Party

DUE, OVERDUE = "commitment.due", "commitment.overdue"
SUBJECTS: dict[str, str | Promise] = {
    DUE: _("%(number)s: a commitment falls due"),
    OVERDUE: _("%(number)s: a commitment is overdue"),
}
# Reminders of what is due in days: they may wait for their reader's hours.
ROUTINE = frozenset({DUE, OVERDUE})


def tell(event: str, commitment: Commitment, *, by: Viewer) -> int:
    """Owe the reminder to whoever owes it, and to the Secretariat once it is overdue."""
    to = {*focal_points(owing(commitment, by.on), by.at)}
    if event == OVERDUE:
        to |= {*secretariat(by.at)}
    key = f"{event}:{commitment.pk}:{commitment.due_on}"
    return notifications.owe(event, commitment, to=sorted(to), key=key, by=by)


def owing(commitment: Commitment, on: date) -> set[int]:
    """Return who leads, takes part or is asked, without who said that nothing more is due."""
    asked = {each.pk for each in commitment.partners.all()}
    if commitment.lead_party_id is not None:
        asked.add(commitment.lead_party_id)
    if commitment.by_country:
        asked |= set(Party.objects.members_on(on).values_list("pk", flat=True))
    told = CommitmentReport.objects.filter(commitment=commitment, reported_on__lte=on)
    last = told.order_by("party", "-reported_on", "-pk").distinct("party")
    words = last.values_list("party", "word")
    return asked - {party for party, word in words if Word(word) in SETTLED}


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the reminder that ``notice`` stands for; None where it no longer holds."""
    user = notice.recipient
    viewer = viewer_for(user, at)
    seen = Commitment.objects.visible_to(viewer).live()
    row = seen.select_related("text").filter(pk=notice.target_id).first()
    if row is None or not _concerns(row, viewer):
        return None
    with override(user.language):
        context = {
            "user": user,
            "commitment": row,
            "number": f"C-{row.pk}",
            "late": days_late(row.term, viewer.on),
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + reverse("following:commitment", args=[row.pk]),
        }
        subject = str(SUBJECTS[notice.event]) % context
        body = render_to_string("mail/commitment/letter.txt", context)
        return Letter(to=user.email, subject=subject, body=body)


def _concerns(commitment: Commitment, viewer: Viewer) -> bool:
    is_owing = viewer.party_id in owing(commitment, viewer.on)
    return is_owing or viewer.has(Role.SECRETARIAT)
