"""What a presidency hands to the next about meetings: those ahead, and the reports not made."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.sections import Row, Section, Text, both, day, same, two
from meetings.models import BodyName, Meeting, PresidencyReport, Representation
from members.models.parties import Precision

MOST_MEETINGS = 12


def sections(passing: Any, viewers: Sequence[Viewer]) -> list[Section]:
    """Return the meetings that come and the reports that are owed, as all viewers may know."""
    del passing  # what comes and what is owed is the Conference's, whoever presides
    return [_meetings(viewers[0]), _reports(viewers[0])]


def _meetings(viewer: Viewer) -> Section:
    ahead = Meeting.objects.visible_to(viewer).filter(ends_on__gte=viewer.on)
    found = ahead.select_related("body", "host").order_by("starts_on", "pk")
    names = {name.body_id: name for name in BodyName.objects.on(viewer.on)}
    return Section(
        key="meetings",
        title=both(_("Next meetings")),
        columns=[both(_("Dates")), both(_("Meeting")), both(_("Place"))],
        rows=[
            Row([_when(each), _name(each, names), _where(each)])
            for each in found[:MOST_MEETINGS]
        ],
        empty=both(_("No meeting ahead is on record.")),
    )


def _when(meeting: Meeting) -> Text:
    if meeting.precision != Precision.DAY:
        return same(meeting.starts_on.year)
    first, last = day(meeting.starts_on), day(meeting.ends_on)
    if meeting.starts_on == meeting.ends_on:
        return first
    return {language: f"{first[language]} – {last[language]}" for language in first}


def _name(meeting: Meeting, names: dict[int, BodyName]) -> Text:
    name = names.get(meeting.body_id)
    return two(name.name_es, name.name_en) if name else same(meeting.body.code)


def _where(meeting: Meeting) -> Text:
    if meeting.city_es:
        return two(meeting.city_es, meeting.city_en or meeting.city_es)
    host = meeting.host
    return two(host.name_es, host.name_en) if host else same("—")


def _reports(viewer: Viewer) -> Section:
    owed = Representation.objects.owing(viewer.on).select_related("party")
    rows = [
        Row(
            [
                two(each.forum_es, each.forum_en or each.forum_es),
                two(each.party.name_es, each.party.name_en),
                day(each.ends_on),
            ],
            late=True,
            page=("meetings:representation", (each.pk,)),
        )
        for each in owed.order_by("ends_on")
    ]
    return Section(
        key="reports",
        title=both(_("Reports owed")),
        columns=[both(_("Report")), both(_("Owed by")), both(_("Since"))],
        rows=[*_of_presidencies(viewer), *rows],
        empty=both(_("No report is owed.")),
        note=both(
            _(
                "An outgoing presidency reports at the meeting that follows the hand-over "
                "(003:63); whoever represents the Conference reports afterwards (001:415)."
            )
        ),
    )


def _of_presidencies(viewer: Viewer) -> list[Row]:
    reports = PresidencyReport.objects.filter(presented_on=None)
    return [
        Row(
            [
                both(_("Presidency of %(year)s"), year=each.presidency.label_year),
                two(each.presidency.party.name_es, each.presidency.party.name_en),
                day(Viewer(at=each.owed_from).on),
            ],
            late=each.owed_from <= viewer.at,
            page=("members:presidency-year", (each.presidency.label_year,)),
        )
        for each in reports.select_related("presidency__party").order_by("owed_from")
    ]
