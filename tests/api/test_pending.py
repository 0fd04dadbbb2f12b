"""What waits for somebody, to a program: what “Today” shows that person, and nothing more."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from crm_portal.pending import keyed, together
from decisions.sweeps import expire_due_rounds
from tests.decisions.following.staged_asking import asked
from tests.decisions.scene import Scene

URL = "/api/v1/pending"


def rows(client, **query):
    answer = client.get(URL, query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


@pytest.fixture
def played(scene: Scene, reference):
    """A round that runs, one that is over, a text with the Troika, and what was asked."""
    scene.open()
    scene.go_to(scene.round.closes_at + timedelta(hours=1))
    expire_due_rounds()
    asked(scene)
    scene.presented()
    scene.open()
    return scene


def words_of(page):
    return " ".join(unescape(page.content.decode()).split())


@pytest.mark.parametrize("who", ["CA", "BZ", "ana", "elena", "oscar"])
def test_every_matter_is_on_the_page_in_its_words_and_the_page_has_no_other(
    played, api, who
):
    client = api(who)
    told = rows(client)
    for language in ("es", "en"):
        with override(language):
            page = client.get(reverse("core:today"))
        shown = words_of(page).lower()
        for row in told:
            assert row["page"][language].lower() in shown
            assert " ".join(row["text"][language].split()).lower() in shown
        context = page.context
        on_page = sum(len(context[name]) for name in ("awaited", "moving", "missing"))
        on_page += len(context["duties"]) + len(context["reports"])
        on_page += sum(len(part["rows"]) for part in context["waiting"])
        assert len(told) == on_page


def test_each_sees_what_waits_for_them(played, api):
    def sections(who):
        return {row["section"] for row in rows(api(who))}

    assert "replies" in sections("CA")
    assert {"presidency", "silent"} <= sections("ana")
    assert {"asked", "silent"} <= sections("elena")
    assert sections("oscar") <= {"meetings"}
    assert api().get(URL).status_code == 403


def test_a_term_that_runs_says_its_bound(played, api):
    (own,) = [row for row in rows(api("CA"), section="replies") if row["closes_at"]]

    assert own["closes_at"] == played.round.closes_at.isoformat().replace("+00:00", "Z")
    assert own["label"]["es"] != own["label"]["en"]


def test_matters_are_filtered_and_what_makes_no_sense_is_refused(played, api):
    everything = rows(api("elena"))
    late = rows(api("elena"), is_late="true")
    two = rows(api("elena"), section=["silent", "asked"])

    assert [row for row in everything if row["is_late"]] == late
    assert [row for row in everything if row["section"] in {"silent", "asked"}] == two
    assert api("elena").get(URL, {"section": "nothing"}).status_code == 400
    assert api("elena").get(URL, {"is_late": "x"}).status_code == 400


def test_what_ends_while_it_is_told_is_left_out_and_takes_no_others_words():
    def row(page, text):
        return {"section": "x", "label": "", "text": text, "note": "", "page": page}

    told = {}
    for language, pages in (
        ("es", ("core:today", "core:notices")),
        ("en", ("core:notices", "core:notices")),
    ):
        with override(language):
            rows = [row(reverse(page), f"{page} {language}") for page in pages]
            told[language] = keyed(rows)

    (left,) = together(told)
    assert left["text"] == {"es": "core:notices es", "en": "core:notices en"}
    assert left["page"]["es"] != left["page"]["en"]


def test_a_page_goes_on_after_its_matter_though_others_before_it_ended(played, api):
    client = api("elena")
    everything = rows(client)
    *before, last = everything
    first = client.get(URL, {"page_size": len(before)}).json()
    assert first["results"] == before

    # As if what is in other sections had ended meanwhile.
    fewer = client.get(f"{first['next']}&section={last['section']}").json()

    assert before[-1]["section"] == last["section"] != before[0]["section"]
    assert fewer["results"] == [last]


def test_it_asks_as_many_questions_for_one_round_as_for_five(scene, api):
    def questions():
        client = api("ana")
        with CaptureQueriesContext(connection) as seen:
            rows(client)
        return len(seen)

    scene.open()
    one = questions()
    for _ in range(4):
        scene.open()
    assert questions() == one


def test_duties_are_read_by_those_who_owe_them_and_name_nobody(played, api):
    def duties(who, **query):
        answer = api(who).get("/api/v1/duties", query)
        return answer.json()["results"] if answer.status_code == 200 else answer.status_code

    everything = duties("elena")
    assert {row["owed_by"] for row in duties("CA")} == {"CA"}
    assert len({row["owed_by"] for row in everything}) > 3
    waiting = [row for row in everything if row["is_waiting"]]
    assert duties("elena", is_waiting="true") == waiting
    kind = everything[0]["kind"]
    assert duties("elena", kind=kind) == [row for row in everything if row["kind"] == kind]
    assert duties("elena", kind="x") == 400
    assert duties("oscar") == 404
    assert duties("") == 403
    names = [played.cast.people[each].full_name for each in ("ana", "bruno", "elena")]
    assert not [name for name in names if name in str(everything)]
