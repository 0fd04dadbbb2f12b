"""The register of all meetings since 1996: what is asked for, what is found, and as a file."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_days, format_known
from crm_portal.core.sources import cite
from meetings.forms.register import RegisterForm
from meetings.models import Body, Meeting
from meetings.models.meetings import MeetingQuerySet
from meetings.presentation import titles
from meetings.presentation.titles import Names
from members.cards import guarded
from members.models import Party
from members.models.parties import Precision

BYTE_ORDER = "\N{ZERO WIDTH NO-BREAK SPACE}"  # so that Excel reads UTF-8


def held(viewer: Viewer) -> MeetingQuerySet:
    """Return what the viewer may know of, the latest first."""
    visible = Meeting.objects.visible_to(viewer)
    return visible.select_related("body", "host").order_by("-starts_on", "-pk")


def form(viewer: Viewer, data: Any, names: Names) -> RegisterForm:
    """Return the filters, offering only what there is."""
    rows = Meeting.objects.visible_to(viewer).order_by()
    spans = rows.values_list("starts_on__year", "ends_on__year").distinct()
    years = {year for first, last in spans for year in range(first, last + 1)}
    hosts = Party.objects.filter(pk__in=rows.exclude(host=None).values("host"))
    bodies = Body.objects.order_by("order")
    return RegisterForm(
        data,
        bodies=[(body.code, _called(body, names, viewer.on)) for body in bodies],
        years=sorted(years, reverse=True),
        countries=sorted(
            ((party.code, str(party.name)) for party in hosts), key=lambda pair: pair[1]
        ),
    )


def filtered(rows: MeetingQuerySet, asked: dict[str, Any]) -> MeetingQuerySet:
    """Return what was asked for: a body's own and joint meetings, a year's, a host's."""
    if code := asked.get("body"):
        joint = Meeting.objects.filter(jointly_with__code=code).values("pk")
        rows = rows.filter(Q(body__code=code) | Q(pk__in=joint))
    if year := asked.get("year"):
        within = {
            "starts_on__lte": date(year, 12, 31),
            "ends_on__gte": date(year, 1, 1),
        }
        rows = rows.filter(**within)
    if country := asked.get("country"):
        rows = rows.filter(host__code=country)
    return rows


def lines(meetings: Iterable[Meeting], names: Names) -> list[dict[str, Any]]:
    """Return meetings as the table shows them."""
    return [
        {
            "meeting": each,
            "title": names.title(each),
            "body": names.body(each),
            "place": titles.place(each),
            "tone": titles.tone(each),
        }
        for each in meetings
    ]


def as_csv(meetings: Iterable[Meeting], names: Names) -> str:
    """Return the meetings as a sheet; no cell is one that a spreadsheet would compute."""
    written = io.StringIO()
    written.write(BYTE_ORDER)
    sheet = csv.writer(written)
    headings = [
        *(_("Symbol"), _("Title"), _("Body"), _("Number"), _("When"), _("First day")),
        *(_("Last day"), _("Precision"), _("Where"), _("How one attends"), _("State")),
        *(_("Note"), _("Source")),
    ]
    sheet.writerow(headings)
    for each in meetings:
        sheet.writerow([guarded(str(cell)) for cell in _cells(each, names)])
    return written.getvalue()


def when(meeting: Meeting) -> str:
    """Return the days of a meeting as exactly as they are known."""
    if meeting.precision != Precision.DAY:
        return format_known(meeting.starts_on, meeting.precision)
    return format_days(meeting.starts_on, meeting.ends_on)


def _cells(meeting: Meeting, names: Names) -> list[object]:
    return [
        meeting.symbol,
        names.title(meeting),
        names.body(meeting),
        meeting.ordinal or "",
        when(meeting),
        meeting.starts_on.isoformat(),
        meeting.ends_on.isoformat(),
        meeting.get_precision_display(),
        titles.place(meeting),
        meeting.get_mode_display(),
        meeting.get_state_display(),
        meeting.note,
        cite(meeting.source),
    ]


def _called(body: Body, names: Names, day: date) -> str:
    name = names.on(body.pk, day)
    return str(name.name) if name else body.code
