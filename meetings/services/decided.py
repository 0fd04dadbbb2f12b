"""What the presidency decides beyond the matrix: recorded with scope and expiry, and revoked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from meetings import rights, rules
from meetings.models import ParticipationDecision, ParticipationRule, Session
from meetings.rules.convening import is_exception, names_vice_ministers

POWER = "001:218"


@dataclass(frozen=True, slots=True)
class Decision:
    """A right opened to a class of party, or to one party, until it expires."""

    forum: str
    party_class: str
    right: str
    valid_until: datetime
    scope_es: str
    decided_by: str
    source: str
    scope_en: str = ""
    valid_from: datetime | None = None
    party_id: int | None = None
    meeting_id: int | None = None
    session_id: int | None = None


@transaction.atomic
def record_decision(wanted: Decision, *, by: Viewer) -> ParticipationDecision:
    """Record a decision of the presidency; what the sources forbid it cannot open.

    At the closed door the decision is the Vice-Ministers' own, and says so (001:376).
    """
    _require_power(by)
    cell = ParticipationRule.objects.in_force(by.on).filter(
        body=wanted.forum, party_class=wanted.party_class, right=wanted.right
    )
    rule = cell.first()
    if rule is None or not rules.may_be_decided(rule.cell):
        raise Refused(
            _("The rules leave no room to decide this: the right is given, or is denied."),
            code="not_decidable",
            rule=(rule.sources.split(" ")[0] if rule else "") or POWER,
        )
    starts = wanted.valid_from or by.at
    _require_sense(wanted, starts, by)
    decision = ParticipationDecision.objects.create(
        forum=wanted.forum,
        party_class=wanted.party_class,
        right=wanted.right,
        party_id=wanted.party_id,
        meeting_id=wanted.meeting_id,
        session_id=wanted.session_id,
        valid_from=starts,
        valid_until=wanted.valid_until,
        scope_es=wanted.scope_es.strip(),
        scope_en=wanted.scope_en.strip(),
        decided_by=wanted.decided_by.strip(),
        source=wanted.source.strip(),
        recorded_at=by.at,
        recorded_by=by.label,
    )
    audit.record(decision, "recorded", by=by, forum=wanted.forum, right=wanted.right)
    return decision


@transaction.atomic
def revoke_decision(pk: int, *, by: Viewer) -> ParticipationDecision:
    """Take a decision back from now on: what was done under it stays done."""
    _require_power(by)
    decision = ParticipationDecision.objects.select_for_update(of=("self",)).get(pk=pk)
    if decision.revoked_at is not None or decision.valid_until <= by.at:
        raise IllegalStep(_("That decision is over already."))
    decision.revoked_at = by.at
    decision.save(update_fields=["revoked_at"])
    audit.record(decision, "revoked", by=by)
    return decision


def _require_power(by: Viewer) -> None:
    if not rights.may_record_decision(by):
        raise Refused(
            _("Only the presidency in office decides what the rules leave open."),
            rule=POWER,
        )


def _require_sense(wanted: Decision, starts: datetime, by: Viewer) -> None:
    if wanted.valid_until <= max(starts, by.at):
        raise Invalid(_("A decision expires after it begins, and not in the past."))
    if not (
        wanted.scope_es.strip() and wanted.decided_by.strip() and wanted.source.strip()
    ):
        raise Invalid(
            _("Say for what it is, who decided it, and where it is written."),
            code="decision",
        )
    if is_exception(wanted.forum) and not names_vice_ministers(wanted.decided_by):
        raise Invalid(
            _("At the closed door the exception is the Vice-Ministers' own: name them."),
            code="exception",
            rule="001:376",
        )
    if wanted.session_id is not None:
        _require_session(wanted)
    if wanted.party_id is not None:
        _require_class(wanted, by)


def _require_session(wanted: Decision) -> None:
    session = Session.objects.get(pk=wanted.session_id or 0)
    if session.meeting_id != wanted.meeting_id or session.forum != wanted.forum:
        raise Invalid(_("That session is not of that meeting and forum."), code="session")


def _require_class(wanted: Decision, by: Viewer) -> None:
    is_now = rights.classes_at(by.at).get(wanted.party_id or 0)
    if is_now != wanted.party_class:
        raise Conflict(_("That party is not of that class today."), code="party_class")
