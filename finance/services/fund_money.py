"""The money of the reserve fund: deposited, reserved in order, paid under the ceiling, told."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from finance import reports
from finance.models import (
    Account,
    Book,
    Entry,
    FundCase,
    FundReport,
    Journal,
    JournalKind,
)
from finance.rules import eligibility, fund, statistics
from finance.rules.discretion import require_discreet
from finance.rules.fund import Verdict, Waiting
from finance.services import ledger
from finance.services.common import (
    one_at_a_time,
    require_positive,
    require_text,
    require_value_date,
)
from finance.services.fund import locked, require_officer, step, voices
from finance.services.ledger import Movement
from finance.states import CaseState, CaseStep
from members.models import Party

FUND = "finance:fund"  # one turn for whoever touches its money
ERASED = "erased"


@transaction.atomic
def deposit(cents: int, *, value_on: date, source: str, key: str, by: Viewer) -> Journal:
    """Record money that came into the fund; those that wait are served in their order."""
    require_officer(by)
    require_discreet([source])
    digest = ledger.digest_of(verb="deposit", cents=cents, value_on=value_on)
    again = ledger.once(key, digest)
    if again is not None:
        return again
    one_at_a_time(FUND)
    require_positive(cents)
    require_value_date(value_on, by)
    movement = Movement(
        JournalKind.DEPOSIT,
        value_on,
        key,
        digest,
        Book.FUND,
        reason=require_text(source, _("Say where the money is from.")),
    )
    journal = ledger.post(
        movement,
        [
            Entry(account=Account.FUND_CASH, cents=cents),
            Entry(account=Account.FUND_FREE, cents=-cents),
        ],
        by=by,
    )
    serve(by=by)
    return journal


@transaction.atomic
def reserve(pk: int, *, accept_cents: int | None = None, by: Viewer) -> FundCase:
    """Reserve a granted case's money, or put it on the waiting list (procedure 5).

    First complete, first served: it never overtakes one that waits. ``accept_cents`` is
    less than was granted, accepted as such.
    """
    require_officer(by)
    one_at_a_time(FUND)
    case = locked(pk)
    if accept_cents is not None:
        if not 0 < accept_cents <= case.cents:
            raise Invalid(_("A part is more than nothing and less than all."), code="part")
        case.cents = accept_cents
        case.save(update_fields=["cents"])
    if case.state == CaseState.GRANTED:
        step(case, CaseStep.QUEUE, by)
    elif case.state != CaseState.WAITING:
        step(case, CaseStep.RESERVE, by)  # says that there is no such step
    serve(by=by)
    case.refresh_from_db()
    audit.record(case, "queued", by=by, state=case.state)
    return case


@transaction.atomic
def serve_waiting(*, by: Viewer) -> list[int]:
    """Reserve for those that wait, as far as the money goes; return which were reached."""
    require_officer(by)
    one_at_a_time(FUND)
    return serve(by=by)


def serve(*, by: Viewer) -> list[int]:
    """Reserve for those that wait, in their order, as far as the money goes.

    Called with the fund locked.
    """
    waiting = {row.pk: row for row in FundCase.objects.filter(state=CaseState.WAITING)}
    queue = [
        Waiting(row.pk, row.complete_on or row.requested_on, row.cents)
        for row in waiting.values()
    ]
    reached = fund.served(queue, reports.fund_money())
    for pk in reached:
        _move(waiting[pk], JournalKind.RESERVATION, waiting[pk].cents, by)
        step(waiting[pk], CaseStep.RESERVE, by)
        audit.record(waiting[pk], "reserved", by=by, cents=waiting[pk].cents)
    return reached


def _move(case: FundCase, kind: JournalKind, cents: int, by: Viewer) -> Journal:
    """Move so many cents from what is free to what is reserved; back, when negative."""
    return ledger.post(
        Movement(kind, by.on, book=Book.FUND),
        [
            Entry(account=Account.FUND_FREE, cents=cents, case=case),
            Entry(account=Account.FUND_RESERVED, cents=-cents, case=case),
        ],
        by=by,
    )


@transaction.atomic
def pay(pk: int, cents: int, *, paid_on: date, key: str, by: Viewer) -> Journal:
    """Record what IOM paid for a case, out of its reservation, once for each ``key``.

    Conflict: more than is reserved, or before both sides had decided (procedure 5).
    """
    require_officer(by)
    digest = ledger.digest_of(verb="fund_pay", case=pk, cents=cents, paid_on=paid_on)
    again = ledger.once(key, digest)
    if again is not None:
        return again
    one_at_a_time(FUND)
    case = locked(pk)
    step(case, CaseStep.PAY, by)
    _require_payable(case, require_positive(cents), paid_on, by)
    journal = ledger.post(
        Movement(JournalKind.PAYMENT, paid_on, key, digest, Book.FUND),
        [
            Entry(account=Account.FUND_RESERVED, cents=cents, case=case),
            Entry(account=Account.FUND_CASH, cents=-cents, case=case),
        ],
        by=by,
    )
    audit.record(case, "paid", by=by, cents=cents)
    return journal


@transaction.atomic
def return_payment(journal_pk: int, *, reason: str, key: str, by: Viewer) -> Journal:
    """Reverse a payment that was recorded wrongly or came back, once for each ``key``.

    It is reserved again; of a case that is closed it is free, and serves those that wait.
    """
    require_officer(by)
    require_discreet([reason])
    digest = ledger.digest_of(verb="fund_return", journal=journal_pk)
    again = ledger.once(key, digest)
    if again is not None:
        return again
    one_at_a_time(FUND)
    paid = Journal.objects.get(pk=journal_pk, kind=JournalKind.PAYMENT)
    case = locked(paid.entries.values_list("case", flat=True)[0])
    why = require_text(reason, _("Say why it came back."))
    made = ledger.undo(paid, why, by=by, key=key, digest=digest, value_on=by.on)
    if case.state != CaseState.RESERVED:
        cents = FundCase.objects.all().with_money().get(pk=case.pk).reserved
        _move(case, JournalKind.RELEASE, -cents, by)
        serve(by=by)
    audit.record(case, "payment_returned", by=by)
    return made


def _require_payable(case: FundCase, cents: int, paid_on: date, by: Viewer) -> None:
    require_value_date(paid_on, by)
    said = fund.verdict(voices(case), needs_joint=case.needs_joint, spent_on=paid_on)
    if said != Verdict.YES:
        raise Conflict(
            _("The decision comes before the expense."), code="too_early", rule="001:659"
        )
    money = FundCase.objects.all().with_money().get(pk=case.pk)
    if cents > money.reserved:
        raise Conflict(
            _("No more is paid for a case than is reserved for it."),
            code="over_ceiling",
            rule="001:661",
        )


@transaction.atomic
def close_case(pk: int, *, by: Viewer) -> FundCase:
    """End a case; what is left of its reservation is free, and serves those that wait.

    A request that was taken back, or never completed, ends the same way.
    """
    require_officer(by)
    one_at_a_time(FUND)
    case = locked(pk)
    step(case, CaseStep.CLOSE, by)
    left = FundCase.objects.all().with_money().get(pk=pk).reserved
    if left:
        _move(case, JournalKind.RELEASE, -left, by)
    serve(by=by)
    audit.record(case, "closed", by=by, released=left)
    return case


@transaction.atomic
def report_half_year(starts_on: date, *, by: Viewer) -> FundReport:
    """Make what is told of a half-year, once it is over; made once, it is the same for ever.

    Each case paid in it counts once, by its first situation; nothing of fewer than five.
    """
    require_officer(by)
    one_at_a_time(FUND)
    made = FundReport.objects.filter(starts_on=starts_on).first()
    if made is not None:
        return made
    first, after = statistics.half_year(starts_on)
    if first != starts_on or not statistics.is_over(starts_on, by.on):
        raise Conflict(_("A report is of a half-year that is over."), code="half_year")
    paid = _paid(first, after)
    tables = statistics.safe_tables(_counts(paid, after))
    is_told = all(group.count is not None for table in tables.values() for group in table)
    report: FundReport = FundReport.objects.create(
        starts_on=first,
        data={
            "tables": {name: statistics.as_rows(table) for name, table in tables.items()},
            "paid_cents": sum(paid.values()) if is_told else None,
        },
        made_at=by.at,
        made_by_id=by.user_id,
    )
    audit.record(report, "made", by=by)
    return report


def _counts(paid: Mapping[int, int], after: date) -> dict[str, dict[str, int]]:
    cases = FundCase.objects.filter(pk__in=paid).select_related("country")
    categories: Counter[str] = Counter({str(each): 0 for each in eligibility.Category})
    # Those of whom nobody was helped hide among the others, as kinds without cases do.
    members = Party.objects.members_on(after - timedelta(days=1))
    countries: Counter[str] = Counter(
        dict.fromkeys(members.values_list("code", flat=True), 0)
    )
    for case in cases:
        categories[case.categories[0] if case.categories else ERASED] += 1
        countries[case.country.code if case.country else ERASED] += 1
    return {"categories": dict(categories), "countries": dict(countries)}


def _paid(first: date, after: date) -> dict[int, int]:
    """Return by case what was paid in a half-year and did not come back in it, in cents."""
    entries = Entry.objects.filter(
        account=Account.FUND_CASH,
        case__isnull=False,
        journal__value_on__gte=first,
        journal__value_on__lt=after,
    )
    sums = entries.order_by().values("case").annotate(n=Sum("cents"))
    return {case: -n for case, n in sums.filter(n__lt=0).values_list("case", "n")}
