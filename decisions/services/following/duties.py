"""The due list of duties, derived from what is on record; and that one of them was done."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.calendars import seat_date
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.sections import both
from crm_portal.library.models.documents import Category
from crm_portal.library.services import Sheet
from decisions.models.following_duties import DutyDone, DutyKind
from decisions.rules.following import duties as rules
from decisions.services.common import one_at_a_time
from decisions.services.following.common import (
    day_of,
    document_of,
    require_following,
    secretariat,
)
from decisions.services.following.filing import filed
from meetings.models import Meeting, MeetingState, PresidencyReport
from meetings.models.bodies import BodyKind
from members.models import CalendarYear, Mandate, Party
from members.models.parties import Precision

BEFORE, AHEAD = timedelta(days=365), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty and where it stands on the viewer's day."""

    duty: rules.Duty
    standing: rules.Standing


def due_list(
    by: Viewer, *, since: date | None = None, until: date | None = None
) -> tuple[Owed, ...]:
    """Return the duties of a year back and a year ahead, or of the days named: six queries.

    The presidency and the Secretariat see all, a country its own; nobody else any.
    """
    if not by.has(Role.MEMBER, Role.SECRETARIAT):
        return ()
    first, last = since or by.on - BEFORE, until or by.on + AHEAD
    found = rules.duties(facts(by), first, last)
    if not by.has(Role.PRESIDENCY, Role.SECRETARIAT):
        own = Party.objects.filter(pk=by.state).values_list("code", flat=True)
        found = tuple(duty for duty in found if duty.owed_by in set(own))
    keys = [duty.key for duty in found]
    done = set(DutyDone.objects.filter(key__in=keys).values_list("key", flat=True))
    return tuple(Owed(duty, rules.standing(duty, done, by.on)) for duty in found)


def facts(by: Viewer) -> rules.Facts:
    """Return what the duties follow from, as it is on record at the viewer's instant."""
    members = tuple(Party.objects.members_on(by.on).values_list("code", flat=True))
    confirmed = CalendarYear.objects.filter(institution=None, year__gte=by.on.year - 1)
    return rules.Facts(
        secretariat=secretariat().code,
        members=members,
        grcms=_grcms(),
        hand_overs=_hand_overs(),
        confirmed=frozenset(confirmed.values_list("party__code", "year")),
        contacts=_contacts(by),
    )


def _grcms() -> tuple[rules.Meeting, ...]:
    """Return the meetings of the GRCM whose day is known and that were not called off."""
    held = Meeting.objects.filter(body__kind=BodyKind.GRCM, precision=Precision.DAY)
    known = held.exclude(state=MeetingState.CALLED_OFF).order_by("starts_on")
    return tuple(rules.Meeting(*row) for row in known.values_list("symbol", "starts_on"))


def _hand_overs() -> tuple[rules.HandOver, ...]:
    """Return the reports that outgoing presidencies owe, with the meeting that follows."""
    kinds = [BodyKind.GRCM, BodyKind.VICE_MINISTERIAL]
    held = Meeting.objects.filter(body__kind__in=kinds, precision=Precision.DAY)
    known = held.exclude(state=MeetingState.CALLED_OFF).order_by("starts_on")
    meetings = [rules.Meeting(*row) for row in known.values_list("symbol", "starts_on")]
    told = PresidencyReport.objects.select_related("presidency__party")
    return tuple(_hand_over(report, meetings) for report in told)


def _hand_over(report: PresidencyReport, meetings: list[rules.Meeting]) -> rules.HandOver:
    on = seat_date(report.owed_from)
    after = next((each for each in meetings if each.on > on), None)
    presidency = report.presidency
    return rules.HandOver(
        presidency.party.code, on, presidency.label_year, after, report.presented_on
    )


def _contacts(by: Viewer) -> tuple[rules.Contact, ...]:
    """Return the focal points of member countries, and when each was last confirmed."""
    members = Party.objects.members_on(by.on)
    mandates = Mandate.objects.at(by.at).filter(role=Role.FOCAL_POINT, party__in=members)
    rows = mandates.values_list("party__code", "user_id", "user__verified_at", "during")
    found = {
        user: rules.Contact(code, user, seat_date(at) if at else None, _begins(during, by))
        for code, user, at, during in rows
    }
    return tuple(found.values())


def _begins(during: object, by: Viewer) -> date:
    lower = getattr(during, "lower", None)
    return seat_date(lower) if lower else by.on


@transaction.atomic
def settle(
    key: str,
    *,
    on: date | None = None,
    document_id: int | None = None,
    sheet: Sheet | None = None,
    note: str = "",
    by: Viewer,
) -> DutyDone:
    """Record that a duty was done. Invalid: nobody owes it. Conflict: it is on record."""
    require_following(by)
    one_at_a_time(f"duty:{key}")
    duty = _owed(key, by)
    title = both(DutyKind(duty.kind).label)
    document = document_of(document_id, by) or filed(
        sheet,
        series="DEBERES",
        title_es=title["es"],
        title_en=title["en"],
        category=Category.REPORT,
        by=by,
    )
    return _done(duty, day_of(on, by), by, document=document, note=note.strip())


@transaction.atomic
def settle_reported(since: date, until: date, *, note: str, by: Viewer) -> list[DutyDone]:
    """Record that the progress report over those days was issued, for each duty that it does."""
    done = []
    for owed in due_list(by):
        if not rules.is_reported(owed.duty, since, until):
            continue
        one_at_a_time(f"duty:{owed.duty.key}")
        if not DutyDone.objects.filter(key=owed.duty.key).exists():
            done.append(_done(owed.duty, by.on, by, note=note))
    return done


def _done(
    duty: rules.Duty, on: date, by: Viewer, *, document: int | None = None, note: str = ""
) -> DutyDone:
    done = DutyDone.objects.create(
        key=duty.key,
        kind=duty.kind,
        party=Party.objects.get(code=duty.owed_by),
        due_on=duty.due_on,
        done_on=on,
        document_id=document,
        note=note,
        recorded_at=by.at,
        user_id=by.signer,
    )
    audit.record(done, "settled", by=by, key=duty.key, on=on)
    return done


def _owed(key: str, by: Viewer) -> rules.Duty:
    """Return a duty that somebody owes and can be said to be done."""
    found = {owed.duty.key: owed for owed in due_list(by)}
    if key not in found:
        raise Invalid(_("There is no such duty."), code="duty")
    duty = found[key].duty
    if duty.kind in rules.SHOWN_BY_RECORD:
        raise Refused(_("The record itself shows when this is done."), code="shown")
    if found[key].standing is rules.Standing.DONE:
        raise Conflict(_("It is on record that this was done."), code="done")
    return duty
