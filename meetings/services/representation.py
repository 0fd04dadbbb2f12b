"""The Conference is represented, reports follow, and what is agreed with others is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.models import StoredFile
from meetings.models import (
    Agreement,
    Office,
    PresidencyReport,
    Representation,
    RepresentationReport,
)
from meetings.rules import representation as rules
from members.access import troika_at
from members.models import Party, Presidency
from members.models.parties import PartyKind


@dataclass(frozen=True)
class Filed:
    """A document that was brought with a record, under the name it came with."""

    file: StoredFile
    name: str


@transaction.atomic
def record_representation(*, by: Viewer, office: str, **told: Any) -> Representation:
    """Record that the Conference is or was represented in another forum (001:415).

    Whoever presided when it began represents it, or the Secretariat; a report is owed by
    that party from the day after it ends.
    """
    _require_record(by)
    _require_order(told["starts_on"], told["ends_on"])
    found = Representation.objects.create(
        office=office,
        party_id=_representing(office, by),
        recorded_at=by.at,
        recorded_by=by.label,
        **_stripped(told),
    )
    audit.record(found, "recorded", by=by, office=office, party=found.party_id)
    return found


@transaction.atomic
def call_off(pk: int, *, because: str, by: Viewer) -> Representation:
    """Record that a representation does not take place: no report is owed."""
    found = Representation.objects.select_for_update().get(pk=pk)
    _require_record(by)
    if found.is_called_off:
        raise Conflict(_("It was called off already."), code="called_off")
    if RepresentationReport.objects.filter(representation=found).exists():
        raise Conflict(_("It took place: its report is on record."), code="reported")
    if not because.strip():
        raise Invalid(_("Say why it does not take place."), code="required")
    found.called_off_on = by.on
    found.called_off_because = because.strip()
    found.save(update_fields=["called_off_on", "called_off_because"])
    audit.record(found, "called_off", by=by, because=because.strip())
    return found


@transaction.atomic
def report_representation(
    pk: int, *, by: Viewer, document: Filed | None = None, **told: Any
) -> RepresentationReport:
    """Record the report of a representation, with the follow-up it recommends (001:415)."""
    found = Representation.objects.select_for_update().get(pk=pk)
    _require_report(by, found.party_id)
    if found.is_called_off:
        raise Conflict(_("It was called off already."), code="called_off")
    if RepresentationReport.objects.filter(representation=found).exists():
        raise Conflict(_("Its report is on record already."), code="reported")
    _require_reported_between(found.starts_on, told["reported_on"], by)
    words = _stripped(told)
    if not (words.get("summary_es") or words.get("summary_en") or document):
        raise Invalid(_("Write the report, or bring it as a document."), code="required")
    report = RepresentationReport.objects.create(
        representation=found,
        recorded_at=by.at,
        recorded_by=by.label,
        **words,
        **_document(document),
    )
    audit.record(found, "reported", by=by, report=report.pk)
    return report


@transaction.atomic
def record_agreement(
    *, by: Viewer, document: Filed | None = None, **told: Any
) -> Agreement:
    """Record an agreement or a joint meeting with another process."""
    _require_record(by)
    if told.get("ends_on"):
        _require_order(told["starts_on"], told["ends_on"])
    agreement = Agreement.objects.create(
        recorded_at=by.at, recorded_by=by.label, **_stripped(told), **_document(document)
    )
    audit.record(agreement, "recorded", by=by, process=agreement.process_id)
    return agreement


def owe_presidency_report(
    outgoing: Presidency, *, owed_from: datetime, by: Viewer
) -> PresidencyReport:
    """Owe the report of a presidency from the instant of its hand-over on (003:63)."""
    report, made = PresidencyReport.objects.get_or_create(
        presidency=outgoing, defaults={"owed_from": owed_from}
    )
    if made:
        audit.record(report, "owed", by=by, owed_from=owed_from)
    return report


@transaction.atomic
def present_report(
    pk: int, *, presented_on: date, meeting: str, by: Viewer, document: Filed | None = None
) -> PresidencyReport:
    """Record that an outgoing presidency presented its report, and at which meeting."""
    report = (
        PresidencyReport.objects.select_for_update(of=("self",))
        .select_related("presidency")
        .get(pk=pk)
    )
    _require_report(by, report.presidency.party_id)
    if report.presented_on is not None:
        raise Conflict(_("Its report is on record already."), code="reported")
    if report.owed_from > by.at:
        raise Conflict(_("The report is due after the hand-over."), code="too_early")
    _require_reported_between(Viewer(at=report.owed_from).on, presented_on, by)
    if not meeting.strip():
        raise Invalid(_("Say at which meeting it was presented."), code="required")
    report.presented_on, report.meeting = presented_on, meeting.strip()
    report.recorded_at, report.recorded_by = by.at, by.label
    for name, value in _document(document).items():
        setattr(report, name, value)
    report.save()
    audit.record(report, "presented", by=by, on=presented_on, meeting=meeting.strip())
    return report


def _representing(office: str, by: Viewer) -> int:
    """Return the party that acts in ``office`` at the viewer's instant."""
    if office == Office.SECRETARIAT:
        return Party.objects.get(kind=PartyKind.SECRETARIAT).pk
    presiding = troika_at(by.at).chairs
    if not presiding:
        raise Conflict(_("Nobody presides at this moment."), code="no_presidency")
    return by.party_id if by.party_id in presiding else presiding[0]


def _require_record(by: Viewer) -> None:
    if not rules.may_record(by):
        raise Refused(
            _("Only the Secretariat or the presidency in office records this."),
            rule="001:415",
        )


def _require_report(by: Viewer, party_id: int) -> None:
    if not rules.may_report(by, party_id):
        raise Refused(
            _("Whoever represented the Conference reports, or the Secretariat for them."),
            rule="001:415",
        )


def _require_order(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Invalid(_("It cannot end before it begins."), code="order")


def _require_reported_between(first: date, day: date, by: Viewer) -> None:
    if day > by.on:
        raise Invalid(_("A report is recorded once it is made."), code="future")
    if day < first:
        raise Invalid(_("A report comes afterwards, not before."), code="past")


def _document(filed: Filed | None) -> dict[str, Any]:
    return {"document": filed.file, "document_name": filed.name} if filed else {}


def _stripped(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in told.items()
    }
