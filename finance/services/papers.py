"""Papers that a State needs to pay and that say that it paid: asked for, signed, made once."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.sections import Text, both, day, same, two
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language, RenderJob
from finance import access
from finance.letter_words import period_of
from finance.models import Assessment, PaymentRequest, Receipt, ReceiptPaper
from finance.presentation.money import amount
from finance.rules import powers
from finance.services import telling
from finance.services.common import (
    lock_party,
    one_at_a_time,
    require_accounts,
    require_text,
)

OFFICE = gettext_lazy("Technical Secretariat of the Regional Conference on Migration")
REQUEST = gettext_lazy("Payment request %(number)s")
RECEIPT = gettext_lazy("Receipt %(number)s")
REQUEST_ATTESTS = gettext_lazy(
    "A payment request signed by the Secretariat at the request of a member"
)
RECEIPT_ATTESTS = gettext_lazy("A receipt of the Secretariat for a contribution")
IN_PORTAL = gettext_lazy("the portal")


def may_ask(by: Viewer, party_id: int) -> bool:
    """A State asks for its own assessments; the Secretariat writes down what it was asked."""
    is_own = by.has(Role.FOCAL_POINT) and by.has(Role.MEMBER) and by.party_id == party_id
    return powers.may_keep_accounts(by) or is_own


@transaction.atomic
def ask_request(
    assessment_pk: int, *, asked_in: str = "", addressee: str = "", by: Viewer
) -> PaymentRequest:
    """Ask the Secretariat for a payment request. One waits at a time.

    Conflict: nothing is outstanding, or one waits. Invalid: the Secretariat does not say
    where it was asked.
    """
    assessment = Assessment.objects.all().visible_to(by).get(pk=assessment_pk)
    if not may_ask(by, assessment.party_id):
        raise Refused(_("A State asks for its own payment request."), code="not_own")
    if powers.may_keep_accounts(by):
        require_text(asked_in, _("Say where it was asked."))
    one_at_a_time(f"finance:request:{assessment_pk}")
    if assessment.requests.filter(signed_at=None).exists():
        raise Conflict(_("A payment request is waiting to be signed."), code="waiting")
    if access.owed_now(assessment_pk).outstanding <= 0:
        raise Conflict(_("Nothing is outstanding."), code="nothing_owed")
    made: PaymentRequest = PaymentRequest.objects.create(
        assessment=assessment,
        asked_on=by.on,
        asked_in=asked_in.strip() or str(IN_PORTAL),
        asked_at=by.at,
        asked_by_id=by.user_id,
        addressee=addressee.strip(),
    )
    audit.record(made, "asked", by=by, assessment=assessment_pk)
    if not powers.may_keep_accounts(by):
        telling.tell_request(made, by=by)
    return made


@transaction.atomic
def sign_request(
    pk: int,
    *,
    signed_by: str,
    addressee: str = "",
    words_es: str = "",
    words_en: str = "",
    by: Viewer,
) -> PaymentRequest:
    """Sign it: its number and its amount are those of this day, and its paper is owed.

    Conflict: it was signed, or nothing is outstanding any more.
    """
    require_accounts(by)
    found = PaymentRequest.objects.select_for_update(of=("self",))
    made: PaymentRequest = found.select_related("assessment__party").get(pk=pk)
    if made.signed_at is not None:
        raise Conflict(_("It was signed already."), code="signed")
    outstanding = access.owed_now(made.assessment_id).outstanding
    if outstanding <= 0:
        raise Conflict(_("Nothing is outstanding."), code="nothing_owed")
    if bool(words_es.strip()) != bool(words_en.strip()):
        raise Invalid(_("Write the text in both languages, or in none."), code="required")
    made.signed_by = require_text(signed_by, _("Say who signs."))
    made.addressee = addressee.strip()
    made.words_es, made.words_en = words_es.strip(), words_en.strip()
    made.outstanding_cents, made.signed_at = outstanding, by.at
    made.year, made.sequence = by.on.year, next_of(PaymentRequest, by.on.year)
    made.recorded_by_id = by.user_id
    made.save()
    _ask_request_paper(made, by)
    audit.record(made, "signed", by=by, number=made.number, cents=outstanding)
    telling.tell_signed(made, by=by)
    return made


@transaction.atomic
def issue_receipt(pk: int, *, signed_by: str, by: Viewer) -> ReceiptPaper:
    """Give a transfer its receipt on paper, once; a second asking is the same receipt.

    Conflict: the transfer came back.
    """
    require_accounts(by)
    receipt = Receipt.objects.get(pk=pk)
    # So that it does not come back, nor pay anything else, while its paper is written.
    lock_party(receipt.party_id)
    earlier: ReceiptPaper | None = ReceiptPaper.objects.filter(receipt=receipt).first()
    if earlier is not None:
        return earlier
    if not Receipt.objects.all().standing().filter(pk=pk).exists():
        raise Conflict(_("This transfer came back."), code="returned")
    made: ReceiptPaper = ReceiptPaper.objects.create(
        receipt=receipt,
        year=by.on.year,
        sequence=next_of(ReceiptPaper, by.on.year),
        issued_on=by.on,
        issued_at=by.at,
        issued_by_id=by.user_id,
        signed_by=require_text(signed_by, _("Say who signs.")),
    )
    _ask_receipt_paper(made, by)
    audit.record(made, "issued", by=by, number=made.number)
    return made


def next_of(model: Any, year: int) -> int:
    """Return the next number of a series in ``year``; the turn lasts as long as the act."""
    one_at_a_time(f"finance:number:{model._meta.model_name}")
    last = model.objects.filter(year=year, sequence__isnull=False).order_by("-sequence")
    first = last.values_list("sequence", flat=True).first()
    return (first or 0) + 1


def papers_of(target: PaymentRequest | ReceiptPaper) -> RenderJob | None:
    """Return the order for the paper of ``target``, if it was given."""
    found: RenderJob | None = RenderJob.objects.of(target).select_related("document").last()
    return found


def _ask_request_paper(made: PaymentRequest, by: Viewer) -> None:
    assessment = made.assessment
    stands = access.owed_now(made.assessment_id)
    period = period_of(assessment.budget)
    rows = [
        (both(gettext_lazy("Period")), period),
        (both(gettext_lazy("Contribution in USD")), same(amount(stands.amount))),
        (both(gettext_lazy("Received in USD")), same(amount(stands.paid))),
        (both(gettext_lazy("Due on")), _day(assessment.due_on)),
        (both(gettext_lazy("Asked for")), day(made.asked_on)),
    ]
    context = {
        "reference": made.number,
        "title": both(REQUEST, number=made.number),
        "addressee": made.addressee,
        "party": two(assessment.party.name_es, assessment.party.name_en),
        "facts": _facts(rows),
        "amount": amount(stands.outstanding),
        "words": two(made.words_es, made.words_en),
        "signed_by": made.signed_by,
    }
    _ask(made, Kind.PAYMENT_REQUEST, context, REQUEST_ATTESTS, "request", by)


def _ask_receipt_paper(made: ReceiptPaper, by: Viewer) -> None:
    receipt = made.receipt
    rows = [
        (both(gettext_lazy("Value date")), day(receipt.value_on)),
        (both(gettext_lazy("Sent")), same(f"{receipt.currency} {amount(receipt.gross)}")),
        (both(gettext_lazy("Bank fee")), same(f"{receipt.currency} {amount(receipt.fee)}")),
        (both(gettext_lazy("Reference of the bank")), same(receipt.bank_reference or "—")),
    ]
    pays = receipt.allocations.all().standing().select_related("assessment__budget")
    rows += [
        (period_of(each.assessment.budget), same(f"USD {amount(each.cents)}"))
        for each in pays
    ]
    if left := Receipt.objects.all().with_left().get(pk=receipt.pk).left:
        rows.append((both(gettext_lazy("Credit in favour")), same(f"USD {amount(left)}")))
    context = {
        "reference": made.number,
        "title": both(RECEIPT, number=made.number),
        "party": two(receipt.party.name_es, receipt.party.name_en),
        "facts": _facts(rows),
        "amount": amount(receipt.net_cents),
        "signed_by": made.signed_by,
    }
    _ask(made, Kind.RECEIPT, context, RECEIPT_ATTESTS, "receipt", by)


def _facts(rows: list[tuple[Text, Text]]) -> list[dict[str, Text]]:
    return [{"label": label, "value": value} for label, value in rows]


def _day(on: Any) -> Text:
    return day(on) if on else same("—")


def _ask(
    target: PaymentRequest | ReceiptPaper,
    kind: str,
    context: dict[str, Any],
    attests: Any,
    template: str,
    by: Viewer,
) -> None:
    said = both(attests)
    whole = {
        **context,
        "office": both(OFFICE),
        "issued_at": by.at.isoformat(),
        "demonstration": settings.DEMONSTRATION,
    }
    library.ask(
        library.Paper(
            kind=kind,
            reference=context["reference"],
            title_es=context["title"]["es"],
            title_en=context["title"]["en"],
            language=Language.BOTH,
            audience=Audience.MEMBERS,
            template=f"pdf/finance/{template}.html",
            context=whole,
            target=target,
            attestation_es=said["es"],
            attestation_en=said["en"],
        ),
        by=by,
    )
