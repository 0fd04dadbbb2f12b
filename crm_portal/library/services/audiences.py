"""Whom a document is for: narrowed by one person, widened by two (UN and EU practice)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, DomainError, IllegalStep, Invalid, Refused
from crm_portal.library import rules
from crm_portal.library.models import AudienceChange, Document, Level
from crm_portal.library.models.downgrades import ChangeState
from crm_portal.library.notices import tell_second_persons
from crm_portal.library.services.documents import locked, require_circle, require_inside
from crm_portal.library.standing_in import delegates_of


@transaction.atomic
def propose_downgrade(
    pk: int, level: str, *, reason: str, by: Viewer, circle: str = "", writes: bool = True
) -> AudienceChange:
    """Propose that more people read a document. Nothing changes until somebody else agrees.

    ``writes``: whoever may agree gets a letter of it; of a whole archive they do not.
    """
    document = locked(pk, by)
    _require_change(document, level, circle, reason, by)
    if rules.is_narrower(document.level, level, document.circle, circle):
        raise Invalid(_("That reaches fewer people: narrow it instead."), code="narrower")
    if document.changes.waiting().exists():
        raise Conflict(_("A proposal waits already."), code="waiting")
    change = _change(document, level, circle, reason, by)
    change.state = ChangeState.PROPOSED
    change.save()
    audit.record(document, "downgrade_proposed", by=by, becomes=level)
    if writes:
        tell_second_persons(change, by=by)
    return change


@transaction.atomic
def approve_downgrade(pk: int, *, by: Viewer) -> AudienceChange:
    """Approve what somebody else proposed: from now on the document reaches more people."""
    change, document = _waiting(pk, by)
    _require_second_person(change, document, by)
    if (document.level, document.circle) != (change.was, change.was_circle):
        raise Conflict(_("The audience has changed since then."), code="changed")
    _decide(change, ChangeState.APPROVED, by)
    _apply(document, change)
    audit.record(document, "downgraded", by=by, becomes=change.becomes, change=change.pk)
    return change


def approve_several(pks: Iterable[int], *, by: Viewer) -> tuple[int, int]:
    """Approve proposals one by one; return how many were, and how many were not to be."""
    approved = left = 0
    for pk in dict.fromkeys(pks):
        try:
            approve_downgrade(pk, by=by)
            approved += 1
        except (AudienceChange.DoesNotExist, DomainError):
            left += 1
    return approved, left


@transaction.atomic
def decline_downgrade(pk: int, *, by: Viewer) -> AudienceChange:
    """Set a proposal aside; whoever proposed it may do so too."""
    change, document = _waiting(pk, by)
    locked(document.pk, by)
    _decide(change, ChangeState.DECLINED, by)
    audit.record(document, "downgrade_declined", by=by, change=change.pk)
    return change


@transaction.atomic
def narrow(
    pk: int, level: str, *, reason: str, by: Viewer, circle: str = ""
) -> AudienceChange:
    """Let fewer people read a document, at once. A proposal that waited is set aside."""
    document = locked(pk, by)
    _require_change(document, level, circle, reason, by)
    if not rules.is_narrower(document.level, level, document.circle, circle):
        raise Invalid(
            _("That would reach somebody else: it takes two persons."), code="wider"
        )
    for waiting in document.changes.waiting().select_for_update():
        _decide(waiting, ChangeState.DECLINED, by)
    change = _change(document, level, circle, reason, by)
    change.state, change.decided_at = ChangeState.NARROWED, by.at
    change.decided_by_id = by.signer
    change.save()
    if level == Level.NAMED and not document.readers.filter(user=by.signer).exists():
        document.readers.create(
            user_id=by.signer,
            reason=_("Narrowed it to named persons"),
            added_at=by.at,
            added_by_id=by.signer,
        )
    _apply(document, change)
    audit.record(document, "narrowed", by=by, becomes=level)
    return change


def _require_second_person(change: AudienceChange, document: Document, by: Viewer) -> None:
    if document.level == Level.CLOSED:
        require_inside(document, by)
    delegates = delegates_of(change.proposed_by_id, by)
    level, proposer = document.level, change.proposed_by_id
    if not rules.may_approve(by, level, proposed_by=proposer, delegates=delegates):
        raise Refused(
            _("Somebody else than who proposed it approves it, and no stand-in of theirs."),
            code="two_persons",
        )


def _require_change(
    document: Document, level: str, circle: str, reason: str, by: Viewer
) -> None:
    if level not in Level.values:
        raise Invalid(_("Choose the audience."), code="level")
    if (level, circle) == (document.level, document.circle):
        raise Conflict(_("It is for that audience already."), code="same")
    require_circle(level, circle, by)
    if not reason.strip():
        raise Invalid(_("Say why."), code="reason")


def _change(
    document: Document, level: str, circle: str, reason: str, by: Viewer
) -> AudienceChange:
    return AudienceChange(
        document=document,
        was=document.level,
        was_circle=document.circle,
        becomes=level,
        becomes_circle=circle,
        reason=reason.strip()[:500],
        proposed_at=by.at,
        proposed_by_id=by.signer,
    )


def _waiting(pk: int, by: Viewer) -> tuple[AudienceChange, Document]:
    """Return a proposal and its document under lock, for somebody who reads the document."""
    visible = Document.objects.visible_to(by).values("pk")
    change = AudienceChange.objects.get(pk=pk, document__in=visible)
    document = Document.objects.select_for_update().get(pk=change.document_id)
    change = AudienceChange.objects.select_for_update().get(pk=pk)
    if change.state != ChangeState.PROPOSED:
        raise IllegalStep(_("That proposal was decided."))
    return change, document


def _decide(change: AudienceChange, state: ChangeState, by: Viewer) -> None:
    change.state, change.decided_at, change.decided_by_id = state, by.at, by.signer
    change.save(update_fields=["state", "decided_at", "decided_by"])


def _apply(document: Document, change: AudienceChange) -> None:
    document.level, document.circle = change.becomes, change.becomes_circle
    document.save(update_fields=["level", "circle"])
