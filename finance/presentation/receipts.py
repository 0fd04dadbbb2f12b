"""Receipts as the pages show them: a list, one with where its money went, what one would pay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import DomainError
from finance import access
from finance.models import Allocation, Assessment, BankLine, Journal, Receipt
from finance.presentation.money import amount
from finance.reports import Balance
from finance.rules import powers
from finance.rules.allocation import USD, Credit, Open, allocate, credited
from finance.rules.standing import Pledge, Status, live_pledge, status
from finance.services.receipts import Transfer
from members.models import Party

STANDING, RETURNED = "standing", "returned"


@dataclass(frozen=True)
class Choice:
    """An assessment that may be paid: whose, and what it is called in a list."""

    assessment: int
    party: int
    label: str


@dataclass(frozen=True)
class Row:
    """A receipt in a list; ``left`` are the cents that pay nothing yet."""

    receipt: Receipt
    left: int
    returned: Journal | None


@dataclass(frozen=True)
class Piece:
    """What of a receipt pays an assessment, and whether that was taken back."""

    allocation: Allocation
    taken_back: Journal | None


@dataclass(frozen=True)
class Preview:
    """What a transfer would pay: ``net`` cents, piece by piece, and what stays credit."""

    net: int
    pieces: tuple[tuple[str, int], ...]
    left: int


def members() -> QuerySet[Party]:
    """Return the parties that ever contribute, in the order of the scale's table."""
    return Party.objects.filter(kind="member_state").order_by("order", "code")


def listed(viewer: Viewer, asked: Mapping[str, Any]) -> QuerySet[Receipt]:
    """Return the receipts asked for by member, year and state, the latest first."""
    found = Receipt.objects.all().visible_to(viewer).order_by("-value_on", "-pk")
    if asked.get("member"):
        found = found.filter(party__code=asked["member"])
    if asked.get("year"):
        year = int(asked["year"])
        found = found.filter(value_on__range=(date(year, 1, 1), date(year, 12, 31)))
    if asked.get("state") == RETURNED:
        found = found.filter(journal__reversed_by__isnull=False)
    elif asked.get("state") == STANDING:
        found = found.standing()
    return found.select_related("party", "journal__reversed_by")


def rows(found: list[Receipt]) -> list[Row]:
    """Return the rows of one page, with what is left of each in one statement."""
    some = Receipt.objects.filter(pk__in=[each.pk for each in found]).with_left()
    left = dict(some.order_by().values_list("pk", "left"))
    return [Row(each, left[each.pk], reversal(each.journal)) for each in found]


def reversal(journal: Journal) -> Journal | None:
    """Return the journal that reversed another, read along with it."""
    return getattr(journal, "reversed_by", None)


def years(viewer: Viewer) -> list[int]:
    """Return the years in which something was received, the latest first."""
    visible = Receipt.objects.all().visible_to(viewer)
    ends = visible.aggregate(first=Min("value_on"), last=Max("value_on"))
    if ends["first"] is None:
        return []
    return list(range(ends["last"].year, ends["first"].year - 1, -1))


def one(viewer: Viewer, pk: int) -> Receipt | None:
    """Return a receipt that the viewer may see, with what its page shows."""
    visible = Receipt.objects.all().visible_to(viewer).filter(pk=pk)
    related = (
        "party",
        "journal__reversed_by",
        "recorded_by",
        "document",
        "designated__budget",
    )
    found: Receipt | None = visible.select_related(*related).with_left().first()
    return found


def pieces(receipt: Receipt) -> list[Piece]:
    """Return where the money of a receipt went, in the order in which it did."""
    found = receipt.allocations.select_related(
        "journal__reversed_by", "assessment__budget"
    ).order_by("pk")
    return [Piece(each, reversal(each.journal)) for each in found]


def open_choices(party: int | None = None) -> list[Choice]:
    """Return the assessments with something outstanding, by member and then the oldest."""
    found = Assessment.objects.all().with_balances().filter(outstanding__gt=0)
    if party is not None:
        found = found.filter(party=party)
    ordered = found.select_related("party", "budget").order_by(
        "party__order", "party__code", "budget__starts_on"
    )
    return [
        Choice(
            each.pk,
            each.party_id,
            _("%(member)s · %(budget)s · USD %(amount)s outstanding")
            % {
                "member": each.party.name,
                "budget": each.budget.label,
                "amount": amount(each.outstanding),
            },
        )
        for each in ordered
    ]


def preview(sent: Transfer) -> Preview:
    """Return what a transfer would pay if it were recorded now, by the rule that does it.

    Credit that the member has already is applied as well. Invalid: as the service says it.
    """
    net = sent.net_cents if sent.currency != USD else None
    worked_out = credited(sent.gross, sent.fee, sent.currency, sent.rate)
    net = worked_out if net is None else net
    owed = list(
        Assessment.objects.all()
        .with_balances()
        .filter(party=sent.party, outstanding__gt=0)
        .select_related("budget")
    )
    names = {each.pk: each.budget.label for each in owed}
    made = allocate(
        [*_credit_of(sent.party), Credit(NEW, sent.value_on, net, sent.designated)],
        [Open(each.pk, each.budget.starts_on, each.outstanding) for each in owed],
    )
    mine = [(names[each.assessment], each.cents) for each in made if each.receipt == NEW]
    return Preview(net, tuple(mine), net - sum(cents for _name, cents in mine))


NEW = 2**62  # the key of what has none yet: the latest of its day


def _credit_of(party: int) -> list[Credit]:
    standing = Receipt.objects.all().standing().with_left().filter(party=party, left__gt=0)
    return [
        Credit(each.pk, each.value_on, each.left, each.designated_id) for each in standing
    ]


def tried(sent: Transfer) -> tuple[Preview | None, DomainError | None]:
    """Return the preview, or why there is none."""
    try:
        return preview(sent), None
    except DomainError as refused:
        return None, refused


@dataclass(frozen=True)
class Announced:
    """An assessment that is not settled, and the member's word about it, if it has one."""

    assessment: Any
    status: Status
    pledge: Pledge | None
    may_say: bool


def announced(viewer: Viewer, code: str = "") -> list[Announced]:
    """Return what is outstanding, with what is on its way: one's own first."""
    found = Assessment.objects.all().visible_to(viewer).with_balances()
    found = found.filter(outstanding__gt=0).select_related("party", "budget")
    if code:
        found = found.filter(party__code=code)
    ordered = found.prefetch_related("pledges").order_by(
        "party__order", "budget__starts_on"
    )
    rows = [_announced(each, viewer) for each in ordered]
    return sorted(rows, key=lambda row: row.assessment.party_id != viewer.party_id)


def _announced(assessment: Any, viewer: Viewer) -> Announced:
    owed = access.owed(assessment)
    return Announced(
        assessment,
        status(owed, viewer.on),
        live_pledge(owed.pledges, viewer.on),
        powers.may_pledge(viewer, assessment.party_id),
    )


def piece(receipt: Receipt, pk: int) -> Piece:
    """Return one allocation of a receipt, or 404."""
    for each in pieces(receipt):
        if each.allocation.pk == pk:
            return each
    raise Http404


def named(balances: Sequence[Balance]) -> list[tuple[str, str, int]]:
    """Return code, name and credit of members that have some."""
    names = {each.pk: each.name for each in members()} if balances else {}
    return [(each.code, names.get(each.party, each.code), each.credit) for each in balances]


def bank_line(viewer: Viewer, receipt: Receipt) -> BankLine | None:
    """Return the line of a bank statement that became the receipt, for whoever may see it."""
    visible = BankLine.objects.all().visible_to(viewer).filter(receipt=receipt)
    found: BankLine | None = visible.select_related("statement").first()
    return found
