"""Loading the reference data: complete, all or nothing, quick, and harmless when run again."""

import time
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from crm_portal.core import clock
from crm_portal.reference import files, loading
from finance.models import Share
from meetings.models import (
    Agreement,
    Application,
    Body,
    BodyName,
    Criterion,
    Guest,
    Meeting,
    OtherProcess,
    ParticipationRule,
    Representation,
    RepresentationReport,
)
from members.models import (
    CalendarYear,
    Closure,
    Designation,
    Party,
    PartyName,
    Presidency,
    Standing,
)

COUNTS = {
    "members.Party": 28,
    "members.Standing": 28,
    "members.Presidency": 30,
    "members.Designation": 1,
    "meetings.Body": 17,
    "meetings.BodyName": 17,
    "meetings.BodyRule": 19,
    "meetings.Meeting": 82,
    "meetings.Meeting_jointly_with": 3,
    "meetings.Place": 2,
    "meetings.ParticipationRule": 792,
    "meetings.CompositionRule": 10,
    "meetings.Presence": 51,
    "members.PartyName": 3,
    "meetings.Criterion": 16,
    "meetings.Advice": 1,
    "meetings.Guest": 3,
    "meetings.Application": 1,
    "meetings.OtherProcess": 2,
    "meetings.Agreement": 3,
    "meetings.Representation": 1,
    "meetings.RepresentationReport": 1,
    "finance.Scale": 1,
    "finance.Share": 11,
    "finance.LineKind": 6,
    "finance.PastFact": 8,
    "decisions.TextKind": 10,
    "decisions.Text": 68,
    "decisions.Provision": 166,
    "decisions.ProvisionLink": 45,
    "decisions.TextCorrigendum": 1,
    "decisions.Plan": 4,
    "decisions.PlanVersion": 3,
    "decisions.PlanItem": 15,
    "library.GlossaryTerm": 40,
    "library.Publication": 23,
    "members.Closure": 707,
    "members.CalendarYear": 44,
}


def contents() -> dict[str, list[tuple]]:
    """Every row of every loaded table, with the transaction that last wrote it."""
    found = {}
    with connection.cursor() as cursor:
        for model, _key, _rows in loading.PLAN:
            cursor.execute(
                f"SELECT xmin::text, t.* FROM {model._meta.db_table} t ORDER BY 2"
            )
            found[model._meta.label] = cursor.fetchall()
    return found


def counted(loaded: list[loading.Loaded], what: str) -> dict[str, int]:
    """How many rows of each kind, which may come in several steps."""
    found: Counter[str] = Counter()
    for each in loaded:
        found[each.model._meta.label] += getattr(each, what)
    return dict(found)


def test_everything_is_loaded(db):
    assert counted(loading.load(), "added") == COUNTS
    assert {label: len(rows) for label, rows in contents().items()} == COUNTS


def test_a_second_run_changes_nothing(reference):
    before = contents()

    again = loading.load()

    assert {each.added for each in again} == {0}
    assert counted(again, "present") == COUNTS
    assert contents() == before


def test_what_the_house_recorded_since_is_kept(reference):
    at = clock.now()
    guatemala = Presidency.objects.get(label_year=2026)
    guatemala.term = DateTimeTZRange(guatemala.term.lower, at)
    guatemala.save()
    Party.objects.filter(code="CA").update(name_en="Canada (renamed)")
    Standing.objects.filter(party__code="NI").update(until=date(2026, 1, 1))
    Standing.objects.filter(party__code="DO").update(since=date(2000, 3, 23))
    wrong = Closure.objects.filter(party__code="BZ").first()
    Closure.objects.create(
        party=wrong.party, day=wrong.day, kind="cancelled", supersedes=wrong, entered_at=at
    )
    before = contents()

    loading.load()

    assert contents() == before


def test_only_what_is_missing_is_added(reference):
    ParticipationRule.objects.filter(body="GRCM").delete()

    again = {each.model: each.added for each in loading.load()}

    assert again.pop(ParticipationRule) == 72
    assert set(again.values()) == {0}


def test_a_failure_leaves_nothing(db, monkeypatch):
    monkeypatch.setitem(files.rows(files.SCALE)[3], "country", "XX")

    with pytest.raises(KeyError):
        loading.load()

    assert {label: len(rows) for label, rows in contents().items()} == dict.fromkeys(
        COUNTS, 0
    )


def test_it_takes_less_than_two_seconds(db):
    began = time.perf_counter()

    loading.load()

    assert time.perf_counter() - began < 2


def test_it_asks_the_database_little(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(132):
        loading.load()


def test_the_command_says_what_it_did(db):
    out = StringIO()

    call_command("load_reference", stdout=out)

    assert "meetings.ParticipationRule" in out.getvalue()
    assert " 792 added," in out.getvalue()


def test_the_command_can_be_silent(db):
    out = StringIO()

    call_command("load_reference", verbosity=0, stdout=out)

    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (Party, "source"),
        (Standing, "source"),
        (Presidency, "source"),
        (PartyName, "source"),
        (Designation, "source"),
        (OtherProcess, "source"),
        (Agreement, "source"),
        (Representation, "source"),
        (RepresentationReport, "source"),
        (Criterion, "source"),
        (Guest, "source"),
        (Application, "source"),
        (BodyName, "source"),
        (Meeting, "source"),
        (Closure, "source_url"),
        (CalendarYear, "source"),
    ],
)
def test_every_fact_keeps_its_source(reference, model, column):
    assert model.objects.exists()
    assert not model.objects.filter(**{column: ""}).exists()


def test_nothing_is_said_that_the_sources_do_not_say(reference):
    assert [each.label_year for each in Designation.objects.all()] == [2021]
    assert not Share.objects.filter(published_percent=None).exists()
    assert not Meeting.objects.filter(is_demonstration=True).exists()
    assert Body.objects.filter(kind="vice_ministerial").count() == 1


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31), "year"),
        ("2012-06", date(2012, 6, 1), date(2012, 6, 30), "month"),
        ("2015-12", date(2015, 12, 1), date(2015, 12, 31), "month"),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29), "month"),
        ("2016-11-17", date(2016, 11, 17), date(2016, 11, 17), "day"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_known(text, first, last, precision):
    assert files.dated(text) == files.Dated(first, last, precision)
    assert last - first < timedelta(days=366)
