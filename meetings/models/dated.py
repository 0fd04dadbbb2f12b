"""What every row of a body that holds from one day to another must keep."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import BaseConstraint, CheckConstraint, F, Func, Q, Value

from members.models.parties import IdentityRange


def one_at_a_time(table: str) -> list[BaseConstraint]:
    """Return what keeps the rows of a body in ``table`` apart: none before its end begins."""
    days = Func(F("valid_from"), F("valid_until"), Value("[)"), function="daterange")
    return [
        CheckConstraint(
            name=f"{table}_ends_after_it_begins",
            condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
        ),
        ExclusionConstraint(
            name=f"{table}_one_at_a_time",
            expressions=[
                (IdentityRange("body_id"), RangeOperators.OVERLAPS),
                (days, RangeOperators.OVERLAPS),
            ],
        ),
    ]
