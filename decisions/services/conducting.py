"""The presidency conducts a round: extends, suspends, corrects, admits, withdraws."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, calendars
from crm_portal.core.access import Role, Viewer
from crm_portal.core.calendars import Pause
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions import access
from decisions.models import (
    Admission,
    Consultation,
    Corrigendum,
    Extension,
    Round,
    Suspension,
)
from decisions.models.consultations import Visibility
from decisions.models.rounds import ComputationCause, RoundStatus
from decisions.models.versions import VersionKind
from decisions.rules import powers
from decisions.rules.outcome import Outcome
from decisions.rules.positions import Position
from decisions.services import deadlines, drafting, telling
from decisions.services.common import (
    conduct,
    last_round,
    live_round,
    locked,
    require_running,
    require_text,
    take,
)
from decisions.states import BEFORE_DISTRIBUTION, State, Step
from meetings.access import is_intersessional
from members.models import Party


@transaction.atomic
def extend(
    pk: int,
    business_days: int,
    *,
    reason: str,
    requested_by: Party | None = None,
    by: Viewer,
) -> Extension:
    """Grant every member one to five business days more, once, before the bound (P12)."""
    consultation = conduct(pk, by=by)
    asked = live_round(consultation)
    _require_extendable(asked, business_days, by)
    reason = require_text(reason, _("Give the reason for the extension."))
    take(consultation, Step.EXTEND)
    granted = Extension.objects.create(
        round=asked,
        business_days=business_days,
        reason=reason,
        requested_by=requested_by,
        granted_at=by.at,
        granted_by_id=by.user_id,
    )
    before = asked.closes_at
    result = calendars.extend(
        deadlines.current(asked),
        deadlines.consulted_calendars(asked, by.at),
        business_days,
        tz_version=deadlines.TZ_VERSION,
    )
    deadlines.keep(asked, result, by.at, ComputationCause.EXTENSION, reason)
    bound_moved(consultation, asked, "extended", before, reason, by)
    return granted


def _require_extendable(asked: Round, business_days: int, by: Viewer) -> None:
    if not 1 <= business_days <= powers.MOST_EXTENSION_DAYS:
        raise Invalid(_("An extension is of one to five business days."), rule="P12")
    if asked.starts_at is None:
        raise Conflict(_("The clock of this round is not running yet."), rule="P12")
    require_running(asked, by)
    if Extension.objects.filter(round=asked).exists():
        raise Conflict(
            _("This round has already been extended once."),
            code="already_extended",
            rule="P12",
        )


def bound_moved(
    consultation: Consultation,
    asked: Round,
    event: str,
    before: datetime | None,
    reason: str,
    by: Viewer,
) -> None:
    """Write down that a bound moved, or stopped, and tell everybody the old and the new one."""
    data = {"old": before and calendars.utc(before), "reason": reason}
    if asked.closes_at:
        data["new"] = calendars.utc(asked.closes_at)
    audit.record(consultation, event, by=by, round=asked.number, **data)
    stamp = f"{event}:{by.at:%Y%m%dT%H%M%S%f}"
    telling.tell_consulted(event, asked, by=by, occasion=stamp, **data)


@transaction.atomic
def suspend(pk: int, *, reason: str, by: Viewer) -> Suspension:
    """Stop the clock of the round by force majeure; replies may still be filed (P13)."""
    consultation = conduct(pk, by=by)
    asked = live_round(consultation)
    require_running(asked, by)
    if asked.starts_at is None:
        raise Conflict(_("The clock of this round is not running yet."), rule="P13")
    reason = require_text(reason, _("Give the reason for the suspension."))
    take(consultation, Step.SUSPEND)
    asked.status = RoundStatus.SUSPENDED
    asked.save(update_fields=["status"])
    stopped = Suspension.objects.create(
        round=asked, reason=reason, suspended_at=by.at, suspended_by_id=by.user_id
    )
    bound_moved(consultation, asked, "suspended", asked.closes_at, reason, by)
    return stopped


@transaction.atomic
def resume(pk: int, *, by: Viewer) -> Suspension:
    """Let the clock run again: what each member had left counts from the next day (2.6)."""
    consultation = conduct(pk, by=by)
    asked = live_round(consultation)
    take(consultation, Step.RESUME)
    stopped = asked.suspensions.select_for_update().get(resumed_at=None)
    stopped.resumed_at, stopped.resumed_by_id = by.at, by.user_id
    stopped.save(update_fields=["resumed_at", "resumed_by"])
    pause = Pause(
        suspended_on=calendars.seat_date(stopped.suspended_at),
        resumed_on=calendars.seat_date(by.at),
    )
    before = asked.closes_at
    result = calendars.resume(
        deadlines.current(asked),
        deadlines.consulted_calendars(asked, by.at),
        pause,
        tz_version=deadlines.TZ_VERSION,
    )
    asked.status = RoundStatus.OPEN
    asked.save(update_fields=["status"])
    deadlines.keep(asked, result, by.at, ComputationCause.RESUMPTION, stopped.reason)
    bound_moved(consultation, asked, "resumed", before, stopped.reason, by)
    return stopped


@transaction.atomic
def move_after_outage(
    pk: int, outages: list[tuple[datetime, datetime]], *, evidence: str, by: Viewer
) -> Round:
    """Move the bound when the portal was down too long on the last day (2.6)."""
    if not by.has(Role.PRESIDENCY, Role.SECRETARIAT):
        raise Refused(_("The presidency or the Secretariat records an outage."), rule="2.6")
    consultation = locked(pk)
    asked = live_round(consultation)
    current = deadlines.current(asked)
    if not calendars.is_disabling(outages, current.ends_on):
        raise Conflict(
            _("The portal was not down for more than four hours on the last day."),
            code="not_disabling",
            rule="2.6",
        )
    evidence = require_text(evidence, _("Attach what the monitoring shows."))
    before = asked.closes_at
    result = calendars.after_outage(
        current,
        deadlines.consulted_calendars(asked, by.at),
        tz_version=deadlines.TZ_VERSION,
    )
    deadlines.keep(asked, result, by.at, ComputationCause.OUTAGE, evidence)
    bound_moved(consultation, asked, "moved", before, evidence, by)
    return asked


@transaction.atomic
def withdraw(pk: int, *, reason: str, by: Viewer) -> Consultation:
    """Withdraw the consultation before consensus is recorded: terminal, with reason (P14)."""
    consultation = conduct(pk, by=by)
    reason = require_text(reason, _("Give the reason for the withdrawal."))
    was_distributed = consultation.state not in BEFORE_DISTRIBUTION
    take(consultation, Step.WITHDRAW)
    consultation.rounds.filter(status__in=[RoundStatus.OPEN, RoundStatus.SUSPENDED]).update(
        status=RoundStatus.ENDED
    )
    audit.record(consultation, "withdrawn", by=by, reason=reason)
    _tell_withdrawn(consultation, was_distributed=was_distributed, reason=reason, by=by)
    return consultation


def _tell_withdrawn(
    consultation: Consultation,
    *,
    was_distributed: bool,
    reason: str,
    by: Viewer,
) -> None:
    if was_distributed:
        asked = consultation.rounds.order_by("-number")[0]
        telling.tell_consulted(
            "withdrawn", asked, by=by, occasion="withdrawn", reason=reason
        )
        return
    stage = consultation.troika_stages.order_by("-number").first()
    if stage is None:
        return
    parties = stage.voices.values_list("party_id", flat=True)
    to = [*telling.focal_points(parties, by.at), *telling.secretariat(by.at)]
    telling.tell(
        "withdrawn", consultation, to=to, by=by, occasion="withdrawn", reason=reason
    )


@transaction.atomic
def show_replies(pk: int, visibility: str, *, by: Viewer) -> Consultation:
    """Decide what members see of one another's replies while the term runs (1.9)."""
    consultation = conduct(pk, by=by)
    consultation.visibility = Visibility(visibility)
    consultation.save(update_fields=["visibility"])
    audit.record(consultation, "visibility_set", by=by, visibility=visibility)
    return consultation


@transaction.atomic
def correct(
    pk: int,
    corrections: dict[str, tuple[str, str]],
    *,
    note_es: str,
    note_en: str = "",
    by: Viewer,
) -> Corrigendum:
    """Correct the form of the text of an open round; the term does not restart (P8).

    ``corrections`` maps paragraph keys to the corrected (Spanish, English).
    """
    consultation = conduct(pk, by=by)
    asked = live_round(consultation)
    require_running(asked, by)
    note_es = require_text(note_es, _("Say in Spanish what is corrected."))
    known = set(asked.version.paragraphs.values_list("key", flat=True))
    if not corrections or not set(corrections) <= known:
        raise Invalid(_("Correct at least one paragraph of the text."), rule="P8")
    version = _corrected_version(asked, corrections, by)
    asked.version = version
    asked.save(update_fields=["version"])
    issued = Corrigendum.objects.create(
        round=asked,
        version=version,
        note_es=note_es,
        note_en=note_en.strip(),
        issued_at=by.at,
        user_id=by.signer,
    )
    audit.record(consultation, "corrected", by=by, version=version.number)
    telling.tell_consulted("corrected", asked, by=by, occasion=f"corrigendum:{issued.pk}")
    return issued


def _corrected_version(
    asked: Round, corrections: dict[str, tuple[str, str]], by: Viewer
) -> drafting.TextVersion:
    paragraphs = []
    for p in asked.version.paragraphs.all():
        es, en = corrections.get(p.key, (p.es, p.en))
        paragraphs.append(drafting.Draft(es, en, p.key, p.number, p.style))
    version = drafting.next_version(asked.version, by, VersionKind.CORRIGENDUM)
    drafting.put(version, paragraphs)
    drafting.freeze(version, by)
    return version


@transaction.atomic
def admit(pk: int, position: Position, *, reason: str, by: Viewer) -> Admission:
    """Admit the late replies of one kind, all of them alike, before recording (P15)."""
    consultation = conduct(pk, by=by)
    if consultation.state != State.EXPIRED:
        raise Conflict(
            _("Late replies are admitted after expiry and before the outcome is recorded."),
            code="not_expired",
            rule="P15",
        )
    asked = last_round(consultation)
    rows = {row.pk: row for row in access.replies_of(asked)}
    waiting = {n for s in access.standings(asked).values() for n in s.unadmitted}
    admitted = [rows[n] for n in waiting if rows[n].position == position]
    if not admitted:
        raise Conflict(_("No late reply of that kind waits to be admitted."), rule="P15")
    admission = Admission.objects.create(
        round=asked,
        position=position,
        reason=require_text(reason, _("Give the reasons for the admission.")),
        admitted_at=by.at,
        user_id=by.signer,
    )
    parties = sorted(row.party.code for row in admitted)
    audit.record(consultation, "admitted", by=by, position=position, parties=parties)
    telling.tell_consulted("admitted", asked, by=by, occasion=f"admission:{admission.pk}")
    return admission


@transaction.atomic
def extend_reception(pk: int, until: date, *, by: Viewer) -> Consultation:
    """Wait for positions that are missing; what arrives still needs admission (1.5)."""
    consultation = conduct(pk, by=by)
    asked = last_round(consultation)
    take(consultation, Step.EXTEND_RECEPTION)
    if access.result(asked, by.at).outcome is not Outcome.INCOMPLETE:
        raise Conflict(_("No position is missing."), code="nothing_missing", rule="1.5")
    if until <= by.on:
        raise Invalid(_("The target date lies in the past."), code="past_date")
    consultation.reception_target_on = until
    consultation.save(update_fields=["reception_target_on"])
    audit.record(consultation, "reception_extended", by=by, until=until)
    silent = access.result(asked, by.at).silent
    telling.tell(
        "reception",
        consultation,
        to=telling.focal_points(silent, by.at),
        by=by,
        occasion=f"reception:{until}",
        until=until.isoformat(),
    )
    return consultation


@transaction.atomic
def continue_despite_meeting(pk: int, *, by: Viewer) -> Consultation:
    """Record the choice to go on although a Vice-Ministerial meeting has opened (1.5)."""
    consultation = conduct(pk, by=by)
    if is_intersessional(by.at):
        raise Conflict(_("No Vice-Ministerial meeting is in session."), rule="1.5")
    live_round(consultation)
    audit.record(consultation, "continued_despite_meeting", by=by)
    return consultation
