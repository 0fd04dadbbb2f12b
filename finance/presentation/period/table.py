"""The scale and the payments of a period, one member a row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Viewer
from finance.figures import Books, Payment, owed_of
from finance.models import ALL, Assessment, Budget
from finance.rules.apportionment import half_up
from finance.rules.standing import Owed, Status, age, days_overdue, live_pledge, status
from finance.services.papers import may_ask
from members.models import Party
from members.reports import sortable

BAR = 160  # width of the longest bar
LATE = _("In arrears")
RECEIPT, REQUEST = pgettext_lazy("contribution", "Receipt"), _("Payment request")
STATEMENT = _("Statement of account")
# Tone and icon of each status: a word and a shape; colour is third.
LOOKS: dict[Status, tuple[str, str]] = {
    Status.PAID: ("ok", "check"),
    Status.SETTLED: ("ok", "check"),
    Status.IN_PROCESS: ("brand", "clock"),
    Status.PENDING: ("due", ""),
    Status.PARTIAL: ("due", ""),
    Status.NOT_DEMANDABLE: ("line", ""),
    Status.WRITTEN_OFF: ("line", ""),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A member's line: amounts in cents, the percentage in hundredths of one per cent."""

    party: Party
    assessment: Assessment
    owed: Owed
    percent: int
    state: Status
    tone: str
    icon: str
    word: str | Promise
    age: str | Promise
    expected_on: date | None
    payment: Payment | None
    arrears: int
    bar: int
    may_ask: bool

    @property
    def is_open(self) -> bool:
        return self.owed.outstanding > 0

    @property
    def code(self) -> str:
        return self.party.code.lower()

    @property
    def paper(self) -> str | Promise:
        """What the last column leads to."""
        if self.payment and not self.is_open:
            return RECEIPT
        return REQUEST if self.is_open and self.may_ask else STATEMENT

    @property
    def paper_url(self) -> str:
        """Where that is."""
        if self.payment and not self.is_open:
            return reverse("finance:receipt", args=[self.payment.receipt])
        if self.is_open and self.may_ask:
            return reverse("finance:request-ask", args=[self.assessment.pk])
        return reverse("finance:statement", args=[self.code])


@dataclass(frozen=True, slots=True)
class Table:
    """Every member's line, and their sums."""

    rows: Sequence[Row]
    amount: int
    paid: int
    outstanding: int
    arrears: int
    published: int | None
    settled: int

    def of(self, party: int | None) -> Row | None:
        return next((row for row in self.rows if row.party.pk == party), None)


@dataclass(frozen=True, slots=True)
class Around:
    """What a line is worked out from: the books, the reader, the largest and all shares."""

    books: Books
    arrears: Mapping[int, int]
    viewer: Viewer
    most: int
    whole: int


def table(
    assessments: Iterable[Assessment],
    books: Books,
    earlier: Mapping[int, Budget],
    viewer: Viewer,
) -> Table:
    """Return the lines in the alphabet of the reader's language."""
    rows: list[Any] = list(assessments)
    owed = {row.pk: owed_of(row, books.accounts.get(row.pk, {})) for row in rows}
    most = max((each.amount for each in owed.values()), default=0) or 1
    whole = sum(row.share_cents or 0 for row in rows) or 1
    around = Around(books, _arrears(books, earlier), viewer, most, whole)
    lines = [_row(row, owed[row.pk], around) for row in rows]
    lines.sort(key=lambda line: sortable(line.party.name))
    published = [row.percent for row in rows]
    return Table(
        rows=lines,
        amount=sum(each.amount for each in owed.values()),
        paid=sum(each.paid for each in owed.values()),
        outstanding=sum(each.outstanding for each in owed.values()),
        arrears=sum(line.arrears for line in lines),
        published=sum(published) if published and None not in published else None,
        settled=sum(not line.is_open and line.owed.amount > 0 for line in lines),
    )


def _arrears(books: Books, earlier: Mapping[int, Budget]) -> dict[int, int]:
    """What each member owes for periods before this one."""
    found: dict[int, int] = defaultdict(int)
    for (party, budget), cents in books.owed.items():
        if budget in earlier and cents > 0:
            found[party] += cents
    return found


def _row(row: Any, owed: Owed, around: Around) -> Row:
    on = around.viewer.on
    arrears = around.arrears.get(row.party_id, 0)
    state = status(owed, on)
    tone, icon = LOOKS[state]
    word: str | Promise = state.label
    if arrears and state in {Status.PENDING, Status.PARTIAL}:
        tone, icon, word = "late", "warning", LATE
    pledge = live_pledge(owed.pledges, on) if owed.outstanding > 0 else None
    return Row(
        party=row.party,
        assessment=row,
        owed=owed,
        percent=_percent(row, around.whole),
        state=state,
        tone=tone,
        icon=icon,
        word=word,
        age=age(owed, on).label if days_overdue(owed, on) else "",
        expected_on=pledge.expected_on if pledge else None,
        payment=around.books.payments.get(row.pk),
        arrears=arrears,
        bar=max(1, owed.amount * BAR // around.most) if owed.amount else 0,
        may_ask=may_ask(around.viewer, row.party_id),
    )


def _percent(row: Any, whole: int) -> int:
    """The published percentage; where none was published, that of the amounts."""
    if row.percent is not None:
        return int(row.percent)
    return half_up((row.share_cents or 0) * ALL, whole)
