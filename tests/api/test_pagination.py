"""Pages hold while rows come and go: nothing is shown twice, nothing that was there is missed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from crm_portal import api as the_api
from crm_portal.core.pagination import BadCursor, Pages
from members.models import Party, User
from tests.factories import UserFactory

ORDERS = (
    ("full_name",),
    ("-full_name", "-pk"),
    ("verified_at",),
    ("-verified_at",),
    (F("verified_at").desc(nulls_last=True), "-language"),
    (F("bounced_at").asc(nulls_first=True), F("verified_at").desc()),
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def page(rows, address="/x", size=2):
    """The page at ``address``, and where it leads."""
    request = Request(APIRequestFactory().get(address))
    if "page_size" not in address:
        request.query_params._mutable = True
        request.query_params["page_size"] = str(size)
    pages = Pages()
    shown = pages.paginate_queryset(rows, request)
    return shown, pages.get_paginated_response(shown).data


def walk(rows, start="/x", way="next", size=2):
    found, address = [], start
    while address:
        shown, told = page(rows, address, size)
        found.append(list(shown))
        address = told[way]
        last = told
    return found, last


@pytest.fixture
def people(db):
    for n in range(9):
        UserFactory(
            full_name="ABBCCCDDD"[n],
            language="es" if n % 2 else "en",
            verified_at=None if n % 3 == 0 else FIRST + timedelta(microseconds=n // 2),
            bounced_at=None if n % 4 else FIRST,
        )


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_every_row_is_on_one_page_forwards_and_back_in_whatever_order(people, order):
    rows = User.objects.order_by(*order)
    expected = list(rows.order_by(*order, "pk") if "-pk" not in order else rows)

    forwards, last = walk(rows)
    backwards, first = walk(rows, last["previous"], "previous")

    assert [each for some in forwards for each in some] == expected
    assert [len(some) for some in forwards] == [2, 2, 2, 2, 1]
    together = [each for some in reversed(backwards) for each in some]
    assert together == expected[:-1]
    assert first["previous"] is None
    assert page(rows, first["next"])[0] == expected[2:4]


def test_what_comes_and_goes_between_two_pages_moves_nothing(people):
    rows = User.objects.order_by("full_name")
    shown, told = page(rows, size=4)
    UserFactory(full_name="AA")
    rest, _last = walk(rows, told["next"])

    assert [each.full_name for each in shown] == ["A", "B", "B", "C"]
    assert [each.full_name for some in rest for each in some] == ["C", "C", "D", "D", "D"]


LISTS = st.lists(st.integers(0, 40), unique=True, max_size=12)


@given(LISTS, st.sets(st.integers(0, 40), max_size=6), st.integers(1, 5))
@settings(max_examples=60)
def test_rows_that_no_table_keeps_hold_too(rows, gone, size):
    listed = [{"id": n} for n in sorted(rows)]
    shown, told = page(listed, size=size)
    later = [each for each in listed if each in shown or each["id"] not in gone]
    rest = walk(later, told["next"], size=size)[0] if told["next"] else []

    assert [*shown, *(each for some in rest for each in some)] == later


def test_a_list_ordered_by_a_relation_is_paged_by_what_that_is_ordered_by(reference):
    from members.models import Presidency

    by_party, by_term = (
        Presidency.objects.order_by("party", "pk"),
        Presidency.objects.order_by("-term"),
    )
    for rows in (by_party, by_term):
        found, _last = walk(rows, size=7)
        assert [each for some in found for each in some] == list(rows)


def test_a_cursor_serves_only_the_list_that_gave_it(people):
    rows = User.objects.order_by("full_name")
    cursor = page(rows)[1]["next"].rpartition("cursor=")[2]

    for other, address in (
        (rows, f"/y?cursor={cursor}"),
        (rows.order_by("pk"), f"/x?cursor={cursor}"),
        (rows, f"/x?cursor={cursor}x"),
        (rows, "/x?cursor=WzAsWyJBIl1d:AAAA"),
        (rows, "/x?cursor=%00"),
    ):
        with pytest.raises(BadCursor):
            page(other, address)


@pytest.mark.parametrize("size", ["0", "-7", "x", "1.5", "²", "%00", "00"])
def test_a_page_has_a_number_of_rows(api, cast, size):
    answer = api().get(f"/api/v1/parties?page_size={size}")

    assert answer.status_code == 400
    assert answer.json()["errors"]["page_size"]


def test_nobody_gets_more_than_two_hundred_at_once(api, cast):
    answer = api().get(f"/api/v1/parties?page_size={'9' * 5000}")

    assert len(answer.json()["results"]) == min(Party.objects.count(), 200)


def test_every_list_of_the_api_can_be_walked_one_row_at_a_time(scene, api):
    scene.open()
    walked = 0
    for prefix, view, _name in the_api.router.registry:
        address = f"/api/v1/{prefix}"
        whole = api("elena").get(address)
        if not hasattr(view, "list") or "next" not in whole.json():
            continue
        found, n = [], 0
        following = f"{address}?page_size=1"
        while following and n < 3:
            told = api("elena").get(following).json()
            found += told["results"]
            following, n = told["next"], n + 1
        assert found == whole.json()["results"][: len(found)], prefix
        walked += 1
    assert walked > 15
