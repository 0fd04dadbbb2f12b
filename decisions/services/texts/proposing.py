"""A delegation proposes, supports, comments, withdraws."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions import text_notices
from decisions.models import Paragraph, Proposal, ProposalComment, ProposalStep, Text
from decisions.models.proposals import ProposalState
from decisions.rules.texts import handling, powers
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.handling import Step
from decisions.rules.texts.paragraphs import LANGUAGES, Place
from decisions.rules.texts.proposals import WORDING, Operation, rewording, unfit
from decisions.services.common import require_text
from decisions.services.texts import negotiation
from decisions.services.texts.brackets import out_of_brackets
from decisions.services.texts.common import clean, in_work, paragraph_of, ruled, working
from decisions.services.texts.numbers import new_keys, next_proposals
from decisions.services.texts.structure import place_of
from decisions.services.texts.writing import Added
from decisions.text_access import is_delegate, require_right_to_draft, require_voice
from decisions.text_states import TextState
from members.models import Party


def _open_to(pk: int, by: Viewer) -> Text:
    text = in_work(pk)
    require_voice(text, by)
    if text.state != TextState.OPEN:
        raise Conflict(
            _("The text is not open to negotiation."), code="not_open", rule="001:399"
        )
    require_right_to_draft(text, by)
    return text


@transaction.atomic
def propose_wording(
    pk: int,
    key: str,
    *,
    es: str | None = None,
    en: str | None = None,
    reason: str = "",
    by: Viewer,
) -> Proposal:
    """Propose that a paragraph read so, in either language or both."""
    text = _open_to(pk, by)
    row = paragraph_of(working(text, by), key)
    said = {"es": row.es if es is None else clean(es), "en": row.en}
    said["en"] = row.en if en is None else clean(en)
    found = rewording(0, "", row.ruled, **said)
    if not found.es and not found.en:
        raise Invalid(
            _("The proposal changes nothing: it reads as the text does."), code="nothing"
        )
    if any(not said[x] and row.ruled.text(x) for x in LANGUAGES):
        raise Invalid(
            _("To drop the whole paragraph, propose its deletion."), code="all_words"
        )
    new = {x: said[x] if said[x] != row.ruled.text(x) else "" for x in LANGUAGES}
    return _made(text, row, found.operation, by, reason, es=new["es"], en=new["en"])


@transaction.atomic
def propose_addition(pk: int, new: Added, *, reason: str = "", by: Viewer) -> Proposal:
    """Propose a new paragraph."""
    text = _open_to(pk, by)
    version = working(text, by)
    place_of(text, new.place, ruled(version))
    es, en = clean(new.es), clean(new.en)
    if not es and not en:
        raise Invalid(_("A paragraph needs words."), code="empty")
    row = Paragraph(version=version, key=next(new_keys(text.pk)), part=new.part)
    place = {
        "part": new.part,
        "parent": new.parent,
        "after": new.after,
        "form": new.form,
    }
    return _made(text, row, Operation.ADD, by, reason, es=es, en=en, place=place)


@transaction.atomic
def propose_removal(pk: int, key: str, *, reason: str = "", by: Viewer) -> Proposal:
    """Propose that a paragraph go, with what stands within it."""
    text = _open_to(pk, by)
    row = paragraph_of(working(text, by), key)
    return _made(text, row, Operation.REMOVE, by, reason)


@transaction.atomic
def propose_move(
    pk: int, key: str, place: Place, *, reason: str = "", by: Viewer
) -> Proposal:
    """Propose that a paragraph, with what stands within it, stand elsewhere."""
    text = _open_to(pk, by)
    row = paragraph_of(working(text, by), key)
    said = {"part": place.part, "parent": place.parent or "", "after": place.after or ""}
    return _made(text, row, Operation.MOVE, by, reason, place=said)


def _made(
    text: Text,
    row: Paragraph,
    operation: Operation,
    by: Viewer,
    reason: str,
    *,
    es: str = "",
    en: str = "",
    place: dict[str, str] | None = None,
) -> Proposal:
    adds = operation is Operation.ADD
    found = Proposal(
        text=text,
        version=row.version,
        number=next(next_proposals(text.pk)),
        party=Party.objects.get(pk=by.state),
        user_id=by.signer,
        operation=operation,
        paragraph_key=row.key,
        anchor=(place or {}).get("after") or "" if adds else row.key,
        es=es,
        en=en,
        base_es="" if adds else row.es,
        base_en="" if adds else row.en,
        place=place or {},
        reason=reason.strip(),
        made_at=by.at,
    )
    _require_fit(found, ruled(row.version))
    found.save()
    audit.record(text, "proposed", by=by, number=found.number, key=row.key)
    is_whole = operation not in WORDING
    negotiation.follow(text, row.version, by, None if is_whole else {row.key})
    return found


def _require_fit(found: Proposal, now: tuple[rules.Paragraph, ...]) -> None:
    why = unfit(now, negotiation.as_ruled(found, now))
    if why is not None:
        raise Invalid(_("A paragraph cannot stand there."), code=f"unfit_{why}")


def of(proposal_id: int) -> Proposal:
    """Return a proposal under the lock of its text."""
    text_id = Proposal.objects.values_list("text_id", flat=True).get(pk=proposal_id)
    in_work(text_id)
    return Proposal.objects.select_related("text__kind", "party").get(pk=proposal_id)


def step(row: Proposal, what: Step, by: Viewer, reason: str = "") -> None:
    """Write down a step and the state that it leads to. Conflict: there is no such step."""
    reached = handling.after(handling.State(row.state), what)
    if reached is None:
        raise Conflict(
            _("The proposal is “%(state)s”: this can no longer be done.")
            % {"state": ProposalState(row.state).label},
            code="proposal_state",
        )
    if what in handling.NEED_REASON:
        reason = require_text(reason, _("Say why: the reason is part of the record."))
    ProposalStep.objects.create(
        proposal=row,
        step=what,
        party_id=by.state,
        user_id=by.signer,
        reason=reason,
        at=by.at,
    )
    row.state = ProposalState(reached)
    row.save(update_fields=["state", "supporters"])
    if what in handling.DECISIONS:
        text_notices.tell_decided(row, row.text, by=by)
    audit.record(row.text, f"proposal_{what}", by=by, number=row.number)


@transaction.atomic
def support(proposal_id: int, *, by: Viewer) -> Proposal:
    """A delegation supports what another one proposes."""
    return _stand(proposal_id, Step.SUPPORT, by)


@transaction.atomic
def end_support(proposal_id: int, *, by: Viewer) -> Proposal:
    """A delegation supports it no longer."""
    return _stand(proposal_id, Step.END_SUPPORT, by)


def _stand(proposal_id: int, what: Step, by: Viewer) -> Proposal:
    row = of(proposal_id)
    _open_to(row.text_id, by)
    code = Party.objects.values_list("code", flat=True).get(pk=by.state)
    if not handling.may_take(what, code, proposer=row.party.code, is_group=False):
        raise Refused(_("A delegation does not support its own proposal."), code="own")
    others = [each for each in row.supporters if each != code]
    wanted = [*others, code] if what is Step.SUPPORT else others
    if wanted != row.supporters:
        row.supporters = wanted
        step(row, what, by)
    return row


@transaction.atomic
def comment(proposal_id: int, body: str, *, by: Viewer) -> ProposalComment:
    """Say something on a proposal, for every delegation to read."""
    row = of(proposal_id)
    speaks = powers.speaks(by, is_delegate=is_delegate(row.text, by))
    if not speaks and not powers.may_prepare(by):
        raise Refused(_("The member countries comment."), code="not_proposing")
    said = require_text(body, _("Write the comment."))
    found = ProposalComment.objects.create(
        proposal=row, party_id=by.state, user_id=by.signer, body=said, at=by.at
    )
    Proposal.objects.filter(pk=row.pk).update(comments_count=F("comments_count") + 1)
    return found


def concerned(row: Proposal) -> set[str] | None:
    """Return the paragraph whose words a decision on a proposal may change; None: more."""
    return {row.paragraph_key} if Operation(row.operation) in WORDING else None


@transaction.atomic
def withdraw(proposal_id: int, *, by: Viewer) -> Proposal:
    """A delegation takes its proposal back; from the brackets too."""
    row = of(proposal_id)
    if row.party_id != by.state:
        raise Refused(_("Only who proposed it withdraws it."), code="not_own")
    was = row.state
    step(row, Step.WITHDRAW, by)
    version = working(row.text, by)
    if was == ProposalState.BRACKETED:
        out_of_brackets(row, version, by)
    negotiation.follow(row.text, version, by, concerned(row))
    return row
