"""Contacts confirmed, lapsed, bounced; calendars asked for in December; each asked once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Refused
from crm_portal.core.models import Notice
from members import services, sweeps, tokens
from members.models import CalendarYear, User
from members.rules import Freshness, freshness
from members.tokens import Purpose
from tests.cast import MORNING, PRESIDES_SINCE

pytestmark = pytest.mark.django_db
HALF_YEAR = timedelta(days=180)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("verified", "bounced", "expected"),
    [
        (MORNING - HALF_YEAR + SECOND, None, Freshness.CONFIRMED),
        (MORNING - HALF_YEAR, None, Freshness.DUE),
        (None, None, Freshness.NEVER),
        (MORNING - SECOND, MORNING - SECOND, Freshness.BOUNCED),
        (MORNING, MORNING - SECOND, Freshness.CONFIRMED),
        (None, MORNING, Freshness.BOUNCED),
    ],
)
def test_a_confirmation_lasts_half_a_year_and_a_bounce_undoes_it(
    verified, bounced, expected
):
    assert freshness(verified, bounced, MORNING) == expected


def test_what_the_database_calls_unverified_is_what_the_rule_does(cast):
    for verified in (None, MORNING - HALF_YEAR, MORNING - HALF_YEAR + SECOND, MORNING):
        for bounced in (None, MORNING - HALF_YEAR, MORNING):
            User.objects.filter(pk=cast.bruno.pk).update(
                verified_at=verified, bounced_at=bounced
            )
            listed = User.objects.unverified(MORNING).filter(pk=cast.bruno.pk).exists()
            fresh = freshness(verified, bounced, MORNING)
            assert listed == (not fresh.is_verified), (verified, bounced)


def test_a_contact_is_confirmed_by_a_button_never_by_reading(client, cast):
    token = tokens.issue(cast.bruno, Purpose.CONTACT, MORNING)
    page = reverse("members:contact", args=[token])
    before = cast.bruno.verified_at

    assert client.get(page).status_code == 200
    cast.bruno.refresh_from_db()
    assert cast.bruno.verified_at == before
    assert client.post(page).status_code == 200
    cast.bruno.refresh_from_db()
    assert cast.bruno.verified_at == MORNING
    assert client.post(page).status_code == 410


def test_a_confirmation_forgives_a_bounce(cast):
    User.objects.filter(pk=cast.bruno.pk).update(bounced_at=MORNING)
    cast.bruno.refresh_from_db()
    token = tokens.issue(cast.bruno, Purpose.CONTACT, MORNING)

    user = services.verify_contact(token, by=cast.viewer(cast.stranger))

    assert user.freshness(MORNING) == Freshness.CONFIRMED
    with pytest.raises(Conflict):
        services.verify_contact(token, by=cast.viewer("elena"))


def test_only_the_secretariat_asks_for_a_confirmation(cast):
    assert services.ask_contacts([cast.bruno.pk], by=cast.viewer("elena")) == 1
    with pytest.raises(Refused):
        services.ask_contacts([cast.bruno.pk], by=cast.viewer("ana"))


def test_the_sweep_asks_whoever_lapsed_once_a_month(cast):
    User.objects.filter(pk=cast.bruno.pk).update(verified_at=MORNING - HALF_YEAR)
    User.objects.filter(pk=cast.stranger.pk).update(verified_at=None)

    assert sweeps.ask_contacts() == 1
    assert sweeps.ask_contacts() == 0
    clock.set_to(MORNING + timedelta(days=29), frozen=True)
    assert sweeps.ask_contacts() == 0
    clock.set_to(MORNING + timedelta(days=31), frozen=True)
    assert sweeps.ask_contacts() == 1
    asked = Notice.objects.filter(event="account.verify_contact")
    assert set(asked.values_list("recipient", flat=True)) == {cast.bruno.pk}


def test_a_letter_refused_for_good_marks_the_contact(cast):
    Notice.objects.create(
        key="k",
        event="account.security",
        recipient=cast.bruno,
        target_type=ContentType.objects.get_for_model(cast.bruno),
        target_id=cast.bruno.pk,
        owed_at=MORNING,
        next_try_at=MORNING,
        dead_at=MORNING,
        bounced_at=MORNING,
    )

    assert sweeps.note_bounces() == 1
    assert sweeps.note_bounces() == 0
    cast.bruno.refresh_from_db()
    assert cast.bruno.freshness(MORNING) == Freshness.BOUNCED
    token = tokens.issue(cast.bruno, Purpose.CONTACT, MORNING)
    services.verify_contact(token, by=cast.viewer("elena", at=MORNING + SECOND))
    assert sweeps.note_bounces() == 0, "confirmed after the refusal"


def test_in_december_each_member_is_asked_for_the_coming_year(cast):
    in_2028 = datetime(2028, 11, 30, 18, tzinfo=UTC)
    for day, asked in ((0, 0), (1, 11), (2, 0), (10, 11), (20, 11), (25, 0)):
        clock.set_to(in_2028 + timedelta(days=day), frozen=True)
        assert sweeps.ask_calendars() == asked, day
    told = Notice.objects.filter(event="account.calendar_confirmation")
    voices = {user.pk for user in cast.focal_points.values()}
    assert set(told.values_list("recipient", flat=True)) == voices


def test_a_member_that_confirmed_is_not_asked(cast):
    CalendarYear.objects.create(
        party=cast.parties["DO"], year=2029, confirmed_at=PRESIDES_SINCE
    )
    clock.set_to(datetime(2028, 12, 5, 18, tzinfo=UTC), frozen=True)

    assert sweeps.ask_calendars() == 10
