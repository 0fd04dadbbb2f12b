"""A State replies, through the institution that speaks for it (procedure 1.7)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.crashpoints import crashpoint
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.models import StoredFile
from decisions import access as events
from decisions.models import (
    Consultation,
    Consulted,
    Dispute,
    Endorsement,
    Lift,
    Proposal,
    Reply,
    Round,
    SubstanceRequest,
)
from decisions.models.proposals import ProposalOperation
from decisions.models.replies import Channel
from decisions.models.rounds import RoundStatus
from decisions.rules import powers
from decisions.rules.positions import JOINS, Position, Submission, contradicting
from decisions.services import telling
from decisions.services.common import (
    live_round,
    locked,
    one_at_a_time,
    require_running,
    require_text,
)
from decisions.services.texts.numbers import new_keys, next_proposals
from decisions.states import BEFORE_DISTRIBUTION, State
from members.models import Institution, OfficialVoice, Party

CLOSED_TO_REPLIES = (*BEFORE_DISTRIBUTION, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Change:
    """A change proposed with a reply to the paragraph ``key``."""

    key: str
    es: str = ""
    en: str = ""
    reason: str = ""
    operation: str = "replace"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a State says: its position, and what the position needs to be complete."""

    position: Position
    comment: str = ""
    reservation: str = ""
    changes: Sequence[Change] = ()
    submission_key: uuid.UUID | None = None


@transaction.atomic
def reply(pk: int, answer: Answer, *, by: Viewer) -> Reply:
    """File a reply, or a contribution of another institution, stamped by the clock of record.

    Asking again with the same ``submission_key`` returns the first receipt. A reply that
    arrives at or after the bound is kept and shown as late, never refused (P15).
    """
    if receipt := _receipt(pk, answer, by.party_id):
        return receipt
    asked, consulted = _asked(pk, by.party_id)
    if not powers.may_reply(by, [consulted.party_id]):
        raise Refused(
            _("A focal point replies for its own State and no other."),
            code="not_focal_point",
            rule="P17",
        )
    institution = Institution.objects.get(pk=by.institution_id or 0)
    return _file(asked, consulted, institution, answer, by)


@transaction.atomic
def transcribe(
    pk: int,
    party: Party,
    answer: Answer,
    document: StoredFile,
    *,
    institution: Institution,
    document_name: str = "",
    by: Viewer,
) -> Reply:
    """The Secretariat records a note or mail, with the document attached (P17).

    It counts only if the official voice signed it; the State is asked to confirm and
    may dispute it.
    """
    if not powers.may_transcribe(by):
        raise Refused(_("Only the Secretariat transcribes replies."), rule="P17")
    if receipt := _receipt(pk, answer, party.pk):
        return receipt
    asked, consulted = _asked(pk, party.pk)
    if institution.party_id != party.pk:
        raise Invalid(_("The institution is not of that State."), rule="P17")
    found = _file(
        asked,
        consulted,
        institution,
        answer,
        by,
        document=document,
        document_name=document_name,
    )
    telling.tell(
        "transcribed",
        asked.consultation,
        to=telling.focal_points([party.pk], by.at),
        by=by,
        occasion=f"reply:{found.pk}:transcribed",
        reply=found.pk,
    )
    return found


def _receipt(pk: int, answer: Answer, party_id: int | None) -> Reply | None:
    """Return what the same key filed before; a key of somebody else's is no receipt."""
    if answer.submission_key is None:
        return None
    one_at_a_time(f"reply {answer.submission_key}")
    filed = Reply.objects.filter(submission_key=answer.submission_key).first()
    if filed is None:
        return None
    if filed.party_id != party_id or filed.consulted.round.consultation_id != pk:
        raise Conflict(_("This form was already used: open it again."), code="key_used")
    return filed


def _asked(pk: int, party_id: int | None) -> tuple[Round, Consulted]:
    """Return the last round, held against expiry (FOR SHARE), and the State's place in it."""
    consultation = Consultation.objects.get(pk=pk)
    if consultation.state in CLOSED_TO_REPLIES:
        raise Conflict(_("This consultation takes no replies."), code="closed", rule="1.5")
    rounds = Round.objects.raw(
        "SELECT * FROM decisions_round WHERE consultation_id = %s"
        " ORDER BY number DESC LIMIT 1 FOR SHARE",
        [pk],
    )
    for asked in rounds:
        crashpoint("round_locked")
        if consulted := asked.consulted.filter(party_id=party_id or 0).first():
            return asked, consulted
    raise Refused(_("Your State is not consulted in this round."), code="not_consulted")


def _file(
    asked: Round,
    consulted: Consulted,
    institution: Institution,
    answer: Answer,
    by: Viewer,
    *,
    document: StoredFile | None = None,
    document_name: str = "",
) -> Reply:
    _require_complete(answer, asked)
    voice = OfficialVoice.objects.at(by.at).filter(party_id=consulted.party_id).first()
    before = events.submissions_of(asked, consulted.party_id)
    filed = Reply.objects.create(
        consulted=consulted,
        version_id=asked.version_id,
        party_id=consulted.party_id,
        institution=institution,
        user_id=by.signer,
        position=answer.position,
        comment=answer.comment.strip(),
        reservation=answer.reservation.strip(),
        received_at=by.at,
        is_official=voice is not None and voice.institution_id == institution.pk,
        channel=Channel.TRANSCRIPTION if document else Channel.PORTAL,
        document=document,
        document_name=document_name,
        submission_key=answer.submission_key or uuid.uuid4(),
    )
    if answer.changes:
        _propose(filed, answer.changes, by)
    crashpoint("reply_inserted")
    _write_down(filed, asked, by)
    _alert_contradiction(filed, asked, before, by)
    return filed


def _write_down(filed: Reply, asked: Round, by: Viewer) -> None:
    audit.record(
        asked.consultation,
        "replied" if filed.is_official else "contributed",
        by=by,
        round=asked.number,
        party=filed.party.code,
        reply=filed.pk,
        channel=filed.channel,
        late=is_late(filed, asked),
    )
    transaction.on_commit(lambda: crashpoint("reply_committed"))


def _alert_contradiction(
    filed: Reply, asked: Round, before: list[Submission], by: Viewer
) -> None:
    """Institutions of one State that disagree: its own focal points are told, nobody else."""
    others = [s for s in before if s.sequence in events.of_other_institutions(asked, filed)]
    own = events.submission(filed)
    if others and contradicting(others, [own]):
        telling.tell(
            "contradiction",
            asked.consultation,
            to=telling.focal_points([filed.party_id], by.at),
            by=by,
            occasion=f"reply:{filed.pk}:contradiction",
            reply=filed.pk,
        )


def is_late(filed: Reply, asked: Round) -> bool:
    """On time is what is received before the bound; while suspended, everything is (P13)."""
    if asked.status == RoundStatus.SUSPENDED:
        return False
    return asked.closes_at is not None and filed.received_at >= asked.closes_at


def _require_complete(answer: Answer, asked: Round) -> None:
    if answer.position is Position.SILENT:
        raise Invalid(_("Choose a position."), code="required")
    if answer.position is Position.RESERVATION:
        text = require_text(answer.reservation, _("Write the text of the reservation."))
        if len(text) > powers.RESERVATION_LENGTH:
            raise Invalid(
                _("A reservation has at most %(limit)s characters.")
                % {"limit": powers.RESERVATION_LENGTH},
                code="too_long",
                rule="P18",
            )
    if answer.position is Position.OBJECT:
        require_text(answer.comment, _("Say why the State objects."))
    if answer.position is Position.CHANGES:
        _require_changes(answer, asked)
    elif answer.changes:
        raise Invalid(
            _("Changes come with the position “proposes changes”."), code="changes"
        )


def _require_changes(answer: Answer, asked: Round) -> None:
    if not answer.changes:
        raise Invalid(
            _("Write at least one change to a paragraph, in Spanish or in English."),
            code="changes",
        )
    keys = set(asked.version.paragraphs.values_list("key", flat=True))
    for change in answer.changes:
        if change.key not in keys:
            raise Invalid(_("The text has no such paragraph."), code="paragraph")
        if change.operation != ProposalOperation.REMOVE and not (
            change.es.strip() or change.en.strip()
        ):
            raise Invalid(_("A change needs its new wording."), code="changes")


def _propose(filed: Reply, changes: Sequence[Change], by: Viewer) -> None:
    """Put the changes that came with a reply among the proposals on its text."""
    text_id = filed.version.text_id
    numbers, keys = next_proposals(text_id), new_keys(text_id)
    base = {each.key: each for each in filed.version.paragraphs.all()}
    found = []
    for change in changes:
        adds = change.operation == ProposalOperation.ADD
        stands = base[change.key]
        place = {"part": stands.part, "parent": stands.parent, "after": change.key}
        found.append(
            Proposal(
                text_id=text_id,
                version=filed.version,
                number=next(numbers),
                party_id=filed.party_id,
                user_id=by.signer,
                reply=filed,
                operation=change.operation,
                paragraph_key=next(keys) if adds else change.key,
                anchor=change.key,
                es=change.es.strip(),
                en=change.en.strip(),
                base_es="" if adds else stands.es,
                base_en="" if adds else stands.en,
                place=place if adds else {},
                reason=change.reason.strip(),
                made_at=by.at,
            )
        )
    Proposal.objects.bulk_create(found)


@transaction.atomic
def endorse(reply_id: int, *, by: Viewer) -> Endorsement:
    """The official voice makes a contribution the State's reply, as of now (1.7)."""
    filed = Reply.objects.select_related("consulted__round__consultation").get(pk=reply_id)
    asked, _consulted = _asked(filed.consulted.round.consultation_id, filed.party_id)
    if not powers.may_endorse(by, filed.party_id):
        raise Refused(
            _("Only the official voice of the State endorses."), code="not_official_voice"
        )
    if filed.consulted.round_id != asked.pk:
        raise Conflict(
            _("That contribution belongs to an earlier round."), code="old_round"
        )
    if filed.is_official or Endorsement.objects.filter(reply=filed).exists():
        raise Conflict(_("That reply already counts."), code="already_counts")
    endorsement = Endorsement.objects.create(
        reply=filed, endorsed_at=by.at, user_id=by.signer
    )
    audit.record(asked.consultation, "endorsed", by=by, reply=filed.pk)
    return endorsement


@transaction.atomic
def dispute(reply_id: int, *, reason: str = "", by: Viewer) -> Dispute:
    """The State says that a transcription is not its reply: it stops counting (P17)."""
    filed = Reply.objects.select_related("consulted__round__consultation").get(pk=reply_id)
    consultation = filed.consulted.round.consultation
    if not powers.may_endorse(by, filed.party_id):
        raise Refused(_("Only the official voice of the State disputes."), rule="P17")
    if filed.channel != Channel.TRANSCRIPTION:
        raise Conflict(_("Only what the Secretariat recorded can be disputed."), rule="P17")
    if Dispute.objects.filter(reply=filed).exists():
        raise Conflict(_("It is already disputed."), rule="P17")
    disputed = Dispute.objects.create(
        reply=filed, disputed_at=by.at, reason=reason.strip(), user_id=by.signer
    )
    audit.record(consultation, "disputed", by=by, reply=filed.pk)
    telling.tell(
        "disputed",
        consultation,
        to=telling.secretariat(by.at),
        by=by,
        occasion=f"reply:{filed.pk}:disputed",
        reply=filed.pk,
    )
    return disputed


@transaction.atomic
def lift(pk: int, *, becomes: Position, text: str, by: Viewer) -> Lift:
    """Lift one's own objection in writing, after expiry and before recording (P16)."""
    consultation = locked(pk)
    if not powers.may_endorse(by, by.party_id or 0):
        raise Refused(_("Only the official voice of the State lifts its objection."))
    if consultation.state != State.EXPIRED:
        raise Conflict(
            _("An objection is lifted after expiry and before the outcome is recorded."),
            code="not_expired",
            rule="P16",
        )
    asked = consultation.rounds.select_for_update().order_by("-number")[0]
    if by.party_id not in events.result(asked, by.at).objections:
        raise Conflict(
            _("Your State has no objection to lift."), code="no_objection", rule="P16"
        )
    if becomes not in JOINS:
        raise Invalid(_("Say which position the objection becomes."), rule="P16")
    lifted = Lift.objects.create(
        round=asked,
        party_id=by.state,
        becomes=becomes,
        text=require_text(text, _("Lift the objection in writing.")),
        lifted_at=by.at,
        user_id=by.signer,
    )
    audit.record(consultation, "objection_lifted", by=by, becomes=becomes)
    telling.tell_consulted("lifted", asked, by=by, occasion=f"lift:{lifted.pk}")
    return lifted


@transaction.atomic
def ask_substance(pk: int, *, reason: str, by: Viewer) -> SubstanceRequest:
    """Ask, before expiry, that the corrigenda be treated as a change of substance (P8)."""
    consultation = locked(pk)
    asked = live_round(consultation)
    if not powers.may_endorse(by, by.party_id or 0):
        raise Refused(_("Only the official voice of the State asks this."), rule="P8")
    require_running(asked, by)
    if asked.status != RoundStatus.OPEN or not asked.corrigenda.exists():
        raise Conflict(
            _("This round has no corrigendum."), code="no_corrigendum", rule="P8"
        )
    request = SubstanceRequest.objects.create(
        round=asked,
        party_id=by.state,
        reason=require_text(reason, _("Say why the correction changes the substance.")),
        requested_at=by.at,
        user_id=by.signer,
    )
    audit.record(consultation, "substance_asked", by=by)
    telling.tell_consulted(
        "substance_asked", asked, by=by, occasion=f"substance:{request.pk}"
    )
    return request
