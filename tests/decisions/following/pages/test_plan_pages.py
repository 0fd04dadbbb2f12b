"""Plans as people read and write them: line by line, in versions, with what was reported."""

import io
import re
from datetime import date
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.library.models import RenderJob
from crm_portal.library.services import make_next
from decisions.models.following_duties import DutyDone
from decisions.models.following_plans import Plan
from decisions.rules.following.duties import Kind
from decisions.services.following import planning
from decisions.services.following import plans as services
from decisions.services.following.duties import due_list
from tests.decisions.following.pages.planned import planned
from tests.decisions.following.scene import GRCM, VICE_MINISTERIAL, meeting
from tests.decisions.pages import words
from tests.pdf_rules import broken

FIELD = re.compile(r'<input[^>]*name="seen"[^>]*value="([0-9a-f]*)"')
LINE = {"level": "activity", "parent": "proteger", "number": "b", "currency": "USD"}


@pytest.fixture
def plan(cast):
    return planned(cast)


def keys(plan):
    return list(plan.version.items.values_list("key", flat=True))


def test_a_draft_is_written_line_by_line_without_a_script(plan):
    code = plan.plan.code
    new = {**LINE, "number": "c", "name_es": "Campaña conjunta", "cost": "1500.50"}
    plan.post("elena", "plan-add-line", code, **new)
    plan.post("elena", "plan-move-line", code, "campana-conjunta", to="up")
    plan.post("elena", "plan-remove-line", code, "estudio")

    assert keys(plan) == ["derechos", "ninez", "proteger", "campana-conjunta", "taller"]
    assert plan.item("campana-conjunta").cost == 150_050


def test_nothing_typed_is_lost_when_a_line_cannot_stand_there(plan):
    typed = {**LINE, "level": "axis", "name_es": "Un eje bajo un objetivo"}
    answer = plan.post("elena", "plan-add-line", plan.plan.code, **typed)

    assert answer.status_code == 400
    assert "Un eje bajo un objetivo</textarea>" in answer.content.decode()
    assert len(keys(plan)) == 6


def test_who_writes_over_another_is_shown_both_readings(plan):
    code = plan.plan.code
    page = plan.get("elena", "plan-edit-line", code, "taller").content.decode()
    seen = FIELD.search(page)[1]
    mine = {**LINE, "name_es": "Taller regional", "seen": seen}
    theirs = {**LINE, "name_es": "Taller virtual", "seen": seen}
    assert plan.post("ana", "plan-edit-line", code, "taller", **theirs).status_code == 302
    answer = plan.post("elena", "plan-edit-line", code, "taller", **mine)
    said = unescape(answer.content.decode())

    assert answer.status_code == 409
    assert "Taller regional</textarea>" in said
    assert "Taller virtual" in said
    assert plan.item("taller").name_es == "Taller virtual"


def test_the_presidency_records_the_approval_and_the_next_version_says_what_changed(plan):
    code = plan.plan.code
    plan.approve()
    plan.post("elena", "plan-begin", code)
    typed = {**LINE, "name_es": "Taller regional", "parent": "ninez"}
    plan.post("elena", "plan-edit-line", code, "taller", **typed)
    note = "Se precisa el taller."
    plan.post("elena", "plan-describe", code, note_es=note, ends_on="2027-12-31")
    page = plan.read("mateo", "plan-version", code, 2)

    assert "reworded b Taller regional" in page
    assert note in page
    assert "taller" in keys(plan)
    assert plan.get("oscar", "plan-version", code, 2).status_code == 404
    assert "Version 1" in plan.read("oscar", "plan", code)


@pytest.mark.parametrize(
    ("name", "status"), [("ana", 302), ("elena", 403), ("mateo", 403), ("oscar", 404)]
)
def test_only_who_presides_records_an_approval(plan, name, status):
    made = plan.version
    held = meeting(VICE_MINISTERIAL, date(2026, 6, 1), "XXX-CRM")
    answer = plan.post(name, "plan-approve", plan.plan.code, meeting_id=held.pk)
    made.refresh_from_db()

    assert answer.status_code == status
    assert (made.approved_at is not None) is (status == 302)


def reported(plan):
    plan.approve()
    code = plan.plan.code
    done = {"word": "under_way", "said_es": "Se redacta.", "said_en": "Being written."}
    plan.post("mateo", "plan-report", code, 1, "estudio", **done)
    plan.post("mateo", "plan-report", code, 1, "copias", value="120.5")
    return code


def test_the_responsible_reports_and_the_lines_above_are_told_by_words(plan):
    code = reported(plan)
    page = plan.read("bruno", "plan", code)

    assert (
        plan.post("bruno", "plan-report", code, 1, "estudio", word="suspended").status_code
        == 403
    )
    assert "under way 1 · no report 1" in page
    assert "120.5 target 500 ejemplares" in page
    assert "%" not in page
    assert "overdue" in page
    assert "overdue" not in plan.read("oscar", "plan", code)
    assert "Being written." in plan.read("bruno", "plan-line", code, 1, "estudio")


def test_what_was_reported_is_found_under_the_next_version(plan):
    code = reported(plan)
    planning.begin_version(plan.plan.pk, by=plan.viewer("elena"))

    assert "Being written." in plan.read("bruno", "plan-line", code, 2, "estudio")


def test_the_half_yearly_report_is_issued_once_by_the_secretariat(plan):
    code = reported(plan)
    for name in ("elena", "mateo", "elena"):
        plan.post(name, "plan-progress-issue", code)
    job = RenderJob.objects.get()

    assert make_next()
    job.refresh_from_db()
    assert broken(bytes(job.document.pdf.content)) == []
    assert (job.audience, job.target_id) == ("members", plan.version.pk)
    assert "Being written." in plan.read("mateo", "plan-progress", code)
    assert plan.get("oscar", "plan-progress", code).status_code == 403


def test_the_issued_report_does_the_duty_of_its_half_year_and_no_other(plan):
    """004:73: six months after the GRCM of March it falls due; that of 2027 stays owed."""
    code = reported(plan)
    meeting(GRCM, date(2026, 3, 16), "GRCM-2026-1")
    for since in ("2026-08-01", "2026-03-17", "2026-03-17"):
        plan.post("elena", "plan-progress-issue", code, since=since, until="2026-09-10")

    done = DutyDone.objects.get()
    assert done.key == "half_yearly_progress:GRCM-2026-1:1"
    assert done.note in RenderJob.objects.latest("pk").printed_code
    standings = {
        each.duty.key: each.standing
        for each in due_list(plan.viewer("elena"))
        if each.duty.kind == Kind.HALF_YEARLY_PROGRESS
    }
    assert [each.value for each in standings.values()] == ["done", "coming"]


def test_the_report_of_a_work_plan_does_not_do_that_duty(plan):
    code = reported(plan)
    meeting(GRCM, date(2026, 3, 16), "GRCM-2026-1")
    Plan.objects.filter(pk=plan.plan.pk).update(kind="network")
    plan.post("elena", "plan-progress-issue", code)

    assert RenderJob.objects.count() == 1
    assert not DutyDone.objects.exists()


def test_no_cell_of_the_workbook_is_a_formula(plan):
    services.draft_plan(
        plan.plan.pk,
        [services.Line("a", "axis", '=HYPERLINK("http://x")', funding="+1")],
        by=plan.viewer("elena"),
    )
    plan.approve()
    answer = plan.get("elena", "plan-progress-excel", plan.plan.code)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert '\'=HYPERLINK("http://x")' in [cell.value for cell in cells]


def test_the_word_file_says_what_the_page_says(plan):
    code = reported(plan)
    answer = plan.get("elena", "plan-progress-word", code)

    assert answer.content.startswith(b"PK")
    assert answer.headers["Content-Disposition"].endswith(
        'plan-de-accion-de-prueba-v1.docx"'
    )


def test_a_plan_takes_as_many_queries_however_long_it_is(
    plan, django_assert_max_num_queries
):
    more = [
        services.Line(f"k{n}", "activity", f"Actividad {n}", parent="proteger")
        for n in range(60)
    ]
    lines = [*planning.lines_of(plan.version), *more]
    services.draft_plan(plan.plan.pk, lines, by=plan.viewer("elena"))
    code = reported(plan)
    client = plan.client("mateo")
    for name, most in (("plan", 18), ("plan-progress", 20), ("plan-line", 18)):
        where = [code, 1, "estudio"] if name == "plan-line" else [code]
        address = plan.address(name, *where)
        with django_assert_max_num_queries(most):
            client.get(address)


def test_the_api_reads_a_plan_and_takes_a_report(plan):
    plan.approve()
    client = plan.client("mateo")
    address = f"/api/v1/plans/{plan.plan.code}"
    told = {"line": "copias", "value": "120.5"}
    made = client.post(f"{address}/progress", told, content_type="application/json")
    read = client.get(address).json()

    assert made.status_code == 201, made.content
    assert Decimal(made.json()["value"]) == Decimal("120.5")
    assert [line["key"] for line in read["lines"]][:2] == ["derechos", "ninez"]
    assert client.get(f"{address}/progress").json()[0]["line"] == "copias"
    assert plan.client("oscar").get(f"{address}/progress").json() == []


def test_the_plan_of_action_is_as_the_sources_know_it(cast, reference):
    client = Client()
    client.force_login(cast.people["oscar"])
    with override("en"):
        page = words(client.get(reverse("following:plan", args=["plan-de-accion"])))

    assert Plan.objects.get(code="plan-de-accion").versions.count() == 2
    for said in ("Version 2", "Migration policies and management", "since 30 May 2003"):
        assert said in page, said
