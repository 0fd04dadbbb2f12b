"""Reading: the page of the fund for everybody who sees it, and the officers' list and case."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from finance.models import CaseOfficer, FundCase
from finance.presentation.fund import desk, telling
from finance.rules import powers
from finance.states import CaseState
from finance.views.fund.base import OfficerView, case_of
from members.http import PortalRequest

PER_PAGE = 50


@require_safe
def fund(request: PortalRequest) -> HttpResponse:
    """The fund: its money, its reports and its rules; never a case."""
    viewer = request.viewer
    sides = CaseOfficer.objects.sides_of(viewer)
    if not sides and not powers.sees_contributions(viewer):
        raise Http404
    context = {
        "figures": telling.figures(telling.told(viewer.on, is_officer=bool(sides))),
        "note": "" if sides else telling.coarse_note(viewer.on),
        "reports": telling.made_reports(viewer),
        "rules": telling.RULES,
        "is_officer": bool(sides),
        "keeps_officers": powers.may_keep_accounts(viewer) or bool(sides),
    }
    return render(request, "finance/fund/fund.html", context)


class Cases(OfficerView):
    """The cases in their order: a number, a situation, a country, and where each stands."""

    http_method_names = ("get", "head", "options")

    def get(self, request: PortalRequest) -> HttpResponse:
        state = request.GET.get("state", "")
        found = desk.listed(FundCase.objects.visible_to(request.viewer), state)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "rows": desk.rows(page.object_list),
            "figures": telling.figures(telling.told(request.viewer.on, is_officer=True)),
            "halves": telling.halves_to_report(request.viewer.on),
            "states": CaseState.choices,
            "state": state,
        }
        return render(request, "finance/fund/cases.html", context)


class Case(OfficerView):
    """One case with all that is known of it here; what was told is read apart."""

    http_method_names = ("get", "head", "options")

    def get(self, request: PortalRequest, number: str) -> HttpResponse:
        viewer = request.viewer
        case = case_of(viewer, number)
        context = desk.page(case, self.sides, viewer.user_id)
        return render(request, "finance/fund/case.html", context)
