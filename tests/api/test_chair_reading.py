"""The chair, the Conference before others, and continuity: read by programs as on the pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.services.handover import hand_over
from meetings import reports_owed
from meetings.models import PresidencyReport
from members import services
from members.models import ContinuityAnswer, Designation
from members.services.designations import announce_interest, withdraw_interest
from tests.factories import MeetingFactory
from tests.meetings.test_representation import agree, represent

pytestmark = pytest.mark.django_db
INSIDE = ("ana", "mateo", "elena", "admin")


@pytest.fixture
def read(api):
    def asked(who, path, **query):
        answer = api(who).get(f"/api/v1/{path}", query)
        return answer.json() if answer.status_code == 200 else answer.status_code

    return asked


@pytest.fixture
def been(cast):
    """A forum that is over, whose report is owed, and one to come."""
    over = {"starts_on": date(2026, 9, 8), "ends_on": date(2026, 9, 9)}
    return represent(cast, representatives="Una persona", **over), represent(cast)


def test_representations_are_read_by_those_of_the_page_and_name_nobody(cast, been, read):
    owing, ahead = been
    for who in INSIDE:
        rows = read(who, "representations")["results"]
        assert [row["id"] for row in rows] == [ahead.pk, owing.pk], who
        assert [row["is_owed"] for row in rows] == [False, True], who
        assert "Una persona" not in str(rows)
    (row,) = read("mateo", "representations", is_owed="true", party="GT")["results"]
    assert row == read("mateo", f"representations/{owing.pk}")
    assert row["report"] is None
    assert read("oscar", "representations")["results"] == []
    assert read("oscar", f"representations/{owing.pk}") == 404
    assert read("", "representations") == 403


def test_a_list_of_representations_asks_as_much_for_many_as_for_one(cast, been, api):
    client = api("mateo")

    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get("/api/v1/representations")
        return len(asked)

    questions()
    two = questions()
    for n in range(4):
        represent(cast, forum_es=f"Foro {n}")
    assert questions() == two


def test_agreements_are_read_by_those_of_the_page(cast, read):
    made = agree(cast, discrepancy_es="Las fuentes discrepan")
    found = read("mateo", f"agreements/{made.pk}")
    assert found["process"]["code"] == "CSM"
    assert found["discrepancy"]["es"] == "Las fuentes discrepan"
    assert read("mateo", "agreements", kind="agreement", process="CSM")["results"] == [
        found
    ]
    assert read("oscar", f"agreements/{made.pk}") == 404
    assert read("oscar", "agreements")["results"] == []


def test_a_report_of_a_presidency_is_due_when_the_page_says_so(cast, read):
    hand_over(cast.parties["MX"], 2027, by=cast.viewer("elena"))
    assert read("mateo", "presidency-reports")["results"][0]["due_on"] is None
    MeetingFactory(symbol="XL", starts_on=date(2027, 5, 1), ends_on=date(2027, 5, 2))
    MeetingFactory(symbol="XLI", starts_on=date(2027, 9, 1), ends_on=date(2027, 9, 2))
    (page,) = reports_owed.of_presidencies(
        PresidencyReport.objects.visible_to(cast.viewer("mateo"))
    )
    (row,) = read("mateo", "presidency-reports", is_owed="true", party="GT")["results"]
    assert row["due_on"] == str(page.meeting.starts_on) == "2027-05-01"
    PresidencyReport.objects.update(presented_on=date(2027, 5, 1), meeting="XL")
    (told,) = read("mateo", "presidency-reports", is_owed="false")["results"]
    assert (told["due_on"], told["presented_on"]) == (None, "2027-05-01")
    assert read("mateo", "presidency-reports", is_owed="true")["results"] == []
    assert read("oscar", "presidency-reports")["results"] == []


def test_designations_are_everybody_s_inside_and_interests_the_members(cast, read):
    decision = {"label_year": 2030, "decided_on": date(2026, 1, 15)}
    made = Designation.objects.create(party=cast.parties["PA"], **decision)
    mateo = cast.viewer("mateo")
    told = {"announced_on": date(2026, 3, 1), "meeting": "XXXI CRM", "by": mateo}
    wish = announce_interest(cast.parties["MX"].pk, 2029, **told)

    for who in ("mateo", "oscar", "admin"):
        assert read(who, f"designations/{made.pk}")["party"] == "PA", who
    assert read("oscar", "designations", year="2030", party="PA")["results"]
    assert read("oscar", "designations", year="2029")["results"] == []
    assert read("", "designations") == 403
    found = read("elena", f"interests/{wish.pk}")
    assert (found["is_a_year_ahead"], found["withdrawn_on"]) == (True, None)
    withdraw_interest(wish.pk, withdrawn_on=date(2026, 4, 1), by=mateo)
    assert read("elena", "interests", year="2029")["results"][0]["withdrawn_on"]
    assert read("oscar", "interests")["results"] == []
    assert read("oscar", f"interests/{wish.pk}") == 404


def test_an_organization_reads_what_it_answered_and_the_secretariat_all(cast, read):
    asked = [cast.parties["SICA"].pk]
    services.ask_continuity(asked, by=cast.viewer("elena"))
    answer = ContinuityAnswer.objects.get()
    (row,) = read("elena", "continuity", party="SICA")["results"]
    assert (row["party"], row["continues"]) == ("SICA", None)
    for who in ("ana", "oscar", "admin"):
        assert read(who, "continuity")["results"] == [], who
        assert read(who, f"continuity/{answer.pk}") == 404, who
    assert read("", "continuity") == 403
