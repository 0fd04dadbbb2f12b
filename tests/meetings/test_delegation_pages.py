"""The pages of delegations, presence, statements and drafting groups, as each reader finds them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from rest_framework.test import APIClient

from meetings.models import (
    Delegate,
    Delegation,
    Forum,
    MeetingState,
    Presence,
    Registration,
    Statement,
)
from meetings.services import drafting
from tests.library.documents import pdf
from tests.meetings.delegating import (
    HEAD,
    OFFICIAL,
    approved,
    come,
    opened,
    person,
    session,
    the_rules,
    vice_ministerial,
)

pytestmark = pytest.mark.django_db
MEMBERS = ("BZ", "CA", "CR", "SV", "US", "HN", "MX", "NI", "PA", "DO")


@pytest.fixture
def meeting(cast):
    the_rules()
    return vice_ministerial(cast)


def address(name, *arguments, language="es"):
    with override(language):
        return reverse(f"meetings:{name}", args=arguments)


def typed(**more):
    told = {
        "full_name": "Berta Cáceres Ruiz",
        "title_es": "Viceministra",
        "title_en": "Vice-Minister",
        "function": "head",
        "level": "vice_minister",
    }
    return {**told, **more}


def test_a_delegation_registers_submits_and_is_approved_through_its_pages(
    client, cast, meeting
):
    sessions = [session(meeting, each).pk for each in (Forum.VM_PLENARY, Forum.VM_CLOSED)]
    client.force_login(cast.bruno)
    mine = address("accreditation", meeting.symbol)
    first = client.get(mine).content.decode()
    answer = client.post(
        address("delegate-new", meeting.symbol), typed(sessions=sessions), follow=True
    )
    delegation = Delegation.objects.get()
    client.post(address("delegation-submit", meeting.symbol, delegation.pk))
    client.force_login(cast.elena)
    desk = client.get(address("delegations", meeting.symbol)).content.decode()
    client.post(address("delegation-approve", meeting.symbol, delegation.pk))

    assert "25 nov" in first
    assert "001:376" not in first
    assert "Berta Cáceres Ruiz" in answer.content.decode()
    assert address("delegation-approve", meeting.symbol, delegation.pk) in desk
    assert Delegate.objects.confirmed().count() == 1


def test_a_refused_registration_says_the_rule_and_loses_nothing_typed(
    client, cast, meeting
):
    people = [person("V", **HEAD), person("A", **OFFICIAL), person("B", **OFFICIAL)]
    come(cast, meeting, "CA", people, Forum.VM_CLOSED)
    client.force_login(cast.focal_points["CA"])
    data = typed(
        function="member",
        level="high_official",
        email="c@example.org",
        sessions=[session(meeting, Forum.VM_CLOSED).pk],
    )

    page = client.post(address("delegate-new", meeting.symbol, language="en"), data)

    text = page.content.decode()
    assert "lets in 2 companions of each Vice-Minister" in text
    assert "20 years of the RCM (2016), line 376" in text
    for kept in ("Berta Cáceres Ruiz", "Viceministra", "c@example.org", "checked"):
        assert kept in text
    assert Delegate.objects.count() == 3


def test_an_observer_is_told_which_sessions_are_not_for_it_and_by_which_rule(
    client, cast, meeting
):
    client.force_login(cast.people["oscar"])

    text = client.get(address("delegate-new", meeting.symbol)).content.decode()
    forged = client.post(
        address("delegate-new", meeting.symbol),
        typed(sessions=[session(meeting, Forum.GRCM).pk]),
    )

    assert "línea 424" in text
    assert "línea 424" in forged.content.decode()
    assert not Delegate.objects.exists()


def test_another_delegation_reads_names_and_functions_and_no_address(client, cast, meeting):
    people = [person("Vera", **HEAD, email="vera@example.org"), person("Nadie")]
    delegation = come(cast, meeting, "DO", people, Forum.VM_PLENARY)
    client.force_login(cast.people["mateo"])
    page = address("delegations", meeting.symbol)
    assert "Vera" not in client.get(page).content.decode()
    approved(cast, delegation)

    text = client.get(page).content.decode()

    assert "Vera" in text
    assert "vera@example.org" not in text
    assert client.get(delegation.get_absolute_url()).status_code == 404
    client.force_login(cast.elena)
    assert "vera@example.org" in client.get(delegation.get_absolute_url()).content.decode()


def test_the_desk_says_who_is_missing(client, cast, meeting):
    come(cast, meeting, "DO", [person("V", **HEAD)], Forum.VM_PLENARY)
    told = {}
    for who in ("ana", "elena"):
        client.force_login(cast.people[who])
        told[who] = client.get(address("delegations", meeting.symbol)).content.decode()

    missing = told["ana"].partition('id="missing"')[2].partition("</section>")[0]
    assert "México" in missing
    assert "República Dominicana" not in missing
    # The Secretariat registers for others; nobody is led to what would be refused.
    assert "?for=MX" in told["elena"]
    assert "?for=" not in told["ana"]


def test_sixty_participants_are_listed_in_fourteen_queries(
    client, cast, meeting, django_assert_max_num_queries
):
    plenary = session(meeting, Forum.VM_PLENARY)
    made = Delegation.objects.bulk_create(
        Delegation(meeting=meeting, party=cast.parties[code], state="approved")
        for code in MEMBERS
    )
    told = {"title_es": "Funcionaria", "registered_at": cast.at, "approved_at": cast.at}
    people = Delegate.objects.bulk_create(
        Delegate(delegation=each, full_name=f"Jefa {each.party.code} {n}", order=n, **told)
        for each in made
        for n in range(6)
    )
    Registration.objects.bulk_create(
        Registration(
            delegate=each,
            delegation=each.delegation,
            session=plenary,
            registered_at=cast.at,
        )
        for each in people
    )
    client.force_login(cast.elena)
    client.get(address("delegations", meeting.symbol))

    with django_assert_max_num_queries(14):
        text = client.get(address("delegations", meeting.symbol)).content.decode()
    assert text.count("Jefa") == 60
    client.force_login(cast.people["bruno"])
    client.get(address("delegations", meeting.symbol))
    with django_assert_max_num_queries(14):
        client.get(address("delegations", meeting.symbol))


def test_the_note_verbale_is_for_its_delegation_and_those_who_prepare(
    client, cast, meeting
):
    delegation = come(cast, meeting, "DO", [person("V", **HEAD)], Forum.VM_PLENARY)
    client.force_login(cast.bruno)
    note = SimpleUploadedFile("nota.pdf", pdf())
    client.post(
        address("delegation-credentials", meeting.symbol, delegation.pk), {"document": note}
    )
    file = address("delegation-document", meeting.symbol, delegation.credentials.get().pk)

    answers = {}
    for who in ("bruno", "elena", "ana", "mateo", "oscar"):
        client.force_login(cast.people[who])
        answers[who] = client.get(file).status_code

    assert answers == {"bruno": 200, "elena": 200, "ana": 200, "mateo": 404, "oscar": 404}


def test_presence_is_ticked_and_struck_out(client, cast, meeting):
    delegation = approved(
        cast, come(cast, meeting, "DO", [person("V", **HEAD)], Forum.VM_PLENARY)
    )
    opened(meeting)
    delegate, party = delegation.delegates.get(), cast.parties["MX"]
    page = address("presence", meeting.symbol, session(meeting, Forum.VM_PLENARY).pk)
    client.force_login(cast.elena)

    client.post(page, {"delegates": [delegate.pk], "parties": [party.pk]})
    ticked = client.get(page).content.decode()
    client.post(page, {"parties": [party.pk]})

    assert ticked.count("checked") == 2
    assert [each.party.code for each in Presence.objects.in_force()] == ["MX"]
    assert Presence.objects.count() == 2
    closed = address("presence", meeting.symbol, session(meeting, Forum.VM_CLOSED).pk)
    assert client.get(closed).status_code == 404


def test_a_statement_is_asked_for_and_authorised_through_its_pages(client, cast, meeting):
    plenary = session(meeting, Forum.VM_PLENARY)
    ask = {"right": "SPEAK", "session": plenary.pk, "subject_es": "Remesas"}
    client.force_login(cast.people["oscar"])
    client.post(address("statement-new", meeting.symbol), ask)
    refused = client.post(
        address("statement-new", meeting.symbol),
        {**ask, "session": session(meeting, Forum.GRCM).pk},
    )
    statement = Statement.objects.get()
    client.force_login(cast.ana)
    decide = address("statement-decide", meeting.symbol, statement.pk)
    client.post(decide, {"act": "authorise", "scope_es": "Tres minutos."})

    statement.refresh_from_db()
    assert statement.state == "authorised"
    assert "línea 424" in refused.content.decode()
    assert "Remesas" in refused.content.decode()


def test_a_drafting_group_is_formed_and_its_representative_designated(
    client, cast, meeting
):
    delegation = approved(
        cast, come(cast, meeting, "DO", [person("V", **HEAD)], Forum.VM_PLENARY)
    )
    client.force_login(cast.ana)
    page = address("drafting", meeting.symbol)
    before = client.get(page).content.decode()
    client.post(address("drafting-form", meeting.symbol))
    assert not meeting.drafting_groups.exists()
    opened(meeting)
    client.post(address("drafting-form", meeting.symbol))
    group = meeting.drafting_groups.get()
    client.force_login(cast.bruno)
    designate = address("drafting-designate", meeting.symbol, group.pk)
    client.post(designate, {"delegate": delegation.delegates.get().pk})
    after = client.get(page).content.decode()

    assert address("drafting-form", meeting.symbol) not in before
    assert ">V<" in after
    assert "Guatemala" in after
    client.force_login(cast.people["oscar"])
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("who", ["bruno", "elena", "ana"])
def test_every_page_opens_with_something_on_it(client, cast, meeting, who, language):
    approved(cast, come(cast, meeting, "DO", [person("V", **HEAD)], Forum.VM_CLOSED))
    opened(meeting)
    drafting.form_groups(meeting.pk, by=cast.viewer("ana"))
    meeting.state = MeetingState.CONVENED
    meeting.save()
    client.force_login(cast.people[who])
    symbol = meeting.symbol

    for name in ("delegations", "accreditation", "delegate-new", "statements", "drafting"):
        answer = client.get(address(name, symbol, language=language))
        assert answer.status_code == 200, name
    assert (
        client.get(address("statement-new", symbol, language=language)).status_code == 200
    )


@pytest.mark.parametrize(
    ("who", "states", "people"),
    [
        ("elena", {"draft", "approved"}, 3),
        ("bruno", {None, "approved"} - {None}, 1),
        ("mateo", {None, "draft"}, 3),
        ("oscar", set(), 0),
    ],
)
def test_the_api_gives_names_to_participants_and_no_address(
    cast, meeting, who, states, people
):
    vera = [person("Vera", **HEAD, email="vera@example.org")]
    approved(cast, come(cast, meeting, "DO", vera, Forum.VM_CLOSED))
    come(cast, meeting, "MX", [person("A"), person("B")], Forum.VM_PLENARY)
    reader = APIClient()
    reader.force_login(cast.people[who])

    answer = reader.get("/api/v1/delegations", {"meeting": meeting.symbol})

    rows = answer.json()["results"]
    assert {row["state"] for row in rows} == states
    assert sum(len(row["delegates"]) for row in rows) == people
    assert b"@" not in answer.content
    assert APIClient().get("/api/v1/delegations").status_code == 403
