"""Members and the Secretariat see all contributions; observers and the public nothing of them."""

import pytest
from django.apps import apps

from crm_portal.core.access import Viewer
from finance.models import Book, CaseOfficer, Entry, Journal
from tests.cast import MORNING
from tests.finance.cases import appointed, granted

OF_CASES = {"FundCase", "CaseDecision", "CaseReading", "CaseOfficer", "FundReport"}
MODELS = [
    m for m in apps.get_app_config("finance").get_models() if "Event" not in m.__name__
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_says_who_sees_it(model):
    assert hasattr(model._default_manager.all(), "visible_to")


@pytest.fixture
def full(books):
    from finance.services import following, fund_money
    from tests.finance.test_budgets import spend

    budget = books.called()
    from finance.services import budgets, spending

    budgets.execute_budget(budget.pk, by=books.st)
    books.pay("BZ", 10)
    following.pledge(
        books.of(budget, "CA").pk, said_on=books.st.on, source="x", by=books.st
    )
    spend(books, budget, "staff", 10)
    spending.commit_line(budget.pk, books.line("staff"), 10, purpose="x", by=books.st)
    spending.transfer_line(
        budget.pk,
        origin=books.line("staff"),
        target=books.line("other"),
        cents=1,
        reason="x",
        by=books.ppt,
    )
    appointed(books)
    granted(books)
    fund_money.deposit(10_00, value_on=books.st.on, source="x", key="d", by=books.st)
    return books


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("elena", True),
        ("ana", True),
        ("bruno", True),
        ("carla", True),
        ("admin", False),
        ("sara", False),
        ("", False),
    ],
)
def test_contributions_are_for_members_and_the_secretariat(full, who, sees):
    viewer = full.viewer(who) if who else Viewer(at=MORNING)

    for model in MODELS:
        if model.__name__ in OF_CASES or not model.objects.exists():
            continue
        assert model.objects.all().visible_to(viewer).exists() is sees, model.__name__


def test_an_observer_sees_none_of_it_and_an_officer_of_iom_the_fund_alone(full):
    oscar = full.viewer("oscar")
    books_seen = set(Journal.objects.all().visible_to(oscar).values_list("book", flat=True))

    assert books_seen == {Book.FUND}
    assert not set(
        Entry.objects.all().visible_to(full.viewer("bruno")).values_list("case", flat=True)
    ) - {None}
    assert not Journal.objects.all().visible_to(full.viewer("bruno")).filter(book=Book.FUND)
    CaseOfficer.objects.update(until=oscar.on)
    assert not Journal.objects.all().visible_to(oscar).exists()
