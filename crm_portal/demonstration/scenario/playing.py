"""Play the story: move the clock from act to act, and let the sweeps do what falls due."""

from datetime import datetime

from django.utils.translation import override

from crm_portal.core import clock, notifications
from crm_portal.core.models import Notice
from crm_portal.demonstration import moving
from crm_portal.demonstration.scenario import script
from crm_portal.demonstration.scenario.verbs import VERBS, Matters
from decisions import sweeps
from decisions.services.closing import SETTLE
from members.access import viewer_for
from members.models import User

LONG_ENOUGH = 3600.0  # seconds: no letter of one day may leave on the next


def play(at: datetime) -> bool:
    """Play every act and leave the clock running at ``STANDS``; say whether it was played.

    A story is not told backwards: where ``at`` is later than its first act, nothing is.
    """
    story = script.acts()
    if at > story[0].at:
        return False
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}
    matters = Matters()
    for act in story:
        _live_until(act.at)
        by = viewer_for(people[act.who], act.at)
        with override(by.language):
            VERBS[act.do](matters, act, by)
        _deliver()
    _live_until(script.STANDS)
    clock.set_to(script.STANDS)
    return True


def _live_until(instant: datetime) -> None:
    """Stop at every reminder and every end of a term up to ``instant``, then stand there."""
    at = clock.now()
    while (due := _next_due(at)) is not None and due <= instant:
        clock.set_to(due, frozen=True)
        sweeps.expire_due_rounds()
        sweeps.owe_due_reminders()
        _deliver()
        at = due
    clock.set_to(instant, frozen=True)


def _next_due(at: datetime) -> datetime | None:
    """Return when the next reminder leaves or the next term is settled, after ``at``."""
    ahead = moving.ahead(at - SETTLE)
    settling = ahead.deadline and ahead.deadline + SETTLE
    instants = [each for each in (ahead.reminder, settling) if each and each > at]
    return min(instants, default=None)


def _deliver() -> None:
    if Notice.objects.owed().exists():
        notifications.deliver_due(LONG_ENOUGH)
