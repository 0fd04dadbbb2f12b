"""What belongs to a meeting is read by programs as on its pages, and no further."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from crm_portal.core.models import AuditEntry
from meetings import circles, drafting_groups
from meetings.models import (
    AgendaItem,
    Meeting,
    MeetingState,
    OutcomeLink,
    Statement,
    SummaryRecord,
)
from meetings.presentation import rights
from meetings.services import (
    agenda_comments,
    agenda_versions,
    convocation,
    convocation_letters,
    decided,
    drafting,
    papers,
    results,
)
from tests.library.documents import draft, pdf, sheet
from tests.meetings.agenda_scene import CANARY, CUT_OFF, OPENS, AgendaScene
from tests.meetings.test_convocation import drafted

OUTSIDE = ("ana", "elena", "bruno", "mateo", "oscar", "admin")
PDF = pdf()
TOLD = {"decided_by": "PPT", "source": "Nota 3"}


@pytest.fixture
def scene(cast) -> AgendaScene:
    return AgendaScene(cast)


@pytest.fixture
def read(scene, api):
    """Read an address as somebody; what is not answered is its status."""

    def asked(who, path, **query):
        client = api("" if who in {"gloria", "viviana"} else who)
        if who in {"gloria", "viviana"}:
            client.force_login(getattr(scene, who))
        answer = client.get(f"/api/v1/{path}", query)
        return answer.json() if answer.status_code == 200 else answer.status_code

    return asked


def questions(client: APIClient, path: str) -> tuple[int, int]:
    """How many rows a list has, and how many questions it asks the database."""
    with CaptureQueriesContext(connection) as asked:
        found = client.get(f"/api/v1/{path}").json()["results"]
    return len(found), len(asked)


def begun(scene: AgendaScene, state: MeetingState = MeetingState.CLOSED) -> str:
    """The meeting of today, public by now; return where its results are read."""
    scene.meeting.starts_on = scene.cast.at.date()
    scene.meeting.state = state
    scene.meeting.save()
    return f"results/{scene.meeting.symbol}"


def test_results_are_the_members_and_what_is_closed_is_its_circle_s(scene, read):
    scene.item("Movilidad")
    scene.secret()
    address = begun(scene)
    told = {"text_en": "", "note": "", "base": 0}
    key = scene.meeting.pk
    for who, door, text in (("elena", "open", "Abierto"), ("gloria", "closed", CANARY)):
        by = scene.viewer(who)
        results.save_record(key, text_es=text, door=door, by=by, **told)

    inside = read("gloria", address)
    (closed,) = inside["closed"]["items"]
    assert (closed["number"], closed["title"]["es"]) == ("C1", CANARY)
    assert inside["closed"]["record"]["versions"][0]["text"]["es"] == CANARY
    for who in OUTSIDE:
        found = read(who, address)
        assert "closed" not in found, who
        assert CANARY not in str(found), who
        known = who in {"ana", "elena", "bruno", "mateo"}
        assert [each["number"] for each in found["items"]] == ["1"] * known, who
        assert bool(found["record"]) == known, who
    assert read("", address) == 403


def test_before_the_meeting_has_begun_there_is_no_record_to_read(scene, read):
    address = begun(scene, MeetingState.CONVENED)
    SummaryRecord.objects.create(meeting=scene.meeting, began_at=scene.cast.at)
    assert read("elena", address)["record"] is None
    begun(scene, MeetingState.IN_SESSION)
    assert read("elena", address)["record"]["versions"] == []


def test_outcome_texts_are_anybody_s_with_their_meeting_until_they_are_taken_off(
    scene, read
):
    Meeting.objects.update(state=MeetingState.PLANNED)
    for n in range(2):
        OutcomeLink.objects.create(
            meeting=scene.meeting,
            kind="declaration",
            title_es=f"Declaración {n}",
            source="002:1",
            recorded_at=scene.cast.at,
            taken_off_at=scene.cast.at if n else None,
        )
    assert read("", "outcomes")["results"] == []
    begun(scene)
    (row,) = read("", "outcomes", kind="declaration")["results"]
    assert (row["meeting"], row["title"]["es"]) == ("XXXI-CRM", "Declaración 0")
    assert read("", "outcomes", kind="report")["results"] == []
    assert read("oscar", "outcomes", meeting="XXXI-CRM")["results"] == [row]


def test_an_agenda_is_for_the_public_once_published_and_its_versions_are_not(scene, read):
    begun(scene, MeetingState.CONVENED)
    address = "agendas/XXXI-CRM"
    scene.minimum()
    scene.secret()
    AgendaItem.objects.update(referred_by="CRM-CONS-2026-01")
    draft = agenda_versions.circulate(
        scene.meeting.pk, by=scene.viewer("ana"), comments_until=CUT_OFF
    )
    assert read("", address) == {"meeting": "XXXI-CRM", "version": None, "items": []}
    final = agenda_versions.finalise(scene.meeting.pk, by=scene.viewer("ana"))
    agenda_versions.publish(final.pk, by=scene.viewer("ana"))

    for who in ("", "oscar"):
        found = read(who, address)
        assert [each["number"] for each in found["items"]] == ["1", "2", "3"]
        assert {each["referred_by"] for each in found["items"]} == {""}
        assert CANARY not in str(found)
    assert read("bruno", address)["items"][0]["referred_by"] == "CRM-CONS-2026-01"
    assert read("", f"{address}/versions") == 403
    seen = {who: len(read(who, f"{address}/versions")) for who in ("oscar", "mateo")}
    assert seen == {"oscar": 1, "mateo": 2}, draft


def test_comments_are_read_by_members_and_by_who_made_them_and_closed_agendas_inside(
    scene, read
):
    scene.minimum()
    scene.secret()
    address = "agendas/XXXI-CRM/versions"
    draft = agenda_versions.circulate(
        scene.meeting.pk, by=scene.viewer("ana"), comments_until=CUT_OFF
    )
    draft.circulated_to.add(scene.cast.parties["AR"])
    agenda_comments.comment(draft.pk, text="Más tiempo", by=scene.viewer("bruno"))
    agenda_versions.fix_closed(scene.meeting.pk, by=scene.viewer("gloria"))

    def comments(who):
        return [each["text"] for row in read(who, address) for each in row["comments"]]

    assert comments("mateo") == ["Más tiempo"]
    assert comments("oscar") == []
    doors = {who: {row["door"] for row in read(who, address)} for who in OUTSIDE}
    assert {who for who, seen in doors.items() if seen != {"open"}} == {"admin"}
    assert {row["door"] for row in read("gloria", address)} == {"open", "closed"}


def test_a_letter_is_its_addressee_s_once_sent_and_drafts_are_the_members(scene, read):
    made = drafted(scene)
    ana = scene.viewer("ana")
    letter = convocation.address(made.pk, scene.cast.parties["AR"].pk, by=ana)
    address = f"convocations/{letter.pk}"
    for who in ("oscar", "admin"):
        assert read(who, address) == 404, who
        assert read(who, "convocations")["results"] == [], who
    assert read("mateo", address)["number"] == ""
    convocation_letters.issue(letter.pk, by=ana)
    convocation_letters.send(letter.pk, by=ana)
    oscar = scene.viewer("oscar")
    convocation_letters.answer(letter.pk, kind="attends", level="Ministra", by=oscar)

    found = read("oscar", address)
    assert (found["answer"], found["remind_on"]) == ("attends", None)
    assert found["body"]["es"] == letter.body_es
    assert [each["level"] for each in found["answers"]] == ["Ministra"]
    assert read("bruno", address)["remind_on"] == ["2026-10-01"]
    assert read("oscar", "convocations", meeting="XXXI-CRM", party="AR")["results"]
    assert read("oscar", "convocations", meeting="XXX-CRM")["results"] == []
    assert read("", address) == 403


def test_a_list_of_letters_asks_as_much_for_many_as_for_one(scene, api):
    made = drafted(scene)
    ana = scene.viewer("ana")
    convocation.address(made.pk, scene.cast.parties["DO"].pk, by=ana)
    client = api("mateo")
    questions(client, "convocations")
    one = questions(client, "convocations")
    for code in ("CA", "AR", "SICA"):
        convocation.address(made.pk, scene.cast.parties[code].pk, by=ana)
    assert one[0] == 1
    assert questions(client, "convocations") == (4, one[1])


def test_papers_are_those_the_reader_may_know_without_the_items_that_are_not(scene, read):
    elena = scene.viewer("elena")
    item = scene.item("Movilidad")
    for level in ("members", "circulation"):
        at = {"session_id": scene.plenary.pk, "item_id": item.pk}
        text = draft(series="XXXI-CRM", level=level)
        papers.add_paper(scene.meeting.pk, text, [sheet("es", PDF)], by=elena, **at)
    counts = {
        who: len(read(who, "papers", meeting="XXXI-CRM")["results"])
        for who in ("oscar", "mateo", "elena")
    }
    assert counts == {"oscar": 1, "mateo": 2, "elena": 2}
    (shown,) = read("oscar", "papers")["results"]
    assert (shown["forum"], shown["item"]) == ("VM_PLENARIA", None)
    assert read("mateo", "papers")["results"][0]["item"]["es"] == "Movilidad"
    assert read("", "papers") == 403


def test_that_a_closely_held_paper_was_listed_is_written_down(scene, read):
    at = {"session_id": scene.closed.pk, "by": scene.viewer("gloria")}
    held_by = circles.key(scene.meeting.pk, circles.CLOSED)
    text = draft(series="XXXI-CRM", level="closed", circle=held_by)
    papers.add_paper(scene.meeting.pk, text, [sheet("es", PDF)], **at)
    for who in OUTSIDE:
        assert read(who, "papers")["results"] == [], who
    assert not AuditEntry.objects.filter(verb="library.document.read").exists()
    (row,) = read("gloria", "papers")["results"]
    assert row["audience"] == "closed"
    assert AuditEntry.objects.get(verb="library.document.read").data["how"] == "api list"


def test_rights_are_those_of_the_page_and_an_observer_reads_its_own(scene, read):
    address = "participation/XXXI-CRM"
    told = read("elena", address)["forums"]
    page = rights.tables(scene.meeting, scene.viewer("elena"))
    assert [
        (table.forum, party.code, row.party_class, [each.allowed for each in row.answers])
        for table in page
        for row in table.rows
        for party in row.parties
    ] == [
        (
            forum["forum"],
            each["party"],
            each["party_class"],
            [right["allowed"] for right in each["rights"]],
        )
        for forum in told
        for each in forum["parties"]
    ]
    words = {tuple(right["word"].values()) for right in told[0]["parties"][0]["rights"]}
    assert ("sí", "yes") in words
    own = {
        each["party"]
        for forum in read("oscar", address)["forums"]
        for each in forum["parties"]
    }
    assert own == {"AR"}
    assert read("", address) == 403


def test_a_decision_on_participation_is_the_members_and_its_party_s(scene, read):
    made = decided.record_decision(
        decided.Decision(
            forum="RED_TRATA",
            party_class="PAIS_OBS",
            right="WORKING_DOCS",
            valid_until=OPENS,
            scope_es="Un saludo",
            party_id=scene.cast.parties["AR"].pk,
            **TOLD,
        ),
        by=scene.viewer("ana"),
    )
    address = f"participation-decisions/{made.pk}"
    assert read("oscar", address)["is_in_force"] is True
    assert read("mateo", "participation-decisions", forum="RED_TRATA")["results"]
    assert read("admin", address) == 404
    assert read("admin", "participation-decisions")["results"] == []


def test_guests_are_known_inside_at_once_and_outside_once_the_meeting_began(scene, read):
    for name, gone in (("Suiza", None), ("Suecia", scene.cast.at.date())):
        scene.meeting.guests.create(called_es=name, called_off_on=gone, **TOLD)
    scene.meeting.state = MeetingState.CONVENED
    scene.meeting.save()
    assert [row["name"]["es"] for row in read("oscar", "guests")["results"]] == ["Suiza"]
    assert read("", "guests")["results"] == []
    begun(scene)
    assert [row["name"]["es"] for row in read("", "guests")["results"]] == ["Suiza"]


def test_a_statement_is_who_asked_s_and_those_who_prepare_s(scene, read):
    asked = Statement.objects.create(
        meeting=scene.meeting,
        session=scene.plenary,
        item=scene.secret(),
        party=scene.cast.parties["AR"],
        right="SPEAK",
        subject_es="Remesas",
        requested_at=scene.cast.at,
        requested_by="Óscar (AR)",
        text="Lo que se dirá",
    )
    address = f"meeting-statements/{asked.pk}"
    seen = {who: read(who, address) for who in OUTSIDE}
    readers = {who for who, found in seen.items() if found != 404}
    assert readers == {"ana", "elena", "oscar"}
    assert seen["oscar"]["item"] is None
    assert "Óscar" not in str(seen["elena"])
    assert "Lo que se dirá" not in str(seen)
    assert read("oscar", "meeting-statements", state="requested")["results"]
    assert read("mateo", "meeting-statements")["results"] == []


def test_drafting_groups_are_those_of_the_page_and_name_nobody(scene, read):
    begun(scene, MeetingState.IN_SESSION)
    groups = drafting.form_groups(scene.meeting.pk, by=scene.viewer("elena"))
    planned = drafting_groups.groups(scene.meeting, scene.viewer("mateo"))
    rows = read("mateo", "drafting-groups", meeting="XXXI-CRM")["results"]
    assert [row["of"] for row in rows] == [each.of for each in planned if each.group]
    assert [row["id"] for row in rows] == [each.pk for each in groups]
    assert rows[0]["headed_by"] == "GT"
    assert rows[0]["represented"] == []
    assert read("mateo", "drafting-groups", meeting="XXX-CRM")["results"] == []
    for who in ("oscar", "admin"):
        assert read(who, "drafting-groups", meeting="XXXI-CRM")["results"] == []
        assert read(who, f"drafting-groups/{groups[0].pk}") == 404
