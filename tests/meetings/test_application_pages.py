"""The pages of an application, from its arrival to what the Vice-Ministers decide."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from crm_portal.core import clock
from crm_portal.core.models import Notice
from crm_portal.reference import loading
from meetings.models import Application, Body, Criterion, Guest
from meetings.notices import compose
from members.models import Party
from tests.library.documents import pdf
from tests.meetings.applying import complete, criteria, vice_ministers


@pytest.fixture
def elena(cast) -> Client:
    criteria()
    return signed_in(cast, "elena")


def signed_in(cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def at(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


def test_from_arrival_to_admission_on_the_pages(cast, elena):
    today = cast.viewer("elena").on
    meeting = vice_ministers(today + timedelta(days=7), today + timedelta(days=8))
    named = {"name_es": "Organización", "name_en": "Organization"}
    typed = {"kind": "observer_organization", "received_on": today} | named
    assert elena.post(at("application-new"), typed).status_code == 302
    reference = Application.objects.get().reference

    for criterion in Criterion.objects.filter(kind="observer_organization"):
        file = SimpleUploadedFile("nota.pdf", pdf(str(criterion.number)))
        form = {"criterion": criterion.pk, "title": "Nota", "document": file}
        answer = elena.post(at("application-evidence", reference), form)
        assert answer.status_code == 302
    assert elena.post(at("application-complete", reference)).status_code == 302
    put = {"meeting": meeting.pk}
    assert elena.post(at("application-put", reference), put).status_code == 302

    day = meeting.starts_on
    clock.set_to(datetime(day.year, day.month, day.day, 18, tzinfo=UTC), frozen=True)
    ana = signed_in(cast, "ana")
    decided = {"decided_on": day, "text": "Se admite.", "source": "Declaración"}
    form = decided | named | {"code": "org"}
    assert ana.post(at("application-admit", reference), form).status_code == 302

    shown = ana.get(at("application", reference)).content.decode()
    assert "Se admite." in shown
    assert Party.objects.get(code="ORG").standings.get().since == day
    letters = [
        compose(notice, clock.now())
        for notice in Notice.objects.filter(event__startswith="admission.")
    ]
    assert len(letters) >= 33
    assert all(letter is not None and reference in letter.body for letter in letters)


def test_a_file_that_is_something_else_is_refused(cast, elena):
    application = complete(cast.viewer("elena"))
    criterion = Criterion.objects.filter(kind=application.kind).first()
    file = SimpleUploadedFile("nota.pdf", b"<html><script>")

    answer = elena.post(
        at("application-evidence", application.reference),
        {"criterion": criterion.pk, "title": "Nota", "document": file},
    )

    assert answer.status_code == 200
    assert b"error-summary" in answer.content


def test_the_members_read_the_documents_and_nobody_else_knows_of_them(cast, elena):
    application = complete(cast.viewer("elena"))
    document = at(
        "application-document", application.reference, application.evidence.first().pk
    )
    addresses = (at("applications"), at("application", application.reference), document)

    for who, status in (("bruno", 200), ("oscar", 404), ("admin", 404)):
        client = signed_in(cast, who)
        assert [client.get(each).status_code for each in addresses] == [status] * 3
    answer = signed_in(cast, "bruno").get(document)
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_member_reads_and_finds_no_button(cast, elena):
    application = complete(cast.viewer("elena"))

    assert "application-put" not in str(elena.get(at("applications")).content)
    bruno = signed_in(cast, "bruno").get(at("application", application.reference))
    assert not bruno.context["acts"]
    ours = elena.get(at("application", application.reference))
    assert [act.name for act in ours.context["acts"]] == [
        "application-put",
        "application-withdraw",
    ]


def test_the_advice_of_2011_stands_beside_a_candidacy_with_its_source(cast):
    loading.load()
    elena = signed_in(cast, "elena")
    form = {
        "kind": "membership",
        "party": cast.parties["CO"].pk,
        "received_on": cast.viewer("elena").on,
    }
    elena.post(at("application-new"), form)
    reference = Application.objects.get(kind="membership").reference

    shown = elena.get(at("application", reference)).content.decode()

    assert "por ahora no es conveniente la inclusión de nuevos miembros" in shown
    assert shown.count("Puebla") >= 1


def test_the_list_asks_as_much_for_one_as_for_ten(
    cast, elena, django_assert_max_num_queries
):
    viewer = cast.viewer("elena")
    for _ in range(10):
        complete(viewer)

    with django_assert_max_num_queries(10):
        elena.get(at("applications"))
    with django_assert_max_num_queries(14):
        elena.get(at("application", Application.objects.first().reference))


def test_bodies_are_called_as_they_were_on_the_day(reference):
    """The networks of liaison officers gave way to four working groups in November 2019."""

    def kinds(day: str) -> set[str]:
        answer = Client().get(reverse("held:meetings"), {"on": day})
        assert answer.status_code == 200
        return {name.body.kind for name in answer.context["names"]}

    assert "network" in kinds("2019-10-31")
    assert "working_group" not in kinds("2019-10-31")
    assert "network" not in kinds("2019-11-01")
    assert "working_group" in kinds("2019-11-01")
    assert Body.objects.count() == 17


def test_guests_of_a_meeting_held_are_public_with_its_source(reference):
    shown = Client().get(reverse("held:meetings")).content.decode()

    assert "Consejo de Europa" in shown


def test_the_presidency_records_a_guest_and_calls_it_off(cast, elena):
    today = cast.viewer("ana").on
    meeting = vice_ministers(
        today + timedelta(days=7), today + timedelta(days=8), host=cast.parties["GT"]
    )
    ana, address = signed_in(cast, "ana"), at("guests", meeting.symbol)
    form = {"called_es": "Suiza", "decided_by": "La PPT", "source": "Nota 3"}

    assert address in ana.get(reverse("held:meetings")).content.decode()
    assert address not in Client().get(reverse("held:meetings")).content.decode()
    assert ana.post(address, form).status_code == 302
    assert "Suiza" in ana.get(address).content.decode()
    guest = Guest.objects.get()
    assert ana.post(at("guest-call-off", guest.pk)).status_code == 302
    assert signed_in(cast, "bruno").get(address).status_code == 404
    assert b"error-summary" in ana.post(address, {"called_es": ""}).content
