"""A text through its versions: two of them compared, the table of proposals, its history."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.core.access import Role, Viewer
from crm_portal.core.files import sealed
from decisions.models import Text, TextVersion
from decisions.presentation import comparing, tabling, text_history
from decisions.presentation.comparing import SHOWS
from decisions.presentation.register.exporting import as_csv
from decisions.presentation.tabling import Asked
from decisions.rules.texts.numbering import numbered
from members.http import PortalRequest

INSIDE = (Role.MEMBER, Role.SECRETARIAT)
VIEWS = ("both", "es", "en")
PER_PAGE = 40
CSV = "text/csv; charset=utf-8"


def versions_for(viewer: Viewer, reference: str) -> list[TextVersion]:
    """Return the versions of a text that exist for the viewer, the oldest first, or 404."""
    seen = TextVersion.objects.visible_to(viewer).filter(text__reference=reference)
    found = seen.select_related("text__kind", "text__consultation").order_by("number")
    versions: list[TextVersion] = list(found)
    if not versions:
        raise Http404
    return versions


def negotiated_for(viewer: Viewer, reference: str) -> list[TextVersion]:
    """Return the versions of a text whose negotiation exists for the viewer, or 404."""
    if not viewer.has(*INSIDE):
        raise Http404
    versions = versions_for(viewer, reference)
    if not is_negotiated(versions[0].text, viewer):
        raise Http404
    return versions


def is_negotiated(text: Text, viewer: Viewer) -> bool:
    """Say whether the viewer may see who proposed what on a text.

    Observers never draft (001:399); what is consulted on has its own table and history.
    """
    return viewer.has(*INSIDE) and getattr(text, "consultation", None) is None


@require_safe
def compare(request: PortalRequest, reference: str) -> HttpResponse:
    """Any two versions that the reader may see, word by word, paragraph by paragraph."""
    versions = versions_for(request.viewer, reference)
    text = versions[0].text
    by_number = {str(each.number): each for each in versions}
    new = by_number.get(request.GET.get("to", ""), versions[-1])
    earlier = [each for each in versions if each.number < new.number]
    old = by_number.get(request.GET.get("from", ""), earlier[-1] if earlier else new)
    show = _one_of(SHOWS, request.GET.get("show"))
    view = _one_of(VIEWS, request.GET.get("text"))
    found = comparing.comparison(text, old, new, show=show, view=view)
    context = {
        "text": text,
        "is_inside": is_negotiated(text, request.viewer),
        "versions": [(each.number, comparing.label(each)) for each in versions],
        "old": old,
        "new": new,
        "summary": comparing.summary(found["changed"]),
        "options": _shows(request, show),
        **found,
    }
    return render(request, "decisions/texts/compare.html", context)


def _one_of(known: tuple[str, ...], asked: str | None) -> str:
    return asked if asked in known else known[0]


def _shows(request: PortalRequest, show: str) -> list[dict[str, Any]]:
    labels = {
        "changes": _("With changes"),
        "clean": _("Clean"),
        "brackets": _("Brackets only"),
    }
    query = request.GET.copy()
    options = []
    for name, label in labels.items():
        query["show"] = name
        url = f"?{query.urlencode()}"
        options.append({"label": label, "url": url, "current": name == show})
    return options


@require_safe
def proposals(request: PortalRequest, reference: str) -> HttpResponse:
    """The comparative table: paragraph, base, each delegation, and what became of it."""
    table = _table(request, reference)
    asked = _asked(request)
    context = {
        "text": table.text,
        "is_inside": True,
        "version": table.version,
        "asked": asked,
        "blocks": tabling.blocks(table, asked),
        "choices": tabling.choices(table, asked),
        "counted": tabling.by_delegation(table),
        "printed": tabling.printed(table),
        "view": _one_of(VIEWS, request.GET.get("text")),
        "query": request.GET.urlencode(),
    }
    return render(request, "decisions/texts/proposals.html", context)


@require_safe
def proposals_csv(request: PortalRequest, reference: str) -> HttpResponse:
    """The same table for a spreadsheet; no cell is taken for a formula."""
    table = _table(request, reference)
    content = as_csv(tabling.records(table, _asked(request)))
    answer = HttpResponse(content, content_type=CSV)
    return sealed(answer, f"{table.text.reference}-{_('proposals')}.csv")


def _table(request: PortalRequest, reference: str) -> tabling.Table:
    versions = negotiated_for(request.viewer, reference)
    return tabling.read(versions[0].text, versions[-1])


def _asked(request: PortalRequest) -> Asked:
    return Asked(request.GET.get("delegation", ""), request.GET.get("state", ""))


@require_safe
def history(request: PortalRequest, reference: str) -> HttpResponse:
    """Who changed what, and when; of the whole text, or of one paragraph."""
    versions = negotiated_for(request.viewer, reference)
    text = versions[0].text
    (ruled,) = comparing.texts_of(versions[-1])
    found = numbered(ruled, text.rules.numbering)
    numbers = {key: each.reference for key, each in found.items()}
    key = request.GET.get("paragraph", "")
    key = key if key in numbers else ""
    page = Paginator(text_history.entries(text, key), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "text": text,
        "is_inside": True,
        "events": text_history.events(text, list(page), numbers),
        "page": page,
        "key": key,
        "number": numbers.get(key, ""),
        "paragraphs": numbers.items(),
    }
    return render(request, "decisions/texts/history.html", context)
