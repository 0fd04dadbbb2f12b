"""More people read a document by two persons, fewer by one, and one by one by name (A10)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from crm_portal.core import notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.models import Notice
from crm_portal.library import notices, rules, services
from crm_portal.library.models import AudienceChange, Document
from members.models import Mandate
from tests.library.documents import TABLE, registered
from tests.matrix_scenes import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("circles")]


@pytest.fixture
def cast(cast):
    cast.people = people(cast)
    return cast


def seen(document, viewer):
    return Document.objects.visible_to(viewer).filter(pk=document.pk).exists()


def services_public(cast):
    return Viewer(at=cast.at)


def proposed(cast, by="elena", to="circulation", **said):
    document = registered(cast.viewer(by), **said)
    change = services.propose_downgrade(
        document.pk, to, reason="Así se acordó.", by=cast.viewer(by)
    )
    return document, change


def test_two_persons_let_more_people_read(cast):
    document, change = proposed(cast)
    assert not seen(document, cast.viewer("oscar"))

    services.approve_downgrade(change.pk, by=cast.viewer("ana"))

    assert seen(document, cast.viewer("oscar"))
    change.refresh_from_db()
    assert (change.state, change.decided_by) == ("approved", cast.people["ana"])


def test_the_second_persons_are_told_and_no_title_is_in_the_mail(cast):
    document, change = proposed(cast, title_es="Canario", title_en="Canary")
    notifications.deliver_due()

    told = {to for each in mail.outbox for to in each.to}
    assert told == {"ana@example.org", cast.people["esteban"].email}
    for each in mail.outbox:
        assert "Canari" not in each.subject + each.body
        assert "Canary" not in each.subject + each.body
        assert document.symbol not in each.subject
        assert document.symbol in each.body
    services.decline_downgrade(change.pk, by=cast.viewer("elena"))
    notice = Notice.objects.filter(event="document.widening_proposed").first()
    assert notices.compose(notice, cast.at) is None


def test_published_by_two_it_is_everybodys(cast):
    document, change = proposed(cast, to="public")
    services.approve_downgrade(change.pk, by=cast.viewer("esteban"))

    assert seen(document, services_public(cast))


@pytest.mark.parametrize("session", ["the same", "another"])
def test_nobody_approves_what_they_proposed_in_whatever_session(cast, session):
    document, change = proposed(cast)
    at = cast.at if session == "the same" else cast.at + timedelta(hours=3)

    with pytest.raises(Refused):
        services.approve_downgrade(change.pk, by=cast.viewer("elena", at))

    document.refresh_from_db()
    assert document.level == "members"


@pytest.mark.parametrize("proposer_is_alternate", [False, True])
def test_a_stand_in_is_no_second_person(cast, proposer_is_alternate):
    ana, alternate = cast.people["ana"], cast.people["sara"]
    office = Mandate.objects.get(user=ana)
    Mandate.objects.create(
        user=alternate,
        party=office.party,
        institution=office.institution,
        role=office.role,
        during=office.during,
        is_alternate=True,
    )
    first, second = ("sara", "ana") if proposer_is_alternate else ("ana", "sara")
    document = registered(cast.viewer(first))
    change = services.propose_downgrade(
        document.pk, "public", reason="Así.", by=cast.viewer(first)
    )

    with pytest.raises(Refused):
        services.approve_downgrade(change.pk, by=cast.viewer(second))
    services.approve_downgrade(change.pk, by=cast.viewer("elena"))


@pytest.mark.parametrize("who", ["bruno", "mateo", "oscar", "admin", "carla"])
def test_the_second_person_conducts_the_conference_and_reads_it(cast, who):
    _document, change = proposed(cast, by="ana")

    with pytest.raises((Refused, AudienceChange.DoesNotExist)):
        services.approve_downgrade(change.pk, by=cast.viewer(who))


def test_the_database_itself_wants_two_persons(cast):
    _document, change = proposed(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        AudienceChange.objects.filter(pk=change.pk).update(
            state="approved", decided_at=cast.at, decided_by=change.proposed_by
        )


def test_of_a_closed_door_only_those_behind_it_decide(cast):
    document, change = proposed(
        cast, by="ana", to="members", level="closed", circle=f"{TABLE}:closed"
    )
    with pytest.raises(AudienceChange.DoesNotExist):
        services.approve_downgrade(change.pk, by=cast.viewer("elena"))

    services.approve_downgrade(change.pk, by=cast.viewer("viviana"))

    assert seen(document, cast.viewer("elena"))


def test_one_person_narrows_at_once_and_not_more(cast):
    elena = cast.viewer("elena")
    document = registered(elena, level="circulation")
    services.propose_downgrade(document.pk, "public", reason="Ya.", by=elena)

    services.narrow(document.pk, "members", reason="Era interno.", by=elena)

    assert not seen(document, cast.viewer("oscar"))
    assert [each.state for each in document.changes.all()] == ["narrowed", "declined"]
    with pytest.raises(Invalid):
        services.narrow(document.pk, "circulation", reason="Mejor no.", by=elena)
    with pytest.raises(Invalid):
        services.propose_downgrade(document.pk, "named", reason="x", by=elena)


def test_a_proposal_dies_with_the_audience_it_was_made_for(cast):
    document, change = proposed(cast, level="circulation", to="public")
    services.narrow(document.pk, "named", reason="Aún no.", by=cast.viewer("elena"))
    change.refresh_from_db()

    assert change.state == "declined"


def test_a_named_reader_reads_and_a_stranger_cannot_be_named(cast):
    ana = cast.viewer("ana")
    document = registered(ana, level="named")

    services.add_reader(document.pk, cast.people["olga"].pk, reason="Aporta.", by=ana)

    assert seen(document, cast.viewer("olga"))
    assert not seen(document, cast.viewer("oscar"))
    with pytest.raises(Invalid):
        services.add_reader(document.pk, cast.people["rita"].pk, reason="x", by=ana)
    with pytest.raises(Conflict):
        services.add_reader(document.pk, cast.people["olga"].pk, reason="x", by=ana)


def test_only_those_behind_the_door_let_somebody_in(cast):
    ana = cast.viewer("ana")
    document = registered(ana, level="closed", circle=f"{TABLE}:closed")
    elena = cast.people["elena"]
    services.add_reader(document.pk, elena.pk, reason="Levanta el acta.", by=ana)

    assert seen(document, cast.viewer("elena"))
    with pytest.raises(Refused):
        services.add_reader(
            document.pk, cast.people["oscar"].pk, reason="x", by=cast.viewer("elena")
        )


@pytest.mark.parametrize(
    ("now", "then", "narrower"),
    [
        ("public", "circulation", True),
        ("circulation", "members", True),
        ("circulation", "participants", False),
        ("members", "circulation", False),
        ("members", "closed", True),
        ("participants", "drafting", True),
        ("participants", "members", False),
        ("closed", "named", True),
        ("named", "closed", False),
        ("members", "members", False),
    ],
)
def test_what_is_narrower_takes_readers_away_and_brings_none(now, then, narrower):
    assert rules.is_narrower(now, then) is narrower


def test_circles_are_compared_within_one_meeting_only():
    here, there = "meeting:1:participants", "meeting:2:closed"

    assert not rules.is_narrower("participants", "closed", here, there)
    assert rules.is_narrower("participants", "closed", here, "meeting:1:closed")


def test_several_are_approved_at_once_each_by_a_second_person(client, cast):
    elena, ana = cast.viewer("elena"), cast.viewer("ana")
    wide = {"level": "public", "reason": "Se publica."}
    mine, other, third = (registered(elena) for _turn in range(3))
    own = services.propose_downgrade(mine.pk, **wide, by=ana)
    others = [
        services.propose_downgrade(each.pk, **wide, by=elena) for each in (other, third)
    ]
    client.force_login(cast.people["ana"])
    page = client.get(reverse("library:documents")).content.decode()
    assert page.count('name="change"') == len(others)
    ticked = [each.pk for each in (own, *others)]
    act = reverse("library:documents-approve")

    client.post(act, {"change": [*ticked, "x", "9" * 18, str(ticked[1])]})

    levels = [Document.objects.get(pk=each.pk).level for each in (mine, other, third)]
    assert levels == ["members", "public", "public"]
    client.force_login(cast.people["mateo"])
    assert client.post(act, {"change": ticked}).status_code == 404
