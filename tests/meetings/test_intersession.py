"""Between the Vice-Ministerial Meetings: when a consultation may begin, and what comes next."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.access import Role, Viewer
from meetings.access import is_intersessional, next_vice_ministerial
from meetings.models import Body, BodyKind, BodyName, Meeting
from meetings.rules import Days, is_in_session, may_open_after
from tests.factories import MeetingFactory

TWO_DAYS = Days(date(2026, 12, 2), date(2026, 12, 3))
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
spans = st.tuples(days, st.integers(0, 40), st.booleans()).map(
    lambda x: Days(x[0], x[0] + timedelta(days=x[1]), x[2])
)


@pytest.fixture
def body(db: None) -> Body:
    return Body.objects.create(code="VICE_MINISTERIAL", kind=BodyKind.VICE_MINISTERIAL)


def meeting(body: Body, starts_on: date, ends_on: date, **fields: object) -> Meeting:
    told = {"source": "test", "is_demonstration": False, **fields}
    return MeetingFactory(body=body, starts_on=starts_on, ends_on=ends_on, **told)


@pytest.mark.parametrize(("day", "sits"), [(1, False), (2, True), (3, True), (4, False)])
def test_both_days_of_a_meeting_are_of_the_session(day, sits):
    assert is_in_session([TWO_DAYS], date(2026, 12, day)) is sits


def test_a_meeting_known_to_the_month_never_closes_the_period():
    december = Days(date(2026, 12, 1), date(2026, 12, 31), is_exact=False)

    assert not is_in_session([december], date(2026, 12, 2))


@given(spans, days)
def test_a_meeting_that_sits_no_longer_opens_later(span, day):
    if is_in_session([span], day):
        assert not may_open_after(span, day)


@given(spans, days)
def test_a_meeting_either_may_still_open_or_has_opened(span, day):
    assert may_open_after(span, day) or span.starts_on <= day


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        (datetime(2026, 12, 2, 5, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 2, 6, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 4, 5, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 4, 6, 0, tzinfo=UTC), True),
    ],
)
def test_the_days_of_a_session_are_those_of_san_jose(body, at, open_):
    meeting(body, TWO_DAYS.starts_on, TWO_DAYS.ends_on)

    assert is_intersessional(at) is open_


def test_a_meeting_of_another_body_leaves_the_period_open(db):
    grcm = Body.objects.create(code="GRCM", kind=BodyKind.GRCM)
    meeting(grcm, TWO_DAYS.starts_on, TWO_DAYS.ends_on)

    assert is_intersessional(datetime(2026, 12, 2, 15, tzinfo=UTC))
    assert next_vice_ministerial(datetime(2026, 9, 10, 15, tzinfo=UTC)) is None


def test_the_next_meeting_is_the_first_that_may_still_open(body):
    meeting(body, date(2025, 11, 1), date(2025, 11, 30), precision="month")
    december = meeting(body, date(2026, 12, 1), date(2026, 12, 31), precision="month")
    meeting(body, date(2027, 11, 17), date(2027, 11, 18))

    assert next_vice_ministerial(datetime(2026, 9, 10, 15, tzinfo=UTC)) == december
    assert next_vice_ministerial(datetime(2026, 12, 10, 15, tzinfo=UTC)) == december


def test_a_meeting_that_has_opened_is_not_the_next(body):
    meeting(body, date(2026, 12, 2), date(2026, 12, 3))

    assert next_vice_ministerial(datetime(2026, 12, 2, 15, tzinfo=UTC)) is None


def test_what_the_history_says_of_the_period(reference):
    assert not is_intersessional(datetime(2023, 12, 5, 15, tzinfo=UTC))
    assert is_intersessional(datetime(2026, 9, 10, 15, tzinfo=UTC))
    assert next_vice_ministerial(datetime(2026, 9, 10, 15, tzinfo=UTC)) is None
    assert next_vice_ministerial(datetime(2023, 9, 1, tzinfo=UTC)).ordinal == 28


@pytest.mark.parametrize(
    ("state", "kind", "member", "observer", "public"),
    [
        ("planned", BodyKind.GRCM, True, False, False),
        ("convened", BodyKind.GRCM, True, True, True),
        ("convened", BodyKind.TROIKA, True, False, False),
        ("called_off", BodyKind.GRCM, True, False, False),
    ],
)
def test_plans_are_the_conferences_own_and_convocations_are_public(
    db, state, kind, member, observer, public
):
    body = Body.objects.create(code="GRCM", kind=kind)
    meeting(body, date(2026, 12, 2), date(2026, 12, 3), state=state)
    before = datetime(2026, 12, 1, 15, tzinfo=UTC)

    def sees(*roles: Role) -> bool:
        viewer = Viewer(at=before, roles=frozenset(roles))
        return Meeting.objects.visible_to(viewer).exists()

    assert (sees(Role.MEMBER), sees(Role.OBSERVER), sees()) == (member, observer, public)


def test_a_meeting_that_has_begun_is_public(body):
    meeting(body, date(2026, 12, 2), date(2026, 12, 3), state="closed")

    assert Meeting.objects.visible_to(Viewer(at=datetime(2026, 12, 2, 15, tzinfo=UTC)))


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": date(2026, 12, 3), "ends_on": date(2026, 12, 2), "source": "x"},
        {
            "starts_on": date(2026, 12, 3),
            "ends_on": date(2026, 12, 3),
            "source": "",
            "state": "final",
        },
        {
            "starts_on": date(2026, 12, 3),
            "ends_on": date(2026, 12, 3),
            "source": "x",
            "precision": "roughly",
        },
        {
            "starts_on": date(2026, 12, 3),
            "ends_on": date(2026, 12, 3),
            "source": "x",
            "ordinal": 30,
        },
    ],
)
def test_the_database_refuses_a_meeting_that_cannot_be(body, fields):
    meeting(body, date(2025, 12, 2), date(2025, 12, 3), ordinal=30)

    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(body=body, **{"is_demonstration": False, **fields})


def test_a_body_has_one_name_at_a_time(body):
    names = {"name_es": "a", "name_en": "a"}
    BodyName.objects.create(
        body=body, valid_from=date(1996, 1, 1), valid_until=date(2019, 11, 1), **names
    )
    BodyName.objects.create(body=body, valid_from=date(2019, 11, 1), **names)

    assert BodyName.objects.on(date(2019, 10, 31)).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        BodyName.objects.create(body=body, valid_from=date(2020, 1, 1), **names)


def test_the_networks_had_their_names_until_the_working_groups(reference):
    def named(day: date) -> set[str]:
        return set(BodyName.objects.on(day).values_list("body__kind", flat=True))

    assert "working_group" not in named(date(2019, 10, 31))
    assert "network" not in named(date(2019, 11, 1))
    assert "working_group" in named(date(2019, 11, 1))
