"""An application to observe or to join: received, completed, put before the Vice-Ministers.

What they decide in their closed-door session is recorded; rights begin with the decision.
"""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.instance import THIS
from crm_portal.library.models import StoredFile
from meetings import rules, states
from meetings.models import (
    ADMITTED_AS,
    Application,
    ApplicationKind,
    Criterion,
    Evidence,
    Meeting,
)
from meetings.states import Step
from members.access import focal_points
from members.models import Party, Standing
from members.services import standing
from members.services.standing import Decision, Newcomer


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies, for what: a party that the Conference knows, or a name."""

    kind: str
    name_es: str = ""
    name_en: str = ""
    acronym_es: str = ""
    acronym_en: str = ""
    party_id: int | None = None


@transaction.atomic
def receive(
    applicant: Applicant,
    *,
    received_on: date,
    by: Viewer,
    note: str = "",
    is_demonstration: bool = False,
) -> Application:
    """Record that an application reached the Secretariat on a day."""
    _require_worker(by)
    if received_on > by.on:
        raise Invalid(_("An application is recorded once it is there."), code="future")
    fields = asdict(applicant) | _names(applicant, by)
    application = Application.objects.create(
        reference=_next_reference(received_on.year),
        received_on=received_on,
        note=note.strip(),
        is_demonstration=is_demonstration,
        **fields,
    )
    audit.record(application, "received", by=by, kind=application.kind)
    return application


@transaction.atomic
def add_evidence(
    pk: int, criterion_id: int, file: StoredFile, *, title: str, by: Viewer
) -> Evidence:
    """File a document for one criterion; what was filed stays, and more may follow."""
    _require_worker(by)
    application = _locked(pk)
    if not application.is_open:
        raise Conflict(_("That application is closed."), code="closed")
    if criterion_id not in _asked(application):
        raise Invalid(_("That is not asked of this application."), code="criterion")
    if not title.strip():
        raise Invalid(_("Say what the document is."), code="title")
    same = application.evidence.filter(criterion=criterion_id, file=file)
    if same.exists():
        raise Conflict(_("That document is there already."), code="duplicate")
    evidence = Evidence.objects.create(
        application=application,
        criterion_id=criterion_id,
        title=title.strip(),
        file=file,
        added_at=by.at,
        added_by_id=by.signer,
    )
    audit.record(application, "evidence_added", by=by, criterion=criterion_id, file=file.pk)
    return evidence


@transaction.atomic
def mark_complete(pk: int, *, by: Viewer) -> Application:
    """State that every criterion has its evidence; the members are told."""
    _require_worker(by)
    application = _locked(pk)
    state = states.after(application.state, Step.COMPLETE)
    evidenced = application.evidence.values_list("criterion", flat=True)
    missing = rules.lacking(_asked(application), evidenced)
    if missing:
        raise Conflict(
            _("%(n)s of the criteria have no document yet.") % {"n": len(missing)},
            code="incomplete",
        )
    application.state = state
    application.save(update_fields=["state"])
    audit.record(application, "completed", by=by)
    _tell_members("completed", application, by)
    return application


@transaction.atomic
def put_before_vice_ministers(pk: int, meeting_id: int, *, by: Viewer) -> Application:
    """Put it on the agenda of the closed-door session of a Vice-Ministerial Meeting (001:312)."""
    _require_worker(by)
    application = _locked(pk)
    state = states.after(application.state, Step.PUT_BEFORE)
    meeting = Meeting.objects.vice_ministerial().filter(pk=meeting_id).first()
    if meeting is None or meeting.ends_on < by.on:
        raise Invalid(
            _("Choose a Vice-Ministerial Meeting that is not over."), code="meeting"
        )
    if application.meeting_id == meeting.pk:
        raise Conflict(_("It is before that meeting already."), code="same")
    application.state, application.meeting = state, meeting
    application.save(update_fields=["state", "meeting"])
    audit.record(application, "put_before", by=by, meeting=meeting.pk)
    _tell_members("put_before", application, by)
    return application


@transaction.atomic
def admit(
    pk: int, *, decision: Decision, by: Viewer, newcomer: Newcomer | None = None
) -> Application:
    """Record that the Vice-Ministers admitted the applicant: its rights begin that day.

    Of somebody the Conference did not know yet, ``newcomer`` says how it is to be listed.
    """
    application = _decided(pk, Step.ADMIT, decision, by)
    application.standing = _begin(application, decision, newcomer, by)
    application.party = application.standing.party
    application.save(
        update_fields=["state", "decided_on", "decision", "source", "standing", "party"]
    )
    audit.record(application, "admitted", by=by, standing=application.standing.pk)
    _tell_members("decided", application, by)
    return application


@transaction.atomic
def decline(pk: int, *, decision: Decision, by: Viewer) -> Application:
    """Record that the Vice-Ministers declined the application."""
    application = _decided(pk, Step.DECLINE, decision, by)
    application.save(update_fields=["state", "decided_on", "decision", "source"])
    audit.record(application, "declined", by=by)
    _tell_members("decided", application, by)
    return application


@transaction.atomic
def withdraw(pk: int, *, on: date, note: str, by: Viewer) -> Application:
    """Record that the applicant withdrew, and in which communication."""
    _require_worker(by)
    application = _locked(pk)
    state = states.after(application.state, Step.WITHDRAW)
    if not note.strip():
        raise Invalid(_("Say how the applicant withdrew."), code="note")
    if not application.received_on <= on <= by.on:
        raise Invalid(_("It was withdrawn after it came, and by today."), code="day")
    application.state, application.withdrawn_on = state, on
    application.note = "\n".join(filter(None, [application.note, note.strip()]))
    application.save(update_fields=["state", "withdrawn_on", "note"])
    audit.record(application, "withdrawn", by=by, on=on)
    _tell_members("withdrawn", application, by)
    return application


def _decided(pk: int, step: Step, decision: Decision, by: Viewer) -> Application:
    """Return the application under lock, with its decision written in, not saved yet."""
    if not rules.may_record_decision(by):
        raise Refused(
            _("Only the Secretariat or the presidency in office records this."),
            rule="001:312",
        )
    application = _locked(pk)
    application.state = states.after(application.state, step)
    if not decision.text.strip() or not decision.source.strip():
        raise Invalid(_("Say what was decided, and where it is written."), code="decision")
    meeting = application.meeting
    if meeting is None or not rules.is_decidable_at(meeting.days, decision.on, by.on):
        raise Invalid(
            _("The Vice-Ministers decide on a day of their meeting, and it is past."),
            code="day",
        )
    application.decided_on = decision.on
    application.decision, application.source = decision.text.strip(), decision.source[:120]
    return application


def _begin(
    application: Application, decision: Decision, newcomer: Newcomer | None, by: Viewer
) -> Standing:
    kind = ADMITTED_AS[ApplicationKind(application.kind)].value
    if application.party_id is not None:
        return standing.admit(application.party_id, kind=kind, decision=decision, by=by)
    if newcomer is None or newcomer.kind != kind:
        raise Invalid(_("Say how the new party is to be listed."), code="newcomer")
    return standing.admit_newcomer(newcomer, decision=decision, by=by)


def _locked(pk: int) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("meeting")
        .get(pk=pk)
    )


def _asked(application: Application) -> list[int]:
    found = Criterion.objects.in_force(application.kind, application.received_on)
    return list(found.values_list("pk", flat=True))


def _names(applicant: Applicant, by: Viewer) -> dict[str, str]:
    """Return the applicant's names: a known party's own, unless it is that already."""
    if applicant.kind not in ApplicationKind.values:
        raise Invalid(_("Nobody is admitted as that."), code="kind")
    if applicant.party_id is None:
        if not applicant.name_es.strip() or not applicant.name_en.strip():
            raise Invalid(_("Name the applicant in both languages."), code="name")
        return {}
    kind = ADMITTED_AS[ApplicationKind(applicant.kind)]
    party = Party.objects.get(pk=applicant.party_id)
    if Party.objects.active_on(by.on, kind=kind).filter(pk=party.pk).exists():
        raise Conflict(_("That party is admitted as that already."), code="admitted")
    columns = ("name_es", "name_en", "acronym_es", "acronym_en")
    return {column: getattr(party, column) for column in columns}


def _next_reference(year: int) -> str:
    """``CRM-ADM-2026-02``: the year in which it came and the next number in it, under a lock."""
    prefix = f"{THIS.prefix}-ADM-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [prefix])
    taken = Application.objects.filter(reference__startswith=prefix)
    numbers = [
        int(each.removeprefix(prefix)) for each in taken.values_list("reference", flat=True)
    ]
    return f"{prefix}{max(numbers, default=0) + 1:02}"


def _require_worker(by: Viewer) -> None:
    if not rules.may_work_applications(by):
        raise Refused(_("Only the Secretariat works on applications."), rule="002:97")


def _tell_members(event: str, application: Application, by: Viewer) -> None:
    members = Party.objects.members_on(by.on).values_list("pk", flat=True)
    notifications.owe(
        f"admission.{event}",
        application,
        to=focal_points(members, by.at),
        key=f"admission:{application.pk}:{event}:{by.at.isoformat()}",
        by=by,
    )
