"""What is said and decided of what is owed: pledges, write-offs, letters."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from finance import access
from finance.models import (
    Account,
    Assessment,
    Budget,
    Entry,
    Journal,
    JournalKind,
    Letter,
    LetterKind,
    LetterRecipient,
    Pledge,
)
from finance.rules import powers
from finance.rules.reminders import recipients
from finance.rules.standing import due_on, require_write_off
from finance.services import ledger
from finance.services.allocating import apply_credit
from finance.services.common import (
    Decision,
    lock_party,
    locked_budget,
    one_at_a_time,
    require_decision,
    require_registrar,
    require_text,
)
from finance.services.ledger import Movement


@transaction.atomic
def pledge(
    pk: int,
    *,
    said_on: date,
    source: str,
    expected_on: date | None = None,
    is_withdrawn: bool = False,
    by: Viewer,
) -> Pledge:
    """Record that a member says its payment is in process, or takes that back (002:10)."""
    assessment = Assessment.objects.all().visible_to(by).get(pk=pk)
    if not powers.may_pledge(by, assessment.party_id):
        raise Refused(_("A member says it of its own payment."), code="not_own")
    if said_on > by.on:
        raise Invalid(_("What was said was not said in the future."), code="said_on")
    made: Pledge = Pledge.objects.create(
        assessment=assessment,
        said_on=said_on,
        expected_on=expected_on,
        is_withdrawn=is_withdrawn,
        source=require_text(source, _("Say where it was said.")),
        recorded_at=by.at,
        recorded_by_id=by.user_id,
    )
    audit.record(assessment, "pledged", by=by, said_on=said_on, withdrawn=is_withdrawn)
    return made


@transaction.atomic
def write_off(
    pk: int, cents: int, *, decision: Decision, reason: str, key: str, by: Viewer
) -> Journal:
    """Write off what the Vice-Ministers decided, and no more than is outstanding (001:376)."""
    require_registrar(by)
    cited = require_decision(decision, by=by)
    why = reason.strip()
    digest = ledger.digest_by(cited, why, verb="write_off", assessment=pk, cents=cents)
    again = ledger.once(key, digest)
    if again is not None:
        return again
    assessment: Assessment = Assessment.objects.get(pk=pk)
    lock_party(assessment.party_id)
    require_write_off(access.owed_now(pk), cents)
    whose = {"party_id": assessment.party_id, "assessment": assessment}
    journal = ledger.post(
        Movement(JournalKind.WRITE_OFF, by.on, key, digest, decision=cited, reason=why),
        [
            Entry(account=Account.WRITTEN_OFF, cents=cents, **whose),
            Entry(account=Account.RECEIVABLE, cents=-cents, **whose),
        ],
        by=by,
    )
    audit.record(assessment, "written_off", by=by, cents=cents, text=cited.text)
    return journal


@transaction.atomic
def restore(
    journal_pk: int, *, decision: Decision, reason: str, key: str, by: Viewer
) -> Journal:
    """Reverse a write-off, as the Vice-Ministers decided: it is owed again."""
    require_registrar(by)
    cited = require_decision(decision, by=by)
    digest = ledger.digest_by(cited, reason, verb="restore", journal=journal_pk)
    again = ledger.once(key, digest)
    if again is not None:
        return again
    journal: Journal = Journal.objects.get(pk=journal_pk, kind=JournalKind.WRITE_OFF)
    assessment = Assessment.objects.get(entries__journal=journal, entries__cents__gt=0)
    lock_party(assessment.party_id)
    why = require_text(reason, _("Say why it is owed again."))
    made = ledger.undo(
        journal, why, by=by, key=key, digest=digest, value_on=by.on, decision=cited
    )
    apply_credit(assessment.party_id, by=by)
    audit.record(assessment, "restored", by=by, text=cited.text)
    return made


@transaction.atomic
def write_letter(
    pk: int,
    kind: LetterKind,
    *,
    words_es: str = "",
    words_en: str = "",
    signed_by: str = "",
    by: Viewer,
) -> Letter:
    """Write to every member with something outstanding today, with today's figures (002:10).

    A call notifies the assessments and makes them due. Conflict: nobody owes anything, or
    a reminder comes before the call.
    """
    if not powers.may_write_letters(by):
        raise Refused(
            _("The presidency writes to the members."), code="not_presidency", rule="002:10"
        )
    budget = locked_budget(pk)
    is_call = kind == LetterKind.CALL
    if is_call:
        _notify(budget, by)
    _require_called(budget)
    chosen = recipients(access.owed_for(budget), by.on, is_call=is_call)
    if not chosen:
        raise Conflict(_("No member has anything outstanding."), code="nothing_owed")
    words = {"words_es": words_es, "words_en": words_en, "signed_by": signed_by}
    letter = _number(budget, kind, by, **words)
    LetterRecipient.objects.bulk_create(
        LetterRecipient(
            letter=letter,
            party_id=each.party,
            wording=each.wording,
            assessed_cents=each.assessed,
            paid_cents=each.paid,
            written_off_cents=each.written_off,
            outstanding_cents=each.outstanding,
        )
        for each in chosen
    )
    audit.record(letter, "written", by=by, kind=kind, members=len(chosen))
    return letter


def _notify(budget: Budget, by: Viewer) -> None:
    fresh = budget.assessments.filter(notified_on=None)
    fresh.update(notified_on=by.on, due_on=due_on(budget.starts_on, by.on))


def _require_called(budget: Budget) -> None:
    if (
        not budget.assessments.exists()
        or budget.assessments.filter(notified_on=None).exists()
    ):
        raise Conflict(_("The members were not called to pay yet."), code="not_called")


def _number(budget: Budget, kind: LetterKind, by: Viewer, **words: str) -> Letter:
    one_at_a_time("finance:letters")
    last = Letter.objects.filter(year=by.on.year).order_by("-sequence").first()
    letter: Letter = Letter.objects.create(
        year=by.on.year,
        sequence=last.sequence + 1 if last else 1,
        kind=kind,
        budget=budget,
        written_on=by.on,
        signed_for_id=by.state,
        **{name: text.strip() for name, text in words.items()},
        recorded_at=by.at,
        recorded_by_id=by.user_id,
    )
    return letter
