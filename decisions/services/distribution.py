"""Putting the text to every member: preview, guards, and the instant the clock starts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.calendars import Computation, MemberCalendar, Preview
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.models import StoredFile
from decisions import access
from decisions.models import (
    Consultation,
    Consulted,
    DistributionDelegation,
    Proposal,
    Round,
    TextVersion,
    Waiver,
)
from decisions.models.rounds import ComputationCause, RoundStatus
from decisions.models.versions import VersionKind
from decisions.rules import powers
from decisions.services import deadlines, drafting, telling
from decisions.services.common import (
    conduct,
    live_round,
    locked,
    presidency_at,
    require_text,
    take,
)
from decisions.services.silence import require_in_force
from decisions.states import State, Step
from meetings.access import next_vice_ministerial
from members.access import reachable
from members.models import OfficialVoice, Party


@dataclass(frozen=True, slots=True)
class Confirmations:
    """What the presidency confirms knowingly when it distributes; each is kept with the round."""

    contact_gaps: bool = False
    reaches_meeting: bool = False
    spanish_only: bool = False
    fourth_round_reason: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """All that the presidency sees before it sends (procedure 2.3, 2.7)."""

    preview: Preview
    parties: tuple[Party, ...]
    members: tuple[MemberCalendar, ...]
    business_days: int
    gaps: tuple[powers.Gap, ...]
    reaches_meeting: bool
    spanish_only: bool
    is_fourth_round: bool


def outlook(consultation: Consultation, *, by: Viewer) -> Outlook:
    """Say what distributing now would mean, without doing it."""
    parties = list(Party.objects.members_on(by.on))
    members = deadlines.of_parties(parties, by.at)
    days = granted_days(consultation, parties)
    preview = deadlines.preview(by.at, members, days)
    version = drafting.latest_version(consultation)
    return Outlook(
        preview=preview,
        parties=tuple(parties),
        members=tuple(members),
        business_days=days,
        gaps=contact_gaps(parties, by),
        reaches_meeting=_reaches_meeting(preview.now, by),
        spanish_only=not drafting.is_in_its_languages(version),
        is_fourth_round=consultation.rounds.count() >= powers.SOFT_ROUNDS,
    )


def starting_later(view: Outlook, at: datetime) -> tuple[Computation, ...]:
    """Return what distributing at ``at``, and on each of the next five days, would mean."""
    return deadlines.what_if(at, view.members, view.business_days)


def granted_days(consultation: Consultation, parties: list[Party]) -> int:
    """Five, or fewer if every consulted member waived in writing before distribution (P7)."""
    waived = dict(consultation.waivers.values_list("party_id", "business_days"))
    if waived and all(party.pk in waived for party in parties):
        return max(waived[party.pk] for party in parties)
    return powers.BUSINESS_DAYS


def contact_gaps(parties: list[Party], by: Viewer) -> tuple[powers.Gap, ...]:
    """Return the members whom nobody verified can be told, with the reason.

    Verified: confirmed in the last 180 days, and no mail returned since (procedure 1.7).
    """
    voices = set(OfficialVoice.objects.at(by.at).values_list("party", flat=True))
    reached = reachable([party.pk for party in parties], by.at)
    gaps = []
    for party in parties:
        if party.pk not in voices:
            gaps.append(powers.Gap(party.pk, "no_official_voice"))
        elif party.pk not in reached:
            gaps.append(powers.Gap(party.pk, "no_verified_contact"))
    return tuple(gaps)


def _reaches_meeting(computation: Computation, by: Viewer) -> bool:
    meeting = next_vice_ministerial(by.at)
    return meeting is not None and computation.ends_on >= meeting.starts_on


@transaction.atomic
def distribute(pk: int, *, by: Viewer, confirm: Confirmations | None = None) -> Round:
    """Put the text to every member and start the term, in one act with all its notices.

    From READY it opens round 1; from REVISION the next one, on a new version with a
    complete change table (001:390, 003:50).
    """
    confirm = confirm or Confirmations()
    consultation = _for_distribution(pk, by)
    version = drafting.latest_version(consultation)
    if consultation.state == State.REVISION:
        _require_revision(consultation, version)
    if consultation.silence_decision and not consultation.rounds.exists():
        require_in_force(consultation.silence_decision, by.on)
    view = outlook(consultation, by=by)
    _require_confirmed(view, confirm)
    drafting.freeze(version, by)
    take(consultation, Step.DISTRIBUTE)
    asked = _open_round(consultation, version, view, by, confirm)
    audit.record(
        consultation,
        "distributed",
        by=by,
        round=asked.number,
        version=version.number,
        closes_at=asked.closes_at,
        confirmations=asked.confirmations,
    )
    telling.tell_consulted("distributed", asked, by=by, occasion="distributed")
    return asked


def _for_distribution(pk: int, by: Viewer) -> Consultation:
    consultation = locked(pk)
    delegated = DistributionDelegation.objects.filter(
        consultation=consultation, presidency=presidency_at(by)
    ).exists()
    if not powers.may_distribute(by, delegated=delegated):
        raise Refused(
            _(
                "The presidency distributes; the Secretariat only with a recorded delegation."
            ),
            code="not_presidency",
            rule="001:389",
        )
    return conduct(pk, by=by) if powers.may_conduct(by) else consultation


def _require_revision(consultation: Consultation, version: TextVersion) -> None:
    last = consultation.rounds.order_by("-number")[0]
    if version.number <= last.version.number or version.kind != VersionKind.SUBSTANTIVE:
        raise Conflict(
            _("A new round needs a new substantive version."),
            code="same_version",
            rule="001:390",
        )
    last.consultation = consultation
    counted = [each.sequence for each in access.standings(last).values() if each.sequence]
    if Proposal.objects.filter(reply__in=counted, disposition=None).exists():
        raise Conflict(
            _("The change table is not complete: every proposal needs its treatment."),
            code="change_table",
            rule="1.5",
        )


def _require_confirmed(view: Outlook, confirm: Confirmations) -> None:
    """Each of these can be confirmed knowingly; none passes unseen."""
    if view.gaps and not confirm.contact_gaps:
        raise Conflict(
            _(
                "Some members have no official voice with a verified focal point: confirm it."
            ),
            code="contact_gaps",
            rule="001:393",
        )
    if view.reaches_meeting and not confirm.reaches_meeting:
        raise Conflict(
            _("The term reaches the next Vice-Ministerial meeting: confirm it."),
            code="reaches_meeting",
            rule="1.5",
        )
    if view.spanish_only and not confirm.spanish_only:
        raise Conflict(
            _("The English text is not complete: confirm that it is being translated."),
            code="spanish_only",
            rule="1.9",
        )
    if view.is_fourth_round and not confirm.fourth_round_reason.strip():
        raise Conflict(
            _("After three rounds, give the reason for another one."),
            code="fourth_round",
            rule="P9",
        )


def _open_round(
    consultation: Consultation,
    version: TextVersion,
    view: Outlook,
    by: Viewer,
    confirm: Confirmations,
) -> Round:
    presidency = presidency_at(by) or consultation.conducted_by
    asked = Round.objects.create(
        consultation=consultation,
        number=consultation.rounds.count() + 1,
        version=version,
        sponsor_id=presidency.party_id,
        business_days=view.business_days,
        distributed_at=by.at,
        distributed_by_id=by.user_id,
        confirmations={
            "contact_gaps": confirm.contact_gaps,
            "reaches_meeting": confirm.reaches_meeting,
            "spanish_only": confirm.spanish_only,
            "fourth_round_reason": confirm.fourth_round_reason.strip(),
        },
    )
    voices = {v.party_id: v.institution_id for v in OfficialVoice.objects.at(by.at)}
    Consulted.objects.bulk_create(
        Consulted(round=asked, party=party, institution_id=voices.get(party.pk))
        for party in view.parties
    )
    if drafting.is_in_its_languages(version):
        deadlines.begin(asked, view.members, by.at, ComputationCause.DISTRIBUTION)
    return asked


@transaction.atomic
def complete_translation(pk: int, english: dict[str, str], *, by: Viewer) -> Round:
    """Add the English text of a round sent in Spanish only: the clock starts now (1.9)."""
    consultation = locked(pk)
    if not by.has(Role.PRESIDENCY, Role.SECRETARIAT):
        raise Refused(_("The presidency or the Secretariat adds the translation."))
    asked = live_round(consultation)
    if asked.starts_at is not None:
        raise Conflict(
            _("The clock of this round is already running."), code="already_started"
        )
    version = _translated(asked.version, english, by)
    asked.version = version
    asked.save(update_fields=["version"])
    members = deadlines.consulted_calendars(asked, by.at)
    deadlines.begin(asked, members, by.at, ComputationCause.TRANSLATION)
    audit.record(consultation, "translated", by=by, version=version.number)
    telling.tell_consulted("translated", asked, by=by, occasion="translated")
    return asked


def _translated(base: TextVersion, english: dict[str, str], by: Viewer) -> TextVersion:
    paragraphs = [
        drafting.Draft(p.es, p.en or english.get(p.key, ""), p.key, p.number, p.style)
        for p in base.paragraphs.all()
    ]
    if any(not paragraph.en.strip() for paragraph in paragraphs):
        raise Invalid(_("The English text is still not complete."), code="spanish_only")
    version = drafting.next_version(base, by, VersionKind.TRANSLATION)
    drafting.put(version, paragraphs)
    drafting.freeze(version, by)
    return version


@transaction.atomic
def repeat(pk: int, *, reason: str, by: Viewer) -> Round:
    """Distribute the same text again when the portal or the Secretariat failed (1.7).

    The round that failed is void; everybody has five new days.
    """
    consultation = conduct(pk, by=by)
    reason = require_text(
        reason, _("Say which failure makes a new distribution necessary.")
    )
    failed = live_round(consultation)
    take(consultation, Step.REPEAT)
    failed.status = RoundStatus.VOID
    failed.save(update_fields=["status"])
    view = outlook(consultation, by=by)
    asked = _open_round(consultation, failed.version, view, by, Confirmations())
    audit.record(
        consultation, "distributed_again", by=by, reason=reason, round=asked.number
    )
    telling.tell_consulted(
        "distributed", asked, by=by, occasion="distributed", reason=reason
    )
    return asked


@transaction.atomic
def delegate(pk: int, *, by: Viewer) -> DistributionDelegation:
    """Let the Secretariat distribute this consultation for the presidency in office."""
    consultation = conduct(pk, by=by)
    presidency = presidency_at(by) or consultation.conducted_by
    delegation, _created = DistributionDelegation.objects.update_or_create(
        consultation=consultation,
        defaults={
            "presidency": presidency,
            "granted_at": by.at,
            "granted_by_id": by.signer,
        },
    )
    audit.record(consultation, "distribution_delegated", by=by)
    return delegation


@transaction.atomic
def record_waiver(
    pk: int, party: Party, business_days: int, document: StoredFile, *, by: Viewer
) -> Waiver:
    """Record that a member waives part of its term in writing, before distribution (P7)."""
    consultation = locked(pk)
    if not powers.may_transcribe(by):
        raise Refused(_("The Secretariat records waivers."), rule="P7")
    if consultation.rounds.exists():
        raise Conflict(_("The text has already been distributed."), rule="P7")
    if not 1 <= business_days < powers.BUSINESS_DAYS:
        raise Invalid(
            _("A waiver shortens the term to between one and four days."), rule="P7"
        )
    waiver = Waiver.objects.create(
        consultation=consultation,
        party=party,
        business_days=business_days,
        document=document,
        recorded_at=by.at,
        recorded_by_id=by.signer,
    )
    audit.record(
        consultation, "waiver_recorded", by=by, party=party.code, days=business_days
    )
    return waiver
