"""Special guests are guests of one meeting, and of nothing outside it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import AuditEntry
from meetings import services
from meetings.models import Delegation, Guest, Registration
from meetings.services import delegations as registering
from members.models import Party, Standing
from tests.meetings.applying import vice_ministers
from tests.meetings.delegating import person, the_rules, vice_ministerial

DECIDED = {"decided_by": "La PPT, a solicitud de tres países", "source": "Nota 14"}


@pytest.fixture
def meeting(cast):
    today = cast.viewer("ana").on
    return vice_ministers(today + timedelta(days=30), today + timedelta(days=31))


def test_a_guest_has_no_standing_and_is_at_no_other_meeting(cast, meeting):
    other = vice_ministers(date(2027, 3, 1), date(2027, 3, 2))

    services.invite_guest(
        meeting.pk,
        called_es="Suiza",
        called_en="Switzerland",
        by=cast.viewer("ana"),
        **DECIDED,
    )

    assert [guest.called_es for guest in meeting.guests.all()] == ["Suiza"]
    assert not other.guests.exists()
    assert not Party.objects.filter(name_es="Suiza").exists()
    assert Standing.objects.count() == Party.objects.count()


def test_a_party_invited_to_a_meeting_stays_what_it_is(cast, meeting):
    argentina = cast.parties["AR"]
    services.invite_guest(
        meeting.pk, party_id=argentina.pk, by=cast.viewer("elena"), **DECIDED
    )

    assert argentina.standings.count() == 1
    assert Guest.objects.get().name == "Argentina"


def test_a_guest_is_a_party_or_a_name_with_who_decided_it(cast, meeting):
    elena, argentina = cast.viewer("elena"), cast.parties["AR"].pk
    for wrong in (
        DECIDED,
        DECIDED | {"party_id": argentina, "called_es": "Argentina"},
        DECIDED | {"called_es": "Suiza", "source": " "},
        DECIDED | {"called_es": "Suiza", "decided_by": ""},
    ):
        with pytest.raises(Invalid):
            services.invite_guest(meeting.pk, by=elena, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guest.objects.create(meeting=meeting, **DECIDED)


def test_nobody_is_invited_twice_and_an_invitation_is_called_off_once(cast, meeting):
    elena = cast.viewer("elena")
    guest = services.invite_guest(meeting.pk, called_es="Suiza", by=elena, **DECIDED)
    with pytest.raises(Conflict):
        services.invite_guest(meeting.pk, called_es="Suiza", by=elena, **DECIDED)

    assert services.call_off_guest(guest.pk, by=elena).called_off_on == elena.on
    with pytest.raises(IllegalStep):
        services.call_off_guest(guest.pk, by=elena)


def test_with_a_named_guest_its_delegation_does_not_come_and_it_is_on_record(cast):
    the_rules()
    meeting, elena = vice_ministerial(cast), cast.viewer("elena")
    guest = services.invite_guest(meeting.pk, called_es="Suiza", by=elena, **DECIDED)
    sits = meeting.sessions.get(forum="VM_PLENARIA")
    registering.add_delegate(
        meeting.pk, person("Heidi"), [sits.pk], guest_id=guest.pk, by=elena
    )
    assert Registration.objects.in_force().count() == 1

    services.call_off_guest(guest.pk, by=elena)

    delegation = Delegation.objects.get(guest=guest)
    heidi = delegation.delegates.get()
    assert (heidi.withdrawn_at, heidi.withdrawn_by) == (elena.at, elena.label)
    assert Registration.objects.get().ended_at == elena.at
    assert not Registration.objects.in_force().exists()
    entry = AuditEntry.objects.filter(verb__endswith="delegation.ended").get()
    assert entry.data["delegates"] == 1


@pytest.mark.parametrize("who", ["bruno", "oscar", "admin"])
def test_only_the_presidency_and_the_secretariat_invite(cast, meeting, who):
    with pytest.raises(Refused):
        services.invite_guest(meeting.pk, called_es="Suiza", by=cast.viewer(who), **DECIDED)


def test_the_public_learns_of_guests_once_the_meeting_is_held(cast, meeting):
    services.invite_guest(meeting.pk, called_es="Suiza", by=cast.viewer("ana"), **DECIDED)

    assert not Guest.objects.visible_to(Viewer(at=cast.at)).exists()
    assert Guest.objects.visible_to(cast.viewer("oscar")).exists()


def test_the_guests_of_the_eighth_conference_are_on_record(reference):
    """002:93: the Council of Europe, the OECD and Switzerland, in Cancún."""
    guests = Guest.objects.filter(meeting__ordinal=8)

    assert guests.count() == 3
    assert {guest.source for guest in guests} == {"002:93"}
    assert not Party.objects.filter(name_es__in=guests.values("called_es")).exists()
