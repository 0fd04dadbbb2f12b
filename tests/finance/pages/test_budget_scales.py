"""Scales through their pages: what was published, a new one with its preview, who joins."""

from datetime import date

import pytest

from crm_portal.core.errors import Conflict
from crm_portal.reference.files import SCALE, rows
from finance.models import Budget, LineKind, Scale, Share
from finance.rules.scales import over_charge
from finance.services import lines as services
from finance.services.scales import Weight, adopt_scale
from members.models import Standing
from members.models.parties import StandingStatus
from tests.finance.pages.budget_visits import Visits, hidden, words
from tests.finance.pages.test_budget_pages import new

pytestmark = pytest.mark.django_db
BAD, FORBIDDEN, UNKNOWN, CONFLICT, DONE = 400, 403, 404, 409, 302
NEXT = date(2027, 1, 1)


@pytest.fixture
def visits(books):
    return Visits(books)


@pytest.fixture
def printed(books):
    """The scale as it was printed, with its percentages."""
    scale = Scale.objects.create(
        valid_from=date(2006, 1, 1), decision="VI CRM", source="001:487"
    )
    Share.objects.bulk_create(
        Share(
            scale=scale,
            party=books.cast.parties[row["country"]],
            amount_cents=int(row["amount_usd"]) * 100,
            published_percent=round(float(row["published_percent"]) * 100),
        )
        for row in rows(SCALE)
    )
    return scale


def typed(books, **more):
    said = {
        "valid_from": NEXT.isoformat(),
        "called": "XXXI CRM",
        "source": "Acta",
        "text": books.decision.text,
        **{f"amount__{party.code}": "1,000" for party in books.cast.members},
    }
    return {**said, **more}


def test_printed_percentages_would_bring_twenty_eight_dollars_too_much():
    percents = [177] * 8 + [2405, 1180, 5000]

    assert sum(percents) == 100_01
    assert over_charge(282_724_00, percents) == 28_23
    assert over_charge(282_724_00, [5000, 5000]) == 0


def test_the_page_says_that_the_percentages_add_to_a_hundredth_too_many(visits, printed):
    told = visits.read("bruno", "scale", "2006-01-01")

    assert "The published percentages add to 100.01 %, by rounding." in told
    assert "over-charge the members by USD 28.23." in told
    assert "Canada 68,000 24.05 % 24.05 %" in told
    assert "20 years of the RCM (2016), line 487" in told
    listed = visits.read("bruno", "scales")
    assert "31 December 2005" in listed
    assert "282,724" in listed


def test_a_scale_is_tried_on_any_total_to_the_cent(visits, books):
    told = visits.read("bruno", "scale", "2005-01-01", total="100")

    assert "The parts add to the total exactly." in told
    assert "Canada 24.05 68,000 24.05 0.1725 10 0" in told
    assert visits.get("bruno", "scale", "2005-01-01", total="5.000").status_code == 200
    assert visits.get("bruno", "scale", "1999-01-01").status_code == UNKNOWN
    assert visits.get("bruno", "scale", "x").status_code == UNKNOWN


def test_a_scale_is_looked_at_before_it_is_registered(visits, books):
    said = typed(books, amount__US="2,000", total="100.00")

    shown = visits.send("ana", "scale-new", **said)
    assert shown.status_code == 200
    assert not Scale.objects.filter(valid_from=NEXT).exists()
    told = words(shown)
    assert "Compared with the scale from 1 January 2005, on the same total." in told
    assert "United States 16.67 50.00 −33.33 2,000 16.66 0.6666 1 0.01" in told

    changed = {**said, "amount__US": "3,000"}
    again = visits.confirm(shown, "scale-new", who="ana", **changed)
    assert again.status_code == 200
    assert "look at it again" in words(again)

    made = visits.confirm(again, "scale-new", who="ana", **changed)
    assert made.status_code == DONE
    scale = Scale.objects.get(valid_from=NEXT)
    assert (scale.total_cents, scale.text_id) == (13_000_00, books.decision.text)


def test_a_member_that_is_left_out_is_listed_and_confirmed(visits, books):
    said = typed(books, amount__NI="")

    shown = visits.send("elena", "scale-new", **said)
    assert "Members on that day without an amount: Nicaragua" in words(shown)
    refused = visits.confirm(shown, "scale-new", who="elena", **said)
    assert refused.status_code == CONFLICT
    assert "A member of that day has no share in the scale: confirm it." in words(refused)
    assert "Rules of procedure of this portal, section 4" in words(refused)
    said["confirm_members"] = "on"
    assert visits.confirm(refused, "scale-new", who="elena", **said).status_code == DONE
    assert Scale.objects.get(valid_from=NEXT).shares.count() == 10
    told = visits.read("bruno", "scale", NEXT.isoformat())
    assert "Members today without a share in this scale: Nicaragua" in told


def test_whoever_left_is_not_asked_for_and_has_no_share(visits, books):
    leave(books, "NI")

    shown = visits.get("ana", "scale-new").content.decode()
    assert 'name="amount-NI"' not in shown
    answer = visits.send("ana", "scale-new", **typed(books))
    assert answer.status_code == BAD
    assert "Nicaragua is not a member on that day." in words(answer)
    assert 'name="amount-NI" value="1,000"' in answer.content.decode()
    assert "Named in this scale and no members today: Nicaragua" in visits.read(
        "bruno", "scale", "2005-01-01"
    )


def leave(books, code):
    standing = Standing.objects.get(party=books.pk(code))
    standing.until = date(2025, 6, 1)
    standing.save()
    Standing.objects.create(
        party=books.cast.parties[code],
        since=date(2025, 6, 1),
        status=StandingStatus.DEPARTED,
    )


def test_a_scale_is_tried_among_the_members_that_it_would_be_assessed_among(visits, books):
    leave(books, "NI")

    tried = visits.get("bruno", "scale", "2005-01-01", total="100").context["tried"]
    said = typed(books, amount__NI="", total="100")
    compared = visits.send("ana", "scale-new", **said).context["tried"]

    assert "NI" not in {row.code for row in tried.rows}
    assert sum(row.cents for row in tried.rows) == 100_00
    assert sum(row.before for row in compared.rows) == 100_00


def test_a_scale_that_ended_is_tried_among_the_members_of_its_days(visits, books, printed):
    Scale.objects.filter(pk=printed.pk).update(valid_from=date(2025, 6, 1))
    leave(books, "NI")

    for since, is_named in (("2005-01-01", True), ("2025-06-01", False)):
        tried = visits.get("bruno", "scale", since, total="100").context["tried"]
        assert ("NI" in {row.code for row in tried.rows}) is is_named


def test_only_the_presidency_and_the_secretariat_register_a_scale(visits, books):
    for who, said in (("bruno", FORBIDDEN), ("oscar", UNKNOWN), ("admin", UNKNOWN)):
        assert visits.get(who, "scale-new").status_code == said
        assert visits.post(who, "scale-new", **typed(books)).status_code == said
    assert "New scale" not in visits.read("bruno", "scales")
    assert "New scale" in visits.read("ana", "scales")
    answer = visits.send("ana", "scale-new", **typed(books, percent__US="120", called=""))
    assert answer.status_code == BAD
    assert 'value="120"' in answer.content.decode()


def test_a_percentage_without_its_amount_is_refused(visits, books):
    answer = visits.send(
        "ana", "scale-new", **typed(books, amount__US="", percent__US="50,00")
    )
    assert "The amount rules: write it." in words(answer)


def test_the_service_lets_nobody_out_unconfirmed(books):
    some = [Weight(party.pk, 1_00) for party in books.cast.members[:3]]
    about = {"decision": books.decision, "called": "x", "source": "x", "by": books.ppt}

    with pytest.raises(Conflict) as refused:
        adopt_scale(NEXT, some, **about)
    assert refused.value.code == "scale_members"
    assert adopt_scale(NEXT, some, confirm_members=True, **about).total_cents == 3_00


# The lines of the budget


def test_a_line_begins_is_worded_and_ends(visits, books):
    said = {
        "code": "training",
        "name_es": "Capacitación",
        "name_en": "Training",
        "order": 7,
        "valid_from": "2027-01-01",
        "source": "Acta",
    }
    assert visits.post("elena", "line-new", **said).status_code == DONE
    again = visits.post("elena", "line-new", **said)
    assert again.status_code == CONFLICT
    assert 'value="Capacitación"' in again.content.decode()
    assert not LineKind.objects.all().at(date(2026, 12, 31)).filter(code="training")

    end = {**said, "name_en": "Training courses", "valid_until": "2029-01-01"}
    assert visits.post("elena", "line", "training", **end).status_code == DONE
    told = visits.read("bruno", "lines")
    assert "Training courses 1 January 2027 1 January 2029" in told
    assert "Change : Training courses" not in told
    assert visits.post("elena", "line", "training", name_es="x").status_code == BAD


def test_a_line_that_a_later_budget_uses_does_not_end_before_it(visits, books):
    books.draft(date(2027, 1, 1), date(2027, 12, 31))
    said = {"name_es": "Personal", "name_en": "Staff", "order": 1}

    answer = visits.post("elena", "line", "staff", **said, valid_until="2026-12-01")
    assert answer.status_code == CONFLICT
    assert "begins after that day and is written in this line" in words(answer)
    answer = visits.post("elena", "line", "staff", **said, valid_until="2000-01-01")
    assert answer.status_code == BAD
    assert visits.post("elena", "line", "staff", **said, valid_until="2028-01-01")
    kind = LineKind.objects.get(code="staff")
    assert (kind.name_es, kind.valid_until) == ("Personal", date(2028, 1, 1))


def test_amounts_are_recorded_in_the_lines_of_the_first_day_as_they_were_shown(visits):
    first = date(2027, 1, 1)
    LineKind.objects.filter(code="staff").update(valid_until=first)
    LineKind.objects.filter(code="studies").update(valid_from=first)
    days = {"starts_on": "2027-01-01", "ends_on": "2027-12-31", "reference": "2027"}

    shown = new(visits, **days)

    assert shown.status_code == BAD
    assert "The first day has other lines than those shown" in words(shown)
    assert "that the first day does not have: Support staff 150,000." in words(shown)
    assert 'name="line-studies"' in shown.content.decode()
    assert not Budget.objects.exists()
    assert new(visits, **days, **hidden(shown)).status_code == DONE
    assert Budget.objects.get().current.total_cents == 132_724_00


def test_only_the_secretariat_keeps_the_lines(visits, books):
    for who, said in (("ana", FORBIDDEN), ("bruno", FORBIDDEN), ("oscar", UNKNOWN)):
        for page in (("line-new",), ("line", "staff")):
            assert visits.get(who, *page).status_code == said
            assert visits.post(who, *page).status_code == said
    with pytest.raises(Exception, match="Secretariat"):
        services.change_line(
            books.line("staff"),
            name_es="x",
            name_en="x",
            order=1,
            valid_until=None,
            by=books.ppt,
        )
