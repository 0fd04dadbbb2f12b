"""What the positions amount to, what was recorded of it, and the papers that say so."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from crm_portal.core.display import format_instant
from crm_portal.core.i18n import pick
from crm_portal.library import rules as library_rules
from crm_portal.library.models import IssuedDocument, RenderJob
from decisions.models.outcomes import RecordKind
from decisions.presentation import wording
from decisions.presentation.dossier import Dossier
from decisions.rules.outcome import Outcome
from decisions.rules.positions import Position
from decisions.states import BEFORE_DISTRIBUTION, State


def outcome(dossier: Dossier) -> dict[str, Any] | None:
    """Return what the positions amount to, for whoever sees them once the term is over."""
    result = dossier.result
    if result is None or not dossier.sees_all or dossier.state in BEFORE_DISTRIBUTION:
        return None
    if result.outcome in (Outcome.RUNNING, Outcome.SUSPENDED):
        return None
    lead, text, tone = "", "", ""
    if dossier.is_last and dossier.state is State.EXPIRED:
        lead, text, tone = _verdict(result.outcome)
    return {
        "lead": lead,
        "text": text,
        "tone": tone,
        "lists": [each for each in _lists(dossier) if each["names"]],
        "only_sponsor_agrees": result.only_sponsor_agrees,
    }


def _verdict(found: Outcome) -> tuple[str, str, str]:
    if found is Outcome.CONSENSUS:
        return (
            _("Consensus can be recorded."),
            _("Nobody objects or proposes changes, and every position needed is there."),
            "success",
        )
    if found is Outcome.NEW_ROUND:
        return (
            _("A new round is needed."),
            _("There are changes to take in: the text is revised and distributed again."),
            "warning",
        )
    if found is Outcome.BLOCKED:
        return (_("There is no consensus."), _("At least one country objects."), "error")
    return (
        _("Positions are missing."),
        _("Silence is not consent: until they are there, consensus cannot be recorded."),
        "warning",
    )


def _lists(dossier: Dossier) -> list[dict[str, Any]]:
    result: Any = dossier.result
    return [
        {"label": label, "names": _names(dossier, parties)}
        for label, parties in (
            (_("Object"), result.objections),
            (_("Propose changes"), result.changes),
            (_("No reply"), result.silent),
            (_("With a reservation"), result.reservations),
            (_("Abstain"), result.abstentions),
        )
    ]


def _names(dossier: Dossier, parties: Any) -> str:
    rows = [dossier.parties[pk] for pk in parties if pk in dossier.parties]
    return ", ".join(party.name for party in wording.in_order(rows))


def statements(dossier: Dossier) -> list[dict[str, Any]]:
    """Return reservations, observations and reasons of objections, for whoever sees them."""
    if not dossier.sees_all:
        return []
    found = []
    for party in wording.in_order(dossier.parties.values()):
        filed = dossier.counted(party.pk)
        text = filed and (filed.reservation or filed.comment)
        if filed and text:
            found.append(
                {
                    "party": party.name,
                    "label": wording.position_label(dossier.standings[party.pk].position),
                    "text": text,
                    "at": filed.received_at,
                    "is_reservation": filed.position == Position.RESERVATION,
                }
            )
    return found


def records(dossier: Dossier) -> list[dict[str, Any]]:
    """Return what the presidency recorded, oldest first."""
    rows: Any = dossier.consultation.outcomes  # type: ignore[attr-defined]
    return [
        {
            "label": str(RecordKind(row["kind"]).label).capitalize(),
            "who": row["by"],
            "when": format_instant(datetime.fromisoformat(row["at"]), "dated"),
            "digest": row["digest"],
        }
        for row in rows
    ]


def papers(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the papers of the consultation that the reader may have, and those in the making."""
    if not dossier.consultation.outcomes:  # type: ignore[attr-defined]
        return []
    return [_paper(job) for job in _jobs(dossier)]


def _jobs(dossier: Dossier) -> list[RenderJob]:
    """The papers meant for the reader, and those that are published: one query."""
    viewer = dossier.viewer
    meant = Q(audience__in=library_rules.audiences(viewer))
    published = Q(document__published_at__lte=viewer.at)
    jobs = RenderJob.objects.of(dossier.consultation).filter(meant | published)
    return list(jobs.select_related("document"))


def _paper(job: RenderJob) -> dict[str, Any]:
    document: IssuedDocument | None = job.document
    return {
        "title": str(job.get_kind_display()),
        "language": str(job.get_language_display()),
        "when": format_instant(job.asked_at, "dated"),
        "code": job.printed_code,
        "url": document.pdf_url if document else "",
        "verify_url": document.get_absolute_url() if document else "",
        "state": str(job.get_state_display()),
        "is_failed": job.state == RenderJob.State.FAILED,
        "is_superseded": document is not None and document.superseded_by_id is not None,
    }


def results(dossier: Dossier) -> dict[str, Any] | None:
    """Return the report of results, when there is one."""
    report = getattr(dossier.consultation, "execution_report", None)
    if report is None:
        return None
    return {"text": pick(report.es, report.en), "at": report.reported_at}
