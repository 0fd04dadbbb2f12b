"""The chair: who holds it, who held it, who would like it, who is designated next."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import chairs, rules, services
from members.forms import (
    AnnulmentForm,
    DayForm,
    DesignationForm,
    HandOverForm,
    InterestForm,
    ThemeForm,
    WithdrawalForm,
    attempt,
)
from members.http import PortalRequest
from members.models import Designation, Interest, Party, Presidency
from members.models.parties import PartyQuerySet


@login_not_required
@require_safe
def timeline(request: PortalRequest) -> HttpResponse:
    """Every presidency since 1996 with its theme, for anybody; and who presided on a day."""
    years = chairs.timeline(request.viewer)
    context = {
        "years": years,
        "next_year": chairs.next_year(years),
        "current": next((row for row in years if row.is_current), None),
        **_asked(request),
    }
    return render(request, "members/presidencies_public.html", context)


@require_safe
def presidency(request: PortalRequest) -> HttpResponse:
    """The Troika now, every presidency with its source, and what is open for the years ahead."""
    viewer = request.viewer
    years = chairs.timeline(viewer)
    now = chairs.moment(viewer.at)
    interests = Interest.objects.visible_to(viewer).select_related("party", "withdrawal")
    designations = Designation.objects.visible_to(viewer).select_related("party")
    announced = list(interests.order_by("-label_year", "-announced_on"))
    for each in announced:
        may_withdraw = rules.may_announce_interest(viewer, each.party_id)
        each.may_withdraw = may_withdraw  # type: ignore[attr-defined]
    context = {
        "now": now,
        "packs": chairs.packs(years, now, viewer),
        "last_year": max((row.year for row in years if row.term), default=0),
        "years": years,
        "next_year": chairs.next_year(years),
        "designations": designations.order_by("-label_year", "-decided_on"),
        "interests": announced,
        "may_record": rules.may_record_presidency(viewer),
        "may_announce": rules.may_announce_interest(viewer, None),
        **_asked(request),
    }
    return render(request, "members/presidency.html", context)


def _asked(request: PortalRequest) -> dict[str, object]:
    """Return who held which seat on the day that was asked about, if one was."""
    form = DayForm(request.GET if "on" in request.GET else None)
    day: date | None = form.cleaned_data["on"] if form.is_valid() else None
    return {
        "day_form": form,
        "day": day,
        "moments": chairs.moments(day) if day else [],
    }


@require_safe
def year(request: PortalRequest, year: int) -> HttpResponse:
    """One presidency: its term, its ceremony, its theme as it was written, how it came about."""
    term = _term(request, year)
    viewer = request.viewer
    interests = Interest.objects.visible_to(viewer).filter(label_year=year)
    designations = Designation.objects.visible_to(viewer).filter(label_year=year)
    context = {
        "term": term,
        "following": _following(request, term),
        "themes": chairs.themes(term),
        "interests": interests.select_related("party", "withdrawal"),
        "designations": designations.select_related("party"),
        "may_set_theme": _may_set_theme(request, term),
        "is_current": viewer.at in term.term,
    }
    return render(request, "members/presidency_year.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: PortalRequest, year: int) -> HttpResponse:
    """Write what a term is about."""
    term = _term(request, year)
    if not _may_set_theme(request, term):
        raise Http404
    written = {"theme_es": term.theme_es, "theme_en": term.theme_en}
    form = ThemeForm(request.POST or None, initial=written)
    if form.is_valid():
        fields = form.cleaned_data
        if attempt(form, services.set_theme, pk=term.pk, by=request.viewer, **fields):
            messages.success(request, _("The theme was saved."))
            return redirect(term)
    return _act(request, form, "theme", term=term)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: PortalRequest) -> HttpResponse:
    """Record that the chair passes to another country."""
    form = HandOverForm(_members(request), request.POST or None)
    if form.is_valid():
        verb = import_string(settings.HAND_OVER)
        if attempt(form, verb, by=request.viewer, **form.cleaned_data):
            messages.success(request, _("The hand-over was recorded."))
            return redirect("members:presidency")
    return _act(request, form, "hand_over")


@require_http_methods(["GET", "HEAD", "POST"])
def designate(request: PortalRequest) -> HttpResponse:
    """Record who presides in a year to come, as the members decided by consensus."""
    form = DesignationForm(_members(request), request.POST or None)
    if _done(request, form, services.designate_next):
        messages.success(request, _("The designation was recorded."))
        return redirect("members:presidency")
    return _act(request, form, "designate")


@require_http_methods(["GET", "HEAD", "POST"])
def annul(request: PortalRequest, pk: int) -> HttpResponse:
    """Record that a later decision annulled a designation."""
    if not rules.may_record_presidency(request.viewer):
        raise Http404
    standing = Designation.objects.visible_to(request.viewer).standing()
    designation = get_object_or_404(standing.select_related("party"), pk=pk)
    form = AnnulmentForm(request.POST or None)
    if form.is_valid():
        fields = form.cleaned_data
        if attempt(form, services.annul_designation, pk=pk, by=request.viewer, **fields):
            messages.success(request, _("The annulment was recorded."))
            return redirect("members:presidency")
    return _act(request, form, "annul", designation=designation)


@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: PortalRequest) -> HttpResponse:
    """Record that a country announced its interest in a presidency."""
    viewer = request.viewer
    if not rules.may_announce_interest(viewer, None):
        raise Http404
    countries = _countries(request)
    if not rules.may_record_presidency(viewer):
        countries = countries.filter(pk=viewer.state)
    initial = {"party": viewer.party_id}
    form = InterestForm(countries, request.POST or None, initial=initial)
    if _done(request, form, services.announce_interest):
        messages.success(request, _("The interest was recorded."))
        return redirect("members:presidency")
    return _act(request, form, "interest")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Record that a country took its interest back."""
    standing = Interest.objects.visible_to(request.viewer).standing()
    interest = get_object_or_404(standing.select_related("party"), pk=pk)
    if not rules.may_announce_interest(request.viewer, interest.party_id):
        raise Http404
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        fields = form.cleaned_data
        if attempt(form, services.withdraw_interest, pk=pk, by=request.viewer, **fields):
            messages.success(request, _("The withdrawal was recorded."))
            return redirect("members:presidency")
    return _act(request, form, "withdraw", interest=interest)


def _done(
    request: PortalRequest, form: DesignationForm | InterestForm, verb: object
) -> bool:
    """Call a verb that takes the form's fields and a country."""
    if not form.is_valid():
        return False
    fields = dict(form.cleaned_data)
    party = fields.pop("party")
    return attempt(form, verb, party_id=party.pk, by=request.viewer, **fields)  # type: ignore[arg-type]


def _act(request: PortalRequest, form: object, act: str, **more: object) -> HttpResponse:
    context = {"form": form, **more}
    return render(request, f"members/presidency_{act}.html", context)


def _term(request: PortalRequest, year: int) -> Presidency:
    terms = Presidency.objects.visible_to(request.viewer).select_related("party")
    return get_object_or_404(terms, label_year=year, seat=chairs.seat_asked(request.GET))


def _following(request: PortalRequest, term: Presidency) -> Presidency | None:
    """Return the term that began when this one ended."""
    if term.term.upper is None:
        return None
    terms = Presidency.objects.visible_to(request.viewer).select_related("party")
    return terms.filter(term__startswith=term.term.upper, seat=term.seat).first()


def _may_set_theme(request: PortalRequest, term: Presidency) -> bool:
    return rules.may_set_theme(request.viewer, presides=request.viewer.at in term.term)


def _members(request: PortalRequest) -> PartyQuerySet:
    if not rules.may_record_presidency(request.viewer):
        raise Http404
    return _countries(request)


def _countries(request: PortalRequest) -> PartyQuerySet:
    return Party.objects.visible_to(request.viewer).members_on(request.viewer.on)
