"""What came out, in a record: the outcome, the rule on silence, the execution, the conduct."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.sections import both
from decisions import access
from decisions.models.outcomes import RecordKind
from decisions.reports.rows import PRESIDENCY, Dossier, Row
from decisions.reports.words import (
    Text,
    bilingual,
    instant,
    joined,
    named,
    party_text,
    verbatim,
)
from decisions.rules.outcome import Outcome, Result, SilenceRule
from members.models import Party

LABELS = {
    RecordKind.CONSENSUS: _("Consensus recorded"),
    RecordKind.NO_CONSENSUS: _("No consensus"),
    RecordKind.REFERRED: _("Referred to the Vice-Ministers"),
    RecordKind.RESULTS: _("Consensus recorded"),
}
AGREED = _(
    "The term of round %(round)s being over, the Pro-Tempore Presidency recorded that no member"
    " objects or proposes changes and that all %(count)s have stated a position."
)
NOT_OBJECTED = _(
    "The term of round %(round)s being over, the Pro-Tempore Presidency recorded that no member"
    " objects or proposes changes. No reply, which is no objection under decision"
    " %(decision)s: %(parties)s."
)
FAILED = _(
    "The term of round %(round)s being over, the Pro-Tempore Presidency recorded that there is"
    " no consensus."
)
REFERRED = _(
    "The Pro-Tempore Presidency referred the matter to the Vice-Ministers, for the agenda of"
    " their next meeting."
)
ALL_ABSTAINED = _("All members other than the presidency abstained.")
OBJECTING = _("Objects: %(parties)s.")
CHANGING = _("Proposes changes: %(parties)s.")
LACKING = _("No reply: %(parties)s.")

NON_BINDING, NON_BINDING_SOURCE = _("Non-binding"), "001:382"
PROCEDURE = _("Consultation between Vice-Ministerial meetings, 001:386-393 and 003:46-51")
EXPRESS = {
    "name": _("Silence is “no reply”"),
    "meaning": _(
        "A member that does not reply neither consents nor objects; consensus requires the"
        " express position of each member consulted."
    ),
    "basis": _(
        "001:390 “Al contar con la posición de los países miembros”; 001:391 “contando con el"
        " consenso”"
    ),
}
NON_OBJECTION = {
    "name": _("Silence is no objection"),
    "meaning": _("A member that does not reply is understood not to object."),
    "basis": _("Decision %(reference)s of the Vice-Ministers, %(adopted_on)s"),
}
CONDUCT = {
    "inherited": _("The presidency passed to another State"),
    "assumed": _("The new presidency assumed the consultation"),
    "distribution_delegated": _("The distribution was delegated to the Secretariat"),
    "distributed_again": _("The text was distributed again"),
    "reception_extended": _("The reception of positions was extended"),
    "continued_despite_meeting": _(
        "The consultation went on although a Vice-Ministerial meeting had opened"
    ),
}


def outcome(dossier: Dossier, kind: RecordKind, *, by: Viewer) -> Row:
    """Return what the presidency recorded, when, and on whose positions it rests."""
    found = access.result(dossier.last_round, by.at, dossier.replies[dossier.last_round.pk])
    return {
        "kind": str(kind),
        "label": both(LABELS[kind]),
        "statement": _statement(dossier, kind, found),
        "reason": None,
        "result": _result(dossier, found),
        **recorded(dossier, by=by),
    }


def recorded(dossier: Dossier, *, by: Viewer) -> Row:
    """Return who records, and when."""
    return {
        "recorded_at": instant(by.at),
        "recorded_by": dossier.actor(dossier.person(by.user_id), by.at),
    }


def _statement(dossier: Dossier, kind: RecordKind, found: Result) -> Text:
    number = dossier.last_round.number
    if kind == RecordKind.REFERRED:
        return joined(both(REFERRED), *_obstacles(dossier, found))
    if kind == RecordKind.NO_CONSENSUS:
        return joined(both(FAILED, round=number), *_obstacles(dossier, found))
    abstained = [both(ALL_ABSTAINED)] if found.only_sponsor_agrees else []
    return joined(_agreed(dossier, number, found), *abstained)


def _agreed(dossier: Dossier, number: int, found: Result) -> Text:
    decision = dossier.consultation.silence_decision
    if found.silent and decision is not None:
        parties = named(_parties(dossier, found.silent))
        reference = decision.reference
        return both(NOT_OBJECTED, round=number, decision=reference, parties=parties)
    count = len(dossier.standings[dossier.last_round.pk])
    return both(AGREED, round=number, count=count)


def _obstacles(dossier: Dossier, found: Result) -> list[Text]:
    if found.outcome is Outcome.RUNNING:
        return []
    said = {OBJECTING: found.objections, CHANGING: found.changes, LACKING: found.silent}
    return [
        both(words, parties=named(_parties(dossier, parties)))
        for words, parties in said.items()
        if parties
    ]


def _result(dossier: Dossier, found: Result) -> Row:
    lists = ("objections", "changes", "silent", "reservations", "abstentions")
    return {
        "outcome": str(found.outcome),
        **{
            name: [party.code for party in _parties(dossier, getattr(found, name))]
            for name in lists
        },
        "only_sponsor_agrees": found.only_sponsor_agrees,
    }


def _parties(dossier: Dossier, keys: tuple[int, ...]) -> list[Party]:
    return [dossier.parties[key] for key in keys]


def nature() -> Row:
    """Return that a consultation does not bind, with the source that says so (X02)."""
    return {"label": both(NON_BINDING), "source": NON_BINDING_SOURCE}


def silence_rule(dossier: Dossier) -> Row:
    """Return what silence meant in this consultation, and by virtue of what (P1, P2)."""
    decision = dossier.consultation.silence_decision
    if dossier.consultation.silence_rule == SilenceRule.EXPRESS or decision is None:
        return {"code": str(SilenceRule.EXPRESS), **_three(EXPRESS)}
    return {
        "code": str(SilenceRule.NON_OBJECTION),
        **_three(
            NON_OBJECTION,
            reference=decision.reference,
            adopted_on=decision.adopted_on.isoformat(),
        ),
        "decision": {
            "reference": decision.reference,
            "adopted_on": decision.adopted_on.isoformat(),
            "text": bilingual(decision.text_es, decision.text_en),
        },
    }


def _three(words: Mapping[str, str | Promise], **values: str) -> Row:
    return {
        "name": both(words["name"]),
        "meaning": both(words["meaning"]),
        "basis": both(words["basis"], **values),
    }


def execution(dossier: Dossier) -> Row | None:
    """Return when it was carried out, and the report of results (001:391)."""
    begun = dossier.events("execution_started")
    report = getattr(dossier.consultation, "execution_report", None)
    if not begun and report is None:
        return None
    return {
        "started_at": instant(begun[0].at) if begun else None,
        "reported_at": instant(report.reported_at) if report else None,
        "reported_by": report
        and dossier.actor(report.user, report.reported_at, PRESIDENCY),
        "report": bilingual(report.es, report.en) if report else None,
    }


def conduct(dossier: Dossier) -> list[Row]:
    """Return the acts of conduct that no other part of the record tells, by instant."""
    return [
        {
            "what": both(words),
            "at": instant(entry.at),
            "by": dossier.actor(entry.actor, entry.at),
            "state": _state(dossier, entry.data),
            "note": _note(entry.data),
        }
        for entry in dossier.trail
        for verb, words in CONDUCT.items()
        if entry.verb.endswith(f".{verb}")
    ]


def _state(dossier: Dossier, data: Row) -> Text | None:
    party = dossier.codes.get(str(data.get("party")))
    return party_text(party) if party else None


def _note(data: Row) -> Row | None:
    return verbatim(str(data.get("reason") or data.get("until") or ""), "es")


def waivers(dossier: Dossier) -> list[Row]:
    """Return the members that waived part of their term in writing (P7)."""
    return [
        {
            "party": party_text(dossier.parties[row.party_id]),
            "business_days": row.business_days,
            "recorded_at": instant(row.recorded_at),
            "sha256": row.document_id,
        }
        for row in dossier.consultation.waivers.all()
    ]
