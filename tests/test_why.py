"""“What may X see and do here, and why”: the answers are the rules', by date."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from crm_portal.core import clock
from decisions.presentation.acts import ACTS
from decisions.presentation.why import WHO
from decisions.presentation.why import answers as of_consultation
from members.why import POWERS, answers, of_role, origins
from tests.cast import MORNING
from tests.decisions.scene import Scene

SAN_JOSE = ZoneInfo("America/Costa_Rica")


def ask(client, **query):
    return client.get(reverse("core:why"), query)


def test_every_power_of_a_consultation_has_its_reason():
    assert {act.power for act in ACTS} == set(WHO)


@pytest.mark.django_db
def test_the_answers_are_those_of_the_rules(cast):
    for name in cast.people:
        viewer = cast.viewer(name)
        assert {each.label: each.allowed for each in answers(viewer)} == {
            power.label: power.rule(viewer) for power in POWERS
        }


@pytest.mark.django_db
def test_what_somebody_may_in_a_consultation_is_what_its_pages_let_them(cast):
    scene = Scene(cast)
    scene.open()
    found = {
        name: {each.label: each.tone for each in of_consultation(scene.consultation, v)}
        for name in ("ana", "bruno", "elena", "oscar")
        for v in [scene.viewer(name)]
    }

    assert list(found["oscar"].values()) == ["line"], "an observer does not find it"
    reply = next(act.label for act in ACTS if act.name == "reply")
    withdraw = next(act.label for act in ACTS if act.name == "withdraw")
    present = next(act.label for act in ACTS if act.name == "present")
    assert [found[who][reply] for who in ("ana", "bruno", "elena")] == ["ok", "ok", "line"]
    assert [found[who][withdraw] for who in ("ana", "bruno")] == ["ok", "line"]
    assert found["ana"][present] == "due", "hers to do, and not now"


@pytest.mark.django_db
def test_each_role_says_where_it_comes_from_and_the_instant_decides(cast):
    today = [str(held.role) for held in origins(cast.ana, MORNING)]
    before = [str(held.role) for held in origins(cast.ana, MORNING - timedelta(days=365))]

    assert "presidencia en ejercicio" in today or "presidency in office" in today
    assert len(before) < len(today), "she did not preside a year ago"
    assert origins(cast.stranger, MORNING) == []


@pytest.mark.django_db
def test_the_officers_ask_of_a_person_a_role_and_an_instant(client, cast):
    scene = Scene(cast)
    scene.open()
    client.force_login(cast.elena)
    page = ask(
        client, person="bruno@example.org", consultation=scene.consultation.reference
    )
    assert page.context["person"] == cast.bruno
    assert page.context["acts"]
    page = ask(client, role="presidency", party=cast.parties["GT"].pk)
    assert not page.context["is_public"]
    assert ask(client, role="public").context["is_public"]
    assert ask(client, person="zzz").context["none"]
    assert len(ask(client, person="example.org").context["people"]) > 1
    earlier = datetime(2019, 1, 1, tzinfo=SAN_JOSE)
    page = ask(client, person="bruno@example.org", at=f"{earlier:%Y-%m-%d %H:%M}")
    assert page.context["is_public"], "before the mandate began"
    assert ask(client, at="mañana").status_code == 200


@pytest.mark.django_db
def test_a_closed_account_holds_nothing(cast):
    cast.bruno.is_active = False
    cast.bruno.save()

    assert not origins(cast.bruno, clock.now())[0].counts


@pytest.mark.django_db
def test_nobody_else_asks(client, cast):
    for who, status in (("elena", 200), ("admin", 200), ("ana", 404), ("oscar", 404)):
        client.force_login(cast.people[who])
        assert ask(client, role="public").status_code == status


@pytest.mark.django_db
def test_asking_takes_few_queries(client, cast, django_assert_max_num_queries):
    scene = Scene(cast)
    scene.open()
    client.force_login(cast.elena)
    with django_assert_max_num_queries(40):
        ask(client, person="bruno@example.org", consultation=scene.consultation.reference)


def test_a_role_of_nobody_in_particular_is_asked_of_the_same_rules():
    assert of_role(None, None, MORNING).is_public
