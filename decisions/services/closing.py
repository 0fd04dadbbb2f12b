"""How a round ends and what is recorded of it. A clock may end a term; only a person draws
a consequence (001:391)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.crashpoints import crashpoint
from crm_portal.core.errors import Conflict
from decisions import access
from decisions.models import Consultation, ExecutionReport, OutcomeRecord, Round
from decisions.models.outcomes import RecordKind
from decisions.models.rounds import RoundStatus
from decisions.rules.outcome import Outcome
from decisions.services import records, telling
from decisions.services.common import conduct, last_round, require_text, take
from decisions.states import AGREED, State, Step
from meetings.access import is_intersessional
from meetings.services.agenda_carrying import refer_matter

# Longer than any request lives: whoever arrived in time has been written down by then.
SETTLE = timedelta(seconds=30)


@transaction.atomic
def expire_if_due(round_id: int, *, by: Viewer) -> bool:
    """Write down that a term is over, unless somebody else is holding it or its consultation.

    The bound decided long ago who was in time; this only settles it. Idempotent, and
    right after any downtime, because it uses the stored bound.
    """
    # Both rows or neither: whoever waits for the second while holding the first may be
    # waited for by an act that took them in the other order.
    due = Round.objects.due(by.at - SETTLE).select_related("consultation").order_by("pk")
    free = due.select_for_update(skip_locked=True, of=("self", "consultation"))
    asked = free.filter(pk=round_id).first()
    if asked is None:
        return False
    crashpoint("due_locked")
    consultation = asked.consultation
    take(consultation, Step.EXPIRE)
    asked.status, asked.expired_at = RoundStatus.EXPIRED, by.at
    asked.save(update_fields=["status", "expired_at"])
    result = access.result_of(asked, access.read_events(asked.pk), by.at)
    crashpoint("due_halfway")
    audit.record(consultation, "expired", by=by, round=asked.number, outcome=result.outcome)
    telling.tell_consulted(
        "expired", asked, by=by, occasion="expired", outcome=result.outcome.value
    )
    crashpoint("due_before_commit")
    transaction.on_commit(lambda: crashpoint("due_committed"))
    return True


@transaction.atomic
def record_consensus(pk: int, *, by: Viewer) -> OutcomeRecord:
    """State that there is consensus. A person does this; a deadline cannot (P3, P4)."""
    consultation = conduct(pk, by=by)
    take(consultation, Step.RECORD_CONSENSUS)
    asked = last_round(consultation)
    if access.result(asked, by.at).outcome is not Outcome.CONSENSUS:
        raise Conflict(
            _("The replies do not amount to consensus."),
            code="no_consensus",
            rule="001:391",
        )
    audit.record(consultation, "consensus_recorded", by=by, round=asked.number)
    record = records.write(consultation, RecordKind.CONSENSUS, by=by)
    records.ask_papers(consultation, record, by=by)
    telling.tell_consulted("consensus", asked, by=by, occasion="consensus")
    return record


@transaction.atomic
def record_failure(pk: int, *, by: Viewer) -> OutcomeRecord:
    """State that there is no consensus (only where there is none)."""
    consultation = conduct(pk, by=by)
    take(consultation, Step.RECORD_FAILURE)
    asked = last_round(consultation)
    if access.result(asked, by.at).outcome is Outcome.CONSENSUS:
        raise Conflict(
            _("The replies amount to consensus: record it, or withdraw the consultation."),
            code="consensus_exists",
            rule="1.5",
        )
    audit.record(consultation, "failure_recorded", by=by, round=asked.number)
    record = records.write(consultation, RecordKind.NO_CONSENSUS, by=by)
    records.ask_papers(consultation, record, by=by)
    telling.tell_consulted("no_consensus", asked, by=by, occasion="no_consensus")
    return record


@transaction.atomic
def refer(pk: int, *, by: Viewer) -> Consultation:
    """Refer the matter to the Vice-Ministers, for the agenda of their next meeting.

    From an open round only while their meeting is in session (procedure 1.5).
    """
    consultation = conduct(pk, by=by)
    was_open = consultation.state == State.OPEN
    if was_open and is_intersessional(by.at):
        raise Conflict(
            _("An open round is referred only when a Vice-Ministerial meeting has opened."),
            code="not_in_session",
            rule="1.5",
        )
    take(consultation, Step.REFER)
    asked = last_round(consultation)
    if was_open:
        asked.status = RoundStatus.ENDED
        asked.save(update_fields=["status"])
    audit.record(consultation, "referred", by=by)
    refer_matter(
        None,
        title_es=consultation.subject_es,
        title_en=consultation.subject_en,
        reference=consultation.reference,
        url=consultation.get_absolute_url(),
        by=by,
    )
    record = records.write(consultation, RecordKind.REFERRED, by=by)
    records.ask_papers(consultation, record, by=by)
    telling.tell_consulted("referred", asked, by=by, occasion="referred")
    return consultation


@transaction.atomic
def start_execution(pk: int, *, by: Viewer) -> Consultation:
    """The presidency gives course to the concerted action (001:391)."""
    consultation = conduct(pk, by=by)
    take(consultation, Step.START_EXECUTION)
    audit.record(consultation, "execution_started", by=by)
    return consultation


@transaction.atomic
def report_results(pk: int, *, es: str, en: str = "", by: Viewer) -> ExecutionReport:
    """Inform the members of the results; that concludes the consultation (001:391)."""
    consultation = conduct(pk, by=by)
    es = require_text(es, _("Write the report of results in Spanish."))
    take(consultation, Step.REPORT_RESULTS)
    report = ExecutionReport.objects.create(
        consultation=consultation,
        es=es,
        en=en.strip(),
        reported_at=by.at,
        user_id=by.signer,
    )
    audit.record(consultation, "results_reported", by=by)
    record = records.write(consultation, RecordKind.RESULTS, by=by)
    records.ask_papers(consultation, record, by=by)
    telling.tell_consulted("results", last_round(consultation), by=by, occasion="results")
    return report


@transaction.atomic
def publish(pk: int, *, by: Viewer) -> Consultation:
    """Make the agreed text public, after consensus (procedure 1.9)."""
    consultation = conduct(pk, by=by)
    if consultation.state not in AGREED:
        raise Conflict(
            _("Only an agreed text is published."), code="not_agreed", rule="1.9"
        )
    if consultation.published_at is None:
        consultation.published_at = by.at
        consultation.save(update_fields=["published_at"])
        audit.record(consultation, "published", by=by)
        records.publish_papers(consultation, by=by)
    return consultation
