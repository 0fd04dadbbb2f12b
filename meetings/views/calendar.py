"""The calendar of the Conference: what comes, a year with what is unusual in it, a week."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.meeting_states import AHEAD, State
from meetings.models import Meeting
from meetings.presentation import planning, year
from meetings.presentation.head import reader_of
from meetings.presentation.titles import Names
from meetings.rules import convening
from meetings.views.decided import READERS
from members.forms.standing import DayForm
from members.http import PortalRequest

FIRST_YEAR, LAST_YEAR = 1996, 2100
WEEK = timedelta(days=7)


@require_safe
def meetings(request: PortalRequest) -> HttpResponse:
    """The meetings that come, the nearest first, and those that were called off lately."""
    viewer = request.viewer
    visible = Meeting.objects.visible_to(viewer).filter(ends_on__gte=viewer.on)
    found = visible.select_related("body", "host").order_by("starts_on", "pk")
    names = Names.read()
    rows = [year.row(each, names) for each in found]
    context = {
        "rows": rows,
        "views": year.views("list", viewer.on.year, viewer.on),
        "may_plan": convening.may_plan_any(viewer),
        "planned": sum(each.state in AHEAD for each in found),
        "reads_decisions": viewer.has(*READERS),
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
def of_year(request: PortalRequest, year_number: int) -> HttpResponse:
    """Every meeting of a year, planned and held; for whoever plans, what is unusual."""
    if not FIRST_YEAR <= year_number <= LAST_YEAR:
        raise Http404
    viewer, names = request.viewer, Names.read()
    found = year.of_year(viewer, year_number)
    plans = convening.may_plan_any(viewer) and year_number >= viewer.on.year
    called_off = sum(each.state == State.CALLED_OFF for each in found)
    context = {
        "year": year_number,
        "previous": year_number - 1 if year_number > FIRST_YEAR else None,
        "next": year_number + 1 if year_number < LAST_YEAR else None,
        "months": year.months(found, year_number, names),
        "undated": year.undated(found, names),
        "total": len(found) - called_off,
        "plans": plans,
        "warnings": planning.unusual(viewer, found, year_number, names) if plans else [],
        "may_plan": convening.may_plan_any(viewer),
        "views": year.views("year", year_number, _day_in(year_number, viewer.on)),
    }
    return render(request, "meetings/year.html", context)


@require_safe
def week(request: PortalRequest) -> HttpResponse:
    """One week, day by day: which meetings sit, their sessions and hours."""
    asked = request.GET.get("day")
    today = request.viewer.on
    form = DayForm({"on": asked}) if asked else None
    day = form.cleaned_data["on"] if form and form.is_valid() else today
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        day = today
    monday = year.week_of(day)
    context = {
        "days": year.week(request.viewer, monday, reader_of(request)),
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "previous": (monday - WEEK).isoformat(),
        "next": (monday + WEEK).isoformat(),
        "is_this_week": year.week_of(today) == monday,
        "views": year.views("week", monday.year, monday),
    }
    return render(request, "meetings/week.html", context)


def _day_in(year_number: int, today: date) -> date:
    return today if today.year == year_number else date(year_number, 1, 1)
