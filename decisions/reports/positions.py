"""Who said what, in a record: final positions, reservations, what came late, what was lifted."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.sections import both
from decisions import access
from decisions.models import Admission, Endorsement, Lift, Reply, Round
from decisions.models.replies import POSITION_LABELS, SILENT_LABEL, Channel
from decisions.reports.rows import OFFICIAL_VOICE, Dossier, Row
from decisions.reports.texts import proposal_row
from decisions.reports.words import (
    Text,
    in_its_language,
    instant,
    joined,
    party_text,
    titled,
    verbatim,
)
from decisions.rules import outcome
from decisions.rules.outcome import SilenceRule
from decisions.rules.positions import Position, Standing

LABELS: dict[str, str | Promise] = {**dict(POSITION_LABELS), Position.SILENT: SILENT_LABEL}
KINDS = {
    Position.AGREE: "agree",
    Position.AGREE_OBSERVATIONS: "observations",
    Position.RESERVATION: "reservation",
    Position.ABSTAIN: "abstain",
    Position.CHANGES: "change",
    Position.OBJECT: "object",
    Position.SILENT: "silent",
}
CHANNELS = {
    Channel.PORTAL: pgettext_lazy("channel", "Portal"),
    Channel.TRANSCRIPTION: _("Recorded by the Secretariat, document attached"),
}
OWN_TEXT = _("The presidency's own text counts as its agreement")
ENDORSED = _("Endorsed by the official voice")
ADMITTED = _("Late, admitted by the presidency")
LIFTED = _("Objection lifted in writing")
REPLIES = _(
    "%(on_time)s of %(asked)s within the term; %(late)s late; %(silent)s without a reply."
)
OWN_TEXT_COUNTS = _("The presidency's own text counts as its agreement.")
NOT_COUNTED = _("Received after round %(number)s had ended: on record, not counted.")
COUNTED = _("Received after round %(number)s had ended: admitted, and counted.")
STANDS = _(
    "Received after round %(number)s had ended: on record. An objection, it stands in the way"
    " of consensus all the same (P15)."
)


def positions(dossier: Dossier) -> list[Row]:
    """Return the final position of each State, that of the last round."""
    asked = dossier.last_round
    rows = {reply.pk: reply for reply in dossier.replies[asked.pk]}
    return [
        _position(dossier, asked, party_id, standing, rows.get(standing.sequence or 0))
        for party_id, standing in dossier.standings[asked.pk].items()
    ]


def _position(
    dossier: Dossier, asked: Round, party_id: int, standing: Standing, reply: Reply | None
) -> Row:
    lift = _lift_of(asked, party_id) if standing.is_lifted else None
    return {
        "party": party_text(dossier.parties[party_id]),
        "code": dossier.parties[party_id].code,
        "kind": KINDS[standing.position],
        "position": both(LABELS[standing.position]),
        "round": asked.number if reply else None,
        "marks": _marks(asked, party_id, standing, reply),
        **_received(dossier, reply, lift),
    }


def _received(dossier: Dossier, reply: Reply | None, lift: Lift | None) -> Row:
    if reply is None:
        nothing = ("received_at", "institution", "person", "channel", "note", "document")
        return {**dict.fromkeys(nothing), "person": "", "proposals": []}
    return {
        "received_at": instant(reply.received_at),
        "institution": {"es": reply.institution.name_es, "en": reply.institution.name_en},
        "person": reply.user.full_name,
        "channel": both(CHANNELS[Channel(reply.channel)]),
        "note": verbatim(lift.text if lift else reply.comment, reply.user.language),
        "document": _document(reply),
        "proposals": [proposal_row(dossier, reply, each) for each in reply.proposals.all()],
    }


def _document(reply: Reply) -> Row | None:
    if reply.document_id is None:
        return None
    return {"name": reply.document_name, "sha256": reply.document_id}


def _marks(
    asked: Round, party_id: int, standing: Standing, reply: Reply | None
) -> list[Text]:
    is_own_text = reply is None and party_id == asked.sponsor_id
    found = {
        OWN_TEXT: is_own_text,
        ENDORSED: reply is not None and _endorsement(reply) is not None,
        ADMITTED: standing.is_late,
        LIFTED: standing.is_lifted,
    }
    return [both(mark) for mark, holds in found.items() if holds]


def summary(dossier: Dossier, asked: Round) -> Text:
    """Return how many States replied within the term, late, and not at all."""
    standings = dossier.standings[asked.pk]
    counted = [s for s in standings.values() if s.sequence is not None]
    late = sum(s.is_late or bool(s.unadmitted) for s in standings.values())
    silent = sum(s.position is Position.SILENT for s in standings.values())
    said = both(
        REPLIES,
        on_time=sum(not s.is_late for s in counted),
        asked=len(standings),
        late=late,
        silent=silent,
    )
    own = standings.get(asked.sponsor_id)
    is_default = own is not None and own.sequence is None
    return joined(said, both(OWN_TEXT_COUNTS)) if is_default else said


def round_replies(dossier: Dossier, asked: Round) -> list[Row]:
    """Return what counted for each State in one round."""
    instants = {row.pk: _effective(row) for row in dossier.replies[asked.pk]}
    return [
        {
            "party": party_text(dossier.parties[party_id]),
            "kind": KINDS[standing.position],
            "position": both(LABELS[standing.position]),
            "effective_at": instant(instants.get(standing.sequence or 0)),
            "is_late": standing.is_late,
        }
        for party_id, standing in dossier.standings[asked.pk].items()
    ]


def reservations(dossier: Dossier) -> list[Row]:
    """Return the reservations that stand, word for word (P18)."""
    asked = dossier.last_round
    rows = {reply.pk: reply for reply in dossier.replies[asked.pk]}
    found = []
    for party_id, standing in dossier.standings[asked.pk].items():
        if standing.position is not Position.RESERVATION:
            continue
        reply = rows[standing.sequence or 0]
        lift = _lift_of(asked, party_id) if standing.is_lifted else None
        found.append(
            {
                "party": party_text(dossier.parties[party_id]),
                "round": asked.number,
                "received_at": instant(lift.lifted_at if lift else reply.received_at),
                "text": in_its_language(
                    lift.text if lift else reply.reservation, reply.user.language
                ),
            }
        )
    return found


def late(dossier: Dossier) -> list[Row]:
    """Return every reply that took effect at or after its bound, and what became of it."""
    return [
        {
            "party": party_text(dossier.parties[reply.party_id]),
            "position": both(LABELS[reply.position]),
            "round": asked.number,
            "received_at": instant(effective),
            "note": verbatim(reply.reservation or reply.comment, reply.user.language),
            "effect": both(_effect(dossier, asked, reply, effective), number=asked.number),
        }
        for asked, reply, effective in _late(dossier)
    ]


def _effect(dossier: Dossier, asked: Round, reply: Reply, at: datetime) -> str | Promise:
    if any(_admits(row, reply, at) for row in asked.admissions.all()):
        return COUNTED
    is_express = dossier.consultation.silence_rule == SilenceRule.EXPRESS
    return STANDS if is_express and reply.pk in _blocking(dossier, asked) else NOT_COUNTED


def _blocking(dossier: Dossier, asked: Round) -> set[int]:
    """The late replies, neither admitted nor lifted, that are objections and stand."""
    standings = dossier.standings[asked.pk]
    sent = [access.submission(row) for row in dossier.replies[asked.pk]]
    events = access.events_of(asked, dossier.replies[asked.pk])
    parties = outcome.unadmitted_objections(standings, sent, events.lifts)
    return {standings[party].unadmitted[-1] for party in parties}


def _late(dossier: Dossier) -> Iterator[tuple[Round, Reply, datetime]]:
    for asked in dossier.rounds:
        for reply in dossier.replies[asked.pk]:
            effective = _effective(reply)
            if asked.closes_at and effective and effective >= asked.closes_at:
                yield asked, reply, effective


def later(dossier: Dossier, since: datetime) -> list[Row]:
    """Return what arrived once the outcome had been recorded: without effect (P15)."""
    return [
        {
            "party": party_text(dossier.parties[reply.party_id]),
            "position": both(LABELS[reply.position]),
            "received_at": instant(effective),
            "note": verbatim(reply.reservation or reply.comment, reply.user.language),
        }
        for _asked, reply, effective in _late(dossier)
        if effective >= since
    ]


def admissions(dossier: Dossier) -> list[Row]:
    """Return the admissions of late replies, with whom each concerned and why (P15)."""
    return [
        {
            "position": both(LABELS[row.position]),
            "parties": [
                party_text(dossier.parties[reply.party_id])
                for asked, reply, at in _late(dossier)
                if asked.pk == row.round_id and _admits(row, reply, at)
            ],
            "reason": verbatim(row.reason, row.user.language),
            "decided_at": instant(row.admitted_at),
            "by": dossier.actor(row.user, row.admitted_at),
        }
        for each in dossier.rounds
        for row in each.admissions.all()
    ]


def lifted(dossier: Dossier) -> list[Row]:
    """Return the objections that their States lifted in writing (P16)."""
    return [
        {
            "party": party_text(dossier.parties[row.party_id]),
            "becomes": titled(both(LABELS[row.becomes])),
            "lifted_at": instant(row.lifted_at),
            "note": verbatim(row.text, row.user.language),
            "by": dossier.actor(row.user, row.lifted_at, OFFICIAL_VOICE),
        }
        for asked in dossier.rounds
        for row in asked.lifts.all()
    ]


def _admits(admission: Admission, reply: Reply, effective: datetime) -> bool:
    return admission.position == reply.position and effective <= admission.admitted_at


def _effective(reply: Reply) -> datetime | None:
    return access.submission(reply).effective_at


def _endorsement(reply: Reply) -> Endorsement | None:
    return getattr(reply, "endorsement", None)


def _lift_of(asked: Round, party_id: int) -> Lift | None:
    """The State's last word: a later lift takes the place of an earlier one."""
    found = [row for row in asked.lifts.all() if row.party_id == party_id]
    return found[-1] if found else None
