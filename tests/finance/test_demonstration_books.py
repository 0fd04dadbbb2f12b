"""Three invented years: made once, marked in every row, with the figures that are looked for."""

from datetime import UTC, date, datetime

from django.apps import apps

from crm_portal.core import clock
from crm_portal.core.models import Notice
from crm_portal.demonstration import finances, people
from finance import activity, passing, reports, today
from finance.models import ActivityReport, Budget, Expenditure, FundReport, Receipt
from finance.models.marks import is_invented
from finance.rules.budgets import Period
from finance.states import BudgetState
from members.access import viewer_for
from members.models import User

STANDS = datetime(2026, 10, 13, 15, tzinfo=UTC)
PAID_CASES = 11


def play(at, settings):
    settings.DEMONSTRATION = True
    clock.set_to(at, frozen=True)
    people.create(at)
    assert finances.prepare() == 1


def marked():
    """The models of finance whose rows say whether they are a demonstration's."""
    return [
        model
        for model in apps.get_app_config("finance").get_models()
        if any(field.name == "is_demonstration" for field in model._meta.fields)
        and not model.__name__.endswith("Event")
        and model.__name__ != "Scale"  # the one of 2005 is real
    ]


def test_three_invented_years_show_what_is_looked_for_and_say_that_they_are(
    reference, settings
):
    """Nine paid, one owes this year, one the year before too; every row is marked."""
    play(STANDS, settings)

    told = {row.code: row for row in reports.balances()}
    assert {code: row.outstanding for code, row in told.items() if row.outstanding} == {
        "HN": 5_000_00,
        "NI": 10_000_00,
    }
    assert not any(row.credit for row in told.values())
    states = list(Budget.objects.order_by("starts_on").values_list("state", flat=True))
    assert states == [BudgetState.CLOSED, BudgetState.CLOSED, BudgetState.EXECUTING]
    st = viewer_for(User.objects.get(email="secretariat@example.org"), STANDS)
    year = Period(date(2026, 1, 1), st.on)
    cash = activity.figures(year, st)["cash"]
    assert (cash["opening"], cash["lowest"]) == (61_500_00, 15_117_00)
    assert cash["lowest_on"] == "2026-09-02"
    assert Receipt.objects.exclude(journal__reversed_by=None).count() == 1
    assert FundReport.objects.get().starts_on == date(2026, 1, 1)
    assert ActivityReport.objects.get().data["fund"]["halves"][0]["helped"] == PAID_CASES
    written = [model for model in marked() if model.objects.exists()]
    assert len(written) >= 10
    for model in written:
        assert not model.objects.filter(is_demonstration=False).exists(), model
    due = Notice.objects.owed().filter(event__startswith="finance.")
    assert set(due.values_list("event", flat=True)) == {
        "finance.letter",
        "finance.receipt_recorded",
        "finance.request_signed",
    }
    ppt = viewer_for(User.objects.get(email="guatemala@example.org"), STANDS)
    assert any("kind=reminder" in row["url"] for row in today.today(ppt))
    told_on = {each.key: each for each in passing.sections(None, [ppt])}
    assert len(told_on["arrears"].rows) == 3
    # What is told of the end of October has not happened.
    assert Expenditure.objects.latest("paid_on").paid_on == date(2026, 10, 8)
    assert finances.prepare() == 0
    assert not is_invented()
