"""What every view of a consultation does: find it for the reader, open its dossier, say no."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from crm_portal.core import calendar_words
from crm_portal.core.errors import Conflict, DomainError, Refused
from decisions.presentation import reading, texts
from decisions.presentation.acts import Act
from decisions.presentation.dossier import Dossier
from members.http import PortalRequest
from members.models import Party


def open_dossier(
    request: PortalRequest, reference: str, *, number: int | None = None, compare: str = ""
) -> Dossier:
    """Return the dossier of a consultation that exists for the reader, or 404."""
    consultation = reading.for_page(request.viewer, reference)
    if consultation is None:
        raise Http404
    dossier = reading.load(consultation, request.viewer, number)
    reading.read_text(dossier, texts.base_of(dossier, compare) if compare else None)
    return dossier


def reader_of(request: PortalRequest) -> Party | None:
    """Return the party whose calendar and clock the page is written for."""
    party = request.party
    return party if party and party.capital_tz else None


def refusal(request: PortalRequest, act: Act, dossier: Dossier) -> DomainError | None:
    """Return why the reader cannot open the page of ``act``, if so."""
    if not act.power(dossier):
        return Refused(
            _("This is not for you to do in this consultation."), code="not_yours"
        )
    if not act.is_possible(dossier):
        return Conflict(
            _("As the consultation stands now, this cannot be done."),
            code="not_now",
            rule="1.5",
        )
    return None


def say_no(request: PortalRequest, error: DomainError) -> HttpResponse:
    """Answer with the page that says why not."""
    page = "403.html" if error.status == HTTPStatus.FORBIDDEN else "400.html"
    context = {"refusal": calendar_words.message(error), "rule": error.rule}
    return render(request, page, context, status=error.status)


def page(
    request: PortalRequest,
    template: str,
    context: dict[str, Any],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    return render(request, template, context, status=status)
