"""From the rows of a consultation to its record: plain values, ready for JSON and for paper.

The shape is the one that ``templates/pdf/README.md`` documents. Nothing in it depends on who
reads it: every label stands in both languages, every instant in UTC.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.sections import both
from decisions.models import OutcomeRecord, TextVersion
from decisions.models.outcomes import RecordKind
from decisions.models.versions import ParagraphStyle
from decisions.reports import outcomes, positions, rounds, texts, troika
from decisions.reports.rows import Dossier, load
from decisions.reports.words import bilingual, party_text

__all__ = ["adopted_text", "outcome_record", "successor"]

ADOPTED = _("Adopted text")
SUBTITLE = _("Consultation between Vice-Ministerial meetings")


def outcome_record(pk: int, kind: RecordKind, *, by: Viewer) -> dict[str, Any]:
    """Return the record of a consultation's outcome, complete (procedure 1.9)."""
    dossier = load(pk, by.at)
    consultation = dossier.consultation
    return {
        "reference": consultation.reference,
        "demonstration": consultation.is_demonstration,
        "subject": bilingual(consultation.subject_es, consultation.subject_en),
        "substantive_reason": bilingual(consultation.reason_es, consultation.reason_en),
        "nature": outcomes.nature(),
        "procedure": both(outcomes.PROCEDURE),
        "silence_rule": outcomes.silence_rule(dossier),
        "members": [party_text(p) for p in dossier.consulted(dossier.last_round)],
        "record": {"kind": str(kind), **outcomes.recorded(dossier, by=by)},
        "outcome": outcomes.outcome(dossier, kind, by=by),
        "versions": texts.versions(dossier),
        "troika": troika.stages(dossier),
        "waivers": outcomes.waivers(dossier),
        "rounds": rounds.rounds(dossier),
        **_said(dossier),
        "later": [],
        "revisions": texts.revisions(dossier),
        "corrigenda": texts.corrigenda(dossier),
        "conduct": outcomes.conduct(dossier),
        "execution": None,
    }


def _said(dossier: Dossier) -> dict[str, Any]:
    return {
        "positions": positions.positions(dossier),
        "reservations": positions.reservations(dossier),
        "late": positions.late(dossier),
        "admissions": positions.admissions(dossier),
        "lifted": positions.lifted(dossier),
    }


def successor(earlier: OutcomeRecord, kind: RecordKind, *, by: Viewer) -> dict[str, Any]:
    """Return a later record of the same consultation: what was recorded stands as it was.

    It adds what came afterwards: communications without effect, the referral, the execution
    and the report of results.
    """
    dossier = load(earlier.consultation_id, by.at)
    data = {
        **earlier.data,
        "record": {"kind": str(kind), **outcomes.recorded(dossier, by=by)},
        "later": positions.later(dossier, earlier.recorded_at),
        "conduct": outcomes.conduct(dossier),
        "execution": outcomes.execution(dossier),
    }
    if kind == RecordKind.REFERRED:
        data["outcome"] = outcomes.outcome(dossier, kind, by=by)
    return data


def adopted_text(
    record: OutcomeRecord, version: TextVersion, *, title: dict[str, str]
) -> dict[str, Any]:
    """Return the context of the adopted text on paper, with its reservations annexed."""
    data = record.data
    reservations = data["reservations"]
    return {
        "reference": data["reference"],
        "label": both(ADOPTED),
        "title": title,
        "subtitle": [both(SUBTITLE)],
        "paragraphs": [
            {
                "kind": "heading" if row.style == ParagraphStyle.HEADING else "paragraph",
                "number": row.number,
                "es": row.es,
                "en": row.en,
            }
            for row in version.paragraphs.all()
        ],
        "adopted_on": record.recorded_at.astimezone(ZONE_OF_RECORD).date().isoformat(),
        "members": data["members"],
        "nature": data["nature"],
        "reservations": reservations,
        "reserving": [row["party"] for row in reservations],
        "demonstration": data["demonstration"],
    }
