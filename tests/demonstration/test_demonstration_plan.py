"""The invented work plan: laid once, approved by the right body, and marked as invented."""

from crm_portal.core import clock
from crm_portal.demonstration import people, plans
from decisions.models.following_plans import Plan, PlanProgress
from meetings.models import Meeting, SummaryRecord
from tests.decisions.following.scene import GRCM


def test_a_work_plan_is_laid_once_with_what_was_reported(cast, reference):
    people.create(clock.now())

    assert (plans.prepare(), plans.prepare()) == (1, 0)
    plan = Plan.objects.get(is_demonstration=True)
    held = Meeting.objects.get(is_demonstration=True)
    assert (held.body.kind, plan.versions.get().approved_in) == (GRCM, held)
    assert "demostración" in plan.name_es
    assert SummaryRecord.objects.get(meeting=held).approved_version == 1
    told = [report for line in plans.PLAN["line"] for report in line.get("report", ())]
    assert PlanProgress.objects.filter(item__version__plan=plan).count() == len(told)
