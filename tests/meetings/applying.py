"""An application as the tests play it: who, with which evidence, before which meeting."""

import hashlib
from datetime import date

from crm_portal.library.uploads import keep
from meetings import services
from meetings.models import Application, Body, Criterion, Meeting
from meetings.services import Applicant
from members.services.standing import Decision, Newcomer
from tests.factories import MeetingFactory

CRITERIA_SINCE = date(1999, 1, 29)
ORGANIZATION = Applicant(
    kind="observer_organization",
    name_es="Organización de Prueba",
    name_en="Test Organization",
    acronym_es="OP",
)
NEWCOMER = Newcomer(
    code="PRUEBA",
    kind="observer_organization",
    name_es=ORGANIZATION.name_es,
    name_en=ORGANIZATION.name_en,
)
HOW_MANY = {"observer_state": 9, "observer_organization": 3, "membership": 4}


def criteria() -> None:
    """Set up the criteria of 1999, numbered."""
    Criterion.objects.bulk_create(
        Criterion(
            kind=kind,
            number=number,
            text_es=f"Criterio {number}",
            since=CRITERIA_SINCE,
            source="001:312",
        )
        for kind, many in HOW_MANY.items()
        for number in range(1, many + 1)
    )


def vice_ministers(starts_on: date, ends_on: date, host=None, ordinal=None) -> Meeting:
    body, _made = Body.objects.get_or_create(
        code="VICE_MINISTERIAL",
        defaults={"kind": "vice_ministerial", "forum": "VM_PLENARIA"},
    )
    return MeetingFactory(
        body=body, ordinal=ordinal, host=host, starts_on=starts_on, ends_on=ends_on
    )


def stored(content: bytes = b"%PDF-1.7 nota"):
    digest = hashlib.sha256(content).hexdigest()
    return keep(
        sha256=digest, size=len(content), content_type="application/pdf", content=content
    )


def evidenced(application: Application, by) -> None:
    """File one document for each criterion."""
    asked = Criterion.objects.in_force(application.kind, application.received_on)
    for criterion in asked:
        services.add_evidence(
            application.pk, criterion.pk, stored(), title=f"Nota {criterion.number}", by=by
        )


def complete(by, applicant: Applicant = ORGANIZATION, **fields) -> Application:
    """Return an application received and complete."""
    received_on = fields.pop("received_on", by.on)
    application = services.receive(applicant, received_on=received_on, by=by, **fields)
    evidenced(application, by)
    return services.mark_complete(application.pk, by=by)


def decision(on: date, text: str = "Se admite.") -> Decision:
    return Decision(text, on, "Declaración, punto 5")
