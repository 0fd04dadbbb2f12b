"""Accounts are opened by invitation: one link, one purpose, one use."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm_portal.core import audit, clock
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.models import Notice
from members import services, tokens
from members.models import Mandate, User
from members.services.accounts import Invitee
from members.tokens import Purpose
from tests.cast import MORNING, conference
from tests.factories import hashed

PASSWORD = "tres lapas sobre el volcán"
NEW = Invitee(email="Nora@Example.org", full_name="Nora", language="es")


def invite(cast, by="elena", who=NEW, code="DO", **changes):
    fields = {
        "party_id": cast.parties[code].pk,
        "institution_id": cast.voices[code].pk,
        "role": Role.FOCAL_POINT,
        **changes,
    }
    return services.invite(who, by=cast.viewer(by), **fields).user


def link(user, at=MORNING):
    return reverse("members:invitation", args=[tokens.issue(user, Purpose.INVITATION, at)])


@pytest.mark.django_db
def test_an_invitation_opens_an_account_that_only_its_link_can_take(client, cast):
    nora = invite(cast)

    assert nora.email == "nora@example.org"
    assert not nora.has_usable_password()
    assert Notice.objects.get(recipient=nora).event == "account.invited"
    page = client.get(link(nora))
    assert page.status_code == 200
    answer = client.post(link(nora), {"password": PASSWORD, "again": PASSWORD})

    assert answer.status_code == 302
    nora.refresh_from_db()
    assert nora.check_password(PASSWORD)
    assert nora.verified_at == MORNING, "the address received the link"
    assert audit.of(nora).last().verb == "members.user.invitation_accepted"
    assert audit.of(nora).last().actor_id == nora.pk


@pytest.mark.django_db
def test_reading_the_page_does_not_use_the_link(client, cast):
    nora = invite(cast)
    address = link(nora)

    for _ in range(3):
        assert client.get(address).status_code == 200
    nora.refresh_from_db()
    assert not nora.has_usable_password()


@pytest.mark.django_db
def test_a_used_link_is_dead_and_so_is_every_other_one(client, cast):
    nora = invite(cast)
    first, second = link(nora), link(nora, MORNING + timedelta(minutes=1))
    client.post(first, {"password": PASSWORD, "again": PASSWORD})

    for address in (first, second):
        assert client.get(address).status_code == 410
        other = "otra frase bien larga"
        assert client.post(address, {"password": other, "again": other}).status_code == 410
    nora.refresh_from_db()
    assert nora.check_password(PASSWORD)


@pytest.mark.django_db
def test_a_link_lasts_fourteen_days(client, cast):
    address = link(invite(cast))

    clock.set_to(MORNING + timedelta(days=14) - timedelta(seconds=1), frozen=True)
    assert client.get(address).status_code == 200
    clock.set_to(MORNING + timedelta(days=14), frozen=True)
    assert client.get(address).status_code == 410


@pytest.mark.django_db
def test_a_link_is_good_for_its_purpose_and_its_account_only(client, cast):
    nora = invite(cast)
    contact = tokens.issue(nora, Purpose.CONTACT, MORNING)
    good = tokens.issue(nora, Purpose.INVITATION, MORNING)
    forged = good[:-1] + ("A" if good[-1] != "A" else "B")

    for token in (contact, forged, "nonsense", "a:b:c"):
        assert client.get(reverse("members:invitation", args=[token])).status_code == 410
    with pytest.raises(Conflict):
        services.accept_invitation(contact, PASSWORD, by=cast.viewer("elena"))


@pytest.mark.django_db
def test_a_link_dies_with_a_change_of_address_or_a_closed_account(client, cast):
    nora = invite(cast)
    address = link(nora)
    User.objects.filter(pk=nora.pk).update(email="otra@example.org")
    assert client.get(address).status_code == 410
    User.objects.filter(pk=nora.pk).update(email=nora.email, is_active=False)
    assert client.get(address).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "again"),
    [("corta", "corta"), ("password1234", "password1234"), (PASSWORD, "otra"), ("", "")],
)
def test_a_poor_password_opens_nothing_and_the_link_stays(client, cast, password, again):
    nora = invite(cast)

    answer = client.post(link(nora), {"password": password, "again": again})

    assert 'role="alert"' in answer.content.decode()
    assert client.get(link(nora)).status_code == 200


@pytest.mark.django_db
def test_a_delegation_invites_for_itself_only(cast):
    assert invite(cast, by="bruno").pk
    with pytest.raises(Refused):
        invite(cast, by="bruno", code="GT")
    with pytest.raises(Refused):
        invite(cast, by="oscar")


@pytest.mark.django_db
def test_an_account_is_invited_once_and_appointed_afterwards(cast):
    nora = invite(cast)
    with pytest.raises(Conflict):
        invite(cast)
    User.objects.filter(pk=nora.pk).update(password=hashed())

    again = invite(cast, institution_id=cast.others["DO"].pk)

    assert again == nora
    assert Mandate.objects.filter(user=nora).count() == 2
    events = Notice.objects.filter(recipient=nora).values_list("event", flat=True)
    assert Counter(events) == {"account.invited": 1, "account.appointed": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who",
    [
        Invitee(email="nobody", full_name="Nora", language="es"),
        Invitee(email="nora@example.org", full_name=" ", language="es"),
        Invitee(email="nora@example.org", full_name="Nora", language="pt"),
    ],
)
def test_an_account_has_an_address_a_name_and_a_language(cast, who):
    with pytest.raises(Invalid):
        invite(cast, who=who)


@pytest.mark.django_db
def test_the_way_in_is_sent_again_until_it_is_taken(cast):
    nora = invite(cast)
    services.invite_again(nora.pk, by=cast.viewer("elena"))

    assert Notice.objects.filter(recipient=nora, event="account.invited").count() == 2
    with pytest.raises(Refused):
        services.invite_again(nora.pk, by=cast.viewer("ana"))
    User.objects.filter(pk=nora.pk).update(password=hashed())
    with pytest.raises(Conflict):
        services.invite_again(nora.pk, by=cast.viewer("elena"))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_a_link_at_once_one_takes_the_account():
    nora = invite(conference())
    address, start = link(nora), Barrier(8)
    passwords = [f"{PASSWORD} {number}" for number in range(8)]

    def take(password):
        start.wait()
        try:
            return (
                Client()
                .post(address, {"password": password, "again": password})
                .status_code
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        statuses = Counter(threads.map(take, passwords))

    assert statuses == {302: 1, 410: 7}
    nora.refresh_from_db()
    assert sum(nora.check_password(password) for password in passwords) == 1
    accepted = audit.of(nora).filter(verb="members.user.invitation_accepted")
    assert accepted.count() == 1
