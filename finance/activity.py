"""What the records say of a period: spending, contributions, cash, letters, meetings, texts.

Plain JSON in both languages, in cents: the page, the paper and the spreadsheet print the
same, and an issued report keeps it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, F, Q, Sum
from django.db.models.functions import Coalesce

from crm_portal.core.access import Viewer
from crm_portal.core.sections import both, two
from decisions.models import Text as RegisteredText
from finance import reports
from finance.letter_words import period_of
from finance.models import (
    Account,
    Assessment,
    Book,
    Budget,
    Entry,
    FundReport,
    Letter,
    LetterKind,
    LineKind,
)
from finance.rules.budgets import Period, lowest
from finance.rules.standing import Pledge as Said
from finance.rules.standing import live_pledge
from finance.rules.statistics import half_year, in_steps, told_on
from meetings.meeting_states import State
from meetings.models import Meeting
from meetings.presentation.titles import Names
from members.models import Party

HELD = (State.CLOSED, State.FINAL)
DAY = timedelta(days=1)
Rows = list[dict[str, Any]]


def figures(period: Period, viewer: Viewer) -> dict[str, Any]:
    """Return everything on record of ``period``, as ``viewer`` may know it."""
    return {
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "execution": list(_execution(period)),
        "members": _members(period),
        "cash": _cash(period),
        "fund": _fund(period, viewer),
        "letters": _letters(period, viewer),
        "meetings": _meetings(period, viewer),
        "texts": _texts(period, viewer),
    }


def _execution(period: Period) -> Iterator[dict[str, Any]]:
    """Each budget in force during the period: its lines, planned and spent."""
    found = (
        Budget.objects.all()
        .in_force()
        .filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    )
    names = {kind.pk: two(kind.name_es, kind.name_en) for kind in LineKind.objects.all()}
    for budget in found.order_by("starts_on"):
        spent = _spent(budget, period)
        lines = []
        for line in reports.lines_of(budget):
            within, whole = spent.get(line.key, (0, 0))
            lines.append(
                {
                    "line": names[line.key],
                    "planned": line.planned,
                    "spent": within,
                    "to_date": whole,
                    "left": line.planned - whole,
                }
            )
        yield {
            "budget": period_of(budget),
            "time_part": budget.period.elapsed(period.ends_on),
            "lines": lines,
            "total": {
                name: sum(line[name] for line in lines)
                for name in ("planned", "spent", "to_date", "left")
            },
        }


def _spent(budget: Budget, period: Period) -> dict[int, tuple[int, int]]:
    """Return by line what was spent in the period, and up to its end."""
    until = Q(journal__value_on__lte=period.ends_on)
    within = until & Q(journal__value_on__gte=period.starts_on)
    rows = (
        Entry.objects.filter(budget=budget, account=Account.EXPENSE)
        .order_by()
        .values("line")
        .annotate(within=_sum(within), whole=_sum(until))
    )
    return {row["line"]: (row["within"], row["whole"]) for row in rows}


def _sum(when: Q) -> Coalesce:
    return Coalesce(Sum("cents", filter=when), 0, output_field=BigIntegerField())


def _members(period: Period) -> Rows:
    """Return each member's account at the end of the period, and what came in during it."""
    received, rows = _received(period), reports.balances(period.ends_on)
    open_ = _open(period.ends_on)
    arrears, paying = _arrears(open_, period.ends_on), _paying(open_, period.ends_on)
    names = Party.objects.in_bulk([row.party for row in rows])
    return [
        {
            "code": row.code,
            "party": two(names[row.party].name_es, names[row.party].name_en),
            "assessed": row.assessed,
            "received": received.get(row.party, 0),
            "outstanding": row.outstanding,
            "arrears": arrears.get(row.party, 0),
            "credit": row.credit,
            "status": _status(
                row.outstanding,
                arrears.get(row.party, 0),
                is_paying=row.party in paying,
            ),
        }
        for row in rows
    ]


def _status(outstanding: int, overdue: int, *, is_paying: bool) -> str:
    """Return where a member stands: all paid, a payment announced, overdue, or pending."""
    if outstanding <= 0:
        return "paid"
    if is_paying:
        return "in_process"
    return "arrears" if overdue else "pending"


def _paying(open_: Iterable[Assessment], on: date) -> set[int]:
    """Return the members that had said by a day that what is outstanding is in process."""
    return {
        row.party_id
        for row in open_
        if live_pledge(
            [Said(p.said_on, p.expected_on, p.is_withdrawn) for p in row.pledges.all()], on
        )
    }


def _received(period: Period) -> dict[int, int]:
    rows = (
        Entry.objects.filter(
            account=Account.BANK,
            receipt__isnull=False,
            journal__value_on__range=(period.starts_on, period.ends_on),
        )
        .order_by()
        .values("party")
        .annotate(n=Sum("cents"))
    )
    return dict(rows.values_list("party", "n"))


def _open(on: date) -> list[Assessment]:
    """Return the assessments with something outstanding on a day: ``open``, in cents."""
    owed = Q(
        entries__account=Account.RECEIVABLE,
        entries__journal__value_on__lte=on,
    )
    total = Coalesce(Sum("entries__cents", filter=owed), 0, output_field=BigIntegerField())
    rows = Assessment.objects.order_by().annotate(open=total).filter(open__gt=0)
    return list(rows.prefetch_related("pledges"))


def _arrears(open_: Iterable[Assessment], on: date) -> dict[int, int]:
    """Return by member what of its assessments was outstanding and overdue on a day."""
    found: dict[int, int] = {}
    for row in open_:
        if row.due_on is not None and row.due_on < on:
            cents: int = row.open  # type: ignore[attr-defined]
            found[row.party_id] = found.get(row.party_id, 0) + cents
    return found


def _cash(period: Period) -> dict[str, Any]:
    """Return what IOM held for the Conference: at both ends, and the lowest between them."""
    rows = (
        Entry.objects.filter(
            account=Account.BANK,
            journal__book=Book.CONTRIBUTIONS,
            journal__value_on__lte=period.ends_on,
        )
        .order_by()
        .values(day=F("journal__value_on"))
        .annotate(came=_sum(Q(receipt__isnull=False)), went=_sum(Q(receipt__isnull=True)))
    )
    before = [row for row in rows if row["day"] < period.starts_on]
    during = [row for row in rows if row["day"] >= period.starts_on]
    opening = sum(row["came"] + row["went"] for row in before)
    moved = {row["day"]: row["came"] + row["went"] for row in during}
    least, when = lowest(opening, moved)
    return {
        "opening": opening,
        "received": sum(row["came"] for row in during),
        "spent": -sum(row["went"] for row in during),
        "closing": opening + sum(moved.values()),
        "lowest": least,
        "lowest_on": when.isoformat() if when else period.starts_on.isoformat(),
    }


def _fund(period: Period, viewer: Viewer) -> dict[str, Any]:
    """Return what is published of the fund: its balance in whole steps, its half-years.

    No amount of another day or to the cent: a difference would tell of a single case.
    """
    on = told_on(min(period.ends_on, viewer.on - DAY) + DAY)
    first = half_year(period.starts_on)[0]
    found = FundReport.objects.all().visible_to(viewer)
    found = found.filter(starts_on__gte=first, starts_on__lte=period.ends_on)
    return {
        "as_of": on.isoformat(),
        "balance": in_steps(reports.fund_money(on).balance),
        "halves": [
            {
                "starts_on": report.starts_on.isoformat(),
                "paid_cents": report.data.get("paid_cents"),
                "helped": _helped(report.data.get("tables", {})),
            }
            for report in found
        ],
    }


def _helped(tables: dict[str, Any]) -> int | None:
    """Return how many were helped, where the report tells it."""
    counts = [group["count"] for group in tables.get("categories", [])]
    if not counts or any(count is None for count in counts):
        return None if counts else 0
    return sum(counts)


def _letters(period: Period, viewer: Viewer) -> Rows:
    found = (
        Letter.objects.all()
        .visible_to(viewer)
        .filter(written_on__range=(period.starts_on, period.ends_on))
    )
    counted = found.select_related("budget").annotate(n=Count("recipients"))
    return [
        {
            "number": letter.number,
            "kind": both(LetterKind(letter.kind).label),
            "budget": period_of(letter.budget),
            "on": letter.written_on.isoformat(),
            "members": letter.n,
        }
        for letter in counted
    ]


def _meetings(period: Period, viewer: Viewer) -> Rows:
    found = Meeting.objects.visible_to(viewer).filter(
        state__in=HELD, starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    names = Names.read()
    return [
        {
            "symbol": meeting.symbol,
            "title": two(names.title(meeting, "es"), names.title(meeting, "en")),
            "starts_on": meeting.starts_on.isoformat(),
            "ends_on": meeting.ends_on.isoformat(),
        }
        for meeting in found.select_related("body").order_by("starts_on", "pk")
    ]


def _texts(period: Period, viewer: Viewer) -> Rows:
    found = RegisteredText.objects.visible_to(viewer).standing()
    within = found.filter(adopted_on__range=(period.starts_on, period.ends_on))
    return [
        {
            "reference": text.reference,
            "title": two(text.title_es, text.title_en or text.title_es),
            "on": text.adopted_on.isoformat(),
        }
        for text in within.order_by("adopted_on", "pk")
        if text.adopted_on is not None
    ]
