"""What came of a meeting: its outcomes, its items, its summary record."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import agendas
from meetings.forms.convocation import OutcomeForm, RecordForm
from meetings.meeting_states import State
from meetings.models import (
    AgendaItem,
    ItemResult,
    Meeting,
    OutcomeLink,
    SummaryRecord,
    SummaryVersion,
)
from meetings.models.agenda import INSIDERS
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import agenda as rules
from meetings.rules import merging
from meetings.services import results
from members.forms.common import attempt
from members.http import PortalRequest

HERE = "meetings:results"
HELD = (State.IN_SESSION, State.CLOSED, State.FINAL)


@require_safe
def page(request: PortalRequest, symbol: str) -> HttpResponse:
    """The results of a meeting, as far as the reader may read them."""
    viewer = request.viewer
    meeting = meeting_of(request, symbol)
    is_insider = viewer.has(*INSIDERS)
    record = SummaryRecord.objects.visible_to(viewer).filter(meeting=meeting).first()
    versions = list(record.versions.order_by("-number")) if record else []
    is_held = meeting.state in HELD
    context = {
        **head(request, meeting, HERE),
        "outcomes": OutcomeLink.objects.visible_to(viewer).filter(meeting=meeting),
        "items": _results(meeting) if is_insider else [],
        "record": record,
        "versions": versions,
        "paragraphs": merging.paragraphs(versions[0].text) if versions else [],
        "is_insider": is_insider,
        "is_held": is_held,
        "may_keep": is_held and rules.may_prepare(viewer),
        "may_write": is_held and is_insider and results.may_write(meeting, record, viewer),
        "may_approve": bool(versions)
        and rules.may_circulate(viewer)
        and bool(record and record.approved_version != versions[0].number),
        "choices": ItemResult.choices,
    }
    return render(request, "meetings/results.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: PortalRequest, symbol: str) -> HttpResponse:
    """Write the summary record, over the version that is open."""
    meeting = meeting_of(request, symbol)
    viewer = request.viewer
    found = SummaryRecord.objects.visible_to(viewer).filter(meeting=meeting).first()
    require(allowed=viewer.has(*INSIDERS) and results.may_write(meeting, found, viewer))
    last = found.versions.order_by("-number").first() if found else None
    initial: dict[str, Any] = {"base": 0}
    if last:
        initial = {"base": last.number, "text_es": last.text_es, "text_en": last.text_en}
    form = RecordForm(request.POST or None, initial=initial)
    saved: list[results.Saved] = []
    if form.is_valid() and attempt(
        form,
        lambda **told: saved.append(results.save_record(meeting.pk, by=viewer, **told)),
        **form.cleaned_data,
    ):
        _say(request, saved[0])
        return redirect("meetings:results", symbol)
    context = {
        **head(request, meeting, HERE, label=_("Summary record")),
        "form": form,
        "act": _("Write the summary record"),
        "button": _("Save"),
        "back": SummaryRecord(meeting=meeting).get_absolute_url(),
    }
    return render(request, "meetings/act.html", context)


@require_POST
def approve(request: PortalRequest, symbol: str) -> HttpResponse:
    """Approve the record as it was read."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_circulate(request.viewer))
    visible = SummaryRecord.objects.visible_to(request.viewer)
    found = get_object_or_404(visible, meeting=meeting)
    number = request.POST.get("number", "")
    read = int(number) if number.isdecimal() else 0
    results.approve_record(found.pk, number=read, by=request.viewer)
    messages.success(request, _("The record is approved."))
    return redirect("meetings:results", symbol)


@require_safe
def version(request: PortalRequest, symbol: str, number: int) -> HttpResponse:
    """The summary record as it was saved at one time."""
    meeting = meeting_of(request, symbol)
    visible = SummaryVersion.objects.visible_to(request.viewer)
    found = get_object_or_404(visible.filter(record__meeting=meeting), number=number)
    label = _("Record, version %(number)d") % {"number": number}
    context = {
        **head(request, meeting, HERE, label=label),
        "version": found,
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


def _results(meeting: Meeting) -> list[dict[str, Any]]:
    """The open items with what became of each; the closed door's stay behind it."""
    listed: list[AgendaItem] = agendas.items(meeting, "open")
    by_key = {item.pk: item for item in listed}
    return [
        {"number": number, "item": by_key[key]}
        for key, number in agendas.numbers(listed).items()
    ]


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
