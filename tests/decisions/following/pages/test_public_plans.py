"""The plans as anybody reads them: what was approved, and no word before its report is public."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import clock
from crm_portal.library.models import IssuedDocument
from crm_portal.library.services import make_next
from decisions.front import addresses
from decisions.models.following_plans import PlanProgress
from decisions.services.following import planning, plans
from tests.decisions.following.pages.planned import planned
from tests.decisions.following.scene import VICE_MINISTERIAL, meeting
from tests.decisions.pages import words

QUERIES = 12


@pytest.fixture
def plan(cast):
    return planned(cast)


def path(name, *args):
    with override("en"):
        return reverse(f"plans:{name}", args=args)


def read(*args, who=None):
    client = Client()
    if who:
        client.force_login(who)
    answer = client.get(path(*args))
    assert answer.status_code == 200
    return words(answer)


def reported(plan, word):
    plan.post("mateo", "plan-report", plan.plan.code, 1, "estudio", word=word)


def issued(plan):
    plan.post("elena", "plan-progress-issue", plan.plan.code)
    assert make_next()
    return IssuedDocument.objects.order_by("-pk")[0]


def publish(plan, who, document):
    given = {"paper": document.code}
    return plan.post(who, "plan-progress-publish", plan.plan.code, **given)


def test_a_plan_that_nobody_approved_is_not_there_and_neither_is_its_next_draft(plan):
    code = plan.plan.code
    assert Client().get(path("plan", code)).status_code == 404
    assert "Test Plan of Action" not in read("plans")

    plan.approve()
    planning.begin_version(plan.plan.pk, by=plan.viewer("elena"))

    assert "Test Plan of Action" in read("plans")
    assert "Migrant children" in read("plan", code)
    assert Client().get(path("version", code, 2)).status_code == 404


def test_words_are_public_once_the_presidency_published_the_report_and_nothing_else(plan):
    plan.approve()
    said = {"said_es": "Se redacta.", "said_en": "Being written."}
    plan.post(
        "mateo", "plan-report", plan.plan.code, 1, "estudio", word="under_way", **said
    )
    plan.post("mateo", "plan-report", plan.plan.code, 1, "copias", value="120.5")
    code, everybody = plan.plan.code, [None, plan.cast.people["elena"]]
    document = issued(plan)
    for who in everybody:
        assert "under way" not in read("plan", code, who=who)
        assert "under way" not in read("plans", who=who)

    assert publish(plan, "elena", document).status_code == 403
    assert publish(plan, "mateo", document).status_code == 403
    assert publish(plan, "ana", document).status_code == 302

    for who in everybody:
        page = read("plan", code, who=who)
        assert "under way" in page
        assert "under way" in read("plans", who=who)
        for closed in ("Being written", "120.5", "12,500", "OIM", "Copies", "overdue"):
            assert closed not in page


def test_a_word_said_after_the_report_was_issued_waits_for_the_next(plan):
    plan.approve()
    reported(plan, "under_way")
    publish(plan, "ana", issued(plan))
    clock.advance(timedelta(minutes=1))
    reported(plan, "carried_out")
    # It is told of the same day, and entered after the paper was asked for.
    last = PlanProgress.objects.order_by("-pk")[0]
    assert last.reported_at > IssuedDocument.objects.get().issued_at

    page = read("plan", plan.plan.code)

    assert "under way" in page
    assert "carried out" not in page
    for here in (path("plans"), path("plan", plan.plan.code)):
        with CaptureQueriesContext(connection) as asked:
            Client().get(here)
        assert len(asked) <= QUERIES


def test_publishing_needs_a_report_of_that_very_plan(plan):
    plan.approve()
    for code in ("", "NADA", "A" * 5000, "\x00"):
        answer = plan.post("ana", "plan-progress-publish", plan.plan.code, paper=code)
        assert answer.status_code == 400


def test_a_version_that_another_followed_is_told_as_replaced(plan):
    plan.approve()
    planning.begin_version(plan.plan.pk, by=plan.viewer("elena"))
    held = meeting(VICE_MINISTERIAL, date(2026, 8, 1), "XXXI-CRM")
    plans.approve_plan(
        plan.version.pk,
        meeting_id=held.pk,
        in_force_from=date(2026, 8, 1),
        by=plan.viewer("ana"),
    )

    page = read("version", plan.plan.code, 1)

    assert "replaced Version 1" in page
    assert "Version 2 in force" in page


def test_the_map_of_the_site_names_approved_plans_alone(plan):
    at = clock.now() + timedelta(seconds=1)
    nobody = plan.cast.viewer("oscar", at)
    assert ("plan-de-accion",) not in {each.args for each in addresses(nobody)}
    plan.approve()

    assert (plan.plan.code,) in {each.args for each in addresses(nobody)}
