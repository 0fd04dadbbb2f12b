"""The trail refuses changes, and shows whoever changed it all the same."""

import pytest
from django.db import DatabaseError, connection, transaction

from crm_portal.core import audit
from crm_portal.core.models import AuditEntry
from members.models import Party
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(cast: Cast) -> Party:
    """Five entries on one record and two on another."""
    canada, mexico = cast.parties["CA"], cast.parties["MX"]
    for number in range(5):
        audit.record(canada, "tested", by=cast.viewer("elena"), number=number)
    for number in range(2):
        audit.record(mexico, "tested", by=cast.viewer("ana"), number=number)
    return canada


def tampered(sql: str) -> None:
    """Do what a superuser with the triggers off could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_whole_trail_holds(trail):
    assert audit.broken_links() == []


def test_each_entry_is_chained_to_the_one_before_on_its_record(trail):
    entries = list(audit.of(trail))

    assert [e.previous_hash for e in entries] == ["", *[e.hash for e in entries[:-1]]]


def test_the_actor_stays_as_text_with_the_role(trail):
    entry = audit.of(trail)[0]

    assert entry.actor_label == "Elena (ST)"
    assert "secretariat" in entry.acting_as


@pytest.mark.parametrize(
    "act", ["UPDATE core_auditentry SET verb = ''", "DELETE FROM core_auditentry"]
)
def test_nobody_changes_the_trail(trail, act):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


def test_a_changed_entry_shows(trail):
    second = audit.of(trail)[1]
    tampered(f"UPDATE core_auditentry SET actor_label = 'nobody' WHERE id = {second.pk}")

    assert audit.broken_links() == [second.pk]


def test_a_deleted_entry_shows_in_the_next(trail):
    entries = list(audit.of(trail))
    tampered(f"DELETE FROM core_auditentry WHERE id = {entries[2].pk}")

    assert audit.broken_links() == [entries[3].pk]


def test_what_is_recorded_is_plain_data(trail):
    assert AuditEntry.objects.filter(data__number=4).count() == 1
