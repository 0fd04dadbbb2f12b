"""The Conference before others: representations, their reports, agreements, and what is owed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm_portal.core.access import Viewer
from crm_portal.core.files import sealed
from crm_portal.library import uploads
from crm_portal.library.models import StoredFile
from meetings import reports_owed
from meetings.forms.representation import (
    AgreementForm,
    CallOffForm,
    PresentedForm,
    ReportForm,
    RepresentationForm,
)
from meetings.models import (
    Agreement,
    PresidencyReport,
    Representation,
    RepresentationReport,
)
from meetings.models.representation import READERS
from meetings.presentation.head import require
from meetings.rules import representation as rules
from meetings.services import representation as services
from meetings.services.representation import Filed
from members.chairs import seat_asked
from members.forms import attempt
from members.http import PortalRequest


@require_safe
def representations(request: PortalRequest) -> HttpResponse:
    """What is owed first; then where the Conference was, and what it has with others."""
    viewer = _reader(request)
    found = Representation.objects.visible_to(viewer).select_related("party", "report")
    agreements = Agreement.objects.visible_to(viewer).select_related("process")
    reports = PresidencyReport.objects.visible_to(viewer)
    presented = reports.presented().select_related("presidency__party")
    context = {
        "reports": reports_owed.of_presidencies(reports.owed(viewer)),
        "presented": presented.order_by("-presented_on"),
        "owing": found.owing(viewer.on).order_by("ends_on"),
        "representations": found,
        "agreements": agreements.order_by("-starts_on"),
        "may_record": rules.may_record(viewer),
        "today": viewer.on,
    }
    return render(request, "meetings/representations.html", context)


@require_safe
def representation(request: PortalRequest, pk: int) -> HttpResponse:
    """One representation, its mandate and what was reported of it."""
    found = _representation(request, pk)
    report = RepresentationReport.objects.visible_to(request.viewer)
    context = {
        "representation": found,
        "report": report.filter(representation=found).first(),
        "may_report": rules.may_report(request.viewer, found.party_id),
        "may_call_off": rules.may_record(request.viewer),
        "is_over": found.ends_on < request.viewer.on,
    }
    return render(request, "meetings/representation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Record a representation."""
    require(allowed=rules.may_record(_reader(request)))
    form = RepresentationForm(request.POST or None)
    if form.is_valid():
        made = _made(form, services.record_representation, by=request.viewer)
        if made is not None:
            messages.success(request, _("The representation was recorded."))
            return redirect(made)
    return _act(request, form, "representation_new")


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: PortalRequest, pk: int) -> HttpResponse:
    """Record that a representation does not take place."""
    require(allowed=rules.may_record(request.viewer))
    found = _representation(request, pk)
    form = CallOffForm(request.POST or None)
    if form.is_valid() and attempt(
        form, services.call_off, pk=pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("It was recorded that it does not take place."))
        return redirect(found)
    return _act(request, form, "representation_call_off", representation=found)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PortalRequest, pk: int) -> HttpResponse:
    """Record the report of a representation."""
    found = _representation(request, pk)
    require(allowed=rules.may_report(request.viewer, found.party_id))
    form = ReportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        made = _made(form, services.report_representation, pk=pk, by=request.viewer)
        if made is not None:
            messages.success(request, _("The report was recorded."))
            return redirect(found)
    return _act(request, form, "representation_report", representation=found)


@require_http_methods(["GET", "HEAD", "POST"])
def presidency_report(request: PortalRequest, year: int) -> HttpResponse:
    """Record that an outgoing presidency presented its report."""
    owed = PresidencyReport.objects.visible_to(request.viewer).filter(
        presidency__label_year=year, presidency__seat=seat_asked(request.GET)
    )
    found = get_object_or_404(owed.select_related("presidency__party"))
    require(allowed=rules.may_report(request.viewer, found.presidency.party_id))
    form = PresentedForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        made = _made(form, services.present_report, pk=found.pk, by=request.viewer)
        if made is not None:
            messages.success(request, _("The report was recorded."))
            return redirect("meetings:representations")
    return _act(request, form, "presidency_report", report=found)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: PortalRequest) -> HttpResponse:
    """Record an agreement or a joint meeting with another process."""
    require(allowed=rules.may_record(_reader(request)))
    form = AgreementForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        made = _made(form, services.record_agreement, by=request.viewer)
        if made is not None:
            messages.success(request, _("It was recorded."))
            return redirect(made)
    return _act(request, form, "agreement_new")


@require_safe
def agreement(request: PortalRequest, pk: int) -> HttpResponse:
    """One agreement or joint meeting, with what the sources say and where they disagree."""
    agreements = Agreement.objects.visible_to(request.viewer).select_related("process")
    found = get_object_or_404(agreements, pk=pk)
    return render(request, "meetings/agreement.html", {"agreement": found})


@require_safe
def document(request: PortalRequest, sha256: str) -> HttpResponse:
    """A document that was brought with a report or an agreement."""
    name = _name_of(sha256, request.viewer)
    if name is None:
        raise Http404
    stored = get_object_or_404(StoredFile, pk=sha256)
    response = HttpResponse(bytes(stored.content), content_type=stored.content_type)
    return sealed(response, name)


def _name_of(sha256: str, viewer: Viewer) -> str | None:
    """Return the name of a document that hangs on something the viewer may read."""
    for model in (RepresentationReport, PresidencyReport, Agreement):
        visible: Any = model.objects.visible_to(viewer)
        found = visible.filter(document=sha256).values_list("document_name", flat=True)
        if name := found.first():
            return str(name)
    return None


def _made(form: forms.Form, verb: Any, /, **arguments: Any) -> Any:
    """Call a verb with what the form holds; return what it made, or None when it would not."""
    fields = dict(form.cleaned_data)
    if "document" in fields:
        file = fields.pop("document")
        arguments["document"] = (
            Filed(uploads.keep(**uploads.stored_fields(file)), file.name) if file else None
        )
    made: list[Any] = []
    done = attempt(form, lambda: made.append(verb(**arguments, **fields)))
    return made[0] if done else None


def _act(request: PortalRequest, form: forms.Form, name: str, **more: Any) -> HttpResponse:
    return render(request, f"meetings/{name}.html", {"form": form, **more})


def _reader(request: PortalRequest) -> Viewer:
    require(allowed=request.viewer.has(*READERS))
    return request.viewer


def _representation(request: PortalRequest, pk: int) -> Representation:
    visible = Representation.objects.visible_to(request.viewer)
    return get_object_or_404(visible.select_related("party", "process"), pk=pk)
