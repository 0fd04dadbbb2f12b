"""The due list on its page: who owes what, who sees it, with what it was done."""

from datetime import date

import pytest

from decisions import asked_today
from decisions.models.following_duties import DutyDone
from tests.decisions.following.pages.asking import Asking, pdf
from tests.decisions.following.scene import GRCM, meeting


@pytest.fixture
def asking(cast):
    return Asking(cast)


FUND = "fund_information:2026-1"


def test_the_list_says_what_waits_and_what_was_done_with_its_document(asking):
    meeting(GRCM, date(2026, 9, 1), "GRCM-2026-1")
    waiting = asking.read("elena", "duties", kind="fund_information")
    done = asking.post("elena", "duty-settle", FUND, note="Informe enviado", sheet=pdf())
    after = asking.read("elena", "duties", kind="fund_information", state="all")

    assert "first half of 2026" in waiting
    assert done.status_code == 302
    assert "Informe enviado" in after
    assert "DEBERES/INF/1" in after
    assert "report to the RCGM" in asking.read("elena", "duties").replace(
        "Report", "report"
    )
    assert asking.get("elena", "duty-settle", FUND).status_code == 409


def test_a_day_to_come_is_refused_and_the_note_is_kept(asking):
    answer = asking.post("elena", "duty-settle", FUND, on="2026-12-01", note="Ya casi")

    assert answer.status_code == 400
    assert b"Ya casi" in answer.content
    assert not DutyDone.objects.exists()


def test_a_country_sees_its_own_duties_and_settles_none(asking):
    text = asking.read("mateo", "duties", state="all")

    assert "Mexico" in text
    assert "Panama" not in text
    assert "Panama" in asking.read("ana", "duties", state="all")
    assert asking.get("mateo", "duty-settle", FUND).status_code == 404
    assert asking.get("oscar", "duties").status_code == 404
    calendar = "calendar_confirmation:MX:2027"
    assert asking.get("ana", "duty-settle", calendar).status_code == 403


def test_the_list_costs_the_same_however_long(asking, django_assert_max_num_queries):
    client = asking.client("elena")
    with django_assert_max_num_queries(19):
        client.get("/en/intranet/follow-up/duties/?state=all")


def test_today_says_what_the_secretariat_owes(asking):
    rows = asked_today.today(asking.viewer("elena"))

    assert [row["tone"] for row in rows if "2026" in row["text"]] == ["late"]
