"""What time makes due about convocations: whoever has not answered is reminded, once a date."""

from crm_portal.core import clock, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice
from meetings.meeting_states import AHEAD
from meetings.models import ConvocationLetter
from meetings.rules import convocation as rules
from meetings.services import convocation_letters

EVENT = "convocation.reminder"


def remind_the_silent() -> int:
    """Owe the reminders whose date has come; return how many notices that makes.

    Of several dates that have passed since a letter was sent, the latest alone counts.
    """
    by = Viewer(at=clock.now())
    letters = ConvocationLetter.objects.silent().exclude(convocation__remind_on=[])
    ahead = letters.filter(
        convocation__meeting__state__in=AHEAD, convocation__meeting__starts_on__gt=by.on
    )
    return sum(_remind(each, by) for each in ahead.select_related("convocation"))


def _remind(letter: ConvocationLetter, by: Viewer) -> int:
    sent = letter.sent_at
    if sent is None:
        return 0
    since = Viewer(at=sent).on
    due = rules.reminders_due(letter.convocation.remind_on, by.on)
    dates = [each for each in due if each > since]
    if not dates:
        return 0
    day = dates[-1].isoformat()
    told = Notice.objects.filter(event=EVENT, target_id=letter.pk, data__day=day)
    if told.exists():
        return 0
    to = convocation_letters.addressees(letter, by)
    key = f"convocation:{letter.pk}:remind:{day}"
    return notifications.owe(EVENT, letter, to=to, key=key, by=by, day=day)
