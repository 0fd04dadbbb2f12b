"""Lists are filtered, come in pages, and cost the same however long they are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_portal.core import clock
from decisions.rules.positions import Position
from tests.api.test_reading import URL, at, read, rows
from tests.decisions.scene import MEMBERS


def test_the_list_is_filtered_by_the_state_in_effect(scene, api):
    scene.open()
    first = at(scene)
    scene.go_to(scene.round.closes_at)
    scene.drafted()

    def references(query):
        return [f"{URL}/{row['reference']}" for row in rows(api("elena"), f"{URL}?{query}")]

    assert references("state=open") == []
    assert references("state=expired") == [first]
    assert references("state=expired&state=draft") == [at(scene), first]
    assert read(api("elena"), f"{URL}?state=nowhere", 400)["errors"]["state"]


def test_lists_come_in_pages(scene, api):
    for _ in range(3):
        scene.drafted()

    page = read(api("elena"), f"{URL}?page_size=2")
    assert len(page["results"]) == 2
    assert len(read(api("elena"), page["next"])["results"]) == 1
    assert read(api("elena"), f"{URL}?cursor=9", 400)["code"] == "bad_cursor"


def test_the_list_asks_as_many_questions_for_one_consultation_as_for_thirty(scene, api):
    def questions():
        client = api("CA")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = rows(client, URL)
        return len(found), len(asked)

    scene.open()
    one = questions()
    for _ in range(29):
        scene.open()
    thirty = questions()

    assert (one[0], thirty[0]) == (1, 30)
    assert one[1] == thirty[1] <= 12


@pytest.mark.parametrize(
    "below", ["", "versions", "rounds", "replies", "proposals", "documents"]
)
def test_a_consultation_asks_as_many_questions_with_one_reply_as_with_eleven(
    scene, api, below
):
    def questions():
        client = api("ana")
        with CaptureQueriesContext(connection) as asked:
            read(client, at(scene, below))
        return len(asked) - 1  # the reference itself

    scene.open()
    scene.reply("CA", Position.CHANGES)
    one = questions()
    for code in MEMBERS:
        scene.reply(code, Position.CHANGES)

    assert questions() == one <= 16


def test_the_instant_is_read_once_for_roles_and_rights(scene, api):
    scene.open()
    client = api("CA")
    clock.advance(timedelta(minutes=20))

    assert read(client, at(scene))["state"] == "open"
