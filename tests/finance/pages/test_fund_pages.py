"""The reserve fund's pages: told in groups to members, whole to its officers, unknown to others."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import clock
from finance import checking, fund_today, reports
from finance.models import CaseOfficer, CaseReading, Entry, FundCase, Journal
from finance.rules.eligibility import Category
from finance.rules.fund import Side
from finance.services import fund, fund_money
from finance.states import CaseState
from members.models import Party
from tests.decisions.pages import words
from tests.factories import MandateFactory, UserFactory
from tests.finance.cases import appointed, asked, granted

pytestmark = pytest.mark.django_db
TOLD = "persona con lesión; necesita silla de ruedas"
OTHERS = ("ana", "admin", "esteban", "olga")
ACTS = ("complete", "decide", "reserve", "pay", "close", "read", "erase")


@pytest.fixture
def desk(books):
    appointed(books)
    st, sica = books.cast.parties["ST"], books.cast.parties["SICA"]
    for name, role, party in (
        ("esteban", "secretariat", st),
        ("olga", "focal_point", sica),
    ):
        user = UserFactory(full_name=name.title())
        MandateFactory(user=user, role=role, party=party, institution=None)
        books.cast.people[name] = user
    return books


def address(name, *arguments):
    with override("en"):
        return reverse(f"finance:{name}", args=arguments)


def client(books, who):
    browser = Client()
    browser.force_login(books.cast.people[who])
    return browser


def get(books, who, name, *arguments, **query):
    return client(books, who).get(address(name, *arguments), query)


def post(books, who, name, *arguments, **typed):
    return client(books, who).post(address(name, *arguments), typed)


def typed(books, **more):
    said = {
        "requester": "authority",
        "country": books.pk("HN"),
        "is_voluntary": "yes",
        "is_covered": "no",
        "declared": ["illness"],
        "asked_cents": "500",
        "told": TOLD,
    }
    return {**said, **more}


def deposit(books, cents):
    return fund_money.deposit(
        cents, value_on=books.st.on, source="OIM", key=books.key(), by=books.st
    )


def reserved(books, **more):
    case = granted(books, **more)
    return fund_money.reserve(case.pk, by=books.st)


def test_a_case_is_unknown_to_everybody_but_its_officers(desk):
    case = asked(desk)
    pages = [
        ("fund-cases",),
        ("fund-request",),
        ("fund-deposit",),
        ("fund-report",),
        ("fund-case", case.number),
        *((f"fund-{act}", case.number) for act in ACTS),
    ]

    for who in OTHERS:
        browser = client(desk, who)
        for page in pages:
            assert browser.get(address(*page)).status_code == 404, (who, page)
        for page in (*pages[1:4], ("fund-read", case.number), ("fund-serve",)):
            assert browser.post(address(*page)).status_code == 404, (who, page)
    assert get(desk, "sara", "fund-cases").status_code == 302
    for who in ("elena", "oscar"):
        assert get(desk, who, "fund-case", case.number).status_code == 200
    assert get(desk, "elena", "fund-case", "FR-22222222").status_code == 404


def test_the_page_of_the_fund_is_the_members_the_secretariats_and_the_officers(desk):
    for who, sees in (
        ("ana", True),
        ("bruno", True),
        ("esteban", True),
        ("oscar", True),
        ("olga", False),
        ("admin", False),
        ("sara", False),
    ):
        assert (get(desk, who, "fund").status_code == 200) is sees, who
    assert Client().get(address("fund")).status_code == 302


def test_members_read_amounts_in_steps_of_a_past_day_and_no_case(desk):
    deposit(desk, 12_345_67)
    case = reserved(desk, cents=437_21)
    now = words(get(desk, "elena", "fund"))
    before = words(get(desk, "bruno", "fund"))
    desk.later(21)
    later = words(get(desk, "bruno", "fund"))

    assert "11,908.46" in now
    assert "12,345" not in before
    assert "under 1,000" in before
    for said in ("12,000", "11,000", "As of 30 September 2026"):
        assert said in later
    for secret in (case.number, "437", "345.67", "908"):
        assert secret not in later
    for rule in ("Ceiling", "USD 1,000 a case", "never the person", "20 years of the RCM"):
        assert rule in later


def test_a_case_goes_its_whole_way_through_the_pages(desk):
    made = post(desk, "elena", "fund-request", **typed(desk, declared=["trafficking"]))
    case = FundCase.objects.get()
    assert made.url == address("fund-case", case.number)
    key = {"key": "k1"}
    on = desk.st.on.isoformat()
    post(desk, "elena", "fund-deposit", cents="700", value_on=on, source="OIM", **key)
    said = {"side": "secretariat", "is_yes": "yes", "act": "Acta 1"}
    post(desk, "elena", "fund-decide", case.number, **said)
    waiting = words(get(desk, "oscar", "fund-case", case.number))
    assert "has not decided" in waiting
    assert "two different persons" in waiting
    post(desk, "oscar", "fund-decide", case.number, **{**said, "side": "iom"})
    post(desk, "elena", "fund-reserve", case.number)
    paid = {"cents": "200.50", "paid_on": on, "key": "k2"}
    post(desk, "oscar", "fund-pay", case.number, **paid)
    post(desk, "oscar", "fund-pay", case.number, **paid)

    page = words(get(desk, "elena", "fund-case", case.number))
    for told in ("Funds reserved", "trafficking", "299.50", "200.50", "Acta 1", "Elena"):
        assert told in page
    assert TOLD not in page
    post(desk, "elena", "fund-close", case.number)
    gone = post(desk, "elena", "fund-erase", case.number, reason="plazo")
    assert gone.status_code == 302
    after = words(get(desk, "elena", "fund-case", case.number))
    assert "trafficking" not in after
    assert "Only the number, the days and the money are left." in after


def test_a_payment_that_came_back_is_reversed_and_its_money_is_where_it_was(desk):
    deposit(desk, 1_000_00)
    open_, closed = (reserved(desk, cents=400_00) for _each in range(2))
    on = desk.st.on.isoformat()
    for case in (open_, closed):
        said = {"cents": "150", "paid_on": on, "key": f"p{case.pk}"}
        post(desk, "elena", "fund-pay", case.number, **said)
    post(desk, "elena", "fund-close", closed.number)
    for case in (open_, closed):
        payment = Journal.objects.get(
            kind="payment", entries__case=case, entries__cents__gt=0
        )
        page = get(desk, "oscar", "fund-case", case.number).content.decode()
        assert address("fund-return", case.number, payment.pk) in page
        said = {"reason": "devuelto por el banco", "key": f"r{case.pk}"}
        for _again in range(2):
            post(desk, "oscar", "fund-return", case.number, payment.pk, **said)
        assert Journal.objects.filter(reverses=payment).count() == 1
    other = get(desk, "oscar", "fund-return", open_.number, payment.pk)

    assert other.status_code == 404
    money = reports.fund_money()
    assert (money.balance, money.reserved) == (1_000_00, 400_00)
    assert "devuelto por el banco" in words(get(desk, "elena", "fund-case", open_.number))
    assert checking.prove().faults == []


def test_a_request_that_is_taken_back_is_closed(desk):
    for case in (asked(desk), asked(desk, is_covered=None)):
        assert "Close the case" in words(get(desk, "elena", "fund-case", case.number))
        post(desk, "elena", "fund-close", case.number)
        case.refresh_from_db()
        assert (case.state, case.ended_on) == (CaseState.CLOSED, desk.st.on)


def test_today_tells_an_officer_how_many_cases_wait_and_nobody_else(
    desk, django_assert_num_queries
):
    oscar, elena = desk.viewer("oscar"), desk.st
    assert len(fund_today.today(oscar)) == 1  # the only way there from his menu
    assert fund_today.today(elena) == []
    asked(desk, categories=(Category.TRAFFICKING,))
    granted(desk)
    fund.decide(FundCase.objects.first().pk, side=Side.IOM, is_yes=True, act="x", by=oscar)

    with django_assert_num_queries(2):
        rows = fund_today.today(elena)
    assert [row["url"].rpartition("=")[2] for row in rows] == ["to_decide", "granted"]
    assert [row["url"].rpartition("=")[2] for row in fund_today.today(oscar)] == ["granted"]
    assert fund_today.today(desk.viewer("bruno")) == []


def test_two_persons_decide_a_special_case_and_no_one_twice(desk):
    case = asked(desk, categories=(Category.SEXUAL_ABUSE,))
    said = {"side": "secretariat", "is_yes": "yes", "act": "Acta 1"}
    post(desk, "elena", "fund-decide", case.number, **said)

    again = post(desk, "elena", "fund-decide", case.number, **said)
    other = post(desk, "elena", "fund-decide", case.number, **{**said, "side": "iom"})
    assert (again.status_code, other.status_code) == (409, 400)
    assert get(desk, "elena", "fund-decide", case.number).status_code == 403
    case.refresh_from_db()
    assert case.state == CaseState.TO_DECIDE


def test_every_reason_is_listed(desk):
    post(
        desk,
        "elena",
        "fund-request",
        **typed(
            desk, country="elsewhere", is_voluntary="no", is_covered="yes", declared=[]
        ),
    )

    page = words(get(desk, "elena", "fund-case", FundCase.objects.get().number))
    for reason in (
        "the return is not voluntary",
        "not a national of a member country",
        "an existing programme covers the case",
        "none of the situations of the fund",
    ):
        assert reason in page


def test_what_was_missing_is_completed_without_what_was_not_kept(desk):
    post(desk, "elena", "fund-request", **typed(desk, declared=[], age="16", told=""))
    case = FundCase.objects.get()
    page = get(desk, "elena", "fund-complete", case.number)
    assert 'value="16"' not in page.content.decode()

    post(
        desk,
        "elena",
        "fund-complete",
        case.number,
        **typed(desk, declared=[], age="16", is_accompanied="no"),
    )
    case.refresh_from_db()
    assert (case.state, case.categories) == (CaseState.TO_DECIDE, ["child"])


def test_what_looks_like_somebody_is_refused_and_stays_on_the_page_alone(desk, caplog):
    text = "acompañada por Rosalinda Quetzaltepec, teléfono 2222-3333"
    caplog.set_level("DEBUG")
    refused = post(desk, "elena", "fund-request", **typed(desk, told=text, age="44"))

    body = refused.content.decode()
    assert refused.status_code == 400
    assert "Rosalinda Quetzaltepec" in body
    assert 'value="44"' in body
    assert "a telephone number" in words(refused)
    assert body.count("Rosalinda") == 1
    assert refused["Cache-Control"] == "private, no-store"
    assert "Rosalinda" not in caplog.text
    assert not FundCase.objects.exists()
    case = asked(desk)
    for page, field in (("read", "purpose"), ("decide", "act")):
        said = {field: text, "side": "secretariat", "is_yes": "yes"}
        answer = post(desk, "elena", f"fund-{page}", case.number, **said)
        assert answer.status_code == 400
    assert "Rosalinda" not in caplog.text


def test_a_reading_is_written_down_before_the_text_is_shown_once(desk):
    case = asked(desk, told=TOLD)
    form = get(desk, "oscar", "fund-read", case.number)
    assert "It is written down that you read it" in words(form)
    assert TOLD not in form.content.decode()
    assert not CaseReading.objects.exists()

    shown = post(desk, "oscar", "fund-read", case.number, purpose="decisión conjunta")
    assert TOLD in words(shown)
    assert shown["Cache-Control"] == "private, no-store"
    assert CaseReading.objects.get().user == desk.cast.people["oscar"]
    page = words(get(desk, "elena", "fund-case", case.number))
    assert "decisión conjunta" in page
    assert TOLD not in page
    assert post(desk, "oscar", "fund-read", case.number, purpose="").status_code == 400


def test_no_title_names_more_than_the_number_and_no_page_is_stored(desk):
    case = asked(desk, told=TOLD, categories=(Category.TRAFFICKING,))
    for page in (("fund-cases",), ("fund-case", case.number), ("fund-decide", case.number)):
        answer = get(desk, "elena", *page)
        title = answer.content.decode().split("<title>")[1].split("</title>")[0]
        assert "no-store" in answer["Cache-Control"]
        for secret in ("trafficking", "Honduras", TOLD):
            assert secret not in title


def test_a_part_is_reserved_only_with_its_acceptance(desk):
    deposit(desk, 300_00)
    case = reserved(desk, cents=500_00)
    assert case.state == CaseState.WAITING
    assert "place 1" in words(get(desk, "elena", "fund-cases"))

    said = {"accept_cents": "300"}
    refused = post(desk, "elena", "fund-reserve", case.number, **said)
    assert refused.status_code == 400
    assert 'value="300"' in refused.content.decode()
    post(desk, "elena", "fund-reserve", case.number, is_accepted="on", **said)
    case.refresh_from_db()
    assert (case.state, case.cents) == (CaseState.RESERVED, 300_00)


def test_a_deposit_sent_twice_is_one_and_serves_those_that_wait(desk):
    case = reserved(desk, cents=500_00)
    form = get(desk, "elena", "fund-deposit").context["form"]
    said = {
        "cents": "1,000",
        "value_on": desk.st.on.isoformat(),
        "source": "OIM",
        "key": form["key"].value(),
    }
    for _again in range(2):
        assert post(desk, "elena", "fund-deposit", **said).status_code == 302

    assert Journal.objects.filter(kind="deposit").count() == 1
    case.refresh_from_db()
    assert case.state == CaseState.RESERVED
    future = {**said, "value_on": "2027-01-01", "key": "other"}
    assert post(desk, "elena", "fund-deposit", **future).status_code == 400
    assert post(desk, "oscar", "fund-serve").status_code == 302


def test_the_report_of_a_half_year_hides_small_counts_from_everybody(desk):
    """R3: the page prints what the report keeps, which is merged already, and no more."""
    deposit(desk, 50_000_00)
    kinds = [Category.ILLNESS] * 7 + [Category.DISABILITY] * 6 + [Category.TRAFFICKING] * 3
    for kind in kinds:
        case = asked(desk, cents=101_00, categories=(kind,))
        for who, side in (("elena", Side.SECRETARIAT), ("oscar", Side.IOM))[
            : 1 + (kind == Category.TRAFFICKING)
        ]:
            fund.decide(case.pk, side=side, is_yes=True, act="x", by=desk.viewer(who))
        fund_money.reserve(case.pk, by=desk.st)
        fund_money.pay(case.pk, 101_00, paid_on=desk.st.on, key=desk.key(), by=desk.st)
    assert "No half-year is over" in words(get(desk, "elena", "fund-report"))
    clock.set_to(datetime(2027, 1, 5, 15, tzinfo=UTC), frozen=True)
    assert post(desk, "elena", "fund-report", starts_on="2026-07-01").status_code == 302

    page = words(get(desk, "bruno", "fund"))
    assert "USD 1,616 were paid." in page
    assert "1 July 2026 – 31 December 2026" in page
    table = page.split("Half-yearly reports")[1].split("Each case that was paid")[0]
    counts = [int(word) for word in table.split() if word.isdigit() and len(word) < 3]
    assert {n for n in counts if n not in (1, 31)} == {7, 9, 16}
    assert post(desk, "elena", "fund-report", starts_on="2026-07-01").status_code == 400


def test_the_secretariat_keeps_the_list_of_officers_and_nobody_oneself(books):
    iom = UserFactory(full_name="Iris")
    MandateFactory(user=iom, party=Party.objects.get(code="OIM"), institution=None)
    books.cast.people["iris"] = iom
    said = {"person": f"iom:{iom.pk}", "since": "2026-09-10", "instrument": "Nota 7"}

    offered = get(books, "elena", "fund-officer-appoint").context["form"]["person"]
    assert "Iris" in str(offered)
    for name in ("Bruno", "Ana", "Elena"):
        assert name not in str(offered)
    for who in ("ana", "admin", "oscar"):
        assert post(books, who, "fund-officer-appoint", **said).status_code == 404
    assert post(books, "elena", "fund-officer-appoint", **said).status_code == 302
    assert post(books, "elena", "fund-officer-appoint", **said).status_code == 409
    assert get(books, "iris", "fund-cases").status_code == 200
    assert get(books, "iris", "fund-officers").status_code == 200
    assert get(books, "iris", "fund-officer-appoint").status_code == 404

    held = CaseOfficer.objects.get()
    assert "Iris" in words(get(books, "elena", "fund-officer-end", held.pk))
    assert post(books, "elena", "fund-officer-end", held.pk).status_code == 302
    assert get(books, "iris", "fund-cases").status_code == 404


def test_whoever_comes_to_act_for_a_member_country_sees_no_case_any_more(desk):
    CaseOfficer.objects.create(
        user=desk.cast.people["bruno"],
        side=Side.IOM,
        since=desk.st.on,
        instrument="x",
        recorded_at=desk.st.at,
        recorded_by=desk.cast.people["elena"],
    )

    assert get(desk, "bruno", "fund-cases").status_code == 404


def test_the_secretariats_page_of_somebodys_acts_tells_of_no_case(desk):
    case = asked(desk)
    elena = desk.cast.people["elena"]
    with override("en"):
        page = reverse("members:person-acts", args=[elena.pk])

    for who in ("admin", "esteban"):
        assert case.number not in client(desk, who).get(page).content.decode()
    assert case.number in client(desk, "elena").get(page).content.decode()


def test_the_pages_take_few_queries_however_many_cases(desk, django_assert_max_num_queries):
    deposit(desk, 3_000_00)
    for _each in range(6):
        case = reserved(desk, cents=600_00, told=TOLD)
    browser = client(desk, "elena")
    browser.get(address("fund"))
    assert Entry.objects.filter(case__isnull=False).count() == 10

    with django_assert_max_num_queries(12):
        browser.get(address("fund-cases"))
    with django_assert_max_num_queries(15):
        browser.get(address("fund-case", case.number))
    with django_assert_max_num_queries(10):
        browser.get(address("fund"))
