"""Every cell of the matrix, through the page that tells it and the services that obey it.

Eleven forums, nine classes of party, eight rights. The rights to debate, to decide and to
draft have tests of their own, in ``test_participation_in_texts``.
"""

import pytest
from django.urls import reverse

from crm_portal.core.access import Role
from crm_portal.library.models import Document
from crm_portal.library.services import Draft, Sheet, register_document
from meetings.circles import key
from meetings.models import BodyKind, Forum, Right, Session
from meetings.rules import Ground
from meetings.rules.papers import usual
from meetings.services import delegations, statements
from meetings.services.delegations import Person
from meetings.services.statements import Asking
from members.access import viewer_for
from tests.factories import BodyFactory, MandateFactory, MeetingFactory, UserFactory
from tests.library.documents import pdf
from tests.meetings.participating import (
    NOON,
    OF_CLASS,
    TEN,
    Cells,
    given,
    in_office,
    matrix,
    on_record,
    sitting_everywhere,
    succeeds,
)

OBSERVERS = frozenset({"PAIS_OBS", "ORG_OBS"})
AT_WORK = frozenset(OF_CLASS) - {"INVITADO", "PUBLICO"}
BY_OFFICE = frozenset({"MIEMBRO", "PPT", "TROIKA_OTRO", "ST"})
HEAD = Person(full_name="Alguien", title_es="Cargo", function="head", level="vice_minister")


@pytest.fixture(scope="module")
def cells() -> Cells:
    return matrix()


@pytest.fixture
def meeting(cast, reference):
    return sitting_everywhere(cast)


def test_the_page_says_of_every_cell_what_the_sources_say(client, cast, meeting, cells):
    client.force_login(cast.elena)
    page = client.get(reverse("meetings:participation", args=[meeting.symbol]))
    told = {}

    for table in page.context["tables"]:
        rows = {party.code: row for row in table.rows for party in row.parties}
        for party_class, code in OF_CLASS.items():
            if code not in rows:  # the public is not on the list, and has no right
                assert party_class == "PUBLICO"
                continue
            for answer in rows[code].answers:
                told[table.forum.value, party_class, answer.right] = answer

    assert len(told) == len(Forum) * (len(OF_CLASS) - 1) * len(Right) == 704
    for place, answer in told.items():
        assert answer.allowed is given(cells[place], *on_record(place[1])), place
        assert answer.sources == cells[place]["sources"], place
    public = [cell for place, cell in cells.items() if place[1] == "PUBLICO"]
    assert len(public) == 88
    assert not any(given(cell) for cell in public)


def test_whoever_the_sources_let_in_is_registered_and_nobody_else(cast, meeting, cells):
    elena = cast.viewer("elena")
    for session in meeting.sessions.all():
        for party_class, code in OF_CLASS.items():
            met = (Ground.COMPOSITION, *on_record(party_class))
            attends = given(cells[session.forum, party_class, "ATTEND"], *met)
            invited_only = (
                cells[session.forum, party_class, "INVITED_ONLY"]["value"] == "YES"
            )
            expected = attends and (not invited_only or Ground.INVITATION in met)

            done = succeeds(
                lambda party=cast.parties[code].pk, sat=session.pk: (
                    delegations.add_delegate(
                        meeting.pk, HEAD, [sat], party_id=party, by=elena
                    )
                )
            )

            assert done is expected, (session.forum, party_class)


@pytest.mark.parametrize("right", [Right.SPEAK, Right.INTERVENE_AGENDA])
def test_the_floor_is_given_to_whoever_the_sources_leave_it_to(cast, meeting, cells, right):
    elena, ana = cast.viewer("elena"), cast.viewer("ana")

    def takes_the_floor(party: int, session: int) -> None:
        asking = Asking(session, subject_es="Asunto", right=right)
        asked = statements.request_statement(meeting.pk, asking, party_id=party, by=elena)
        statements.authorise(asked.pk, scope_es="Punto 4", by=ana)

    for session in meeting.sessions.all():
        for party_class, code in OF_CLASS.items():
            cell = cells[session.forum, party_class, right]
            left_to_the_presidency = (
                cell["value"] == "UNREG" or cell["ground"] == Ground.AUTHORIZATION
            ) and party_class != "PUBLICO"
            expected = left_to_the_presidency or given(cell, *on_record(party_class))
            if session.is_closed:  # nobody asks in writing there, and nobody writes it down
                expected = False

            done = succeeds(
                lambda party=cast.parties[code].pk, sat=session.pk: takes_the_floor(
                    party, sat
                )
            )

            assert done is expected, (session.forum, party_class)


def paper_of(cast, forum: str) -> Document:
    """A paper of a meeting that sits in ``forum``, for whom such papers usually are."""
    body = BodyFactory(code=forum, kind=BodyKind.GRCM, forum=forum)
    held, level = MeetingFactory(body=body), usual(forum).level
    circle = key(held.pk, level) if level in {"participants", "drafting", "closed"} else ""
    if level == "closed":
        Session.objects.create(meeting=held, forum=forum, starts_at=TEN, ends_at=NOON)
    by = cast.viewer("elena")
    if level == "closed":
        user = UserFactory(full_name="Gloria")
        seat = {"party": cast.parties["GT"], "institution": cast.voices["GT"]}
        MandateFactory(user=user, role=Role.VICE_MINISTER, **seat)
        by = viewer_for(user, cast.at)
    told = {"series": held.symbol, "category": "DOC", "title_es": "Documento"}
    draft = Draft(level=level, circle=circle, **told)
    return register_document(draft, [Sheet.of("documento.pdf", pdf(), "es")], by=by)


def test_nobody_reads_a_working_paper_whom_the_sources_do_not_let(cast, reference, cells):
    readers = {each: in_office(cast, each) for each in OF_CLASS if each in AT_WORK}
    for forum in Forum:
        paper = paper_of(cast, forum)
        for party_class, viewer in readers.items():
            cell = cells[forum, party_class, "WORKING_DOCS"]
            reads = Document.objects.visible_to(viewer).filter(pk=paper.pk).exists()

            assert not reads or given(cell, Ground.CIRCULATED), (forum, party_class)
            if party_class in BY_OFFICE and paper.level not in {"closed", "drafting"}:
                assert reads is given(cell), (forum, party_class)


@pytest.mark.parametrize("who", ["oscar", "bruno", "ana", "elena", "admin"])
def test_an_observer_reads_its_own_rights_and_members_everybodys(
    client, cast, meeting, who
):
    client.force_login(cast.people[who])
    page = client.get(reverse("meetings:participation", args=[meeting.symbol]))
    named = {party.code for row in page.context["tables"][0].rows for party in row.parties}

    assert named == {"AR"} if who == "oscar" else {"AR", "DO", "GT", "ST"} <= named


def test_the_page_takes_as_many_queries_for_eleven_forums_as_for_one(
    client, cast, meeting, django_assert_max_num_queries
):
    client.force_login(cast.bruno)
    address = reverse("meetings:participation", args=[meeting.symbol])
    client.get(address)

    with django_assert_max_num_queries(24):
        client.get(address)
