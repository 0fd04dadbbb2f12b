"""The agenda and the chair's script on paper: both languages, tagged, and nothing closed."""

from datetime import timedelta

import pytest

from crm_portal.core import pdf
from meetings.services import agenda_papers, agenda_slots, agenda_versions
from tests import pdf_rules
from tests.core import papers
from tests.meetings.agenda_scene import CANARY, CANARY_EN, CUT_OFF, AgendaScene


@pytest.fixture
def scene(cast) -> AgendaScene:
    return AgendaScene(cast)


def printed(job) -> bytes:
    """Print what was ordered, without the queue."""
    return pdf.render_pdf(
        job.template,
        job.context,
        language="es",
        title=job.title_es,
        identifier=job.source_hash,
        created=job.asked_at,
    )


def test_the_agenda_is_in_both_languages_tagged_and_without_what_is_closed(scene):
    scene.minimum()
    begins = scene.plenary.starts_at
    scene.item(
        "Movilidad laboral",
        title_en="Labour mobility",
        axis="development",
        presenter_id=scene.cast.parties["DO"].pk,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=45),
    )
    scene.secret()
    ana = scene.viewer("ana")
    version = agenda_versions.circulate(scene.meeting.pk, comments_until=CUT_OFF, by=ana)
    content = printed(agenda_papers.papers_of(version).get())
    text = papers.flowing(content)

    for words in (
        "Movilidad laboral",
        "Labour mobility",
        "Diálogo con la RROCM",
        "Dialogue with RNCOM",
        "09:00–09:45",
        "XXXI-CRM/AGENDA/1",
    ):
        assert words in text
    assert CANARY not in text
    assert CANARY_EN not in text
    assert pdf_rules.broken(content) == []


def test_the_script_says_the_rule_at_each_item_and_the_closed_one_is_apart(scene):
    item = scene.item("Movilidad laboral", title_en="Labour mobility")
    scene.secret()
    slot = agenda_slots.propose_slot(
        item.pk,
        party_id=scene.cast.parties["SICA"].pk,
        right="SPEAK",
        minutes=5,
        by=scene.viewer("elena"),
    )
    agenda_slots.confirm_slot(slot.pk, by=scene.viewer("ana"))
    job = agenda_papers.order_script(scene.meeting, closed=False, by=scene.viewer("elena"))
    session = job.context["sessions"][0]
    rules = {rule["right"]["en"]: rule for rule in session["rules"]}

    assert "Presidency Pro-Tempore" in {each["en"] for each in rules["decide"]["outright"]}
    assert "001:375" in rules["make a statement"]["sources"]
    assert "5 min" in session["items"][0]["slots"][0]["es"]
    assert CANARY not in str(job.context)
    closed = agenda_papers.order_script(
        scene.meeting, closed=True, by=scene.viewer("gloria")
    )
    assert CANARY in str(closed.context)
    assert closed.audience == "closed"
