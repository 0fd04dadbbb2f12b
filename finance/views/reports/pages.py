"""The Secretariat's reports: all of them, one, its draft, its issue, its spreadsheet."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm_portal.core.errors import DomainError
from decisions.forms.base import refuse
from finance.forms.letters import IssueForm
from finance.forms.reports import ReportForm
from finance.models import ActivityReport
from finance.presentation.reports import pages
from finance.presentation.reports.workbook import workbook
from finance.rules import powers
from finance.services import activity
from finance.views.common import require_reader
from finance.views.common import workbook as handed
from members.http import PortalRequest


@require_safe
def reports(request: PortalRequest) -> HttpResponse:
    """Every report that the reader may know."""
    viewer = request.viewer
    require_reader(viewer)
    context = {
        "reports": pages.reports(viewer),
        "may_write": powers.may_keep_accounts(viewer),
    }
    return render(request, "finance/reports/reports.html", context)


@require_safe
def report(request: PortalRequest, pk: int) -> HttpResponse:
    """One report: what was written, and the figures."""
    found = _found(request, pk)
    writes = powers.may_keep_accounts(request.viewer) and found.issued_at is None
    context = {
        "report": found,
        "words": pages.words_of(found),
        "tables": pages.shown_of(found, request.viewer),
        "job": activity.paper_of(found) if found.issued_at else None,
        "may_write": writes,
    }
    return render(request, "finance/reports/report.html", context)


@require_safe
def excel(request: PortalRequest, pk: int) -> HttpResponse:
    """The figures of a report as a spreadsheet."""
    found = _found(request, pk)
    content = workbook(pages.tables_of(found, request.viewer))
    return handed(content, found.number or "report")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Begin a report."""
    viewer = request.viewer
    _require_writer(request)
    meetings = pages.meetings(viewer)
    initial = pages.proposed(viewer)
    form = ReportForm(request.POST or None, meetings=meetings, initial=initial)
    status = _status(form)
    if request.method == "POST" and form.is_valid():
        try:
            made = activity.draft_report(form.written, by=viewer)
        except DomainError as error:
            refuse(form, error)
            status = error.status
        else:
            messages.success(request, _("The draft is saved."))
            return redirect(made)
    context = _act(_("Begin a report"), form, reverse("finance:reports"))
    return render(request, "finance/reports/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Write a draft anew."""
    viewer = request.viewer
    _require_writer(request)
    found = _found(request, pk)
    names = (*activity.WORDS, "starts_on", "ends_on", "meeting", "revision")
    initial = {name: getattr(found, name) for name in names}
    form = ReportForm(
        request.POST or None, meetings=pages.meetings(viewer), initial=initial
    )
    status = _status(form)
    if request.method == "POST" and form.is_valid():
        try:
            activity.redraft_report(pk, form.written, by=viewer)
        except DomainError as error:
            refuse(form, error)
            status = error.status
        else:
            messages.success(request, _("The draft is saved."))
            return redirect(found)
    context = _act(_("Write the report"), form, found.get_absolute_url())
    return render(request, "finance/reports/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: PortalRequest, pk: int) -> HttpResponse:
    """Number a report, freeze its figures and put it on paper."""
    _require_writer(request)
    found = _found(request, pk)
    seen = {"signed_by": request.user.full_name, "revision": found.revision}
    form = IssueForm(request.POST or None, initial=seen)
    status = _status(form)
    if request.method == "POST" and form.is_valid():
        try:
            activity.issue_report(pk, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
            status = error.status
        else:
            messages.success(request, _("The report is issued, and the members are told."))
            return redirect(found)
    context = {
        **_act(_("Issue the report"), form, found.get_absolute_url()),
        "report": found,
    }
    return render(request, "finance/reports/issue.html", context, status=status)


def _found(request: PortalRequest, pk: int) -> ActivityReport:
    known = ActivityReport.objects.visible_to(request.viewer)
    report: ActivityReport = get_object_or_404(
        known.select_related("meeting", "changed_by"), pk=pk
    )
    return report


def _require_writer(request: PortalRequest) -> None:
    if not powers.may_keep_accounts(request.viewer):
        raise Http404


def _status(form: Any) -> int:
    is_wrong = form.is_bound and not form.is_valid()
    return HTTPStatus.BAD_REQUEST if is_wrong else HTTPStatus.OK


def _act(act: str, form: Any, back: str) -> dict[str, Any]:
    return {"act": act, "form": form, "back": back}
