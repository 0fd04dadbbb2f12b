"""Reports that are owed: by whom, since when, until which meeting, and to whom that is shown."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, DateField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import TruncDate

from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from meetings.models import Meeting, PresidencyReport, Representation
from meetings.models.representation import PresidencyReportQuerySet


@dataclass(frozen=True)
class Owed:
    """A report that waits: of an outgoing presidency, or of a representation."""

    report: PresidencyReport | None
    representation: Representation | None
    since: date
    meeting: Meeting | None = None

    @property
    def party_id(self) -> int:
        if self.report is not None:
            return self.report.presidency.party_id
        assert self.representation is not None  # noqa: S101 - one of the two is there
        return self.representation.party_id


def owed_by(viewer: Viewer) -> list[Owed]:
    """Return what the viewer's own party owes; of the Secretariat, everybody's: two queries."""
    reports = PresidencyReport.objects.visible_to(viewer).owed(viewer)
    representations = Representation.objects.visible_to(viewer).owing(viewer.on)
    if not viewer.has(Role.SECRETARIAT):
        if not viewer.has(Role.OFFICIAL_VOICE):
            return []
        reports = reports.filter(presidency__party=viewer.party_id)
        representations = representations.filter(party=viewer.party_id)
    return [*of_presidencies(reports), *of_representations(representations)]


def of_presidencies(reports: QuerySet[PresidencyReport]) -> list[Owed]:
    """Return reports of presidencies with the meeting at which each is due."""
    found = reports.select_related("presidency__party").order_by("owed_from")
    return [
        Owed(each, None, _day(each.owed_from), next_meeting(_day(each.owed_from)))
        for each in found
    ]


def of_representations(representations: QuerySet[Representation]) -> list[Owed]:
    found = representations.select_related("party").order_by("ends_on")
    return [Owed(None, each, each.ends_on) for each in found]


def next_meeting(day: date) -> Meeting | None:
    """Return the first meeting on record that opens after ``day``, whichever body's."""
    return _after(day).select_related("body").first()


def with_due_day(reports: PresidencyReportQuerySet) -> PresidencyReportQuerySet:
    """Give each report ``due_on``: the first day of the meeting at which it is due.

    Null once it was presented, or as long as no later meeting is on record.
    """
    dated = reports.alias(owed_day=TruncDate("owed_from", tzinfo=ZONE_OF_RECORD))
    first = Subquery(_after(OuterRef("owed_day")).values("starts_on")[:1])
    waits = When(presented_on=None, then=first)
    return dated.annotate(due_on=Case(waits, default=None, output_field=DateField()))


def _after(day: date | OuterRef) -> QuerySet[Meeting]:
    ahead = Meeting.objects.filter(starts_on__gt=day, precision="day")
    return ahead.order_by("starts_on", "pk")


def _day(at: datetime) -> date:
    return at.astimezone(ZONE_OF_RECORD).date()
