"""“Today”: what waits for the reader, by deadline. It knows every app, and decides nothing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from decisions.presentation import agenda
from decisions.views.common import reader_of
from members.http import PortalRequest


@require_safe
def today(request: PortalRequest) -> HttpResponse:
    """The front page of the intranet, for the role of whoever reads it."""
    return render(
        request, "core/today.html", agenda.today(request.viewer, reader_of(request))
    )
