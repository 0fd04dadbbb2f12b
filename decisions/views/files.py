"""Files of a consultation handed out: the calendar entry, and what proves a record."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from crm_portal.core.files import sealed
from crm_portal.core.i18n import active_language
from decisions import calendar_file
from decisions.presentation import documents, reading
from decisions.views.common import open_dossier, reader_of
from members.http import PortalRequest


@require_safe
def calendar(request: PortalRequest, reference: str) -> HttpResponse:
    """The deadline of the last round as a calendar entry, on the reader's clock."""
    dossier = open_dossier(request, reference)
    if dossier.round is None or not dossier.is_party_to_it:
        raise Http404
    entry = calendar_file.of_round(dossier.round, reader_of(request), active_language())
    if entry is None:
        raise Http404
    response = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    name = f"{dossier.consultation.reference}-{dossier.round.number}.ics"
    return sealed(response, name)


@require_safe
def document(request: PortalRequest, reference: str, sha256: str) -> HttpResponse:
    """A note, mail or waiver that the Secretariat attached, to whoever may see it."""
    number = reading.round_of_document(reference, sha256)
    dossier = open_dossier(request, reference, number=number)
    name = documents.name_of(dossier, sha256)
    if name is None:
        raise Http404
    stored = documents.stored(sha256)
    response = HttpResponse(bytes(stored.content), content_type=stored.content_type)
    return sealed(response, name)
