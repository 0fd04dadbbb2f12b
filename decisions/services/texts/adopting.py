"""The body adopts; who presides records it. Then the text never changes again (001:382)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library import rules as library_rules
from decisions import text_notices
from decisions.models import (
    Consultation,
    Proposal,
    ProposalCollision,
    Provision,
    Text,
    TextAdoption,
    TextStatement,
    TextVersion,
)
from decisions.models.adoption import StatementKind
from decisions.models.proposals import UNDECIDED
from decisions.rules.texts import powers
from decisions.rules.texts.gate import Blocker, Candidate, Occasion, blockers
from decisions.rules.texts.kinds import Way
from decisions.rules.texts.numbering import numbered
from decisions.rules.texts.paragraphs import Form
from decisions.services.common import require_text
from decisions.services.texts import papers
from decisions.services.texts.common import clean, in_work, latest, locked, ruled, take
from decisions.services.texts.languages import standings_of
from decisions.services.texts.versions import fixed
from decisions.states import AGREED
from decisions.text_states import TextState, TextStep
from meetings.models import Presence, Session
from members.models import Party


@dataclass(frozen=True, slots=True)
class Adopted:
    """On what occasion: a session of a meeting, or a consultation; neither: by signature."""

    session: Session | None = None
    consultation: Consultation | None = None

    @property
    def way(self) -> Way:
        """Return how the text comes to stand by it."""
        if self.session is not None:
            return Way.MEETING
        return Way.CONSULTATION if self.consultation is not None else Way.SIGNATURE


def candidate(text: Text, version: TextVersion) -> Candidate:
    """Return the text as it comes to the gate: four queries."""
    rows = list(version.paragraphs.all())
    open_ones = Proposal.objects.filter(text=text, state__in=UNDECIDED)
    keys = list(open_ones.values_list("anchor", flat=True))
    collide = ProposalCollision.objects.filter(text=text, resolved_at=None)
    collision_keys = list(collide.values_list("paragraph_key", flat=True))
    return Candidate(
        kind=text.rules,
        text=tuple(row.ruled for row in rows),
        standings={row.key: standings_of(row) for row in rows},
        collisions=len(collision_keys),
        undecided=len(keys),
        collision_keys=tuple(dict.fromkeys(collision_keys)),
        undecided_keys=tuple(dict.fromkeys(keys)),
    )


def occasion(adopted: Adopted) -> Occasion:
    """Return what is on record of the occasion; that there is consensus is the act's to say."""
    if adopted.session is not None:
        meeting = adopted.session.meeting
        return Occasion(
            way=Way.MEETING,
            body=meeting.body.kind,
            meeting_state=meeting.state,
            is_attendance_recorded=bool(present_at(adopted.session)),
            is_consensus_recorded=True,
        )
    agreed = adopted.consultation is not None and adopted.consultation.state in AGREED
    return Occasion(way=adopted.way, is_consensus_recorded=agreed)


def gate(text: Text, adopted: Adopted) -> tuple[Blocker, ...]:
    """Return what stands between the text and its adoption on an occasion; nothing: it may."""
    return blockers(candidate(text, latest(text)), occasion(adopted))


def present_at(session: Session) -> list[str]:
    """Return the codes of the parties that were present at a session, in order."""
    there = Presence.objects.in_force().filter(session=session)
    codes = there.values_list("party__code", "delegate__delegation__party__code")
    return sorted({own or of_delegate for own, of_delegate in codes if own or of_delegate})


@transaction.atomic
def adopt(
    pk: int,
    *,
    session_id: int | None = None,
    consultation_id: int | None = None,
    by: Viewer,
) -> TextAdoption:
    """Record that the body adopted the text by consensus. Conflict: something blocks it."""
    text = in_work(pk)
    if not powers.may_record_adoption(by):
        raise Refused(
            _("Only the presidency in office records an adoption."),
            code="not_presidency",
            rule="001:411",
        )
    found = _occasion(text, session_id, consultation_id)
    in_the_way = gate(text, found)
    if in_the_way:
        raise Conflict(
            " ".join(_(each.sentence) % {"count": each.count} for each in in_the_way),
            code="not_ready_for_adoption",
            rule=in_the_way[0].rule,
        )
    version = fixed(text, latest(text), by)
    adoption = _record(text, version, found, by)
    _register(text, version)
    text.adopted_at, text.adopted_on = by.at, by.on
    take(text, TextStep.ADOPT, "adopted_at", "adopted_on")
    papers.ask_adopted(text, by=by)
    text_notices.tell_adopted(text, by=by)
    audit.record(text, "adopted", by=by, way=found.way, digest=adoption.digest)
    return adoption


def _occasion(text: Text, session_id: int | None, consultation_id: int | None) -> Adopted:
    if session_id is not None:
        held = Session.objects.select_related("meeting__body")
        session = held.filter(pk=session_id, meeting=text.meeting_id).first()
        if session is None:
            raise Invalid(
                _("The session is not one of the text’s meeting."), code="session"
            )
        return Adopted(session=session)
    if consultation_id is not None:
        agreed = Consultation.objects.filter(pk=consultation_id, text=text).first()
        if agreed is None:
            raise Invalid(_("The consultation is not on this text."), code="consultation")
        return Adopted(consultation=agreed)
    return Adopted()


def _record(text: Text, version: TextVersion, found: Adopted, by: Viewer) -> TextAdoption:
    present: list[str] = []
    if found.session is not None:
        members = Party.objects.members_on(by.on).values_list("code", flat=True)
        present = sorted(powers.consent(present_at(found.session), list(members)))
    return TextAdoption.objects.create(
        text=text,
        version=version,
        way=found.way.value,
        session=found.session,
        consultation=found.consultation,
        present=present,
        digest=version.content_hash,
        code=library_rules.short_code(version.content_hash),
        adopted_at=by.at,
        user_id=by.signer,
    )


def _register(text: Text, version: TextVersion) -> None:
    """Give every paragraph that can be cited its place in the register."""
    kind, paragraphs = text.rules, ruled(version)
    numbers = numbered(paragraphs, kind.numbering)
    cited = {each.part for each in kind.parts if any(each.cited.values())}
    Provision.objects.bulk_create(
        Provision(
            text=text,
            part=each.part.value,
            number=numbers[each.key].cited,
            key=each.key,
            position=position,
            words_es=each.es,
            words_en=each.en,
            axis=text.axis,
        )
        for position, each in enumerate(paragraphs, start=1)
        if each.part in cited and each.form is Form.PARAGRAPH
    )


@transaction.atomic
def make_statement(
    pk: int, kind: str, key: str = "", es: str = "", en: str = "", *, by: Viewer
) -> TextStatement:
    """A State puts a reservation or its understanding on record, annexed to the text."""
    text = locked(pk)
    if not powers.may_make_statement(by, text.state):
        raise Refused(
            _("A member country makes a statement on a text until it is published."),
            code="no_statement",
            rule="001:382",
        )
    if kind not in StatementKind.values:
        raise Invalid(_("There is no such kind of statement."), code="kind")
    said = require_text(f"{clean(es)}{clean(en)}", _("Write the statement."))
    if key and not latest(text).paragraphs.filter(key=key).exists():
        raise Invalid(_("The text has no such paragraph."), code="paragraph")
    found = TextStatement.objects.create(
        text=text,
        party_id=by.state,
        kind=kind,
        paragraph_key=key,
        statement_es=clean(es),
        statement_en=clean(en),
        made_at=by.at,
        user_id=by.signer,
    )
    if text.state == TextState.ADOPTED:
        papers.renew(text, by=by)
    audit.record(text, "statement_made", by=by, kind=kind, characters=len(said))
    return found
