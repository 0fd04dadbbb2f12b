"""What a page must not say or break on: days of long ago, controls, what changed meanwhile."""

import re
from datetime import date, timedelta

import pytest

from crm_portal.core import clock
from decisions.models import Provision, Text
from decisions.models.following_duties import DutyDone
from decisions.models.following_matrices import MatrixVerdict
from decisions.models.following_plans import PlanVersion
from decisions.models.following_questionnaires import Questionnaire, QuestionnaireAnswer
from decisions.rules.following.duties import Kind, Standing
from decisions.services.following import duties, planning, plans
from tests.decisions.following.pages.asking import Asking
from tests.decisions.following.pages.planned import planned
from tests.decisions.following.pages.test_questionnaire_pages import typed
from tests.decisions.following.scene import VICE_MINISTERIAL, decided, meeting

CELL = ("convenciones", "protocolo-de-palermo", "MX")


@pytest.fixture
def asking(cast):
    return Asking(cast)


@pytest.fixture
def plan(cast):
    return planned(cast)


def test_only_what_the_secretariat_had_before_it_is_decided(asking):
    matrix = asking.matrix()
    seen = asking.proposed(matrix)
    later = asking.proposed(matrix, source="Gaceta")
    confirmed = asking.post("elena", "matrix-cell-confirm", *CELL, seen=seen.pk)
    declined = asking.post(
        "elena", "matrix-cell-decline", *CELL, reason="No consta.", seen=seen.pk
    )

    assert (confirmed.status_code, declined.status_code) == (302, 409)
    assert not MatrixVerdict.objects.exists()
    page = asking.get("elena", "matrix-cell", *CELL).content.decode()
    assert f'name="seen" value="{later.pk}"' in page


def test_only_the_draft_that_the_presidency_read_is_approved(plan):
    held = meeting(VICE_MINISTERIAL, date(2026, 6, 1), "XXX-CRM")
    page = plan.get("ana", "plan-approve", plan.plan.code).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    clock.advance(timedelta(minutes=1))
    planning.move_line(plan.plan.pk, "taller", up=True, by=plan.viewer("elena"))
    said = {"meeting_id": held.pk, "seen": seen}
    answer = plan.post("ana", "plan-approve", plan.plan.code, **said)

    assert answer.status_code == 409
    assert plan.version.approved_at is None


def test_nobody_writes_over_what_a_colleague_saved_meanwhile(asking):
    pk = asking.questionnaire().pk
    page = asking.get("mateo", "questionnaire-answer", pk).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    typed_first = {"q_cases": "3", "act": "save", "seen": seen}
    asking.post("mateo", "questionnaire-answer", pk, **typed_first)
    again = asking.post("mateo", "questionnaire-answer", pk, **typed_first)
    other = asking.post(
        "mateo", "questionnaire-answer", pk, **{**typed_first, "q_cases": "9"}
    )

    assert (again.status_code, other.status_code) == (302, 409)
    assert 'value="9"' in other.content.decode()
    assert QuestionnaireAnswer.objects.get().answers == {"cases": "3"}


def test_the_workbook_of_a_plan_holds_what_was_pasted_with_controls(plan):
    plan.approve()
    said = {"word": "under_way", "said_es": "Hecho\x0b."}
    plans.report_progress(plan.item("estudio").pk, **said, by=plan.viewer("mateo"))

    answer = plan.get("bruno", "plan-progress-excel", plan.plan.code)
    assert answer.status_code == 200


def test_a_report_of_days_before_the_conference_is_of_its_usual_days(plan):
    plan.approve()
    answer = plan.get("bruno", "plan-progress", plan.plan.code, until="0001-01-01")

    assert answer.status_code == 200


def test_observers_read_a_plan_and_no_title_of_a_text_that_is_not_published(plan):
    followed = decided(plan.cast)
    held = meeting(VICE_MINISTERIAL, date(2026, 6, 1), "XXX-CRM")
    provision = followed.provision.pk
    plans.approve_plan(
        plan.version.pk, meeting_id=held.pk, provision_id=provision, by=plan.viewer("ana")
    )

    assert "Decisiones de Guatemala" in plan.read("bruno", "plan", plan.plan.code)
    assert "Decisiones de Guatemala" not in plan.read("oscar", "plan", plan.plan.code)
    Text.objects.filter(pk=followed.text.pk).update(state="published")
    assert Provision.objects.visible_to(plan.viewer("oscar")).exists()
    assert PlanVersion.objects.get().provision_id == provision
    assert "Decisiones de Guatemala" in plan.read("oscar", "plan", plan.plan.code)


def test_a_duty_that_was_done_is_done_though_its_day_moved(asking):
    elena, key = asking.viewer("elena"), f"{Kind.FUND_INFORMATION}:2026-1"
    party = asking.cast.parties["ST"]
    said = {"done_on": elena.on, "recorded_at": elena.at, "user_id": elena.user_id}
    DutyDone.objects.create(
        key=key, kind=Kind.FUND_INFORMATION, party=party, due_on=date(2020, 6, 30), **said
    )
    found = {owed.duty.key: owed.standing for owed in duties.due_list(elena)}

    assert found[key] is Standing.DONE


def test_another_questionnaire_of_the_same_title_begins_a_series_of_its_own(asking):
    for question in ("¿Hay ley?", "¿Hay protocolo?"):
        asking.post("elena", "questionnaire-new", **typed({"es": question}))
    blank = {"es": "Eje", "type": "choice", "choices": "| Rights\nDesarrollo | Development"}
    asking.post("elena", "questionnaire-new", **typed(blank, title_es="Otro"))
    asked = Questionnaire.objects.order_by("pk")

    assert [each.series for each in asked] == ["evaluacion", "evaluacion-2", "otro"]
    assert asked[2].questions[0]["choices"] == ["Desarrollo"]
