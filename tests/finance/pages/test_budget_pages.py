"""A budget through its pages: drafted, approved by decision, carried out, amended, closed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.models import Provision, Text
from decisions.text_states import TextState
from finance.models import Budget
from finance.services import budgets
from finance.states import BudgetState
from meetings.models import Body
from tests.finance.books import LINES
from tests.finance.pages.budget_visits import Visits, hidden, words

pytestmark = pytest.mark.django_db
BAD, FORBIDDEN, UNKNOWN, CONFLICT, DONE = 400, 403, 404, 409, 302
NINETEEN = date(2003, 6, 1), date(2004, 12, 31)
TYPED = {"line__staff": "150,000", "line__meetings": "100000,00", "line__other": "32724"}
MOST_QUERIES = 13


@pytest.fixture
def visits(books):
    return Visits(books)


def new(visits, who="elena", **more):
    typed = {
        "reference": "2003-2004",
        "label_es": "Diecinueve meses",
        "label_en": "Nineteen months",
        "starts_on": "2003-06-01",
        "ends_on": "2004-12-31",
        **TYPED,
        **more,
    }
    return visits.send(who, "budget-new", **typed)


def decided(books, **more):
    return {"on": "2003-05-01", "text": books.decision.text, **more}


def test_nineteen_months_go_their_way_each_step_by_whoever_may(visits, books):
    assert new(visits).status_code == DONE
    budget = Budget.objects.get(reference="2003-2004")
    note = {"on": "2002-10-10", "note": "GRCM de octubre de 2002"}

    assert visits.send("ana", "budget-examine", budget, **note).status_code == DONE
    assert visits.send("elena", "budget-recommend", budget, **note).status_code == DONE
    answer = visits.send("ana", "budget-approve", budget, **decided(books))
    assert answer.status_code == DONE
    assert visits.send("elena", "budget-execute", budget).status_code == DONE
    assert visits.send("elena", "budget-close", budget).status_code == DONE

    told = visits.read("bruno", "budget", budget)
    assert "1 June 2003 – 31 December 2004 · 19 months · USD 282,724" in told
    assert "GRCM de octubre de 2002" in told
    assert "Decisiones" in told
    budget.refresh_from_db()
    assert budget.state == BudgetState.CLOSED
    assert "No scale is in force on that day." in told
    assert "Nineteen months" in visits.read("carla", "budgets")


ACTS = [
    ("budget-redraft", {"elena"}),
    ("budget-examine", {"elena", "ana"}),
    ("budget-recommend", {"elena", "ana"}),
    ("budget-approve", {"elena", "ana"}),
    ("budget-assess", {"elena", "ana"}),
    ("budget-execute", {"elena"}),
    ("budget-amend", {"elena", "ana"}),
    ("budget-close", {"elena"}),
    ("budget-rescale", {"elena", "ana"}),
]


def test_an_act_is_refused_to_whoever_has_no_power_and_unknown_to_observers(visits, books):
    budget = books.draft()

    for name, may in ACTS:
        said = "registers what was decided." if "ana" in may else "keeps the accounts."
        for who in {"bruno", "ana"} - may:
            answer = visits.get(who, name, budget)
            assert (name, answer.status_code) == (name, FORBIDDEN)
            assert said in words(answer)
            sent = visits.post(who, name, budget, key="k")
            assert (name, sent.status_code) == (name, FORBIDDEN)
        assert visits.get("oscar", name, budget).status_code == UNKNOWN
        assert visits.post("admin", name, budget, key="k").status_code == UNKNOWN
        for who in may:
            assert visits.post(who, name, budget).status_code in {BAD, CONFLICT}
    budget.refresh_from_db()
    assert (budget.state, budget.acts.count()) == (BudgetState.DRAFT, 0)


def test_pages_are_for_members_and_the_secretariat(visits, books):
    budget = books.draft()
    pages = [("budgets",), ("scales",), ("lines",), ("budget", budget)]

    for page in pages:
        for who in ("elena", "ana", "bruno", "carla"):
            assert visits.get(who, *page).status_code == 200
        for who in ("oscar", "admin"):
            assert visits.get(who, *page).status_code == UNKNOWN
        assert visits.get(None, *page).status_code == DONE


def test_whoever_may_not_act_sees_no_button_and_of_the_others_those_that_fit(visits, books):
    budget = books.draft()

    assert "Record the examination" not in visits.read("bruno", "budget", budget)
    asked = visits.read("ana", "budget", budget)
    assert "Record the examination" in asked
    assert "Draft the figures again" not in asked
    assert "Register the approval" not in asked
    assert "New budget" not in visits.read("ana", "budgets")
    assert visits.get("ana", "budget-approve", budget).status_code == CONFLICT


def test_an_incomplete_form_keeps_what_was_typed(visits):
    answer = new(visits, ends_on="2003-05-31", line__staff="1.500")

    page = answer.content.decode()
    assert answer.status_code == BAD
    assert "A period ends after it begins." in words(answer)
    assert 'value="Diecinueve meses"' in page
    assert 'value="1.500"' in page
    assert not Budget.objects.exists()
    assert new(visits, reference="scales").status_code == BAD


def test_the_figure_of_a_year_is_worked_out_for_the_period_and_not_recorded(visits):
    answer = new(visits, annual="282,724", work_out="1")

    told = words(answer)
    assert "19 months of USD 282,724 a year are USD 447,646.33." in told
    assert "The difference is USD 164,922.33." in told
    assert not Budget.objects.exists()


def test_only_a_decision_of_the_vice_ministers_approves(visits, books):
    budget = books.draft()
    for verb in (budgets.examine_budget, budgets.recommend_budget):
        verb(budget.pk, on=books.st.on, note="GRCM", by=books.st)
    other = Text.objects.create(
        reference="GRCM-1",
        kind_id="decisions",
        state=TextState.PUBLISHED,
        title_es="Conclusiones",
        body=Body.objects.create(code="GRCM", kind="grcm", order=2),
    )

    answer = visits.send("ana", "budget-approve", budget, on="2026-09-10", text=other.pk)
    assert answer.status_code == BAD
    assert "Only a decision of the Vice-Ministers that is on the register" in words(answer)
    assert 'value="2026-09-10"' in answer.content.decode()
    unknown = decided(books, provision="99")
    answer = visits.send("ana", "budget-approve", budget, **unknown)
    assert "The text has no point of that number." in words(answer)
    nowhere = {"on": "2026-09-10", "provision": "8"}
    answer = visits.send("ana", "budget-approve", budget, **nowhere)
    assert "Choose the text that the point is of." in words(answer)

    Provision.objects.create(text_id=books.decision.text, part="operative", number="8")
    cited = decided(books, provision="8")
    assert visits.send("ana", "budget-approve", budget, **cited).status_code == DONE
    page = visits.get("bruno", "budget", budget).content.decode()
    assert "/DEC-PRUEBA/8/" in page


def test_what_overlaps_is_said_before_and_refused_after(visits, books):
    books.approved(date(2026, 1, 1), date(2026, 12, 31))
    late = books.approved(date(2027, 2, 1), date(2027, 12, 31))
    draft = books.draft(date(2026, 12, 1), date(2027, 1, 31))
    for verb in (budgets.examine_budget, budgets.recommend_budget):
        verb(draft.pk, on=books.st.on, note="GRCM", by=books.st)

    assert "31 days between" in visits.read("bruno", "budgets")
    assert "belongs to no" not in visits.read("bruno", "budget", draft)
    assert "Its days overlap" in visits.read("bruno", "budget", draft)
    assert "31 days between" in visits.read("bruno", "budget", late)
    answer = visits.send("ana", "budget-approve", draft, **decided(books))
    assert answer.status_code == CONFLICT
    assert "Another approved budget has days of this period." in words(answer)


def test_an_amendment_is_a_version_that_says_what_changed(visits, books):
    budget = books.executing()
    typed = {**TYPED, "line__staff": "160,000", "line__meetings": "", "line__studies": "1"}
    more = decided(books, reason="Un seminario menos", **typed)

    shown = visits.get("ana", "budget-amend", budget).content.decode()
    assert 'value="150,000"' in shown
    assert visits.send("ana", "budget-amend", budget, **more).status_code == DONE

    told = visits.read("bruno", "budget", budget)
    assert "Version 2: USD 192,725 (−89,999)" in told
    assert "Un seminario menos" in told
    assert "Support staff 150,000 160,000 10,000" in told
    assert "Support for seminars and meetings 100,000 0 −100,000" in told
    assert budget.versions.get(number=1).total_cents == sum(LINES.values())


def test_what_was_assessed_stays_when_the_budget_is_amended_and_the_page_says_so(
    visits, books
):
    budget = books.assessed()
    typed = decided(books, reason="x", line__staff="282,725")

    assert "changes by decision only" not in visits.read("bruno", "budget", budget)
    assert visits.send("ana", "budget-amend", budget, **typed).status_code == DONE

    told = visits.read("bruno", "budget", budget)
    assert "The members owe USD 282,724 together and the budget is USD 282,725" in told


def test_nothing_is_recorded_as_decided_before_its_day(visits, books):
    budget = books.draft()

    later = {"on": "2026-09-11", "note": "GRCM"}
    answer = visits.send("ana", "budget-examine", budget, **later)

    assert answer.status_code == BAD
    assert "A decision is recorded once it is taken." in words(answer)


def test_figures_are_drafted_again_before_they_are_approved(visits, books):
    budget = books.draft()

    answer = visits.send("elena", "budget-redraft", budget, line__staff="1")

    assert answer.status_code == DONE
    assert budget.current.total_cents == 1_00
    assert visits.send("elena", "budget-redraft", budget).status_code == BAD


def test_new_figures_sent_twice_are_one_version_and_never_replace_unseen_ones(
    visits, books
):
    budget = books.executing()
    shown = hidden(visits.get("ana", "budget-amend", budget))
    form = {**shown, **decided(books, reason="x", line__staff="1")}

    for _time in range(2):
        assert visits.post("ana", "budget-amend", budget, **form).status_code == DONE
    assert (budget.versions.count(), budget.acts.filter(step="amend").count()) == (2, 1)

    other = {**form, "line__staff": "2"}
    late = visits.post("elena", "budget-amend", budget, **other)
    assert late.status_code == CONFLICT
    assert "The figures are not those that you saw" in words(late)
    assert budget.versions.count() == 2
    again = {**other, **hidden(late)}
    assert visits.post("elena", "budget-amend", budget, **again).status_code == DONE
    assert budget.current.total_cents == 2_00


def test_an_examination_that_a_new_draft_voided_is_followed_by_that_draft(visits, books):
    budget = books.draft()
    budgets.examine_budget(budget.pk, on=books.st.on, note="GRCM", by=books.st)

    more = {"line__staff": "1", "reason": "Menos personal"}
    assert visits.send("elena", "budget-redraft", budget, **more).status_code == DONE

    taken = [row.label for row in visits.get("bruno", "budget", budget).context["acts"]]
    assert taken == ["Examination", "New draft"]
    assert "Menos personal" in visits.read("bruno", "budget", budget)


def test_pages_ask_for_no_more_than_they_show(visits, books):
    budget = books.assessed()
    for number in (1, 2):
        budgets.amend_budget(
            budget.pk,
            {"staff": number},
            after=number,
            on=books.st.on,
            reason="x",
            decision=books.decision,
            by=books.st,
        )
    for name, where, most in (("budgets", (), 7), ("budget", (budget,), MOST_QUERIES)):
        visits.get("bruno", name, *where)
        with CaptureQueriesContext(connection) as asked:
            visits.get("bruno", name, *where)
        assert len(asked) <= most, "\n".join(q["sql"][:150] for q in asked)
