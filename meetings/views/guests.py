"""Special guests of one meeting; and the bodies and meetings of the Conference, for anybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import rules, services
from meetings.forms.guests import GuestForm
from meetings.models import BodyName, Guest, Meeting
from members.forms.common import attempt
from members.forms.standing import DayForm
from members.http import PortalRequest
from members.models import Party


@login_not_required
@require_safe
def held(request: PortalRequest) -> HttpResponse:
    """The bodies under their names of a day, and the meetings held by then with their guests."""
    asked = request.GET.get("on") or request.GET.get("al")
    today = request.viewer.on
    form = DayForm({"on": asked}) if asked else DayForm(initial={"on": today})
    day = form.cleaned_data["on"] if asked and form.is_valid() else today
    guests = Guest.objects.visible_to(request.viewer).filter(called_off_on=None)
    meetings = Meeting.objects.visible_to(request.viewer).filter(starts_on__lte=day)
    ahead = Meeting.objects.visible_to(request.viewer).filter(ends_on__gte=today)
    may_invite = rules.may_record_guest(request.viewer)
    context = {
        "form": form,
        "on": day,
        "is_today": day == today,
        "ahead": ahead.select_related("host").order_by("starts_on") if may_invite else [],
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
def guests(request: PortalRequest, pk: int) -> HttpResponse:
    """The special guests of one meeting, and a form to record one."""
    meeting = _meeting(request, pk)
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
        return redirect("meetings:guests", meeting.pk)
    visible = Guest.objects.visible_to(request.viewer).filter(meeting=meeting)
    context = {
        "meeting": meeting,
        "guests": visible.select_related("party"),
        "form": form,
        "is_over": meeting.ends_on < request.viewer.on,
    }
    return render(request, "meetings/guests.html", context)


@require_POST
def call_off(request: PortalRequest, pk: int) -> HttpResponse:
    """Record that a guest does not come after all."""
    guest = get_object_or_404(Guest.objects.visible_to(request.viewer), pk=pk)
    _meeting(request, guest.meeting_id)
    services.call_off_guest(guest.pk, by=request.viewer)
    messages.success(request, _("It was recorded that the guest does not come."))
    return redirect("meetings:guests", guest.meeting_id)


def _meeting(request: PortalRequest, pk: int) -> Meeting:
    if not rules.may_record_guest(request.viewer):
        raise Http404
    visible = Meeting.objects.visible_to(request.viewer)
    return get_object_or_404(visible.select_related("body", "host"), pk=pk)
