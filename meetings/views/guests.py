"""Special guests of one meeting; and the bodies and meetings of the Conference, for anybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import rules, services
from meetings.forms.guests import GuestForm
from meetings.meeting_states import State
from meetings.models import BodyName, Guest, Meeting
from meetings.presentation import year
from meetings.presentation.head import head, meeting_of, require
from meetings.presentation.titles import Names
from meetings.views.held import asked_day
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Party


@login_not_required
@require_safe
def held(request: PortalRequest) -> HttpResponse:
    """The bodies under their names of a day, and the meetings held by then with their guests."""
    form, day = asked_day(request)
    today, called = request.viewer.on, Names.read()
    guests = Guest.objects.visible_to(request.viewer).filter(called_off_on=None)
    meetings = Meeting.objects.visible_to(request.viewer).filter(starts_on__lte=day)
    ahead = Meeting.objects.visible_to(request.viewer).filter(ends_on__gte=today)
    coming = ahead.exclude(state=State.CALLED_OFF).select_related("body", "host")
    context = {
        "form": form,
        "on": day,
        "is_today": day == today,
        "ahead": [year.row(each, called) for each in coming.order_by("starts_on", "pk")],
        "may_invite": rules.may_record_guest(request.viewer),
        "names": BodyName.objects.visible_to(request.viewer)
        .on(day)
        .select_related("body")
        .order_by("body__order"),
        "meetings": meetings.vice_ministerial()
        .select_related("host")
        .prefetch_related(Prefetch("guests", guests.select_related("party"))),
    }
    return render(request, "meetings/held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: PortalRequest, symbol: str) -> HttpResponse:
    """The special guests of one meeting, and a form to record one."""
    meeting = _meeting(request, symbol)
    form = GuestForm(Party.objects.visible_to(request.viewer), request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            services.invite_guest,
            meeting_id=meeting.pk,
            by=request.viewer,
            **form.fields_given,
        )
    ):
        messages.success(request, _("The guest was recorded."))
        return redirect("meetings:guests", meeting.symbol)
    visible = Guest.objects.visible_to(request.viewer).filter(meeting=meeting)
    context = {
        **head(request, meeting, label=_("Special guests")),
        "guests": visible.select_related("party"),
        "form": form,
        "is_over": meeting.ends_on < request.viewer.on,
    }
    return render(request, "meetings/guests.html", context)


@require_POST
def call_off(request: PortalRequest, pk: int) -> HttpResponse:
    """Record that a guest does not come after all."""
    guest = get_object_or_404(
        Guest.objects.visible_to(request.viewer).select_related("meeting"), pk=pk
    )
    meeting = _meeting(request, guest.meeting.symbol)
    services.call_off_guest(guest.pk, by=request.viewer)
    messages.success(request, _("It was recorded that the guest does not come."))
    return redirect("meetings:guests", meeting.symbol)


def _meeting(request: PortalRequest, symbol: str) -> Meeting:
    require(allowed=rules.may_record_guest(request.viewer))
    return meeting_of(request, symbol)
