"""Receipts recorded by API: once for each key, refused with stable codes."""

import pytest
from rest_framework.test import APIClient

from finance.models import Receipt

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/receipts/record"


@pytest.fixture
def send(books):
    def sent(who="elena", key="T-1", **body):
        client = APIClient()
        client.force_login(books.cast.people[who])
        said = {"party": "BZ", "value_on": str(books.st.on), "gross": 6_000_00, **body}
        headers = {"Idempotency-Key": key} if key else {}
        return client.post(ADDRESS, said, format="json", headers=headers)

    return sent


def test_the_same_key_is_the_same_receipt_and_the_same_answer(books, send):
    budget = books.assessed()

    first, again = send(budget=budget.reference), send(budget=budget.reference)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["pays"] == [{"budget": budget.reference, "cents": 5_000_00}]
    assert first.json()["left_cents"] == 1_000_00
    assert Receipt.objects.count() == 1


def test_the_same_key_with_other_contents_is_a_conflict(books, send):
    send()

    refused = send(gross=7_000_00)

    assert (refused.status_code, refused.json()["code"]) == (409, "key_used")
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"key": ""}, 400, "no_key"),
        ({"key": "a b"}, 400, "no_key"),
        ({"key": "x" * 81}, 400, "no_key"),
        ({"party": "AR"}, 400, "not_a_member"),
        ({"gross": 0}, 400, "invalid"),
        ({"gross": "1e400"}, 400, "invalid"),
        ({"currency": "CAD"}, 400, "rate"),
        ({"currency": "CAD", "rate": "0.7"}, 400, "required"),
        ({"value_on": "2030-01-01"}, 400, "value_date"),
        ({"budget": "nowhere"}, 400, "designated"),
        ({"who": "bruno"}, 403, "not_secretariat"),
        ({"who": "oscar"}, 404, "not_found"),
    ],
)
def test_what_is_wrong_has_a_stable_code(books, send, wrong, status, code):
    refused = send(**wrong)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert not Receipt.objects.exists()


def test_the_same_transfer_of_the_bank_under_another_key_is_a_conflict(books, send):
    send(bank_reference="B-1")

    refused = send(key="T-2", bank_reference="B-1")

    assert (refused.status_code, refused.json()["code"]) == (409, "duplicate")
