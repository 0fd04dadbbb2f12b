"""A closure entered while rounds are open moves their bounds, never back (procedure 2.5)."""

from typing import Any

from django.db import transaction

from crm_portal.core import calendars
from crm_portal.core.access import Viewer
from decisions.models import Round
from decisions.models.rounds import ComputationCause, RoundStatus
from decisions.services import conducting, deadlines
from members import services as members_services
from members.models import Closure


@transaction.atomic
def enter_closure(*, by: Viewer, **fields: Any) -> Closure:
    """Enter a closure with its instrument, and recompute every open round it may touch.

    Takes the fields of ``members.services.enter_closure`` and raises what it raises.
    """
    closure = members_services.enter_closure(by=by, **fields)
    recompute_open_rounds(closure, by=by)
    return closure


@transaction.atomic
def supersede_closure(pk: int, *, by: Viewer, **changes: Any) -> Closure:
    """Correct an entry by a new one, and recompute the open rounds that it may touch."""
    closure = members_services.supersede_closure(pk, by=by, **changes)
    recompute_open_rounds(closure, by=by)
    return closure


def recompute_open_rounds(closure: Closure, *, by: Viewer) -> int:
    """Recompute the rounds that consult the closure's State; return how many bounds moved."""
    live = Round.objects.select_for_update(of=("self",)).filter(
        status__in=[RoundStatus.OPEN, RoundStatus.SUSPENDED],
        consulted__party_id=closure.party_id,
        closes_at__gt=by.at,
    )
    return sum(
        _recompute(asked, closure, by) for asked in live.select_related("consultation")
    )


def _recompute(asked: Round, closure: Closure, by: Viewer) -> bool:
    before = asked.closes_at
    result = calendars.recompute(
        deadlines.current(asked),
        deadlines.consulted_calendars(asked, by.at),
        at=by.at,
        tz_version=deadlines.TZ_VERSION,
    )
    reason = f"{closure.party.code} {closure.day.isoformat()} {closure.name_es}"
    if closure.instrument:
        reason = f"{reason} ({closure.instrument})"
    deadlines.keep(asked, result, by.at, ComputationCause.CLOSURE, reason)
    if result.closes_at == before:
        return False
    conducting.bound_moved(
        asked.consultation, asked, "calendar_changed", before, reason, by
    )
    return True
