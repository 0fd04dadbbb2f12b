"""What the finances wait for from the reader: the rows of “Today”. Six queries at most."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import Role, Viewer
from crm_portal.core.display import format_day
from finance.models import (
    ActivityReport,
    Assessment,
    BankLine,
    Budget,
    PaymentRequest,
)
from finance.presentation.money import amount
from finance.rules import powers
from finance.states import BudgetState
from meetings.meeting_states import AHEAD
from meetings.models import BodyKind, Meeting

# A reminder is offered again so long after the last letter; the report so long before the RCGM.
BETWEEN_LETTERS = timedelta(days=30)
BEFORE_MEETING = timedelta(days=60)
DUE, LATE = "due", "late"
WRITTEN_FOR = (BudgetState.APPROVED, BudgetState.EXECUTING, BudgetState.CLOSED)


def today(viewer: Viewer) -> list[dict[str, Any]]:
    """Return ``{"label", "text", "note", "url", "tone"}`` a row, what is owed first."""
    if not powers.sees_contributions(viewer):
        return []
    rows = [*_own(viewer)] if viewer.has(Role.FOCAL_POINT) else []
    if powers.may_write_letters(viewer):
        rows += _to_write(viewer)
    if powers.may_keep_accounts(viewer):
        rows += [*_bank(viewer), *_requests(viewer), *_budgets(viewer), *_reports(viewer)]
    return rows


def _row(label: str, text: str, note: str, url: str, tone: str = DUE) -> dict[str, Any]:
    return {"label": label, "text": text, "note": note, "url": url, "tone": tone}


def _own(viewer: Viewer) -> Iterator[dict[str, Any]]:
    """Yield what the reader's party was called to pay and is outstanding."""
    called = Assessment.objects.all().visible_to(viewer).with_balances()
    mine = called.filter(
        party=viewer.party_id, due_on__isnull=False, outstanding__gt=0
    ).select_related("budget", "party")
    for row in mine.order_by("due_on", "pk"):
        late = (viewer.on - row.due_on).days
        note = _("due on %(day)s") % {"day": format_day(row.due_on, "dated")}
        if late > 0:
            days = ngettext("%(count)d day ago", "%(count)d days ago", late)
            note = f"{note} · {days % {'count': late}}"
        yield _row(
            row.budget.label,
            _("Contribution outstanding: USD %(sum)s") % {"sum": amount(row.outstanding)},
            note,
            reverse("finance:statement", args=[row.party.code]),
            LATE if late > 0 else DUE,
        )


def _to_write(viewer: Viewer) -> Iterator[dict[str, Any]]:
    """Yield the calls to be made, and the reminders that are possible."""
    found = Budget.objects.all().visible_to(viewer).filter(state__in=WRITTEN_FOR)
    counted = found.annotate(
        assessed=Count("assessments", distinct=True),
        uncalled=Count(
            "assessments", filter=Q(assessments__notified_on=None), distinct=True
        ),
        last=Max("letters__written_on"),
    )
    late = _late(viewer.on)
    for budget in counted.filter(assessed__gt=0).order_by("starts_on"):
        if budget.uncalled:
            text, note = _("The call for contributions is to be made"), ""
            yield _row(budget.label, text, note, _campaign(budget, "call"))
        elif late.get(budget.pk) and _is_time(budget.last, viewer.on):
            yield _reminder(budget, late[budget.pk])


def _late(on: date) -> dict[int, int]:
    """Return by budget how many members have something outstanding past its due day."""
    late = Assessment.objects.all().with_balances()
    rows = late.filter(due_on__lt=on, outstanding__gt=0).values_list("budget", flat=True)
    found: dict[int, int] = {}
    for budget in rows:
        found[budget] = found.get(budget, 0) + 1
    return found


def _is_time(last: date | None, on: date) -> bool:
    return last is None or on - last >= BETWEEN_LETTERS


def _reminder(budget: Any, members: int) -> dict[str, Any]:
    text = ngettext(
        "%(count)d member may be reminded", "%(count)d members may be reminded", members
    ) % {"count": members}
    note = ""
    if budget.last:
        note = _("last letter on %(day)s") % {"day": format_day(budget.last, "dated")}
    return _row(budget.label, text, note, _campaign(budget, "reminder"))


def _campaign(budget: Budget, kind: str) -> str:
    return f"{reverse('finance:letter-new')}?budget={budget.reference}&kind={kind}"


def _bank(viewer: Viewer) -> Iterator[dict[str, Any]]:
    lines = BankLine.objects.all().visible_to(viewer)
    if waiting := lines.waiting().count():
        text = ngettext(
            "%(count)d line of the bank to decide",
            "%(count)d lines of the bank to decide",
            waiting,
        ) % {"count": waiting}
        yield _row(_("Bank statements"), text, "", reverse("finance:bank-statements"))


def _requests(viewer: Viewer) -> Iterator[dict[str, Any]]:
    found = PaymentRequest.objects.all().visible_to(viewer).filter(signed_at=None)
    for each in found.select_related("assessment__party", "assessment__budget"):
        asked = _("asked on %(day)s") % {"day": format_day(each.asked_on, "dated")}
        yield _row(
            each.assessment.party.name,
            _("A payment request waits to be signed"),
            f"{each.assessment.budget.label} · {asked}",
            reverse("finance:request", args=[each.pk]),
        )


def _budgets(viewer: Viewer) -> Iterator[dict[str, Any]]:
    """Yield the budgets whose next step is the Secretariat's to record."""
    found = Budget.objects.all().visible_to(viewer)
    owed = found.annotate(
        is_assessed=Exists(Assessment.objects.filter(budget=OuterRef("pk")))
    ).filter(
        Q(state=BudgetState.RECOMMENDED)
        | Q(state__in=[BudgetState.APPROVED, BudgetState.EXECUTING], is_assessed=False)
        | Q(state=BudgetState.EXECUTING, ends_on__lt=viewer.on)
    )
    for budget in owed.order_by("starts_on"):
        url = reverse("finance:budget", args=[budget.reference])
        yield _row(budget.label, _next_step(budget, viewer.on), "", url)


def _next_step(budget: Any, on: date) -> str:
    if budget.state == BudgetState.RECOMMENDED:
        return _("The approval of the budget is to be registered")
    if not budget.is_assessed:
        return _("The members are to be assessed")
    return _("Its period is over: it may be closed")


def _reports(viewer: Viewer) -> Iterator[dict[str, Any]]:
    """Yield the meetings of the RCGM that are near and have no report of the Secretariat."""
    made = ActivityReport.objects.exclude(issued_at=None).filter(meeting=OuterRef("pk"))
    near = Meeting.objects.visible_to(viewer).filter(
        body__kind=BodyKind.GRCM,
        state__in=AHEAD,
        starts_on__range=(viewer.on, viewer.on + BEFORE_MEETING),
    )
    for meeting in near.exclude(Exists(made)).order_by("starts_on"):
        day = _("meets on %(day)s") % {"day": format_day(meeting.starts_on, "dated")}
        text = _("The activity and financial report is due")
        yield _row(meeting.symbol, text, day, reverse("finance:reports"))
