"""Applications to observe or to join: the members read, the Secretariat works."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.files import sealed
from crm_portal.library import uploads
from meetings import admission, rules, services
from meetings.forms.applications import (
    AdmitForm,
    AdmitNewForm,
    ApplicationForm,
    DeclineForm,
    EvidenceForm,
    MeetingForm,
    WithdrawForm,
)
from meetings.models import (
    ADMITTED_AS,
    Application,
    ApplicationKind,
    Criterion,
    Evidence,
    Meeting,
)
from meetings.presentation.head import require
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Party

LEADS: dict[str, str | Promise] = {
    "application_new": gettext_lazy(
        "The criteria in force on the day it came are those it is measured by."
    ),
    "application_evidence": gettext_lazy("What is filed stays on record; more may follow."),
    "application_put": gettext_lazy(
        "The closed-door session of that meeting takes it. Its correspondence is a working"
        " document of the meeting, for the members and the Secretariat."
    ),
    "application_admit": gettext_lazy(
        "Only the Vice-Ministers admit, in their closed-door session. Rights begin on the"
        " day of the decision."
    ),
    "application_decline": gettext_lazy(
        "Only the Vice-Ministers decline, in their closed-door session."
    ),
    "application_withdraw": gettext_lazy("The applicant said that it withdraws."),
}


@require_safe
def applications(request: PortalRequest) -> HttpResponse:
    """Those that are open first; then what became of the others."""
    require(allowed=rules.may_read_applications(request.viewer))
    visible = Application.objects.visible_to(request.viewer).select_related("meeting__host")
    context = {
        "open": [each for each in visible if each.is_open],
        "closed": [each for each in visible if not each.is_open],
        "may_work": rules.may_work_applications(request.viewer),
        "may_record_standing": rules.may_record_decision(request.viewer),
    }
    return render(request, "meetings/applications.html", context)


@require_safe
def application(request: PortalRequest, reference: str) -> HttpResponse:
    """One application: where it stands, its criteria and documents, what may be done."""
    found = _application(request, reference)
    asked = admission.asked(found, request.viewer)
    context = {
        "application": found,
        "stages": admission.stages(found),
        "asked": asked,
        "covered": sum(bool(each.documents) for each in asked),
        "advice": admission.advice(found, request.viewer),
        "acts": admission.acts(found, request.viewer),
        "may_file": found.is_open and rules.may_work_applications(request.viewer),
    }
    return render(request, "meetings/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Record that an application came."""
    require(allowed=rules.may_work_applications(request.viewer))
    parties = Party.objects.visible_to(request.viewer)
    form = ApplicationForm(parties, request.POST or None)
    made: list[Application] = []
    if form.is_valid() and attempt(form, lambda: made.append(_receive(form, request))):
        messages.success(request, _("The application was recorded."))
        return redirect(made[0])
    return _act(request, form, "application_new", _("Record an application"))


def _receive(form: ApplicationForm, request: PortalRequest) -> Application:
    data = form.cleaned_data
    return services.receive(
        form.applicant,
        received_on=data["received_on"],
        note=data["note"],
        by=request.viewer,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: PortalRequest, reference: str) -> HttpResponse:
    """File a document for one of the criteria."""
    found = _application(request, reference)
    require(allowed=rules.may_work_applications(request.viewer))
    criteria = Criterion.objects.in_force(found.kind, found.received_on)
    initial = {"criterion": request.GET.get("criterion")}
    form = EvidenceForm(
        criteria, request.POST or None, request.FILES or None, initial=initial
    )
    if form.is_valid() and attempt(form, _file, form=form, found=found, request=request):
        messages.success(request, _("The document was filed."))
        return redirect(found)
    return _act(request, form, "application_evidence", _("File a document"), found)


def _file(form: EvidenceForm, found: Application, request: PortalRequest) -> Evidence:
    data = form.cleaned_data
    return services.add_evidence(
        found.pk,
        data["criterion"].pk,
        uploads.keep(**uploads.stored_fields(data["document"])),
        title=data["title"],
        by=request.viewer,
    )


@require_safe
def document(request: PortalRequest, reference: str, pk: int) -> HttpResponse:
    """Hand over a document of an application, never as a page of the portal."""
    found = _application(request, reference)
    visible = Evidence.objects.visible_to(request.viewer).filter(application=found)
    each = get_object_or_404(visible.select_related("file"), pk=pk)
    suffix = next(
        s for s, kind in uploads.ACCEPTED.items() if kind == each.file.content_type
    )
    response = HttpResponse(bytes(each.file.content), content_type=each.file.content_type)
    name = f"{found.reference}-{each.pk}{suffix}"
    return sealed(response, name)


@require_POST
def complete(request: PortalRequest, reference: str) -> HttpResponse:
    """State that every criterion has its document."""
    found = _application(request, reference)
    services.mark_complete(found.pk, by=request.viewer)
    messages.success(request, _("The application is complete; the members are told."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def put(request: PortalRequest, reference: str) -> HttpResponse:
    """Put an application before the Vice-Ministers, at a meeting."""
    found = _application(request, reference)
    require(allowed=rules.may_work_applications(request.viewer))
    meetings = Meeting.objects.visible_to(request.viewer).vice_ministerial()
    ahead = meetings.filter(ends_on__gte=request.viewer.on).select_related("host")
    form = MeetingForm(ahead.order_by("starts_on"), request.POST or None)
    if form.is_valid() and attempt(
        form,
        services.put_before_vice_ministers,
        pk=found.pk,
        meeting_id=form.cleaned_data["meeting"].pk,
        by=request.viewer,
    ):
        messages.success(request, _("It is before the Vice-Ministers."))
        return redirect(found)
    title = _("Put it before the Vice-Ministers")
    return _act(request, form, "application_put", title, found)


@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: PortalRequest, reference: str) -> HttpResponse:
    """Record that the Vice-Ministers admitted the applicant."""
    found = _application(request, reference)
    require(allowed=rules.may_record_decision(request.viewer))
    form: Any = _admit_form(found, request)
    if form.is_valid() and attempt(form, _admit, form=form, found=found, request=request):
        messages.success(request, _("The admission was recorded."))
        return redirect(found)
    return _act(request, form, "application_admit", _("Record the admission"), found)


def _admit_form(found: Application, request: PortalRequest) -> AdmitForm | AdmitNewForm:
    if found.party_id is not None:
        return AdmitForm(request.POST or None)
    names = ("name_es", "name_en", "acronym_es", "acronym_en")
    initial = {name: getattr(found, name) for name in names}
    return AdmitNewForm(request.POST or None, initial=initial)


def _admit(form: Any, found: Application, request: PortalRequest) -> Application:
    kind = ADMITTED_AS[ApplicationKind(found.kind)].value
    newcomer = form.newcomer(kind) if found.party_id is None else None
    return services.admit(
        found.pk, decision=form.decision, newcomer=newcomer, by=request.viewer
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: PortalRequest, reference: str) -> HttpResponse:
    """Record that the Vice-Ministers declined."""
    found = _application(request, reference)
    require(allowed=rules.may_record_decision(request.viewer))
    form = DeclineForm(request.POST or None)
    if form.is_valid() and attempt(
        form, services.decline, pk=found.pk, decision=form.decision, by=request.viewer
    ):
        messages.success(request, _("The decision was recorded."))
        return redirect(found)
    return _act(
        request, form, "application_decline", _("Record that it was declined"), found
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PortalRequest, reference: str) -> HttpResponse:
    """Record that the applicant withdrew."""
    found = _application(request, reference)
    require(allowed=rules.may_work_applications(request.viewer))
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and attempt(
        form, services.withdraw, pk=found.pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("The withdrawal was recorded."))
        return redirect(found)
    return _act(request, form, "application_withdraw", _("Record its withdrawal"), found)


def _act(
    request: PortalRequest,
    form: BaseForm,
    name: str,
    title: str,
    found: Application | None = None,
) -> HttpResponse:
    context = {"form": form, "title": title, "application": found, "lead": LEADS[name]}
    return render(request, "meetings/application_act.html", context)


def _application(request: PortalRequest, reference: str) -> Application:
    visible = Application.objects.visible_to(request.viewer)
    related = visible.select_related("party", "meeting__host", "standing")
    return get_object_or_404(related, reference=reference)
