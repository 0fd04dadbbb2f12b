"""What anybody may read of meetings and bodies: the register, one meeting, one body."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import active_language
from crm_portal.core.instance import THIS
from crm_portal.core.prepared import Prepared
from meetings import paper_lists
from meetings.models import Body, Guest, Meeting, OutcomeLink, Place, Session
from meetings.presentation import activity, agenda, bodies, clocks, register, titles, year
from meetings.presentation.head import meeting_of, reader_of
from meetings.presentation.titles import Names
from members.forms.standing import DayForm
from members.http import PortalRequest

SHOWN_OF_BODY = 60


@login_not_required
@require_safe
def all_meetings(request: PortalRequest) -> HttpResponse:
    """The register of all meetings since 1996, with filters, and what they add up to."""
    names = Names.read()
    form = register.form(request.viewer, request.GET or {}, names)
    asked = form.asked
    rows = register.filtered(register.held(request.viewer), asked)
    page = Paginator(rows, asked["size"] or 25).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": register.lines(page, names),
        "is_filtered": any(asked[name] for name in ("body", "year", "country")),
        "query": request.GET.urlencode(),
        "activity": activity.table(),
    }
    return render(request, "meetings/register.html", context)


@login_not_required
@require_safe
def as_csv(request: PortalRequest) -> HttpResponse:
    """What was asked for in the register, as a spreadsheet."""
    names = Names.read()
    asked = register.form(request.viewer, request.GET or {}, names).asked
    rows = register.filtered(register.held(request.viewer), asked)
    content = register.as_csv(rows, names)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{THIS.code}-meetings.csv"'
    return response


@login_not_required
@require_safe
def meeting(request: PortalRequest, symbol: str) -> HttpResponse:
    """One meeting: days, places, when its sessions sit; of its agenda what was published."""
    found = meeting_of(request, symbol)
    viewer, names = request.viewer, Names.read()
    other, title = titles.other_language(names, found, active_language())
    sessions = list(Session.objects.visible_to(viewer).filter(meeting=found))
    opens_at = found.opens_at  # type: ignore[attr-defined]
    reader = reader_of(request)
    context = {
        "meeting": found,
        "title": names.title(found),
        "body_name": names.body(found),
        "other_title": title,
        "other_language": other,
        "place": titles.place(found),
        "places": places(found),
        "jointly": titles.jointly(names, found),
        "state_tone": titles.tone(found),
        "clocks": clocks.clocks(opens_at, found, reader) if opens_at else [],
        "days": year.by_day(sessions, found, reader),
        "guests": guests(found, viewer),
        "together": together(found, viewer, names),
        "parts": agenda.published(found, viewer),
        "packs": paper_lists.published(found, viewer.at),
        "outcomes": OutcomeLink.objects.visible_to(viewer).filter(meeting=found),
    }
    return render(request, "meetings/held_meeting.html", context)


@login_not_required
@require_safe
def body(request: PortalRequest, code: str) -> HttpResponse:
    """One body as of a day: its names, how it works, who takes part, what it held."""
    found = get_object_or_404(Body, code=code)
    form, day = asked_day(request)
    names = Names.read()
    rows = register.filtered(register.held(request.viewer), {"body": code})
    shown = list(rows[:SHOWN_OF_BODY])
    name = names.on(found.pk, day)
    context = {
        "body": found,
        "form": form,
        "on": day,
        "is_today": day == request.viewer.on,
        "name": name.name if name else found.code,
        "acronym": name.acronym if name else "",
        "meetings": register.lines(shown, names),
        **bodies.page(found, request.viewer, day),
    }
    return render(request, "meetings/body.html", context)


def asked_day(request: PortalRequest) -> tuple[DayForm, date]:
    """Return the day asked for (today, unless a day was) and the form that asks."""
    asked = request.GET.get("on") or request.GET.get("al")
    today = request.viewer.on
    form = DayForm({"on": asked}) if asked else DayForm(initial={"on": today})
    return form, form.cleaned_data["on"] if asked and form.is_valid() else today


def places(found: Meeting) -> list[Place]:
    """Return the cities of a meeting that has several, or a venue."""
    return list(found.places.all()) if found.has_places else []  # type: ignore[attr-defined]


def guests(found: Meeting, viewer: Viewer) -> list[Guest]:
    """Return the special guests who come, as far as the viewer may know of them."""
    if not found.has_guests:  # type: ignore[attr-defined]
        return []
    visible = Guest.objects.visible_to(viewer).filter(meeting=found, called_off_on=None)
    return list(visible.select_related("party"))


def together(found: Meeting, viewer: Viewer, names: Names) -> list[dict[str, Any]]:
    """Return the meetings held with this one: those it leads, or the leader and its others."""
    leader = found.held_with_id or found.pk
    asked = {"itself": found.pk, "leader": leader, "on": viewer.on}
    return [year.row(each, names) for each in _TOGETHER(viewer.roles, **asked)]


def _together(
    itself: int, leader: int, on: date, shape: frozenset[Role]
) -> QuerySet[Meeting]:
    rows = Meeting.objects.open_to(shape, on).exclude(pk=itself)
    rows = rows.filter(Q(held_with=leader) | Q(pk=leader))
    return rows.select_related("body", "host").order_by("starts_on", "pk")


_TOGETHER: Prepared[Meeting] = Prepared(_together)
