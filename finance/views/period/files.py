"""The page of a period as files: a workbook at once, a PDF from the worker."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from finance.presentation.period import printed as paper
from finance.presentation.period.page import PeriodPage, page_of
from finance.presentation.period.printed import printed, reference_of, title_of
from finance.services.sheets import ask_sheet
from finance.views.common import require_reader, workbook
from finance.views.period.statements import asked, paper_page
from members.http import PortalRequest

TEMPLATE = "pdf/finance/period.html"


def _page(request: PortalRequest) -> PeriodPage:
    require_reader(request.viewer)
    page = page_of(request.viewer, request.GET.get("periodo", ""))
    if page is None:
        raise Http404
    return page


@require_safe
def overview_xlsx(request: PortalRequest) -> HttpResponse:
    """The figures of a period, to compute with."""
    page = _page(request)
    return workbook(paper.workbook(page), reference_of(page.budget, request.viewer.on))


@require_http_methods(["GET", "HEAD", "POST"])
def overview_pdf(request: PortalRequest) -> HttpResponse:
    """The page of a period on paper: asked for by POST, made by the worker, kept."""
    page = _page(request)
    asks = f"?periodo={page.budget.reference}"
    here = reverse("finance:overview-pdf") + asks
    reference = reference_of(page.budget, request.viewer.on)
    if request.method == "POST":
        ask_sheet(
            page.budget,
            reference=reference,
            title=title_of(page),
            template=TEMPLATE,
            context=printed(page),
            by=request.viewer,
        )
        return asked(request, here)
    context = {
        "title": _("Contributions and budget %(period)s") % {"period": page.name},
        "above": _("Contributions and budget"),
        "back": reverse("finance:overview") + asks,
        "here": here,
    }
    return paper_page(request, page.budget, reference, context)
