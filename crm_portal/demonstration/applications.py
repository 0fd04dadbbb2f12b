"""An application that a demonstration shows: invented, marked so, and complete."""

from datetime import datetime, timedelta

from django.db import transaction

from crm_portal.core.access import Role, Viewer
from crm_portal.library.rules import sha256
from crm_portal.library.uploads import keep
from meetings import services
from meetings.models import Application, Criterion
from meetings.services import Applicant
from members.access import viewer_for
from members.models import Mandate

CAME_BEFORE = timedelta(days=20)
APPLICANT = Applicant(
    kind="observer_organization",
    name_es="Organización Ejemplar de Movilidad (demostración)",
    name_en="Model Organization for Mobility (demonstration)",
    acronym_es="OEM",
    acronym_en="MOM",
)
MAIL = (
    "From: secretaria@oem.example.org\r\nTo: st@example.org\r\n"
    "Message-ID: <{number}@oem.example.org>\r\n"
    "Subject: Solicitud de la Organización Ejemplar de Movilidad, documento {number}\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    "Documento inventado para la demostración.\r\nCriterio {number}: {text}\r\n"
)
TITLES = (
    "Carta de compromiso con los principios del Comunicado Conjunto de Puebla",
    "Estatutos: mandato en migración y desarrollo",
    "Solicitud a los Viceministros y Viceministras, con su fundamentación",
)


@transaction.atomic
def apply(at: datetime) -> Application | None:
    """Record the application with its documents, once; None if it is there already."""
    by = _secretariat(at)
    if by is None or Application.objects.filter(is_demonstration=True).exists():
        return None
    application = services.receive(
        APPLICANT, received_on=by.on - CAME_BEFORE, by=by, is_demonstration=True
    )
    criteria = Criterion.objects.in_force(application.kind, application.received_on)
    for criterion, title in zip(criteria, TITLES, strict=True):
        mail = MAIL.format(number=criterion.number, text=criterion.text_es)
        file = keep(
            sha256=sha256(mail),
            size=len(mail.encode()),
            content_type="message/rfc822",
            content=mail.encode(),
        )
        services.add_evidence(application.pk, criterion.pk, file, title=title, by=by)
    return services.mark_complete(application.pk, by=by)


def _secretariat(at: datetime) -> Viewer | None:
    """An officer of the Secretariat, who writes applications down."""
    office = Mandate.objects.at(at).filter(role=Role.SECRETARIAT).select_related("user")
    first = office.order_by("pk").first()
    return viewer_for(first.user, at) if first else None
