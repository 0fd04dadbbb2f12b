"""The reports drawn from the records: the progress of a plan, the activities of a presidency."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.core.access import Role
from crm_portal.core.errors import Invalid, Refused
from crm_portal.core.files import sealed
from crm_portal.core.i18n import active_language
from crm_portal.library.rules import may_publish
from decisions.forms.following.plans import ActivitiesForm, PeriodForm
from decisions.models.following_plans import Plan, PlanVersion
from decisions.presentation.following_up import plans as plan_pages
from decisions.presentation.following_up import telling
from decisions.reports.following import activities, excel, outlook, progress, word
from decisions.reports.following.activities import Asked
from decisions.reports.following.progress import Period
from decisions.rules.following import powers
from decisions.services.following import reporting
from decisions.views.common import say_no
from decisions.views.following.plans import version_of
from members.http import PortalRequest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _not_a_reader() -> Refused:
    return Refused(
        _("Members and the Secretariat read what is reported between meetings."),
        code="not_inside",
    )


def _asked(request: PortalRequest, code: str) -> tuple[Plan, PlanVersion, Period]:
    """Return the plan, its version in force, and the days asked for; 404 or Refused."""
    plan, version = version_of(request, code)
    if not powers.may_read(request.viewer):
        raise _not_a_reader()
    return plan, version, progress.period(request.viewer, **_days(request.GET))


def _days(query: Mapping[str, Any]) -> dict[str, Any]:
    form = PeriodForm(query)
    form.is_valid()
    return {name: form.cleaned_data.get(name) for name in ("since", "until")}


@require_safe
def plan_progress(request: PortalRequest, code: str) -> HttpResponse:
    """The progress report of a plan over a period: since the last GRCM, unless told."""
    try:
        plan, version, period = _asked(request, code)
    except Refused as error:
        return say_no(request, error)
    told = progress.of_version(version, request.viewer, period)
    days = {"since": period.since, "until": period.until}
    context = {
        "plan": plan,
        "version": version,
        "told": told,
        "blocks": telling.shown(told.blocks),
        "period": period,
        "form": PeriodForm(initial=days),
        "query": f"since={period.since.isoformat()}&until={period.until.isoformat()}",
        "papers": plan_pages.papers(version, request.viewer),
        "may_issue": request.viewer.has(Role.SECRETARIAT),
        "may_publish": may_publish(request.viewer),
    }
    return render(request, "decisions/following/plans/progress.html", context)


@require_POST
def issue_progress(request: PortalRequest, code: str) -> HttpResponseBase:
    """Put the progress report on paper; the worker makes it once."""
    plan, version = version_of(request, code)
    period = progress.period(request.viewer, **_days(request.POST))
    try:
        reporting.issue_progress(version, period, by=request.viewer)
    except Refused as error:
        return say_no(request, error)
    messages.success(request, _("The report is being put on paper."))
    days = f"since={period.since.isoformat()}&until={period.until.isoformat()}"
    page = reverse("following:plan-progress", args=[plan.code])
    return redirect(f"{page}?{days}#papers")


@require_POST
def publish_progress(request: PortalRequest, code: str) -> HttpResponseBase:
    """Let everybody read a progress report that was issued, and its words on the public page."""
    plan, version = version_of(request, code)
    try:
        reporting.publish_progress(
            version, request.POST.get("paper", ""), by=request.viewer
        )
    except (Refused, Invalid) as error:
        return say_no(request, error)
    messages.success(request, _("The report is published, and its words with the plan."))
    return redirect(f"{reverse('following:plan-progress', args=[plan.code])}#papers")


@require_safe
def progress_word(request: PortalRequest, code: str) -> HttpResponse:
    """The progress report as a Word file, in the reader's language."""
    try:
        _plan, version, period = _asked(request, code)
    except Refused as error:
        return say_no(request, error)
    told = progress.of_version(version, request.viewer, period)
    return _file(word.to_docx(told, active_language()), DOCX, f"{told.reference}.docx")


@require_safe
def progress_excel(request: PortalRequest, code: str) -> HttpResponse:
    """The lines of a plan with what was reported of them, as a workbook."""
    try:
        _plan, version, period = _asked(request, code)
    except Refused as error:
        return say_no(request, error)
    seen = outlook.read(version, request.viewer, until=period.until)
    content = excel.to_xlsx(seen, active_language())
    return _file(content, XLSX, f"{code}-v{version.number}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return sealed(HttpResponse(content, content_type=kind), name)


def _wanted(
    request: PortalRequest, query: Mapping[str, Any]
) -> tuple[Asked, ActivitiesForm]:
    """Return which report of activities is asked for; 404 where no such presidency is known."""
    chairs = telling.presidencies(request.viewer)
    years = [(each.label_year, f"{each.label_year} · {each.party.name}") for each in chairs]
    form = ActivitiesForm(query, years=years)
    form.is_valid()
    typed = form.cleaned_data
    chair = telling.chosen(chairs, typed.get("year"))
    if chair is None:
        raise Http404
    wanted = activities.asked(
        chair,
        request.viewer,
        since=typed.get("since"),
        until=typed.get("until"),
        with_names=typed.get("names", False),
    )
    initial = {
        "year": chair.label_year,
        "since": wanted.since,
        "until": wanted.until,
        "names": wanted.with_names,
    }
    return wanted, ActivitiesForm(initial=initial, years=years)


@require_safe
def activity_report(request: PortalRequest) -> HttpResponse:
    """The presidency's report of activities, drafted from the records (002)."""
    if not powers.may_read(request.viewer):
        return say_no(request, _not_a_reader())
    wanted, form = _wanted(request, request.GET)
    told = activities.draft(wanted, request.viewer)
    context = {
        "told": told,
        "blocks": telling.shown(told.blocks),
        "outline": telling.outline(told.blocks),
        "form": form,
        "wanted": wanted,
        "query": telling.query(wanted),
        "papers": plan_pages.papers(wanted.presidency, request.viewer),
        "may_issue": powers.may_follow(request.viewer),
    }
    return render(request, "decisions/following/plans/activities.html", context)


@require_safe
def activity_word(request: PortalRequest) -> HttpResponse:
    """The report of activities as a Word file, to be worked on."""
    if not powers.may_read(request.viewer):
        return say_no(request, _not_a_reader())
    wanted, _form = _wanted(request, request.GET)
    told = activities.draft(wanted, request.viewer)
    return _file(word.to_docx(told, active_language()), DOCX, f"{told.reference}.docx")


@require_POST
def issue_activities(request: PortalRequest) -> HttpResponseBase:
    """Put the report of activities on paper; the worker makes it once."""
    if not powers.may_read(request.viewer):
        return say_no(request, _not_a_reader())
    wanted, _form = _wanted(request, request.POST)
    try:
        reporting.issue_activities(wanted, by=request.viewer)
    except Refused as error:
        return say_no(request, error)
    messages.success(request, _("The report is being put on paper."))
    return redirect(f"{reverse('following:activities')}?{telling.query(wanted)}#papers")
