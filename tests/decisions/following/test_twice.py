"""A second click makes nothing twice: no row that is never taken out, no letter."""

from datetime import timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.errors import Conflict
from crm_portal.core.models import Notice
from crm_portal.library.models import Document
from crm_portal.library.services import Sheet
from decisions.services.following import (
    commitments,
    matrix_keeping,
    planning,
    plans,
    requests,
)
from decisions.services.following.matrix_keeping import NewTopic
from tests.decisions.following.pages.asking import SMALL, Asking
from tests.decisions.following.pages.planned import planned
from tests.decisions.following.scene import decided

PLAN = planning.NewPlan(kind="action", name_es="Plan de Acción")


@pytest.fixture
def asking(cast):
    return Asking(cast)


@pytest.fixture
def followed(cast):
    return decided(cast)


def refused(act):
    """Say whether an act that was done is refused when it is asked for again."""
    act()
    letters = Notice.objects.count()
    with pytest.raises(Conflict):
        act()
    return Notice.objects.count() == letters


def test_the_same_commitment_and_the_same_report_are_written_down_once(followed):
    due = clock.now().date()
    assert refused(followed.commit)
    assert followed.commit(due_on=due)
    made, mateo = followed.commit(what_es="Otra cosa."), followed.viewer("mateo")

    def report():
        commitments.report_status(made.pk, "under_way", said_es="Sí.", by=mateo)

    assert refused(report)
    commitments.report_status(made.pk, "under_way", by=mateo)
    commitments.close(made.pk, outcome_es="Se hizo.", by=followed.viewer("ana"))
    assert followed.commit(what_es="Otra cosa.")


def test_members_are_asked_once_and_a_country_replies_once(asking):
    mexico, honduras = (asking.cast.parties[code].pk for code in ("MX", "HN"))
    assert refused(lambda: asking.request(parties=[mexico]))
    assert asking.request(parties=[honduras])
    asked = asking.request(title_es="Otra")
    sheet = Sheet.of("datos.pdf", SMALL, "es")

    def reply():
        by = asking.viewer("mateo")
        requests.reply_request(asked.pk, said_es="Van.", sheet=sheet, by=by)

    assert refused(reply)
    assert Document.objects.count() == 1
    requests.reply_request(asked.pk, said_es="Más.", by=asking.viewer("mateo"))
    clock.advance(timedelta(days=1))
    assert asking.request(title_es="Otra")


def test_a_questionnaire_is_opened_once_until_somebody_answers(asking):
    assert refused(asking.questionnaire)
    assert asking.questionnaire(due_on=clock.now().date()).round == 2


def test_a_cell_and_a_topic_are_there_once(asking):
    matrix, elena = asking.matrix(), asking.viewer("elena")
    assert refused(lambda: asking.proposed(matrix))
    assert asking.proposed(matrix, source="Gaceta")
    assert refused(
        lambda: matrix_keeping.add_topics(matrix.pk, [NewTopic("Convenio")], by=elena)
    )


def test_a_plan_begins_once_and_a_line_is_reported_once(asking):
    ana, mateo = asking.viewer("ana"), asking.viewer("mateo")
    assert refused(lambda: planning.open_plan(PLAN, by=ana))
    plan = planned(asking.cast)
    plan.approve()
    line = plan.item("estudio")
    assert refused(lambda: plans.report_progress(line.pk, word="under_way", by=mateo))
