"""What the database itself refuses, whoever asks: rewriting, overlapping, deleting."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from members.models import (
    CalendarYear,
    Closure,
    Mandate,
    OfficialVoice,
    Presidency,
    Standing,
)
from tests.cast import MORNING
from tests.factories import (
    CalendarYearFactory,
    ClosureFactory,
    DesignationFactory,
    InstitutionFactory,
    MandateFactory,
    OfficialVoiceFactory,
    PartyFactory,
    PresidencyFactory,
    StandingFactory,
    UserFactory,
    since,
)

pytestmark = pytest.mark.django_db
TABLES = [
    ("members_closure", ClosureFactory, "name_es = 'otro'"),
    ("members_calendaryear", CalendarYearFactory, "year = 2031"),
    ("members_mandateevent", MandateFactory, "role = 'administrator'"),
    ("members_presidencyevent", PresidencyFactory, "label_year = 2031"),
]


def refused(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("table", "factory", "change"), TABLES)
def test_the_record_is_neither_changed_nor_deleted(table, factory, change):
    factory()

    refused(f"UPDATE {table} SET {change}")
    refused(f"DELETE FROM {table}")


def test_calendars_are_not_emptied():
    ClosureFactory()

    refused("TRUNCATE members_closure CASCADE")


def test_no_way_of_the_orm_changes_a_closure():
    closure = ClosureFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        Closure.objects.filter(pk=closure.pk).update(name_es="otro")
    with pytest.raises(DatabaseError), transaction.atomic():
        closure.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Closure.objects.bulk_update([closure], ["name_es"])
    with pytest.raises(DatabaseError), transaction.atomic():
        closure.delete()


def test_a_mandate_is_ended_never_deleted():
    mandate = MandateFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        mandate.delete()
    Mandate.objects.filter(pk=mandate.pk).update(during=since(end=MORNING))


def test_a_list_is_confirmed_once_a_year():
    confirmed = CalendarYearFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarYearFactory(party=confirmed.party)
    CalendarYearFactory(
        party=confirmed.party, institution=InstitutionFactory(party=confirmed.party)
    )
    assert CalendarYear.objects.count() == 2


def test_one_presidency_at_a_time():
    PresidencyFactory(term=since(MORNING, MORNING + timedelta(days=365)))

    with pytest.raises(IntegrityError), transaction.atomic():
        PresidencyFactory(label_year=2027, term=since(MORNING + timedelta(days=364)))
    PresidencyFactory(label_year=2027, term=since(MORNING + timedelta(days=365)))
    assert Presidency.objects.count() == 2


def test_one_voice_a_party_at_a_time():
    voice = OfficialVoiceFactory(during=since(end=MORNING))
    other = InstitutionFactory(party=voice.party)

    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialVoiceFactory(
            institution=other, during=since(MORNING - timedelta(seconds=1))
        )
    OfficialVoiceFactory(institution=other, during=since(MORNING))
    OfficialVoiceFactory(during=since(end=MORNING))
    assert OfficialVoice.objects.count() == 3


def test_one_standing_a_party_at_a_time():
    standing = StandingFactory(until=date(2025, 2, 28))

    with pytest.raises(IntegrityError), transaction.atomic():
        StandingFactory(party=standing.party, since=date(2025, 2, 27), status="suspended")
    StandingFactory(party=standing.party, since=date(2025, 2, 28), status="suspended")
    with pytest.raises(IntegrityError), transaction.atomic():
        StandingFactory(party=PartyFactory(standing=None), until=date(1996, 1, 1))
    assert Standing.objects.filter(party=standing.party).count() == 2


def test_one_designation_a_year():
    DesignationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        DesignationFactory()


def test_the_presidency_and_the_troika_are_never_appointed():
    with pytest.raises(IntegrityError), transaction.atomic():
        MandateFactory(role="presidency")


def test_an_address_is_one_accounts_whatever_its_case():
    UserFactory(email="ana@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="Ana@example.org")


def test_every_change_of_a_power_leaves_a_version_with_who_was_acting(client, cast):
    client.force_login(cast.elena)
    mandate = Mandate.objects.get(user=cast.carla)

    client.post(reverse("members:mandate-end", args=[mandate.pk]))

    ended = mandate.events.get(pgh_label="update")
    assert ended.during.upper == MORNING
    assert ended.pgh_context.metadata["actor"] == cast.elena.pk


def test_a_change_from_outside_the_portal_leaves_a_version_too():
    mandate = MandateFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_mandate SET is_alternate = true")

    outside = mandate.events.get(pgh_label="update")
    assert outside.is_alternate
    assert outside.pgh_context is None
