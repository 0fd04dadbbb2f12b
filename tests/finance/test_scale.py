"""The contribution scale: amounts rule, and what was published is kept as it was published."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from finance.models import ALL, Scale, Share
from members.models import Party


@pytest.fixture
def scale(reference) -> Scale:
    return Scale.objects.in_force(date(2026, 9, 10))


def test_the_amounts_add_to_the_published_total(scale):
    assert scale.total_cents == 282_724_00


def test_the_published_percentages_add_to_a_hundredth_too_many(scale):
    assert scale.published_total == 100_01
    assert scale.published_total != ALL


def test_every_member_of_the_scale_is_a_member_and_each_is_there(scale):
    members = Party.objects.members_on(date(2026, 9, 10))

    assert list(scale.shares.values_list("party_id", flat=True)) == [
        each.pk for each in members
    ]


def test_amounts_and_percentages_are_those_of_the_table(scale):
    shares = {share.party.code: share for share in scale.shares.select_related("party")}

    assert (shares["BZ"].amount_cents, shares["BZ"].published_percent) == (5_000_00, 177)
    assert (shares["CA"].amount_cents, shares["CA"].published_percent) == (68_000_00, 2405)
    assert (shares["US"].amount_cents, shares["US"].published_percent) == (141_360_00, 5000)
    assert (shares["MX"].amount_cents, shares["MX"].published_percent) == (33_364_00, 1180)


def test_the_scale_in_force_is_the_last_that_began(scale):
    later = Scale.objects.create(valid_from=date(2027, 1, 1), decision="a", source="b")

    assert Scale.objects.in_force(date(2004, 12, 31)) is None
    assert Scale.objects.in_force(date(2005, 1, 1)) == scale
    assert Scale.objects.in_force(date(2026, 12, 31)) == scale
    assert Scale.objects.in_force(date(2027, 1, 1)) == later
    assert later.total_cents == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"amount_cents": -1},
        {"amount_cents": 1, "published_percent": ALL + 1},
        {"amount_cents": 1, "again": True},
    ],
)
def test_the_database_refuses_a_share_that_cannot_be(scale, fields):
    code = "BZ" if fields.pop("again", False) else "AR"

    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(scale=scale, party=Party.objects.get(code=code), **fields)


def test_a_scale_with_shares_is_not_deleted(scale):
    with pytest.raises(ProtectedError):
        scale.delete()
