"""The agenda on its pages: who finds it, what leaks (nothing), what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core.models import Notice
from meetings import agenda_notices, letters
from meetings.models import MeetingState
from meetings.services import (
    agenda,
    agenda_carrying,
    agenda_papers,
    agenda_versions,
    convocation,
    convocation_letters,
)
from tests.meetings.agenda_scene import CANARY, CANARY_EN, CUT_OFF, AgendaScene

OUTSIDERS = ("bruno", "oscar", "ana", "elena", "admin", "sara")
INSIDE = ("gloria", "viviana")
# Six of them find what the reader may know behind the closed door and among the papers.
MOST_QUERIES = 14


@pytest.fixture
def scene(cast) -> AgendaScene:
    return AgendaScene(cast)


def signed_in(scene: AgendaScene, name: str) -> Client:
    client = Client()
    own = getattr(scene, name, None) if name in INSIDE else None
    client.force_login(own or scene.cast.people[name])
    return client


def whole(scene: AgendaScene) -> tuple[Any, Any]:
    """An agenda with a closed item in each place, circulated, fixed and published."""
    scene.minimum()
    scene.secret()
    first = scene.item("Un punto abierto")
    scene.item(CANARY, who="gloria", parent_id=None, session_id=scene.closed.pk)
    hidden = scene.item("Se volverá reservado")
    agenda.change_item(
        hidden.pk,
        title_es=CANARY,
        title_en=CANARY_EN,
        session_id=scene.plenary.pk,
        is_closed=True,
        by=scene.viewer("gloria"),
    )
    scene.secret(f"{CANARY}, parte", parent_id=first.pk, session_id=None, is_closed=True)
    ana = scene.viewer("ana")
    draft = agenda_versions.circulate(scene.meeting.pk, comments_until=CUT_OFF, by=ana)
    agenda_versions.fix_closed(scene.meeting.pk, by=scene.viewer("gloria"))
    final = agenda_versions.finalise(scene.meeting.pk, by=ana)
    agenda_versions.publish(final.pk, by=ana)
    return draft, final


def pages(scene: AgendaScene) -> list[str]:
    symbol = scene.meeting.symbol
    with override("en"):
        return [
            reverse("meetings:meeting", args=[symbol]),
            reverse("meetings:agenda", args=[symbol]),
            reverse("meetings:agenda-edit", args=[symbol]),
            reverse("meetings:agenda-version", args=[symbol, "open", 1]),
            reverse("meetings:agenda-version", args=[symbol, "open", 2]),
            reverse("meetings:agenda-version", args=[symbol, "closed", 1]),
            reverse("meetings:results", args=[symbol]),
            reverse("meetings:convocation", args=[symbol]),
            reverse("meetings:meetings"),
            reverse("held:meeting", args=[symbol]),
            f"/api/v1/agendas/{symbol}",
        ]


def test_nothing_of_a_closed_item_reaches_an_outsider(scene):
    """A4: neither its title, nor a gap in the numbers, nor that there is one."""
    whole(scene)
    for name in OUTSIDERS:
        client = signed_in(scene, name)
        for address in pages(scene):
            answer = client.get(address)
            said = answer.content.decode()
            assert CANARY not in said, (name, address)
            assert CANARY_EN not in said, (name, address)
            assert ">C1<" not in said, (name, address)
            assert '"C1"' not in said, (name, address)


def test_those_inside_find_it_where_it_stands(scene):
    whole(scene)
    with override("es"):
        for name in INSIDE:
            said = signed_in(scene, name).get(pages(scene)[1]).content.decode()
            assert CANARY_EN in said or CANARY in said
            rows = signed_in(scene, name).get(pages(scene)[-1]).json()["closed_items"]
            assert sorted(row["number"] for row in rows) == ["C1", "C2", "C3", "C4"]


def test_the_public_reads_what_was_published_and_not_who_referred_it(scene):
    ana = scene.viewer("ana")
    matter = agenda_carrying.refer_matter(
        None,
        title_es="Texto",
        title_en="Text",
        reference="CRM-CONS-2026-77",
        url="/es/intranet/consultas/CRM-CONS-2026-77/",
        by=ana,
    )
    assert matter is not None
    agenda_carrying.take_matter(
        scene.meeting.pk, matter.pk, session_id=scene.plenary.pk, by=ana
    )
    whole(scene)
    address = next(each for each in pages(scene) if "/intranet/" not in each)
    said = Client().get(address).content.decode()
    assert "Report of the Presidency" in said
    assert "CRM-CONS-2026-77" not in said
    assert CANARY_EN not in said
    assert (
        "CRM-CONS-2026-77"
        in signed_in(scene, "mateo").get(pages(scene)[1]).content.decode()
    )
    observer = signed_in(scene, "oscar")
    for each in (pages(scene)[1], pages(scene)[4], pages(scene)[-1]):
        assert "CRM-CONS-2026-77" not in observer.get(each).content.decode()


def test_the_numbers_that_an_outsider_reads_have_no_gap(scene):
    whole(scene)
    rows = signed_in(scene, "mateo").get(pages(scene)[-1]).json()
    assert [row["number"] for row in rows["items"]] == ["1", "2", "3", "4"]
    assert "closed_items" not in rows


def test_no_mail_and_no_open_paper_has_it(scene):
    draft, final = whole(scene)
    for notice in Notice.objects.filter(event__startswith="agenda."):
        letter = agenda_notices.compose(notice, scene.cast.at)
        if letter is not None:
            assert CANARY not in letter.subject + letter.body
            assert CANARY_EN not in letter.subject + letter.body
    elena = scene.viewer("elena")
    script = agenda_papers.order_script(scene.meeting, closed=False, by=elena)
    papers = [script, *agenda_papers.papers_of(draft), *agenda_papers.papers_of(final)]
    assert len(papers) == 3
    for paper in papers:
        assert CANARY not in f"{paper.context} {paper.canonical}"
        assert CANARY_EN not in f"{paper.context} {paper.canonical}"


def test_thirty_items_cost_no_more_queries_than_three(scene, django_assert_max_num_queries):
    for number in range(30):
        begins = scene.plenary.starts_at + timedelta(minutes=number)
        scene.item(
            f"Punto {number}",
            kind="decision",
            presenter_id=scene.cast.parties["DO"].pk,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=1),
        )
    for name in ("bruno", "elena"):
        client = signed_in(scene, name)
        address = pages(scene)[1]
        client.get(address)
        with django_assert_max_num_queries(MOST_QUERIES):
            said = client.get(address).content.decode()
        assert "Punto 29" in said


def test_the_list_of_letters_costs_the_same_whatever_their_number(
    scene, django_assert_max_num_queries
):
    ana = scene.viewer("ana")
    made = convocation.draft(
        scene.meeting.pk,
        answer_by=None,
        signed_by="Ana",
        office_es="PPT",
        by=ana,
        **letters.template_for(scene.meeting),
    )
    assert len(convocation.address_all(made.pk, by=ana)) > 20
    convocation_letters.issue_all(made.pk, by=ana)
    sent = convocation_letters.send_all(made.pk, by=ana)
    assert len({letter.number for letter in sent}) == len(sent) > 20
    client = signed_in(scene, "bruno")
    client.get(pages(scene)[7])
    with django_assert_max_num_queries(MOST_QUERIES):
        said = client.get(pages(scene)[7]).content.decode()
    assert "CRM/PPT/2026/001" in said


def test_an_observer_reads_the_version_it_was_given_and_not_the_draft(scene):
    scene.minimum()
    said = signed_in(scene, "oscar").get(pages(scene)[1])
    assert "Report of the Presidency" not in said.content.decode()
    final = agenda_versions.finalise(scene.meeting.pk, by=scene.viewer("ana"))
    assert final.circulated_to.filter(code="AR").exists()
    said = signed_in(scene, "oscar").get(pages(scene)[1])
    assert "Report of the Presidency" in said.content.decode()


def test_the_whole_way_on_the_pages(scene):
    """Ana adds, moves, circulates; Bruno comments; Ana treats, fixes and publishes."""
    symbol = scene.meeting.symbol
    ana, bruno = signed_in(scene, "ana"), signed_in(scene, "bruno")

    def at(name: str, *more: Any) -> str:
        with override("en"):
            return reverse(f"meetings:{name}", args=[symbol, *more])

    for kind, title in (
        ("opening_statements", "Apertura"),
        ("ppt_report", "Informe"),
        ("rrocm_dialogue", "Diálogo"),
    ):
        told = {"title_es": title, "title_en": f"{title}-en", "kind": kind}
        answer = ana.post(at("agenda-item-new"), {**told, "session": scene.plenary.pk})
        assert answer.status_code == 302, answer.content.decode()[:2000]
    items = list(scene.meeting.agenda_items.order_by("position"))
    ana.post(at("agenda-item-move", items[2].pk), {"way": "up"})
    assert "Diálogo" in ana.get(at("agenda-edit")).content.decode()
    answer = ana.post(at("agenda-circulate"), {"comments_until": "2026-10-01T00:00"})
    assert answer.status_code == 302
    assert (
        bruno.post(
            at("agenda-comment", 1), {"text": "Más tiempo", "item_number": "2"}
        ).status_code
        == 302
    )
    comment = scene.meeting.agenda_versions.get().comments.get()
    assert ana.get(at("agenda-comment-treat", comment.pk)).status_code == 200
    ana.post(
        at("agenda-comment-treat", comment.pk),
        {"treatment": "noted", "because": "Se verá"},
    )
    assert ana.post(at("agenda-final"), {}).status_code == 302
    assert ana.post(at("agenda-publish", 2)).status_code == 302
    said = signed_in(scene, "oscar").get(at("agenda")).content.decode()
    assert "Diálogo-en" in said
    assert ana.get(at("agenda-spaces", items[0].pk)).status_code == 200
    assert ana.get(at("agenda-item", items[0].pk)).status_code == 200
    assert bruno.get(at("agenda-item", items[0].pk)).status_code == 404


def test_letters_in_the_outbox_are_written_and_lead_to_their_page(scene):
    scene.minimum()
    agenda_versions.circulate(
        scene.meeting.pk, comments_until=CUT_OFF, by=scene.viewer("ana")
    )
    bruno = scene.cast.bruno
    notice = Notice.objects.get(event="agenda.circulated", recipient=bruno)
    letter = agenda_notices.compose(notice, scene.cast.at)
    assert letter is not None
    assert scene.meeting.symbol in letter.body
    assert "http" in letter.body


def test_results_and_convocation_open_on_their_pages(scene):
    scene.meeting.state = MeetingState.CLOSED
    scene.meeting.save()
    scene.meeting.refresh_from_db()
    client = signed_in(scene, "elena")
    for address in (pages(scene)[6], pages(scene)[7]):
        assert client.get(address).status_code == 200
