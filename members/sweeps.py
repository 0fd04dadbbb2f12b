"""What time makes due: contacts to confirm, calendars to confirm, addresses that bounce."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from crm_portal.core import clock, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice
from members import rules
from members.access import voice_focal_points
from members.models import CalendarYear, Mandate, Party, User
from members.services import contacts

ASK_AGAIN_AFTER = timedelta(days=30)
VERIFY, CONFIRM = "account.verify_contact", "account.calendar_confirmation"
# The days of December on which a member that has not confirmed is asked.
ASKED_ON = (1, 10, 20)


def note_bounces() -> int:
    """Mark the contacts whose last letter was refused for good or came back; return how many."""
    refused = (
        Notice.objects.filter(recipient=OuterRef("pk"), bounced_at__isnull=False)
        .order_by("-bounced_at")
        .values("bounced_at")[:1]
    )
    returned = User.objects.annotate(returned_at=refused).filter(
        Q(verified_at=None) | Q(returned_at__gt=F("verified_at")),
        Q(bounced_at=None) | Q(returned_at__gt=F("bounced_at")),
        returned_at__isnull=False,
    )
    marked = 0
    for user in returned:
        user.bounced_at = user.returned_at
        user.save(update_fields=["bounced_at"])
        marked += 1
    return marked


def ask_contacts() -> int:
    """Ask whoever holds a mandate and lapsed to confirm their contact, once a month."""
    by = Viewer(at=clock.now())
    due = _lapsed(by.at).values_list("pk", flat=True)
    return contacts.owe_questions(due, by=by, occasion=f"lapse:{by.on:%Y-%m}")


def _lapsed(at: datetime) -> QuerySet[User]:
    asked = Notice.objects.filter(
        recipient=OuterRef("pk"), event=VERIFY, owed_at__gt=at - ASK_AGAIN_AFTER
    )
    invited = Notice.objects.filter(
        recipient=OuterRef("pk"), event="account.invited", owed_at__gt=at - ASK_AGAIN_AFTER
    )
    holders = Mandate.objects.at(at).values("user")
    return User.objects.unverified(at).filter(
        ~Exists(asked), ~Exists(invited), pk__in=holders, is_active=True
    )


def ask_calendars() -> int:
    """Every December, ask each member for the list of the year that comes (2.4)."""
    by = Viewer(at=clock.now())
    year, turn = by.on.year + 1, sum(by.on.day >= day for day in ASKED_ON)
    if by.on.month != rules.FIRST_MONTH:
        return 0
    confirmed = CalendarYear.objects.filter(year=year, institution=None)
    told = Notice.objects.filter(event=CONFIRM, data__year=year, data__turn=turn)
    waiting = Party.objects.members_on(by.on).exclude(pk__in=confirmed.values("party"))
    asked = 0
    for party in waiting.exclude(pk__in=told.values("target_id")):
        asked += notifications.owe(
            CONFIRM,
            party,
            to=voice_focal_points([party.pk], by.at),
            key=f"account:calendar:{party.pk}:{year}:{turn}",
            by=by,
            year=year,
            turn=turn,
        )
    return asked
