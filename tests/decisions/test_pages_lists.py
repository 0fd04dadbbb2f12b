"""The list of consultations and “Today”: what waits for whom, in a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from decisions.models import Consultation
from decisions.rules.positions import Position
from decisions.services import closing, conducting, distribution, drafting, replying, troika
from decisions.services.drafting import Draft
from decisions.services.replying import Change
from decisions.sweeps import expire_due_rounds
from tests.decisions.pages import words
from tests.decisions.scene import MEMBERS, TEXT, Scene

pytestmark = pytest.mark.django_db
# Session, account, clock, mandates, presidencies, designation: who is asking, and when.
FRAME = 6


def client_of(scene: Scene, who: str) -> Client:
    client = Client()
    client.force_login({**scene.cast.people, **scene.cast.focal_points}[who])
    return client


def address(name: str, *more: str) -> str:
    with override("en"):
        return reverse(name, args=more)


def listed(scene: Scene, who: str, **query: str) -> str:
    return words(client_of(scene, who).get(address("decisions:consultations"), query))


def today(scene: Scene, who: str) -> str:
    return words(client_of(scene, who).get(address("core:today")))


def queries(scene: Scene, who: str, url: str) -> int:
    """Return how many queries a second visit makes."""
    client = client_of(scene, who)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_member_lists_what_was_distributed_and_not_what_is_prepared(scene):
    scene.open()
    Scene(scene.cast).drafted()

    assert "2026-01" in listed(scene, "mateo")
    assert "2026-02" not in listed(scene, "mateo")
    assert "2026-02" in listed(scene, "ana")
    assert "2026-02" in listed(scene, "elena")
    assert "2026-01" not in listed(scene, "oscar")


def test_a_row_says_the_deadline_in_words_the_turn_and_one_s_own_reply(scene):
    scene.open()
    scene.reply("MX", Position.AGREE)

    row = listed(scene, "mateo")

    assert "7 business days" not in row  # Mexico rests on the 16th
    assert "business days Mon 21 Sep, 23:59 San José" in row
    assert "Members Agrees" in row
    assert "Members No reply" in listed(scene, "bruno")


@pytest.mark.parametrize(
    ("state", "shown"),
    [("open", True), ("prepared", False), ("agreed", False), ("x", True)],
)
def test_the_list_is_filtered_by_state(scene, state, shown):
    scene.open()

    assert ("2026-01" in listed(scene, "mateo", state=state)) is shown


def test_the_list_is_filtered_by_whose_turn_it_is(scene):
    scene.open()
    scene.reply("MX")

    assert "2026-01" in listed(scene, "bruno", turn="mine")
    assert "2026-01" not in listed(scene, "mateo", turn="mine")
    assert "2026-01" not in listed(scene, "ana", turn="mine")
    assert "2026-01" in listed(scene, "ana", turn="members")


def test_the_troika_s_turn_is_its_own(scene):
    scene.presented()

    assert "2026-01" in listed(scene, "basil", turn="mine")
    assert "2026-01" in listed(scene, "ana", turn="troika")


def test_the_list_has_pages(scene):
    scene.open()
    text = scene.consultation.text
    for number in range(2, 30):
        copy = Consultation.objects.get(pk=scene.pk)
        copy.pk, copy.reference = None, f"CRM-CONS-2026-{number:02}"
        text.pk, text.reference = None, copy.reference
        text.save()
        copy.text = text
        copy.save()

    first = client_of(scene, "elena").get(address("decisions:consultations"))
    second = client_of(scene, "elena").get(
        address("decisions:consultations"), {"page": "2"}
    )

    assert len(first.context["rows"]) == 25
    assert len(second.context["rows"]) == 4


@pytest.mark.parametrize("who", ["mateo", "ana", "elena"])
def test_the_list_costs_five_queries_whatever_its_length(scene, who):
    url = address("decisions:consultations")
    scene.open()
    one = queries(scene, who, url)
    for _ in range(4):
        Scene(scene.cast).open()

    assert queries(scene, who, url) == one
    assert one <= FRAME + 5


@pytest.mark.parametrize("who", ["bruno", "mateo", "carla", "ana", "elena"])
def test_the_page_of_a_consultation_costs_twelve_queries_at_most(scene, who):
    """Fifteen paragraphs, forty proposals, every reply seen."""
    large(scene)

    assert queries(scene, who, scene.consultation.get_absolute_url()) <= 12


@pytest.mark.parametrize("who", ["bruno", "ana", "elena"])
def test_before_distribution_and_after_the_outcome_it_costs_no_more(scene, who):
    prepared = Scene(scene.cast).presented()
    scene.expired()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    assert queries(scene, who, scene.consultation.get_absolute_url()) <= 12
    if who != "bruno":
        assert queries(scene, who, prepared.consultation.get_absolute_url()) <= 12


def large(scene: Scene) -> None:
    ana = scene.viewer("ana")
    scene.consultation = drafting.draft(subject_es="Asunto", reason_es="Razón", by=ana)
    long = TEXT[0].es * 8
    drafting.write(
        scene.pk, [Draft(long, long, number=str(n)) for n in range(1, 16)], by=ana
    )
    troika.present(scene.pk, by=ana)
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    distribution.distribute(scene.pk, by=ana)
    conducting.show_replies(scene.pk, "full", by=ana)
    for turn, code in enumerate(code for code in MEMBERS if code not in {"GT", "DO", "MX"}):
        changes = [
            Change(f"p{1 + (5 * turn + n) % 15}", es=long.replace("PPT", "ST"))
            for n in range(5)
        ]
        scene.reply(code, Position.CHANGES, changes=changes)


def test_today_a_focal_point_finds_what_waits_for_its_state_first(scene):
    scene.open()
    scene.reply("CA")

    page = today(scene, "bruno")

    assert "1 matter waits for the Dominican Republic." in page
    assert "The first: closes at the end of Monday 21 September 2026." in page
    assert "2 of 11 countries have replied" in page
    assert "Mechanisms for decision-making" in page
    scene.reply("DO")
    assert "Nothing waits for the Dominican Republic." in today(scene, "bruno")


def test_today_the_troika_finds_the_text_it_must_react_to(scene):
    scene.presented()

    assert "The text goes no further without your State's agreement" in today(
        scene, "basil"
    )
    assert "Nothing waits" in today(scene, "mateo")


def test_today_the_presidency_finds_what_to_move_on_and_who_is_missing(scene):
    scene.open()
    scene.answered(NI=None)
    Scene(scene.cast).ready()

    page = today(scene, "ana")

    assert "Waiting for the Presidency" in page
    assert "Ready Distribute" in page
    assert "Round 1 : Nicaragua" in page


def test_today_the_secretariat_finds_disputes_calendars_and_contacts(scene):
    from members.models import CalendarYear
    from tests.decisions.test_pages import transcribed

    scene.open()
    filed = transcribed(scene)
    replying.dispute(filed.pk, by=scene.viewer("DO"))
    nobody = scene.cast.people["nadia"]
    nobody.verified_at = None
    nobody.save()
    assert CalendarYear.objects.filter(year=2026).count() == 11

    page = today(scene, "elena")

    assert "says that what you recorded in 2026-01 is not its reply." in page
    assert "1 focal point has not confirmed its contact in 180 days." in page
    assert "Calendar of 2026" not in page


def test_today_the_secretariat_finds_the_calendars_nobody_confirmed(scene):
    scene.go_to(scene.cast.at + timedelta(days=365 * 3))  # 2029 has no list

    assert "Calendar of 2029" in today(scene, "elena")


def test_today_an_observer_finds_only_what_was_published(scene):
    scene.expired()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    before = today(scene, "oscar")
    closing.publish(scene.pk, by=scene.viewer("ana"))
    after = today(scene, "oscar")

    assert "Mechanisms for decision-making" not in before
    assert "Mechanisms for decision-making" in after
    assert "Waiting" not in after.replace("Waiting Nothing", "")


def test_today_a_term_that_is_over_no_longer_waits_although_nothing_swept(scene):
    scene.open()
    scene.go_to(scene.round.closes_at)

    assert "Nothing waits for the Dominican Republic." in today(scene, "bruno")
    scene.wait(seconds=30)
    expire_due_rounds()
    assert "Nothing waits for the Dominican Republic." in today(scene, "bruno")


def test_today_says_who_presides_and_the_troika(scene):
    assert "PPT 2026: Guatemala. Troika: Belize, Guatemala." in today(
        scene, "mateo"
    ).replace(" :", ":")


@pytest.mark.parametrize("who", ["bruno", "ana", "elena"])
def test_today_costs_the_same_however_much_there_is(scene, who):
    scene.open()
    one = queries(scene, who, address("core:today"))
    for _ in range(3):
        Scene(scene.cast).open()

    assert queries(scene, who, address("core:today")) == one
