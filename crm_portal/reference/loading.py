"""Bring the facts the portal ships with into the database: what is missing, and nothing else.

A row that is there already stays as it is, for the house may have corrected or ended it
since: a hand-over, an admission, a cancelled holiday.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from crm_portal.core import clock, zone_of_record
from crm_portal.reference import (
    admission,
    calendars,
    conference,
    delegations,
    finances,
    held,
    kinds,
    others,
    parties,
    plans,
    published,
    register,
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one kind of facts: how many were added, how many were there."""

    model: type[models.Model]
    added: int
    present: int


Rows = Callable[[datetime], Iterable[models.Model]]

# In this order, for each stands on those before it. The columns say which row is which.
PLAN: tuple[tuple[type[models.Model], tuple[str, ...], Rows], ...] = (
    *parties.PLAN,
    *conference.PLAN,
    *finances.PLAN,
    *kinds.PLAN,
    *held.PLAN,
    *delegations.PLAN,
    *others.PLAN,
    *admission.PLAN,
    *calendars.PLAN,
    *register.PLAN,
    *plans.PLAN,
    *published.PLAN,
)


@transaction.atomic
def load() -> list[Loaded]:
    """Add every missing fact, all or none; return what was done. Safe to run again."""
    _one_at_a_time()
    zone_of_record.keep()
    at = clock.now()
    found = [_add_missing(model, key, rows(at)) for model, key, rows in PLAN]
    plans.seal(at)
    return found


def _add_missing(
    model: type[models.Model], key: tuple[str, ...], wanted: Iterable[models.Model]
) -> Loaded:
    there = set(model._default_manager.values_list(*key))
    rows = list(wanted)
    missing = [row for row in rows if _values(row, key) not in there]
    model._default_manager.bulk_create(missing)
    return Loaded(model, len(missing), len(rows) - len(missing))


def _values(row: models.Model, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in key)


def _one_at_a_time() -> None:
    """Let a second loader wait: not every kind of row has a constraint to stop it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('crm_portal.reference'))")
