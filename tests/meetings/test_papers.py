"""The papers of a meeting: whose they are by default, who sees them, in which order."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_portal.core import notifications
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.models import AuditEntry
from crm_portal.library import services as library
from crm_portal.library.models import Level
from meetings.models import Forum, MeetingPaper
from meetings.rules import papers as rules
from meetings.services import agenda
from meetings.services import papers as services
from tests.factories import MandateFactory, UserFactory
from tests.library.documents import pdf, registered
from tests.matrix_scenes import people
from tests.meetings.papering import meeting, paper

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 20


@pytest.fixture
def cast(cast):
    cast.people = people(cast)
    return cast


def page(client, cast, who, found):
    client.force_login(cast.people[who])
    return client.get(reverse("meetings:papers", args=[found.symbol])).content.decode()


def test_every_forum_has_its_usual_audience_and_its_source():
    assert {each.value for each in Forum} == set(rules.USUAL)
    assert {each.level for each in rules.USUAL.values()} <= set(Level.values)
    assert all(each.source for each in rules.USUAL.values())
    assert rules.usual("VM_CERRADA").level == "closed"


def test_papers_are_listed_by_session_for_those_who_may_know_them(client, cast):
    found, elena = meeting(), cast.viewer("elena")
    paper(found, elena, title_es="General", level="circulation")
    paper(found, elena, forum="VM_PLENARIA", title_es="Interno", level="members")

    told = page(client, cast, "bruno", found)
    assert told.index("Interno") < told.index("General")  # sessions first
    assert "XXXI-CRM/DOC/1" in told
    told = page(client, cast, "oscar", found)
    assert "General" in told
    assert "Interno" not in told


def closed(found, cast):
    """Return a paper of the closed door, registered by a Vice-Minister who sits there."""
    said = {"title_es": "Canario cerrado", "level": "closed"}
    circle = f"meeting:{found.pk}:closed"
    viviana = cast.viewer("viviana")
    return paper(found, viviana, forum="VM_CERRADA", circle=circle, **said)


@pytest.mark.parametrize("who", ["elena", "bruno", "ana", "oscar", "admin", "mateo"])
def test_no_trace_of_a_closed_paper_reaches_whoever_does_not_sit_there(client, cast, who):
    found = meeting()
    closed(found, cast)

    told = page(client, cast, who, found)

    assert "Canario" not in told
    assert "DOC/R.1" not in told
    assert not MeetingPaper.objects.visible_to(cast.viewer(who)).exists()


def test_of_a_closed_paper_only_those_inside_are_told_and_not_even_its_symbol(cast):
    found = meeting()
    document = closed(found, cast).document
    gloria = UserFactory(full_name="Gloria", email="gloria@example.org")
    MandateFactory(
        user=gloria,
        institution=None,
        party=cast.parties["GT"],
        role=Role.VICE_MINISTER,
    )
    library.propose_downgrade(
        document.pk, "members", reason="Se acordó.", by=cast.viewer("viviana")
    )
    notifications.deliver_due()

    (letter,) = mail.outbox
    assert letter.to == ["gloria@example.org"]
    for hidden in ("Canario", document.symbol, document.slug):
        assert hidden not in letter.subject + letter.body


def test_those_who_sit_there_read_it(client, cast):
    found = meeting()
    closed(found, cast)

    assert "Canario" in page(client, cast, "viviana", found)


def test_a_paper_belongs_to_a_meeting_once_and_to_one_of_its_sessions(cast):
    found, other, elena = meeting(), meeting("XXX-CRM"), cast.viewer("elena")
    document = registered(elena)
    services.attach_paper(found.pk, document.pk, by=elena)

    with pytest.raises(Conflict):
        services.attach_paper(found.pk, document.pk, by=elena)
    with pytest.raises(Invalid):
        services.attach_paper(
            other.pk, document.pk, by=elena, session_id=found.sessions.first().pk
        )
    with pytest.raises(Refused):
        services.attach_paper(other.pk, document.pk, by=cast.viewer("mateo"))


def test_a_paper_is_taken_off_by_whoever_may_put_it_there_and_it_stays_on_record(cast):
    found, elena = meeting(), cast.viewer("elena")
    document = registered(elena)
    first = services.attach_paper(found.pk, document.pk, by=elena)
    with pytest.raises(Refused):
        services.detach_paper(first.pk, by=cast.viewer("mateo"))
    services.detach_paper(first.pk, by=elena)

    assert not MeetingPaper.objects.visible_to(elena).exists()
    assert MeetingPaper.objects.get().detached_by_id == elena.signer
    assert AuditEntry.objects.filter(verb__endswith="paper.taken_off").exists()
    with pytest.raises(MeetingPaper.DoesNotExist):
        services.detach_paper(first.pk, by=elena)
    services.attach_paper(found.pk, document.pk, by=elena)
    assert MeetingPaper.objects.visible_to(elena).count() == 1


def test_a_paper_is_taken_off_its_item_alone_on_its_page(client, cast):
    found, elena = meeting(), cast.viewer("elena")
    item = agenda.add_item(found.pk, by=elena, title_es="Fronteras", title_en="Borders")
    document = registered(elena)
    first = services.attach_paper(found.pk, document.pk, item_id=item.pk, by=elena)
    address = reverse("meetings:paper-detach", args=[found.symbol])
    assert address not in page(client, cast, "bruno", found)
    assert client.get(address).status_code == 404
    assert address in page(client, cast, "elena", found)
    said = {"paper": first.pk, "what": "item"}
    assert client.post(address, said).status_code == 302

    (left,) = MeetingPaper.objects.visible_to(elena)
    assert (left.item, left.document) == (None, document)
    again = client.post(address, {"paper": left.pk, "what": "item"})
    assert b"error-summary" in again.content
    client.post(address, {"paper": left.pk, "what": "meeting"})
    assert not MeetingPaper.objects.visible_to(elena).exists()


def test_nobody_outside_takes_off_or_finds_a_closed_paper(client, cast):
    found = meeting()
    behind = closed(found, cast)
    address = reverse("meetings:paper-detach", args=[found.symbol])
    said = {"paper": behind.pk, "what": "meeting"}
    for who in ("elena", "ana", "bruno"):
        client.force_login(cast.people[who])
        assert client.post(address, said).status_code == 404
    client.force_login(cast.people["viviana"])
    assert client.post(address, said).status_code == 302
    assert not MeetingPaper.objects.visible_to(cast.viewer("viviana")).exists()


def test_a_document_is_registered_and_attached_by_the_pages(client, cast):
    found = meeting()
    client.force_login(cast.people["elena"])
    address = reverse("meetings:paper-new", args=[found.symbol])
    assert 'value="circulation"' in client.get(address).content.decode()
    plenary = found.sessions.get(forum="VM_PLENARIA")
    said = {"title_es": "Nota", "category": "INF", "level": "participants"}
    client.post(
        address,
        {**said, "session": plenary.pk, "file_es": SimpleUploadedFile("n.pdf", pdf())},
    )
    document = registered(cast.viewer("elena"))
    client.post(
        reverse("meetings:paper-attach", args=[found.symbol]), {"document": document.pk}
    )

    rows = MeetingPaper.objects.in_order().values_list("document__symbol", "session")
    assert list(rows) == [("XXXI-CRM/INF/1", plenary.pk), ("XXI-CRM/DOC/1", None)]


def test_the_page_costs_the_same_however_many_papers_there_are(client, cast):
    found, elena = meeting(), cast.viewer("elena")
    for n in range(2):
        paper(found, elena, title_es=f"Nota {n}")
    page(client, cast, "bruno", found)
    few = queries(client, found)
    for n in range(15):
        paper(found, elena, title_es=f"Otra {n}")

    assert queries(client, found) == few <= PAGE_QUERIES


def queries(client, found):
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("meetings:papers", args=[found.symbol]))
    return len(seen)


def test_an_item_of_the_agenda_names_its_papers_to_those_who_may_read_them(client, cast):
    found, elena = meeting(), cast.viewer("elena")
    plenary = found.sessions.get(forum="VM_PLENARIA")
    told = {"session_id": plenary.pk, "title_es": "Fronteras", "title_en": "Borders"}
    item = agenda.add_item(found.pk, by=elena, **told)
    paper(found, elena, title_es="Nota conceptual", level="members")
    other = registered(elena, series=found.symbol, title_es="Antecedentes", level="members")
    services.attach_paper(found.pk, other.pk, item_id=item.pk, by=elena)

    client.force_login(cast.bruno)
    shown = client.get(reverse("meetings:agenda", args=[found.symbol])).content.decode()

    assert "Antecedentes" in shown
    assert other.symbol in shown
    assert "Nota conceptual" not in shown  # of the meeting, of no item
