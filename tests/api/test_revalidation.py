"""What was read already is not sent again while it is the same, and is kept by nobody else."""

import pytest
from django.test import Client

from decisions.services import closing
from tests.api.test_methods import addresses
from tests.api.test_reading import URL, at


def test_every_reading_is_revalidated_and_shared_with_nobody(scene, api):
    scene.open()
    client = api("ana")

    seen = 0
    for name, address in addresses(scene):
        answer = client.get(address)
        if answer.status_code != 200:
            assert "ETag" not in answer, name
            continue
        again = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b""), name
        assert again["ETag"] == answer["ETag"]
        vary = {each.strip() for each in answer["Vary"].split(",")}
        assert {"Authorization", "Cookie"} <= vary, name
        public = name == "schema"
        assert answer["Cache-Control"].startswith("public" if public else "private, no-"), (
            name
        )
        seen += 1
    assert seen > 30


def test_what_changed_is_sent_again(scene, api):
    scene.expired()
    before = api("CA").get(at(scene))
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    after = api("CA").get(at(scene), headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_one_reader_is_not_told_by_the_mark_of_anothers_answer(scene, api):
    scene.open()
    inside = api("ana").get(URL)["ETag"]

    outside = api("oscar").get(URL, headers={"If-None-Match": inside})
    assert outside.status_code == 200
    refused = api().get(URL, headers={"If-None-Match": inside})
    assert refused.status_code == 403


@pytest.mark.parametrize("mark", ["*", 'W/"x"', "x", '"', "\x7f", '"' * 9000])
def test_a_strange_mark_is_no_error(cast, mark):
    answer = Client().get("/api/v1/parties", headers={"If-None-Match": mark})

    assert answer.status_code == (304 if mark == "*" else 200)
