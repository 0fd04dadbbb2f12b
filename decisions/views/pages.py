"""Reading: the list, the consultation, its rounds, deadline, history and receipts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm_portal.core.access import Role
from decisions.forms import PositionForm
from decisions.presentation import (
    acts,
    answers,
    delegation,
    following,
    history,
    lists,
    overview,
    reading,
    term,
    texts,
)
from decisions.views.common import open_dossier, reader_of, refusal, say_no
from members.http import PortalRequest

PER_PAGE = 25
TEXT_COOKIE = "text"
A_YEAR = 365 * 24 * 60 * 60


@require_safe
def consultations(request: PortalRequest) -> HttpResponse:
    """The consultations that exist for the reader, newest first."""
    group, turn = request.GET.get("state", ""), request.GET.get("turn", "")
    found = lists.listed(request.viewer, group=group, turn=turn)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": lists.rows(list(page), request.viewer, reader_of(request)),
        "filters": lists.filters(request.viewer, group=group, turn=turn),
        "is_filtered": bool(group or turn),
        "may_draft": acts.may_draft(request.viewer),
        "sees_rules": request.viewer.has(Role.MEMBER, Role.SECRETARIAT),
    }
    return render(request, "decisions/consultations.html", context)


@require_safe
def consultation(request: PortalRequest, reference: str) -> HttpResponse:
    """The text, its deadline, who has answered, and what the reader may do."""
    return _overview(request, reference, "decisions/consultation.html")


@require_safe
def earlier_round(request: PortalRequest, reference: str, number: int) -> HttpResponse:
    """One round of a consultation as it was: its text, its proposals, its replies."""
    return _overview(request, reference, "decisions/round.html", number=number)


def _overview(
    request: PortalRequest, reference: str, template: str, number: int | None = None
) -> HttpResponse:
    compare = request.GET.get("compare", "before")
    dossier = open_dossier(request, reference, number=number, compare=compare)
    if number is not None and (dossier.round is None or dossier.round.number != number):
        raise Http404
    view = request.GET.get("text") or request.COOKIES.get(TEXT_COOKIE, "both")
    context = overview.overview(
        dossier,
        reader_of(request),
        base=texts.base_of(dossier, compare),
        view=view,
        fold=request.GET.get("proposals") != "all",
    )
    if context["mine"] and context["mine"]["is_running"]:
        context["reply_form"] = PositionForm(dossier=dossier)
    response = render(request, template, context)
    if request.GET.get("text") in texts.VIEWS:
        response.set_cookie(
            TEXT_COOKIE, request.GET["text"], max_age=A_YEAR, httponly=True, samesite="Lax"
        )
    return response


@require_safe
def who_answered(request: PortalRequest, reference: str) -> HttpResponse:
    """The table of who has answered, alone: what the page asks for to refresh itself."""
    dossier = open_dossier(request, reference)
    table = answers.answers(dossier)
    if table is None:
        raise Http404
    context = {"answers": table, "consultation": dossier.consultation}
    return render(request, "decisions/_answers.html", context)


@require_safe
def full_deadline(request: PortalRequest, reference: str) -> HttpResponse:
    """Every country's days, the bound on every clock, and each time it was computed."""
    dossier = open_dossier(request, reference)
    if dossier.computation is None or not dossier.is_party_to_it:
        raise Http404
    context = {
        "consultation": dossier.consultation,
        "dossier": dossier,
        **term.term(dossier, reader_of(request)),
    }
    return render(request, "decisions/deadline.html", context)


@require_safe
def full_history(request: PortalRequest, reference: str) -> HttpResponse:
    """What happened, who did it and when; and which notices were delivered."""
    dossier = open_dossier(request, reference)
    if not dossier.is_party_to_it:
        raise Http404
    context = {
        "consultation": dossier.consultation,
        "dossier": dossier,
        "events": history.events(dossier),
        "notices": history.notices(dossier),
    }
    return render(request, "decisions/history.html", context)


@require_safe
def follow(request: PortalRequest, reference: str) -> HttpResponse:
    """Who is missing, whom to call, and whether the reminders arrived."""
    dossier = open_dossier(request, reference)
    if error := refusal(request, acts.act("follow"), dossier):
        return say_no(request, error)
    context = {
        "consultation": dossier.consultation,
        "dossier": dossier,
        "missing": following.missing(dossier),
    }
    return render(request, "decisions/follow.html", context)


@require_safe
def receipt(request: PortalRequest, reference: str, pk: int) -> HttpResponse:
    """What was sent, by whom, when by both clocks; printable."""
    number = reading.round_of_reply(reference, pk)
    dossier = open_dossier(request, reference, number=number)
    filed = next((each for each in dossier.shown_replies() if each.pk == pk), None)
    if filed is None:
        raise Http404
    party = dossier.parties[filed.party_id]
    context: dict[str, Any] = {
        "consultation": dossier.consultation,
        "dossier": dossier,
        "party": party,
        "receipt": delegation.receipt(filed, party),
        "proposals": texts.of_reply(dossier, filed),
        "is_counted": dossier.counted(party.pk) == filed,
    }
    return render(request, "decisions/receipt.html", context)
