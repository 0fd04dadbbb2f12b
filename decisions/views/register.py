"""The register of declarations and decisions: for everybody, each what exists for them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm_portal.core.instance import THIS
from decisions.forms.register import RegisterFilter
from decisions.models import Text
from decisions.presentation.following_up import commitment
from decisions.presentation.register import exporting, finding, pages
from meetings.presentation.titles import Names
from members.http import PortalRequest

PER_PAGE = 25
CSV = "text/csv; charset=utf-8"


@login_not_required
@require_safe
def texts(request: PortalRequest) -> HttpResponse:
    """What was adopted since 1996, found by words and filters, the latest first."""
    names, every = Names.read(), finding.registered(request.viewer)
    filters = _filters(request, every)
    filters.offer(**pages.choices(finding.Options.of(every), names, request.viewer.on))
    rows = filters.qs.annotate(count=Count("provisions"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "page": page,
        "rows": pages.lines(list(page), names, request.viewer, filters.words),
        "is_filtered": filters.is_asked,
        "words": filters.words,
        "query": request.GET.urlencode(),
    }
    return render(request, "decisions/register.html", context)


@login_not_required
@require_safe
def text(request: PortalRequest, reference: str) -> HttpResponse:
    """One text: what is known of it, its provisions, what it came from and led to."""
    found = _text(request, reference)
    context = pages.of_text(found, request.viewer)
    context |= commitment.around(found, None, request.viewer)
    return render(request, "decisions/register_text.html", context)


@login_not_required
@require_safe
def provision(request: PortalRequest, reference: str, address: str) -> HttpResponse:
    """One decision, conclusion or paragraph: its words, its chain, how it is cited."""
    found = _text(request, reference)
    context = pages.of_provision(found, address, request.viewer)
    if context is None:
        raise Http404
    context |= commitment.around(found, context["provision"], request.viewer)
    return render(request, "decisions/register_provision.html", context)


@login_not_required
@require_safe
def texts_csv(request: PortalRequest) -> HttpResponse:
    """The texts that were asked for, as a spreadsheet."""
    return _file(exporting.as_csv(_text_rows(request)), f"{THIS.code}-texts.csv")


@login_not_required
@require_safe
def texts_json(request: PortalRequest) -> HttpResponse:
    """The texts that were asked for, as JSON."""
    return JsonResponse({"texts": _text_rows(request)})


@login_not_required
@require_safe
def provisions_csv(request: PortalRequest) -> HttpResponse:
    """The provisions of the texts that were asked for, as a spreadsheet."""
    return _file(exporting.as_csv(_provision_rows(request)), f"{THIS.code}-provisions.csv")


@login_not_required
@require_safe
def provisions_json(request: PortalRequest) -> HttpResponse:
    """The provisions of the texts that were asked for, as JSON."""
    return JsonResponse({"provisions": _provision_rows(request)})


def _filters(request: PortalRequest, rows: Any) -> RegisterFilter:
    return RegisterFilter(request.GET, rows)


def _text(request: PortalRequest, reference: str) -> Text:
    found = finding.one(request.viewer, reference)
    if found is None:
        raise Http404
    return found


def _text_rows(request: PortalRequest) -> list[exporting.Row]:
    rows = _filters(request, finding.registered(request.viewer)).qs
    return [exporting.text_row(each) for each in rows.select_related("annexed_to")]


def _provision_rows(request: PortalRequest) -> list[exporting.Row]:
    names = Names.read()
    found = {
        each.pk: each for each in _filters(request, finding.registered(request.viewer)).qs
    }
    rows = finding.provisions(request.viewer).filter(text__in=found)
    place = {key: at for at, key in enumerate(found)}
    ordered = sorted(rows, key=lambda each: (place[each.text_id], each.position))
    return [exporting.provision_row(each, found[each.text_id], names) for each in ordered]


def _file(content: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
