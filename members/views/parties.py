"""Who takes part in the Conference, on any day; and its record, for the Secretariat."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm_portal.core.errors import Refused
from members import rosters, rules, services
from members.forms.common import attempt
from members.forms.standing import (
    AdmissionForm,
    AskContinuityForm,
    ContinuityForm,
    DayForm,
    StandingForm,
)
from members.http import PortalRequest
from members.models import ContinuityAnswer, Party, Standing
from members.models.parties import PartyKind
from members.states import Act

VERBS = {
    Act.SUSPEND: services.suspend,
    Act.REINSTATE: services.reinstate,
    Act.DEPART: services.record_departure,
}


@login_not_required
@require_safe
def participants(request: PortalRequest) -> HttpResponse:
    """Who takes part on a day (today, unless one is asked for), with the sources."""
    form, day = _asked_day(request)
    context = {
        "form": form,
        "on": day,
        "is_today": day == request.viewer.on,
        "groups": rosters.roster(request.viewer, day),
        "departed": rosters.departed(request.viewer, day),
    }
    return render(request, "members/participants.html", context)


@login_not_required
@require_safe
def participant(request: PortalRequest, code: str) -> HttpResponse:
    """One party: what it is and was, what it was called, its institutions. No people."""
    party = _party(request, code)
    name, acronym = rosters.name_on(party, request.viewer.on)
    context = {
        "party": party,
        "name": name,
        "acronym": acronym,
        "current": party.standings.on(request.viewer.on).first(),
        "standings": party.standings.order_by("-since"),
        "names": party.names.order_by("-since"),
        "institutions": party.institutions.open_on(request.viewer.on),
        "presidencies": party.presidencies.order_by("-label_year"),
        "may_record": rules.may_record_standing(request.viewer),
    }
    return render(request, "members/participant.html", context)


@require_safe
def standings(request: PortalRequest) -> HttpResponse:
    """Every party with its standing, to record a change of it."""
    _require(rules.may_record_standing(request.viewer))
    groups = rosters.roster(request.viewer, request.viewer.on)
    context = {
        "groups": groups,
        "departed": rosters.departed(request.viewer, request.viewer.on),
        "may_ask": rules.may_ask_continuity(request.viewer),
    }
    return render(request, "members/standings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: PortalRequest, code: str) -> HttpResponse:
    """Record what was decided of one party."""
    _require(rules.may_record_standing(request.viewer))
    party = _party(request, code)
    last = party.standings.order_by("-since").first()
    form = StandingForm(last.status if last else "", request.POST or None)
    if form.is_valid() and attempt(
        form, _record, form=form, party=party, last=last, request=request
    ):
        messages.success(request, _("The change was recorded."))
        return redirect("members:standings")
    context = {
        "party": party,
        "form": form,
        "standings": party.standings.order_by("-since"),
    }
    return render(request, "members/standing_record.html", context)


def _record(
    form: StandingForm, party: Party, last: Standing | None, request: PortalRequest
) -> Standing:
    about: dict[str, Any] = {
        "decision": form.decision,
        "since": form.cleaned_data["since"],
        "by": request.viewer,
    }
    act = Act(form.cleaned_data["act"])
    if act == Act.ADMIT:
        return services.admit(party.pk, kind=last.kind if last else party.kind, **about)
    return VERBS[act](party.pk, **about)


@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: PortalRequest) -> HttpResponse:
    """Record the admission of a party that applied outside the portal."""
    _require(rules.may_record_standing(request.viewer))
    form = AdmissionForm(request.POST or None)
    if form.is_valid() and attempt(form, _admit, form=form, request=request):
        messages.success(request, _("The admission was recorded."))
        return redirect("members:standings")
    return render(request, "members/standing_admit.html", {"form": form})


def _admit(form: AdmissionForm, request: PortalRequest) -> Standing:
    newcomer = form.newcomer(form.cleaned_data["kind"])
    return services.admit_newcomer(newcomer, decision=form.decision, by=request.viewer)


@require_http_methods(["GET", "HEAD", "POST"])
def continuity(request: PortalRequest) -> HttpResponse:
    """Which observer organizations were asked whether they go on, and what they answered."""
    viewer = request.viewer
    _require(rules.may_ask_continuity(viewer))
    observers = Party.objects.visible_to(viewer).active_on(
        viewer.on, kind=PartyKind.OBSERVER_ORGANIZATION
    )
    form = AskContinuityForm(observers, request.POST or None)
    if form.is_valid() and attempt(
        form, services.ask_continuity, parties=_keys(form), by=viewer
    ):
        messages.success(request, _("The organizations were asked."))
        return redirect("members:continuity")
    answers = ContinuityAnswer.objects.visible_to(viewer)
    context = {
        "form": form,
        "answers": answers.select_related("party", "inquiry", "answered_by"),
    }
    return render(request, "members/continuity.html", context)


def _keys(form: AskContinuityForm) -> list[int]:
    return [party.pk for party in form.cleaned_data["parties"]]


@require_http_methods(["GET", "HEAD", "POST"])
def continuity_answer(request: PortalRequest, pk: int) -> HttpResponse:
    """Answer for one's own organization, once; the Secretariat reads it."""
    visible = ContinuityAnswer.objects.visible_to(request.viewer).select_related("party")
    answer = get_object_or_404(visible, pk=pk)
    may = rules.may_answer_continuity(request.viewer, answer.party_id)
    if request.method == "POST" and not may:
        raise Refused(_("The organization's own focal point answers."), rule="003:109")
    form = ContinuityForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        services.answer_continuity,
        pk=answer.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("Thank you: your answer was recorded."))
        return redirect("members:continuity-answer", answer.pk)
    context = {"answer": answer, "form": form, "may_answer": may}
    return render(request, "members/continuity_answer.html", context)


def _asked_day(request: PortalRequest) -> tuple[DayForm, date]:
    """Return the day asked for (``on``, or ``al``), and today in place of what is none."""
    asked = request.GET.get("on") or request.GET.get("al")
    if not asked:
        return DayForm(initial={"on": request.viewer.on}), request.viewer.on
    form = DayForm({"on": asked})
    return form, form.cleaned_data["on"] if form.is_valid() else request.viewer.on


def _party(request: PortalRequest, code: str) -> Party:
    return get_object_or_404(Party.objects.visible_to(request.viewer), code=code)


def _require(allowed: bool) -> None:  # noqa: FBT001 - a rule's answer
    if not allowed:
        raise Http404
