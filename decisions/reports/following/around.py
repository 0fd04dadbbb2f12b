"""What other records tell in the report of activities: reports owed, representations, guests."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_days
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text, both, same, two
from decisions.models.following_duties import DutyDone, DutyKind
from decisions.reports.following.blocks import Block, joined, paragraph
from decisions.reports.following.said import full_day, known_day, listing, sentence
from decisions.rules.following.duties import SHOWN_BY_RECORD
from meetings.models import Application, Guest, Representation, RepresentationReport
from meetings.presentation.titles import Names

DONE = _("On %(day)s the Secretariat completed this duty: %(duty)s.")
WENT = _(
    "%(party)s represented the Conference at “%(forum)s” (%(place)s, %(days)s). "
    "Attended: %(who)s."
)
MANDATE = _("Mandate: %(mandate)s.")
NEXT = _("Recommended follow-up: %(words)s")
UNREPORTED = _("Its report is still pending.")
GUESTS = _("Special guests of the %(meeting)s: %(names)s.")
PURPOSE = _("Purpose: %(purpose)s")
DECIDED_BY = _("Decided: %(by)s.")
APPLIED = _(
    "%(name)s applied on %(day)s to be an observer or a member; the application is before "
    "the Vice-Ministers."
)
APPLIED_IN = _(
    "%(name)s applied in %(day)s to be an observer or a member; the application is before "
    "the Vice-Ministers of the %(meeting)s."
)
# The report is presented at the meeting ahead, and tells who was invited to it.
AHEAD = timedelta(days=31)


def duties_done(viewer: Viewer, since: date, until: date) -> Iterator[Block]:
    """Yield what the Secretariat did by date within the period: one query."""
    seen = DutyDone.objects.visible_to(viewer).filter(done_on__range=(since, until))
    for done in seen.exclude(kind__in=[each.value for each in SHOWN_BY_RECORD]):
        duty = both(DutyKind(done.kind).label)
        yield paragraph(both(DONE, day=full_day(done.done_on), duty=duty))


def representations(viewer: Viewer, since: date, until: date) -> Iterator[Block]:
    """Yield where the Conference was represented within the period, and what was reported."""
    seen = Representation.objects.visible_to(viewer).filter(
        starts_on__range=(since, until), called_off_on=None
    )
    rows = seen.select_related("party", "report").order_by("starts_on", "pk")
    for row in rows:
        page = ("meetings:representation", (row.pk,))
        yield paragraph(_went(row), page=page)
        report = getattr(row, "report", None)
        if report is not None and report.reported_on <= until:
            yield paragraph(_reported(report))
        elif row.ends_on < until:
            yield paragraph(both(UNREPORTED), "status")


def _went(row: Representation) -> Text:
    days = {each: format_days(row.starts_on, row.ends_on, each) for each in LANGUAGES}
    went = both(
        WENT,
        party=two(row.party.name_es, row.party.name_en),
        forum=two(row.forum_es, row.forum_en or row.forum_es),
        place=row.place,
        days=days,
        who=row.representatives,
    )
    return joined(went, both(MANDATE, mandate=row.mandate)) if row.mandate else went


def _reported(report: RepresentationReport) -> Text:
    told = sentence(two(report.summary_es, report.summary_en))
    if not report.follow_up_es:
        return told
    words = sentence(two(report.follow_up_es, report.follow_up_en or report.follow_up_es))
    return joined(told, both(NEXT, words=words))


def guests(viewer: Viewer, since: date, until: date) -> Iterator[Block]:
    """Yield who was invited to the meetings of the period and of the month after it."""
    seen = Guest.objects.visible_to(viewer).filter(
        called_off_on=None, meeting__starts_on__range=(since, until + AHEAD)
    )
    rows = seen.select_related("meeting__body", "party")
    by_meeting: dict[int, list[Guest]] = {}
    for row in rows.order_by("meeting__starts_on", "pk"):
        by_meeting.setdefault(row.meeting_id, []).append(row)
    names = Names.read()
    for found in by_meeting.values():
        yield paragraph(_guests(found, names))


def _guests(found: list[Guest], names: Names) -> Text:
    meeting = found[0].meeting
    called = {each: names.title(meeting, each) for each in LANGUAGES}
    told = [both(GUESTS, meeting=called, names=listing([_called(row) for row in found]))]
    if found[0].decided_by:
        told.append(both(DECIDED_BY, by=found[0].decided_by))
    if found[0].purpose_es:
        purpose = two(found[0].purpose_es, found[0].purpose_en or found[0].purpose_es)
        told.append(both(PURPOSE, purpose=sentence(purpose)))
    return joined(*told)


def _called(row: Guest) -> Text:
    if row.party is not None:
        return two(row.party.name_es, row.party.name_en)
    return two(row.called_es, row.called_en or row.called_es)


def applications(viewer: Viewer, since: date, until: date) -> Iterator[Block]:
    """Yield the applications that were before the Vice-Ministers within the period."""
    seen = Application.objects.visible_to(viewer).filter(received_on__lte=until)
    open_then = seen.exclude(decided_on__lt=since).exclude(withdrawn_on__lt=since)
    names = Names.read()
    for row in open_then.select_related("meeting__body").order_by("received_on", "pk"):
        decided = row.decided_on
        if decided is not None and decided <= until:
            yield paragraph(
                sentence(joined(_applicant(row), same(row.decision), between=": "))
            )
        else:
            yield paragraph(_before(row, names))


def _before(row: Application, names: Names) -> Text:
    day = known_day(row.received_on, row.received_precision)
    if row.meeting is None:
        return both(APPLIED, name=_applicant(row), day=day)
    called = {each: names.title(row.meeting, each) for each in LANGUAGES}
    return both(APPLIED_IN, name=_applicant(row), day=day, meeting=called)


def _applicant(row: Application) -> Text:
    return two(row.name_es, row.name_en)
