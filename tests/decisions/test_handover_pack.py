"""What one presidency hands to the next: each app's part, on a page and on paper."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string
from django.utils.translation import override

from crm_portal import handover as packs
from crm_portal.core import clock
from crm_portal.library import services as library
from crm_portal.library.models import IssuedDocument, RenderJob
from decisions.services import handover
from meetings.models import PresidencyReport
from members import chairs, passing, services
from members.models import Presidency, User
from tests import pdf_rules
from tests.core import papers

pytestmark = pytest.mark.django_db

WHERE = "/en/intranet/presidency/{}/pack/"


def designate(scene, code="MX", year=2027):
    return services.designate_next(
        scene.cast.parties[code].pk,
        year,
        decided_on=date(2026, 3, 2),
        by=scene.viewer("elena"),
    )


def hand_over(scene, **when):
    at = clock.now() + timedelta(**when) if when else None
    return handover.hand_over(
        scene.cast.parties["MX"], 2027, by=scene.viewer("elena"), at=at
    )


def get(scene, who, year=2027, path=""):
    client = Client()
    if who:
        client.force_login(scene.cast.people[who])
    return client.get(WHERE.format(year) + path)


def post(scene, who, year=2027):
    client = Client()
    client.force_login(scene.cast.people[who])
    return client.post(f"{WHERE.format(year)}issue/", follow=False)


def made(scene, who="elena", year=2027):
    """Ask for the paper and let the worker make it."""
    assert post(scene, who, year).status_code == 302
    library.make_next()
    return IssuedDocument.objects.latest("pk")


def sections(scene, who, year=2027):
    viewer = scene.viewer(who)
    found = packs.sections(passing.passing(year, viewer), [viewer])
    return {each.key: each for each in found}


def cells(section):
    return [[cell["en"] for cell in row.cells] for row in section.rows]


@pytest.mark.parametrize("path", settings.HANDOVER_SECTIONS)
def test_every_app_offers_its_part_in_both_languages_as_plain_json(scene, path):
    scene.open()
    designate(scene)
    viewer = scene.viewer("elena")

    found = import_string(path)(passing.passing(2027, viewer), [viewer])

    for section in found:
        told = section.on_paper()
        assert json.loads(json.dumps(told)) == told
        for words in (section.title, section.empty, *section.columns):
            assert words["es"]
            assert words["en"]
        for row in section.rows:
            assert len(row.cells) == len(section.columns)
            assert all(set(cell) == {"es", "en"} for cell in row.cells)


def test_no_part_is_there_twice_and_each_has_a_name_of_its_own(scene):
    designate(scene)

    keys = list(sections(scene, "elena"))

    assert keys == [
        "rounds",
        "consultations",
        "meetings",
        "reports",
        "contributions",
        "accounts",
        "arrears",
        "letters",
        "adopted",
        "powers",
        "contacts",
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (None, 302),
        ("elena", 200),
        ("ana", 200),
        ("mateo", 200),
        ("basil", 404),
        ("bruno", 404),
        ("oscar", 404),
        ("admin", 404),
        ("carla", 404),
    ],
)
def test_before_the_hand_over_it_is_for_the_secretariat_and_the_two_presidencies(
    scene, who, status
):
    designate(scene)

    assert get(scene, who).status_code == status


def test_after_the_hand_over_the_outgoing_presidency_still_reads_it(scene):
    hand_over(scene)

    for who, status in (("ana", 200), ("mateo", 200), ("basil", 404), ("elena", 200)):
        assert get(scene, who).status_code == status, who


def test_there_is_no_pack_for_a_year_that_is_not_next(scene):
    designate(scene)
    designate(scene, "PA", 2028)

    assert get(scene, "elena", 2027).status_code == 200
    assert get(scene, "elena", 2028).status_code == 404
    assert get(scene, "elena", 2024).status_code == 404
    assert get(scene, "elena", 2026).status_code == 200
    assert passing.next_year(scene.viewer("elena")) == 2027


def test_open_rounds_come_with_their_term(scene):
    scene.open()
    designate(scene)

    [row] = cells(sections(scene, "ana")["rounds"])

    assert row[:3] == [
        scene.consultation.reference,
        "Mechanisms for decision-making",
        "1",
    ]
    assert "23:59" in row[3]
    assert not sections(scene, "ana")["consultations"].rows


def test_what_is_drafted_is_shown_to_whoever_may_know_it(scene):
    """Powers move at the instant of the hand-over and not before."""
    scene.drafted()
    designate(scene)
    shown = {
        who: len(sections(scene, who)["consultations"].rows)
        for who in ("ana", "elena", "mateo")
    }
    assert shown == {"ana": 1, "elena": 1, "mateo": 0}

    hand_over(scene)

    assert len(sections(scene, "mateo")["consultations"].rows) == 1


def test_the_credentials_that_change_are_named(scene):
    designate(scene)
    designate(scene, "PA", 2028)

    rows = {row[0]: row[1:] for row in cells(sections(scene, "elena")["powers"])}

    assert rows["Guatemala"][:2] == ["Current", "Previous"]
    assert rows["Belize"][:2] == ["Previous", "outside the Troika"]
    assert rows["Mexico"][:2] == ["Next", "Current"]
    assert rows["Panama"][:2] == ["outside the Troika", "Next"]
    assert rows["Mexico"][2] == "Mateo"


def test_what_is_shown_as_changing_is_what_changes(scene):
    designate(scene)
    presidency = hand_over(scene, days=10)
    told = passing.passing(2027, scene.viewer("elena"))
    at = presidency.term.lower

    before, after = chairs.moment(at - timedelta(seconds=1)), chairs.moment(at)

    for seats, real in ((told.before, before), (told.after, after)):
        for name, party in real.seats:
            assert getattr(seats, name) == (party.pk if party else None)


def test_contacts_that_lapsed_are_named(scene):
    User.objects.filter(pk=scene.cast.bruno.pk).update(verified_at=None)
    designate(scene)

    rows = cells(sections(scene, "elena")["contacts"])

    assert [row[:2] for row in rows] == [["Dominican Republic", "Bruno"]]


def test_the_report_that_the_hand_over_makes_due_is_in_it(scene):
    hand_over(scene)

    rows = cells(sections(scene, "elena")["reports"])

    assert [row[:2] for row in rows] == [["Presidency of 2026", "Guatemala"]]
    assert PresidencyReport.objects.count() == 1


def test_the_paper_is_made_once_by_a_worker_and_then_only_handed_out(scene, monkeypatch):
    scene.open()
    designate(scene)
    document = made(scene)
    monkeypatch.setattr(library.papers, "render_pdf", _must_not_be_called)

    answer = get(scene, "ana", path=f"{document.printed_code}.pdf")
    again = get(scene, "mateo", path=f"{document.printed_code}.pdf")
    post(scene, "ana")

    assert answer.content == again.content == bytes(document.pdf.content)
    assert answer["Content-Type"] == "application/pdf"
    assert RenderJob.objects.count() == 1


def _must_not_be_called(*_args, **_kwargs):
    raise AssertionError("it is made once")


def test_it_is_made_again_when_something_has_changed(scene):
    designate(scene)
    made(scene)
    User.objects.filter(pk=scene.cast.bruno.pk).update(verified_at=None)

    made(scene)

    assert RenderJob.objects.count() == 2


@pytest.mark.parametrize("who", [None, "basil", "bruno", "oscar", "admin", "carla"])
def test_nobody_else_has_the_paper_not_even_by_its_code(scene, who):
    designate(scene)
    document = made(scene)

    assert get(scene, who, path=f"{document.printed_code}.pdf").status_code in {302, 404}
    client = Client()
    if who:
        client.force_login(scene.cast.people[who])
    assert client.get(f"/en/v/{document.printed_code}.pdf").status_code == 404
    page = client.get(f"/en/v/{document.printed_code}/").content.decode()
    assert "Hand-over" not in page


def test_the_paper_says_only_what_both_presidencies_may_know(scene):
    scene.drafted()
    designate(scene)

    text = papers.flowing(bytes(made(scene).pdf.content))

    assert scene.consultation.reference not in text


def test_the_paper_is_in_both_languages_each_spoken_as_itself(scene):
    scene.open()
    designate(scene)
    User.objects.filter(pk=scene.cast.bruno.pk).update(verified_at=None)
    pdf = bytes(made(scene).pdf.content)
    if path := os.environ.get("KEEP_PDF"):
        Path(path).write_bytes(pdf)
    spoken = {
        tongue: " ".join(pdf_rules.text_in(pdf, tongue).split()) for tongue in ("es", "en")
    }

    assert "Mecanismos para la toma de decisiones" in spoken["es"]
    assert "Mechanisms for decision-making" in spoken["en"]
    assert "Mechanisms for decision-making" not in spoken["es"]
    assert "Mexico" in spoken["en"]


def test_the_paper_passes_the_rules_of_paper(scene):
    scene.open()
    designate(scene)

    assert pdf_rules.broken(bytes(made(scene).pdf.content)) == []


def test_papers_made_before_the_term_was_recorded_stay_with_the_year(scene):
    designate(scene)
    document = made(scene)
    hand_over(scene)

    assert get(scene, "mateo", path=f"{document.printed_code}.pdf").status_code == 200
    assert document.printed_code in get(scene, "ana").content.decode()


def test_the_page_of_the_presidency_leads_to_it(scene):
    designate(scene)
    shown = {}
    for who in ("elena", "ana", "mateo", "basil", "bruno"):
        client = Client()
        client.force_login(scene.cast.people[who])
        page = client.get("/en/intranet/presidency/").content.decode()
        shown[who] = "/presidency/2027/pack/" in page

    assert shown == {
        "elena": True,
        "ana": True,
        "mateo": True,
        "basil": False,
        "bruno": False,
    }


def test_the_page_takes_a_fixed_number_of_queries(scene, django_assert_max_num_queries):
    scene.open()
    designate(scene)
    get(scene, "elena")

    with django_assert_max_num_queries(46):
        assert get(scene, "elena").status_code == 200


def test_the_page_reads_in_spanish_too(scene):
    scene.open()
    designate(scene)
    client = Client()
    client.force_login(scene.cast.elena)
    with override("es"):
        from django.urls import reverse

        where = reverse("core:handover-pack", args=[2027])
    assert client.get(where).status_code == 200
    assert Presidency.objects.filter(label_year=2027).count() == 0
