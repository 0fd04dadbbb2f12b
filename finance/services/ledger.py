"""Writing journals: once for each key, entries with them, and reversals of what was written."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from crm_portal.library.rules import canonical_json, sha256
from finance.models import Book, Entry, Journal, JournalKind
from finance.services.common import Decision, one_at_a_time

KEY_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Movement:
    """What a journal says of itself, before its entries."""

    kind: JournalKind
    value_on: date
    key: str = ""
    digest: str = ""
    book: Book = Book.CONTRIBUTIONS
    decision: Decision | None = None
    reason: str = ""
    reverses: Journal | None = None


def digest_of(**said: Any) -> str:
    """Return the hash of what was sent, by which a key sent again is recognized."""
    return sha256(canonical_json({name: str(value) for name, value in said.items()}))


def digest_by(cited: Decision, reason: str, **said: Any) -> str:
    """Return the hash of an act by decision: which decision, and why, belong to it."""
    return digest_of(text=cited.text, provision=cited.provision, reason=reason, **said)


def once(key: str, digest: str, *, in_parts: bool = False) -> Journal | None:
    """Wait for whoever else sends ``key``; return the journal if it was written already.

    ``in_parts``: the act writes several, under ``key:…``; the first of them is returned.
    Invalid: no key. Conflict: the key was used for something else.
    """
    if not 0 < len(key) <= KEY_LENGTH:
        raise Invalid(_("Every movement of money has a key of its own."), code="no_key")
    one_at_a_time(f"finance:key:{key}")
    same = Q(key__startswith=f"{key}:") if in_parts else Q(key=key)
    found: Journal | None = Journal.objects.filter(same).first()
    if found is not None and found.digest != digest:
        raise Conflict(
            _("This key was used for another movement."), code="key_used", rule="L1"
        )
    return found


def begin(movement: Movement, *, by: Viewer) -> Journal:
    """Write the journal; its entries follow in the same transaction."""
    cited = movement.decision
    journal: Journal = Journal.objects.create(
        book=movement.book,
        kind=movement.kind,
        key=movement.key or f"own:{uuid.uuid4()}",
        digest=movement.digest,
        value_on=movement.value_on,
        reverses=movement.reverses,
        text_id=cited.text if cited else None,
        provision_id=cited.provision if cited else None,
        reason=movement.reason,
        recorded_at=by.at,
        recorded_by_id=by.user_id,
    )
    return journal


def write(journal: Journal, entries: Iterable[Entry]) -> Journal:
    """Write the entries of ``journal``: they add to zero, or the transaction fails."""
    some = list(entries)
    for entry in some:
        entry.journal = journal
    Entry.objects.bulk_create(some)
    return journal


def post(movement: Movement, entries: Iterable[Entry], *, by: Viewer) -> Journal:
    """Write a journal and its entries."""
    return write(begin(movement, by=by), entries)


def undo(
    journal: Journal,
    reason: str,
    *,
    by: Viewer,
    key: str = "",
    digest: str = "",
    **more: Any,
) -> Journal:
    """Write the reversal of ``journal``: the same entries the other way (procedure 4).

    ``more``: the day it counts from (that of the journal unless told) and the decision.
    """
    if hasattr(journal, "reversed_by") or journal.reverses_id is not None:
        raise Conflict(
            _("A movement is reversed once, and a reversal never."), code="reversed"
        )
    mirror = [
        Entry(
            account=entry.account,
            currency=entry.currency,
            cents=-entry.cents,
            party_id=entry.party_id,
            assessment_id=entry.assessment_id,
            receipt_id=entry.receipt_id,
            budget_id=entry.budget_id,
            line_id=entry.line_id,
            case_id=entry.case_id,
        )
        for entry in journal.entries.all()
    ]
    movement = Movement(
        kind=JournalKind.REVERSAL,
        value_on=more.get("value_on") or journal.value_on,
        key=key,
        digest=digest,
        book=Book(journal.book),
        decision=more.get("decision"),
        reason=reason,
        reverses=journal,
    )
    return post(movement, mirror, by=by)
