"""What the public pages say of meetings, as anybody may know of them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.library.front import Address, Figure
from meetings.meeting_states import OVER, State
from meetings.models import Body, Meeting
from meetings.presentation import activity, titles
from meetings.presentation.coming import span
from meetings.presentation.register import when
from meetings.presentation.titles import Names

AHEAD, BEHIND = 4, 4
Row = dict[str, Any]


def part(viewer: Viewer) -> Row:
    """Return the next meeting, those after it, and the last ones of the Vice-Ministers."""
    names = Names.read()
    visible = Meeting.objects.visible_to(viewer).select_related("body", "host")
    open_ = visible.exclude(state=State.CALLED_OFF).filter(ends_on__gte=viewer.on)
    ahead = list(open_.exclude(state__in=OVER).order_by("starts_on", "pk")[:AHEAD])
    held = visible.vice_ministerial().filter(ends_on__lt=viewer.on)
    return {
        "next_meeting": _row(ahead[0], names) if ahead else None,
        "agenda": [_row(each, names) | {"when": span(each)} for each in ahead],
        "meetings": [
            _row(each, names) | {"when": str(each.starts_on.year)}
            for each in held.order_by("-starts_on")[:BEHIND]
        ],
    }


def _row(meeting: Meeting, names: Names) -> Row:
    return {
        "title": names.title(meeting),
        "when": when(meeting),
        "place": titles.place(meeting) or str(meeting.get_mode_display()),
        "theme": meeting.theme,
        "url": reverse("held:meeting", args=[meeting.symbol]),
    }


def figures(viewer: Viewer) -> list[Figure]:
    """Return the meetings on record by year, and by kind beside what was published."""
    over = Meeting.objects.visible_to(viewer).filter(
        state__in=OVER, is_demonstration=False, ends_on__lte=viewer.on
    )
    rows = list(over.order_by().values_list("starts_on__year", "body__kind", "mode"))
    years = Counter(year for year, _kind, _mode in rows)
    if not years:
        return []
    kinds = Counter(activity.kind_of(kind, mode) for _year, kind, mode in rows)
    span = range(min(years), max(years) + 1)
    most = max(span, key=lambda year: years[year])
    series = Figure(
        key="meetings-by-year",
        title=_("%(year)s is the year with most meetings on record: %(count)s")
        % {"year": most, "count": years[most]},
        about=_(
            "Meetings held, by the year in which they began; those that a source dates"
        ),
        heading=_("Year"),
        rows=[(str(year), years[year]) for year in span],
        note=_(
            "What no source dates is not counted: a low year may be one of which less is "
            "known."
        ),
        is_series=True,
    )
    return [series, _by_kind(kinds)]


def _by_kind(kinds: Counter[str]) -> Figure:
    total = sum(kinds.values())
    return Figure(
        key="meetings-by-kind",
        title=_("%(count)s meetings are on record") % {"count": total},
        about=_("Meetings held, by what kind of activity they were"),
        heading=_("Kind of activity"),
        rows=[(str(label), kinds[kind]) for kind, label, _published in activity.KINDS],
        source=activity.SOURCE,
        note=_(
            "The Conference itself counted %(published)s activities to 2016, without listing "
            "them."
        )
        % {"published": activity.TOTAL},
    )


def addresses(viewer: Viewer) -> Iterator[Address]:
    """Yield the pages of meetings and bodies that anybody may read."""
    yield Address("held:meetings")
    yield Address("held:register")
    for code in Body.objects.order_by("order").values_list("code", flat=True):
        yield Address("held:body", (code,))
    visible = Meeting.objects.visible_to(viewer).order_by("-starts_on", "-pk")
    for symbol in visible.values_list("symbol", flat=True):
        yield Address("held:meeting", (symbol,))
