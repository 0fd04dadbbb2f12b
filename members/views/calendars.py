"""The days on which members do not work: read by all, entered by the ST, confirmed by each."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import reports, rules, services
from members.forms import ClosureForm, CorrectionForm, attempt
from members.http import PortalRequest
from members.models import CalendarYear, Closure, Party


@require_safe
def calendars(request: PortalRequest) -> HttpResponse:
    """Every member's lists, year by year, with who has confirmed."""
    _require_reader(request)
    context = {
        "years": reports.calendar_years(request.viewer),
        "rows": reports.calendar_table(request.viewer),
    }
    return render(request, "members/calendars.html", context)


@require_safe
def calendar(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """One member's list of one year, with what its institutions do otherwise."""
    party = _member(request, code)
    entries = (
        Closure.objects.visible_to(request.viewer)
        .filter(party=party, day__year=year)
        .select_related("institution", "supersedes", "superseded_by")
    )
    confirmed = CalendarYear.objects.visible_to(request.viewer).filter(
        party=party, year=year, institution=None
    )
    context = {
        "party": party,
        "year": year,
        **_sorted_out(list(entries)),
        "confirmed": confirmed.select_related("confirmed_by").first(),
        "may_confirm": rules.may_confirm_calendar(request.viewer, party.pk)
        and rules.is_confirmable(year, request.viewer.on),
        "may_enter": rules.may_enter_closure(request.viewer),
        "confirmable_from": year - 1,
    }
    return render(request, "members/calendar.html", context)


@require_POST
def confirm(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """Confirm the list, as it stands."""
    party = _member(request, code)
    services.confirm_calendar_year(party.pk, year, by=request.viewer)
    messages.success(request, _("The list of %(year)s is confirmed.") % {"year": year})
    return redirect("members:calendar", party.code, year)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """Enter a day that does not count, with its instrument."""
    party = _member(request, code)
    _require_officer(request)
    form = ClosureForm(party, request.POST or None)
    if form.is_valid() and attempt(form, _entry(), **_fields(request, party, form)):
        messages.success(request, _("The closure was entered."))
        return redirect("members:calendar", party.code, form.cleaned_data["day"].year)
    context = {"party": party, "year": year, "form": form}
    return render(request, "members/closure_enter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PortalRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Correct an entry by a new one, or cancel it."""
    party = _member(request, code)
    _require_officer(request)
    old = get_object_or_404(Closure.objects.in_force(), pk=pk, party=party)
    form = CorrectionForm(party, request.POST or None, initial=_said(old))
    fields = _fields(request, party, form) if form.is_valid() else {}
    if fields and attempt(form, _entry(), supersedes_id=old.pk, **fields):
        messages.success(request, _("The closure was corrected."))
        return redirect("members:calendar", party.code, form.cleaned_data["day"].year)
    context = {"party": party, "year": year, "form": form, "old": old}
    return render(request, "members/closure_enter.html", context)


def _entry() -> Callable[..., Closure]:
    """The verb that enters a closure and moves the terms it touches."""
    entry: Callable[..., Closure] = import_string(settings.CLOSURE_ENTRY)
    return entry


def _fields(request: PortalRequest, party: Party, form: ClosureForm) -> dict[str, Any]:
    data = dict(form.cleaned_data)
    institution = data.pop("institution")
    return {
        **data,
        "party_id": party.pk,
        "institution_id": institution.pk if institution else None,
        "by": request.viewer,
    }


def _said(old: Closure) -> dict[str, Any]:
    names = ("day", "kind", "name_es", "name_en", "institution", "source_url")
    return {name: getattr(old, name) for name in names}


def _sorted_out(entries: list[Closure]) -> dict[str, list[Closure]]:
    """Part the entries in force, the country's and the institutions', from the corrected."""
    stands = [each for each in entries if each.is_in_force]
    return {
        "country": [each for each in stands if each.institution_id is None],
        "institutions": [each for each in stands if each.institution_id is not None],
        "corrected": [each for each in entries if not each.is_in_force],
    }


def _require_reader(request: PortalRequest) -> None:
    if not rules.may_read_calendars(request.viewer):
        raise Http404


def _require_officer(request: PortalRequest) -> None:
    if not rules.may_enter_closure(request.viewer):
        raise Http404


def _member(request: PortalRequest, code: str) -> Party:
    _require_reader(request)
    visible = Party.objects.visible_to(request.viewer).member_states()
    return get_object_or_404(visible, code=code)
