"""Reading: the list of texts in work, one of them, and who is writing on it now."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from decisions.presentation.workspace import lists, page
from decisions.presentation.workspace.desk import LANGUAGE_VIEWS
from decisions.presentation.workspace.facts import Asked
from decisions.rules.texts import powers
from decisions.views.common import reader_of
from decisions.views.texts.base import open_workspace
from members.http import PortalRequest

PER_PAGE = 25
# The same as on the page of a consultation: a reader has one way of reading texts.
TEXT_COOKIE = "text"
A_YEAR = 365 * 24 * 60 * 60


@require_safe
def texts(request: PortalRequest) -> HttpResponse:
    """The texts in work that exist for the reader, newest first."""
    found = Paginator(lists.listed(request.viewer), PER_PAGE)
    shown = found.get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "rows": lists.rows(list(shown), request.viewer),
        "may_prepare": powers.may_prepare(request.viewer),
    }
    return render(request, "texts/texts.html", context)


@require_safe
def text(request: PortalRequest, reference: str) -> HttpResponse:
    """One text with all that is proposed on it: a whole page, nothing of it comes later."""
    asked = Asked(
        view=request.GET.get("view", ""),
        compare=request.GET.get("compare", ""),
        language=request.GET.get("text") or request.COOKIES.get(TEXT_COOKIE, "both"),
        of=request.GET.get("of", ""),
    )
    workspace = open_workspace(request, reference, asked)
    context = page.page(workspace, reader_of(request))
    response = render(request, "texts/text.html", context)
    if request.GET.get("text") in LANGUAGE_VIEWS:
        response.set_cookie(
            TEXT_COOKIE, request.GET["text"], max_age=A_YEAR, httponly=True, samesite="Lax"
        )
    return response


@require_safe
def writing(request: PortalRequest, reference: str) -> HttpResponse:
    """Who is writing now, alone: what the page asks for to refresh itself."""
    workspace = open_workspace(request, reference, whole=False)
    if not workspace.is_inside:
        raise Http404
    context = {"text": workspace.text, "writing": page.writing(workspace)}
    return render(request, "texts/_writing.html", context)
