"""From calendars to a bound: compute, keep the computation, move the bound (never back)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.metadata import version

from crm_portal.core import calendars
from crm_portal.core.calendars import Computation, MemberCalendar, Terms
from crm_portal.core.instance import THIS
from decisions.models import DeadlineComputation, Round
from decisions.models.rounds import ComputationCause
from members.calendars import member_calendars
from members.models import Party

POLICY = THIS.policy
TZ_VERSION = version("tzdata")


def of_parties(parties: Iterable[Party], at: datetime) -> list[MemberCalendar]:
    """Return the calendars of the parties' official voices as they stand at ``at``."""
    return member_calendars(parties, at)


def preview(
    at: datetime, members: Sequence[MemberCalendar], business_days: int
) -> calendars.Preview:
    """Return the bound of sending at ``at`` beside that of waiting for midnight."""
    terms = Terms(policy=POLICY, business_days=business_days)
    return calendars.preview(at, members, terms, tz_version=TZ_VERSION)


def what_if(
    at: datetime, members: Sequence[MemberCalendar], business_days: int
) -> tuple[Computation, ...]:
    """Return the bound of sending today and on each of the next five days."""
    terms = Terms(policy=POLICY, business_days=business_days)
    return calendars.what_if(at, members, terms, tz_version=TZ_VERSION)


def begin(
    asked: Round, members: Sequence[MemberCalendar], at: datetime, cause: str
) -> None:
    """Start the clock of ``asked`` at ``at``: compute its bound and keep how."""
    terms = Terms(policy=POLICY, business_days=asked.business_days)
    result = calendars.compute(at, members, terms, tz_version=TZ_VERSION)
    asked.starts_at = at
    keep(asked, result, at, cause)


def current(asked: Round) -> Computation:
    """Return the computation in force for ``asked``."""
    last = asked.computations.order_by("-id").first()
    assert last is not None, "a round that started has a computation"  # noqa: S101
    return Computation.from_dict(last.result)


def consulted_calendars(asked: Round, at: datetime) -> list[MemberCalendar]:
    """Return the calendars of those consulted in ``asked``, as they stand at ``at``."""
    parties = Party.objects.filter(pk__in=asked.consulted.values("party"))
    return of_parties(parties, at)


def keep(
    asked: Round, result: Computation, at: datetime, cause: str, reason: str = ""
) -> DeadlineComputation:
    """Store ``result`` for ever and make its bound the round's."""
    kept = DeadlineComputation.objects.create(
        round=asked,
        cause=ComputationCause(cause),
        reason=reason,
        result=result.to_dict(),
        closes_at=result.closes_at,
        made_at=at,
    )
    asked.closes_at = result.closes_at
    ahead = [each.at for each in calendars.reminders(result) if each.at > at]
    asked.next_reminder_at = min(ahead, default=None)
    asked.save(update_fields=["starts_at", "closes_at", "next_reminder_at"])
    return kept
