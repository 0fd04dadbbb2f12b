"""Statements: asked for, authorised with a scope and an end, declined, withdrawn, delivered."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.models import StoredFile
from meetings import delegation_states as states
from meetings import rights as matrix
from meetings import rules
from meetings.delegation_states import Act
from meetings.meeting_states import AHEAD, State
from meetings.models import (
    AgendaItem,
    Meeting,
    ParticipationDecision,
    Right,
    Session,
    Statement,
)
from meetings.models.statements import ASKABLE
from meetings.rights import Rights
from meetings.rules import Cell, Verdict
from meetings.rules import delegations as delegation_rules
from meetings.statement_notices import tell


@dataclass(frozen=True)
class Asking:
    """What a party asks to say: on what, at which session, at which item."""

    session_id: int
    subject_es: str
    subject_en: str = ""
    text: str = ""
    right: str = Right.SPEAK
    item_id: int | None = None


@transaction.atomic
def request_statement(
    meeting_id: int, asking: Asking, *, by: Viewer, party_id: int | None = None
) -> Statement:
    """Ask to make a statement, or to intervene; where a rule forbids it, the rule answers.

    The Secretariat may write it down for a party.
    """
    meeting = Meeting.objects.select_related("body").get(pk=meeting_id)
    party = party_id if party_id and by.party_id != party_id else by.state
    if party != by.party_id and not delegation_rules.may_decide_delegations(by):
        raise Refused(_("Each delegation asks for itself."), rule="001:322")
    session = meeting.sessions.filter(pk=asking.session_id).first()
    if session is None:
        raise Invalid(_("That session is not of this meeting."), code="session")
    _require_ahead(meeting, session, by)
    if asking.right not in ASKABLE:
        raise Invalid(_("Only a statement or an intervention is asked for."), code="right")
    _require_open(Rights.of(meeting, by.at), Right(asking.right), session, party)
    if session.is_closed:
        raise Refused(
            _("Behind closed doors nobody asks for the floor in writing."), rule="001:376"
        )
    statement = Statement.objects.create(
        meeting=meeting,
        session=session,
        item=_item(asking, session, by),
        party_id=party,
        right=asking.right,
        subject_es=(asking.subject_es or asking.subject_en).strip(),
        subject_en=asking.subject_en.strip(),
        text=asking.text.strip(),
        requested_at=by.at,
        requested_by=by.label,
    )
    audit.record(statement, "requested", by=by, right=asking.right)
    tell(statement, "requested", by=by)
    return statement


@transaction.atomic
def authorise(pk: int, *, scope_es: str, scope_en: str = "", by: Viewer) -> Statement:
    """Authorise a statement until its session ends, opening the right where it has to be."""
    statement = _locked(pk)
    _require_presidency(by)
    if not (scope_es or scope_en).strip():
        raise Invalid(_("Say what it covers."), code="required")
    _require_ahead(statement.meeting, statement.session, by)
    rights = Rights.of(statement.meeting, by.at)
    verdict = _verdict(rights, statement)
    statement.state = states.after_act(statement.state, Act.AUTHORISE)
    statement.scope_es, statement.scope_en = (
        (scope_es or scope_en).strip(),
        scope_en.strip(),
    )
    statement.expires_at = statement.session.ends_at
    statement.rule = verdict.sources
    if not verdict:
        statement.decision = _decision(statement, rights, verdict, by)
    statement.decided_at, statement.decided_by = by.at, by.label
    statement.save()
    audit.record(statement, "authorised", by=by, until=statement.expires_at)
    tell(statement, "authorised", by=by)
    return statement


@transaction.atomic
def decline(pk: int, *, reason: str, by: Viewer) -> Statement:
    """Decline a statement with a reason, or take an authorisation back."""
    statement = _locked(pk)
    _require_presidency(by)
    if not reason.strip():
        raise Invalid(_("Say why."), code="required")
    statement.state = states.after_act(statement.state, Act.DECLINE)
    statement.declined_because = reason.strip()
    statement.decided_at, statement.decided_by = by.at, by.label
    statement.save()
    _revoke(statement, by)
    audit.record(statement, "declined", by=by, reason=reason.strip())
    tell(statement, "declined", by=by)
    return statement


@transaction.atomic
def withdraw_statement(pk: int, *, by: Viewer) -> Statement:
    """Take back what one asked for."""
    statement = _locked(pk)
    if statement.party_id != by.party_id and not delegation_rules.may_decide_delegations(
        by
    ):
        raise Refused(_("Each delegation asks for itself."), rule="001:322")
    statement.state = states.after_act(statement.state, Act.WITHDRAW)
    statement.save(update_fields=["state"])
    _revoke(statement, by)
    audit.record(statement, "withdrawn", by=by)
    return statement


@transaction.atomic
def deliver(
    pk: int, *, by: Viewer, document: StoredFile | None = None, name: str = ""
) -> Statement:
    """Record that a statement was made, with its text if there is one."""
    statement = _locked(pk)
    if not delegation_rules.may_decide_delegations(by):
        raise Refused(
            _("The Secretariat or the presidency records what was said."), rule="001:451"
        )
    if by.at < statement.session.starts_at:
        raise Conflict(_("That session has not begun."), code="not_begun")
    statement.state = states.after_act(statement.state, Act.DELIVER)
    statement.delivered_at = by.at
    statement.document, statement.document_name = document, name
    statement.save()
    audit.record(statement, "delivered", by=by)
    return statement


def _locked(pk: int) -> Statement:
    rows = Statement.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("meeting__body", "session", "party", "decision").get(pk=pk)


def _require_presidency(by: Viewer) -> None:
    if not delegation_rules.may_authorise(by):
        raise Refused(_("Only the presidency in office authorises it."), rule="001:218")


def _require_ahead(meeting: Meeting, session: Session, by: Viewer) -> None:
    if State(meeting.state) not in AHEAD | {State.IN_SESSION} or by.at >= session.ends_at:
        raise Conflict(_("That session is over."), code="over")


def _verdict(rights: Rights, statement: Statement) -> Verdict:
    return rights.may(
        Right(statement.right),
        statement.session.forum,
        statement.party_id,
        session=statement.session,
    )


def _cell(rights: Rights, right: Right, forum: str, party_id: int) -> Cell | None:
    return rights.cells.get((forum, rights.class_of(party_id), right))


def _require_open(rights: Rights, right: Right, session: Session, party: int) -> None:
    """Refuse what no act of anybody could open: there it is useless to ask."""
    verdict = rights.may(right, session.forum, party, session=session)
    cell = _cell(rights, right, session.forum, party)
    on_a_condition = cell is not None and cell.value == "COND"
    if not verdict and not on_a_condition and not (cell and rules.may_be_decided(cell)):
        matrix.require(verdict, right)


def _decision(
    statement: Statement, rights: Rights, verdict: Verdict, by: Viewer
) -> ParticipationDecision:
    """Open the right for that session alone, or refuse where the rule asks for something else."""
    right, forum = Right(statement.right), statement.session.forum
    cell = _cell(rights, right, forum, statement.party_id)
    if cell is None or not rules.may_be_decided(cell):
        matrix.require(verdict, right)
    return ParticipationDecision.objects.create(
        forum=forum,
        party_class=rights.class_of(statement.party_id),
        party=statement.party,
        right=right,
        meeting=statement.meeting,
        session=statement.session,
        valid_from=by.at,
        valid_until=statement.session.ends_at,
        scope_es=statement.scope_es,
        scope_en=statement.scope_en,
        decided_by=by.label,
        source=verdict.sources or "001:218",
        recorded_at=by.at,
        recorded_by=by.label,
    )


def _revoke(statement: Statement, by: Viewer) -> None:
    decision = statement.decision
    if decision is not None and decision.revoked_at is None:
        decision.revoked_at = by.at
        decision.save(update_fields=["revoked_at"])


def _item(asking: Asking, session: Session, by: Viewer) -> AgendaItem | None:
    if asking.item_id is None:
        return None
    visible = AgendaItem.objects.visible_to(by).filter(meeting=session.meeting_id)
    item = visible.filter(pk=asking.item_id).first()
    if item is None or item.session_id not in {None, session.pk}:
        raise Invalid(_("That item is not of that session."), code="item")
    if item.is_behind_closed_door:
        raise Invalid(_("That item is not of that session."), code="item")
    return item
