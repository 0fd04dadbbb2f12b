"""What the database refuses in the participation matrix."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from meetings.models import ParticipationRule

CELL = {
    "body": "GRCM",
    "party_class": "MIEMBRO",
    "right": "ATTEND",
    "value": "YES",
    "default": "allow",
    "basis": "literal",
    "sources": "001:424",
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "other",
    [
        {"body": "SENATE"},
        {"party_class": "NOBODY"},
        {"right": "VETO"},
        {"value": "NO"},
        {"default": "deny"},
        {"sources": ""},
        {"basis": "none"},
        {"valid_from": date(2016, 1, 1), "valid_until": date(2016, 1, 1)},
    ],
)
def test_a_cell_that_contradicts_itself_is_refused(other):
    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipationRule.objects.create(**{**CELL, **other})


def test_a_cell_is_said_once_for_each_date():
    ParticipationRule.objects.create(**CELL, valid_until=date(2016, 1, 1))
    ParticipationRule.objects.create(**CELL, valid_from=date(2016, 1, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipationRule.objects.create(**CELL)


def test_the_rule_of_a_day_is_the_one_in_force():
    before = ParticipationRule.objects.create(**CELL, valid_until=date(2016, 1, 1))
    after = ParticipationRule.objects.create(**CELL, valid_from=date(2016, 1, 1))

    assert list(ParticipationRule.objects.in_force(date(2015, 12, 31))) == [before]
    assert list(ParticipationRule.objects.in_force(date(2016, 1, 1))) == [after]
