"""What came of a meeting: its outcomes, its items, its summary record."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import agendas
from meetings.forms.convocation import OutcomeForm, RecordForm
from meetings.meeting_states import HELD
from meetings.models import (
    Door,
    ItemResult,
    Meeting,
    OutcomeLink,
    SummaryRecord,
    SummaryVersion,
)
from meetings.models.agenda import INSIDERS
from meetings.presentation import results as pages
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import agenda as rules
from meetings.rules import merging
from meetings.services import results
from members.forms.common import attempt
from members.http import PortalRequest

HERE = "meetings:results"
TITLES: dict[str, str | Promise] = {
    Door.OPEN: gettext_lazy("Summary record"),
    Door.CLOSED: gettext_lazy("Summary record of the closed-door session"),
}
ACTS: dict[str, str | Promise] = {
    Door.OPEN: gettext_lazy("Write the summary record"),
    Door.CLOSED: gettext_lazy("Write the summary record of the closed-door session"),
}
ADDRESSES = {
    Door.OPEN: {
        "write": "meetings:results-record",
        "approve": "meetings:results-approve",
        "version": "meetings:results-version",
    },
    Door.CLOSED: {
        "write": "meetings:results-closed-record",
        "approve": "meetings:results-closed-approve",
        "version": "meetings:results-closed-version",
    },
}


@require_safe
def page(request: PortalRequest, symbol: str) -> HttpResponse:
    """The results of a meeting, as far as the reader may read them."""
    viewer = request.viewer
    meeting = meeting_of(request, symbol)
    found, is_held = pages.shown(meeting, viewer), meeting.state in HELD
    context = {
        **head(request, meeting, HERE),
        "outcomes": found.outcomes,
        "items": found.items,
        "closed_items": found.closed_items,
        "records": _records(request, meeting, found.records),
        "may_keep": is_held and rules.may_prepare(viewer),
        "may_keep_closed": found.in_circle and is_held and agendas.presides(viewer),
        "choices": ItemResult.choices,
    }
    return render(request, "meetings/results.html", context)


def _records(
    request: PortalRequest, meeting: Meeting, records: dict[Door, SummaryRecord | None]
) -> list[dict[str, Any]]:
    """The summary records that the reader may read, each with its versions and its acts."""
    viewer = request.viewer
    found = []
    for door, record in records.items():
        versions = list(record.versions.all()) if record else []
        is_new = bool(record and record.approved_version != versions[0].number)
        found.append(
            {
                "door": door,
                "is_closed": door == Door.CLOSED,
                "record": record,
                "versions": versions,
                "paragraphs": merging.paragraphs(versions[0].text) if versions else [],
                "may_write": results.may_write(meeting, record, viewer, door),
                "may_approve": is_new and results.may_approve(meeting, viewer, door),
                **ADDRESSES[door],
            }
        )
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: PortalRequest, symbol: str, door: str = Door.OPEN) -> HttpResponse:
    """Write the summary record, over the version that is open."""
    meeting = meeting_of(request, symbol)
    viewer = request.viewer
    visible = SummaryRecord.objects.visible_to(viewer)
    found = visible.filter(meeting=meeting, door=door).first()
    may = viewer.has(*INSIDERS) and results.may_write(meeting, found, viewer, door)
    require(allowed=may)
    form = RecordForm(request.POST or None, initial=_over(found))
    saved: list[results.Saved] = []
    if form.is_valid() and attempt(
        form,
        lambda **told: saved.append(
            results.save_record(meeting.pk, by=viewer, door=door, **told)
        ),
        **form.cleaned_data,
    ):
        _say(request, saved[0])
        return redirect("meetings:results", symbol)
    context = {
        **head(request, meeting, HERE, label=str(TITLES[door])),
        "form": form,
        "act": ACTS[door],
        "button": _("Save"),
        "back": SummaryRecord(meeting=meeting).get_absolute_url(),
    }
    return render(request, "meetings/act.html", context)


def _over(found: SummaryRecord | None) -> dict[str, Any]:
    """What the form begins with: the latest version."""
    last = found.versions.order_by("-number").first() if found else None
    if last is None:
        return {"base": 0}
    return {"base": last.number, "text_es": last.text_es, "text_en": last.text_en}


@require_POST
def approve(request: PortalRequest, symbol: str, door: str = Door.OPEN) -> HttpResponse:
    """Approve the record as it was read."""
    meeting = meeting_of(request, symbol)
    require(allowed=results.may_approve(meeting, request.viewer, door))
    visible = SummaryRecord.objects.visible_to(request.viewer)
    found = get_object_or_404(visible, meeting=meeting, door=door)
    number = request.POST.get("number", "")
    read = int(number) if number.isdecimal() else 0
    results.approve_record(found.pk, number=read, by=request.viewer)
    messages.success(request, _("The record is approved."))
    return redirect("meetings:results", symbol)


@require_safe
def version(
    request: PortalRequest, symbol: str, number: int, door: str = Door.OPEN
) -> HttpResponse:
    """The summary record as it was saved at one time."""
    meeting = meeting_of(request, symbol)
    visible = SummaryVersion.objects.visible_to(request.viewer)
    of_door = visible.filter(record__meeting=meeting, record__door=door)
    found = get_object_or_404(of_door, number=number)
    label = _("Record, version %(number)d") % {"number": number}
    context = {
        **head(request, meeting, HERE, label=label),
        "version": found,
        "is_closed": door == Door.CLOSED,
        "es": merging.paragraphs(found.text_es),
        "en": merging.paragraphs(found.text_en),
    }
    return render(request, "meetings/results_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_new(request: PortalRequest, symbol: str) -> HttpResponse:
    """Record a text that came out of the meeting."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_prepare(request.viewer))
    form = OutcomeForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        results.add_outcome,
        meeting_id=meeting.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The outcome was recorded."))
        return redirect("meetings:results", symbol)
    context = {
        **head(request, meeting, HERE, label=_("Record an outcome")),
        "form": form,
        "act": _("Record an outcome"),
        "button": _("Record"),
        "back": SummaryRecord(meeting=meeting).get_absolute_url(),
    }
    return render(request, "meetings/act.html", context)


@require_POST
def outcome_take_off(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Take an outcome off the page."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_prepare(request.viewer))
    visible = OutcomeLink.objects.visible_to(request.viewer).filter(meeting=meeting)
    found = get_object_or_404(visible, pk=pk)
    results.take_off_outcome(found.pk, by=request.viewer)
    messages.success(request, _("It was taken off the page."))
    return redirect("meetings:results", symbol)


def _say(request: PortalRequest, saved: results.Saved) -> None:
    if saved.conflicts:
        count = len(saved.conflicts)
        messages.warning(
            request,
            _(
                "Saved, together with what others saved meanwhile. In %(count)d places both "
                "had written: both texts stand there, one after the other."
            )
            % {"count": count},
        )
    elif saved.version.is_merged:
        messages.success(request, _("Saved, together with what others saved meanwhile."))
    else:
        messages.success(request, _("The record was saved."))
