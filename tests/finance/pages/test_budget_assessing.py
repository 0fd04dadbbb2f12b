"""Members assessed, and what was assessed changed by decision, each with its preview."""

from datetime import date

import pytest

from finance.models import Assessment, Journal, JournalKind
from finance.services.scales import Weight, adopt_scale
from tests.finance.pages.budget_visits import Visits, words
from tests.finance.pages.test_budget_scales import leave

pytestmark = pytest.mark.django_db
BAD, FORBIDDEN, UNKNOWN, CONFLICT, DONE = 400, 403, 404, 409, 302


@pytest.fixture
def visits(books):
    return Visits(books)


def cited(books, **more):
    return {"text": books.decision.text, "reason": "Así lo decidieron", **more}


def test_members_are_assessed_as_the_page_explained_and_once(visits, books):
    budget = books.approved(lines={"staff": 100_000_01})

    shown = visits.get("ana", "budget-assess", budget)
    told = words(shown)
    assert "Canada 24,051.73 68,000 24,051.72 0.7762 10 0.01" in told
    assert "cents are left over and go to the largest remainders" in told
    assert not Assessment.objects.exists()

    assert visits.post("ana", "budget-assess", budget, key="k").status_code == CONFLICT
    form = {"key": "k2", "seen": shown.context["seen"]}
    assert visits.post("ana", "budget-assess", budget, **form).status_code == DONE
    assert visits.post("ana", "budget-assess", budget, **form).status_code == DONE
    assert Journal.objects.filter(kind=JournalKind.ASSESSMENT).count() == 1
    told = visits.read("bruno", "assessment", budget, "CA")
    assert "USD 100,000.01 × 68,000 ÷ 282,724" in told
    assert "Assessed: USD 24,051.73." in told
    assert visits.get("ana", "budget-assess", budget).status_code == CONFLICT


def test_members_and_scale_that_differ_are_listed_and_confirmed(visits, books):
    leave(books, "NI")
    budget = books.approved()

    shown = visits.get("ana", "budget-assess", budget)
    assert "Named in the scale and no members on that day: Nicaragua" in words(shown)
    refused = visits.send("ana", "budget-assess", budget)
    assert refused.status_code == CONFLICT
    assert "The scale does not name exactly the members of that day" in words(refused)
    assert "section 4" in words(refused)
    answer = visits.send("ana", "budget-assess", budget, confirm_members="on")
    assert answer.status_code == DONE
    assert budget.assessments.count() == 10
    assert visits.get("ana", "assessment", budget, "NI").status_code == UNKNOWN


def test_an_adjustment_is_seen_before_it_is_recorded_and_made_once(visits, books):
    budget = books.assessed()
    books.pay("BZ", 5_000_00)
    said = cited(books, cents="4,000")

    shown = visits.send("ana", "adjust", budget, "BZ", **said)
    assert "Belize changes 5,000.00 4,000.00 −1,000.00 0.00 0.00 1,000.00" in words(shown)
    assert "United States 141,360.00 141,360.00 0 141,360.00 141,360.00 0.00" in words(
        shown
    )
    assert books.of(budget, "BZ").amount == 5_000_00
    assert not Journal.objects.filter(kind=JournalKind.ADJUSTMENT).exists()

    books.pay("BZ", 1_00)
    again = visits.confirm(shown, "adjust", budget, "BZ", who="ana", **said)
    assert again.status_code == 200
    assert "look at it again" in words(again)
    for _time in range(2):
        made = visits.confirm(again, "adjust", budget, "BZ", who="ana", **said)
        assert made.status_code == DONE
    assert books.of(budget, "BZ").amount == 4_000_00
    assert Journal.objects.filter(kind=JournalKind.ADJUSTMENT).count() == 1
    told = visits.read("bruno", "assessment", budget, "BZ")
    assert "Adjustment of an assessment" in told
    assert "Así lo decidieron" in told
    assert "Take it back" not in told


def test_a_write_off_is_by_decision_never_more_than_outstanding_and_may_be_restored(
    visits, books
):
    budget = books.assessed()
    too_much = visits.send(
        "ana", "write-off", budget, "HN", **cited(books, cents="5000.01")
    )
    assert too_much.status_code == CONFLICT
    assert "No more can be written off than is outstanding." in words(too_much)
    assert "Rules of procedure of this portal, section 4" in words(too_much)
    assert 'value="5000.01"' in too_much.content.decode()
    undecided = visits.send("ana", "write-off", budget, "HN", cents="1", reason="x")
    assert undecided.status_code == BAD

    said = cited(books, cents="5,000")
    shown = visits.send("elena", "write-off", budget, "HN", **said)
    assert "Honduras changes 5,000.00 5,000.00 0 5,000.00 0.00 0.00" in words(shown)
    made = visits.confirm(shown, "write-off", budget, "HN", who="elena", **said)
    assert made.status_code == DONE
    assert books.of(budget, "HN").outstanding == 0
    assert visits.get("ana", "write-off", budget, "HN").status_code == CONFLICT

    journal = Journal.objects.get(kind=JournalKind.WRITE_OFF).pk
    where = ("restore", budget, "HN", journal)
    assert "Take it back" in visits.read("ana", "assessment", budget, "HN")
    shown = visits.send("ana", *where, **cited(books))
    assert visits.confirm(shown, *where, who="ana", **cited(books)).status_code == DONE
    assert books.of(budget, "HN").outstanding == 5_000_00
    assert visits.get("ana", *where).status_code == CONFLICT
    assert visits.get("ana", "restore", budget, "BZ", journal).status_code == UNKNOWN


def test_a_budget_is_shared_by_another_scale_and_every_part_is_seen_first(visits, books):
    budget = books.assessed()
    new = adopt_scale(
        date(2026, 6, 1),
        [Weight(party.pk, 1_00) for party in books.cast.members],
        decision=books.decision,
        called="XXX CRM",
        source="acta",
        by=books.ppt,
    )
    said = cited(books, scale=new.pk)

    shown = visits.send("ana", "budget-rescale", budget, **said)
    told = words(shown)
    assert "Belize changes 5,000.00 25,702.19" in told
    assert "Total 282,724.00 282,724.00 0.00" in told
    assert books.of(budget, "BZ").amount == 5_000_00
    made = visits.confirm(shown, "budget-rescale", budget, who="ana", **said)
    assert made.status_code == DONE
    assert books.of(budget, "US").amount == 25_702_18
    assert "assessed 141,360" in visits.read("bruno", "budget", budget)


def test_a_change_that_changes_nothing_is_not_offered_and_not_recorded(visits, books):
    budget = books.assessed()

    same = visits.send("ana", "adjust", budget, "BZ", **cited(books, cents="5,000"))
    scale = cited(books, scale=books.scale.pk)
    anew = visits.send("ana", "budget-rescale", budget, **scale)

    for answer in (same, anew):
        assert answer.status_code == CONFLICT
        assert "Nothing would change: it is already so." in words(answer)
        assert "preview" not in answer.context


def test_a_scale_of_other_members_is_refused_at_the_preview(visits, books):
    budget = books.assessed()
    fewer = adopt_scale(
        date(2026, 6, 1),
        [Weight(party.pk, 1_00) for party in books.cast.members[:5]],
        decision=books.decision,
        called="XXX CRM",
        source="acta",
        confirm_members=True,
        by=books.ppt,
    )

    answer = visits.send("ana", "budget-rescale", budget, **cited(books, scale=fewer.pk))

    assert answer.status_code == CONFLICT
    assert "does not name exactly the members that were assessed" in words(answer)
    assert "Así lo decidieron" in answer.content.decode()


def test_what_was_assessed_changes_by_nobody_elses_hand(visits, books):
    budget = books.assessed()
    said = cited(books, cents="1", key="k")

    for name in ("adjust", "write-off"):
        for who, code in (("bruno", FORBIDDEN), ("oscar", UNKNOWN)):
            assert visits.get(who, name, budget, "DO").status_code == code
            assert visits.post(who, name, budget, "DO", **said).status_code == code
    told = visits.read("bruno", "assessment", budget, "DO")
    assert "Adjust the contribution" not in told
    assert visits.get("oscar", "assessment", budget, "DO").status_code == UNKNOWN
    assert books.of(budget, "DO").amount == 5_000_00
