"""The invented people: marked, complete, added once, and only in a demonstration."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from crm_portal import demonstration as portal
from crm_portal.core.access import Role
from crm_portal.core.errors import Refused
from crm_portal.demonstration import people
from members.access import viewer_for
from members.models import Institution, Mandate, OfficialVoice, Party, Presidency, User
from members.models.parties import PartyKind
from tests.demonstration.conftest import MORNING


def roles(user: User) -> frozenset[Role]:
    return viewer_for(user, MORNING).roles


def test_everybody_is_marked_as_invented(cast):
    assert len(cast) == 28
    for user in cast.values():
        assert user.is_demonstration
        assert user.email.endswith("@example.org")
        assert user.full_name.endswith("(demostración)")
        assert user.verified_at
    for institution in Institution.objects.all():
        assert institution.name_es.endswith("(demostración)")
        assert institution.name_en.endswith("(demonstration)")


def test_every_member_has_an_official_voice_that_speaks(cast):
    for party in Party.objects.members_on(MORNING.date()):
        voice = OfficialVoice.objects.at(MORNING).get(party=party)
        speakers = Mandate.objects.at(MORNING).filter(institution=voice.institution)
        assert any(Role.OFFICIAL_VOICE in roles(each.user) for each in speakers)


@pytest.mark.parametrize(
    ("name", "held", "not_held"),
    [
        ("guatemala", Role.PRESIDENCY, Role.SECRETARIAT),
        ("belize", Role.TROIKA, Role.PRESIDENCY),
        ("canada", Role.OFFICIAL_VOICE, Role.TROIKA),
        ("canada.migration", Role.FOCAL_POINT, Role.OFFICIAL_VOICE),
        ("honduras.liaison", Role.LIAISON_OFFICER, Role.FOCAL_POINT),
        ("secretariat", Role.SECRETARIAT, Role.MEMBER),
        ("secretariat2", Role.SECRETARIAT, Role.ADMINISTRATOR),
        ("secretariat3", Role.SECRETARIAT, Role.ADMINISTRATOR),
        ("administrator", Role.ADMINISTRATOR, Role.SECRETARIAT),
        ("argentina", Role.OBSERVER, Role.MEMBER),
        ("oim", Role.OBSERVER, Role.MEMBER),
        ("rrocm", Role.CIVIL_SOCIETY, Role.MEMBER),
    ],
)
def test_who_holds_which_role(cast, name, held, not_held):
    assert held in roles(cast[name])
    assert not_held not in roles(cast[name])


def test_creating_them_twice_adds_nobody(cast):
    before = list(User.objects.order_by("pk").values())

    assert people.create(datetime(2027, 3, 1, tzinfo=UTC)) == 0

    assert list(User.objects.order_by("pk").values()) == before
    assert Mandate.objects.count() == len(before)
    assert OfficialVoice.objects.count() == 11


def test_only_the_missing_are_added(cast):
    User.objects.create_user("someone@example.org", full_name="x", language="es")
    Mandate.objects.filter(user=cast["oim"]).update(user=User.objects.last())
    cast["oim"].delete()

    assert people.create(MORNING) == 1


def test_nobody_is_invented_outside_a_demonstration(db, settings):
    assert not settings.DEMONSTRATION

    with pytest.raises(Refused):
        people.create(MORNING)

    assert not User.objects.exists()


def test_the_password_is_hashed_once_by_the_configured_hasher(cast, settings):
    passwords = set(User.objects.values_list("password", flat=True))

    assert len(passwords) == 1
    assert passwords.pop().startswith("md5$")
    assert cast["canada"].check_password(people.PASSWORD)


def test_everybody_signs_in_with_the_password(cast, rf):
    request = rf.post("/")
    for user in cast.values():
        assert authenticate(request, email=user.email, password=people.PASSWORD) == user


def test_the_list_begins_with_the_presidency_and_names_every_role(cast):
    listed = portal.accounts()

    assert len(listed) == len(cast)
    assert [email for _label, email, _password in listed[:1]] == ["guatemala@example.org"]
    assert {password for _label, _email, password in listed} == {people.PASSWORD}
    labels = {email: label for label, email, _password in listed}
    assert labels["guatemala@example.org"].endswith("Guatemala")
    assert labels["oim@example.org"].endswith("OIM")
    assert len(set(labels.values())) == len(labels) - 2  # three officers of one Secretariat


def test_the_list_follows_the_presidency(cast):
    handover = datetime(2026, 12, 3, 18, tzinfo=UTC)
    guatemala = Presidency.objects.get(label_year=2026)
    guatemala.term = DateTimeTZRange(guatemala.term.lower, handover)
    guatemala.save()
    Presidency.objects.create(
        party=Party.objects.get(code="HN"),
        label_year=2027,
        term=DateTimeTZRange(handover, None),
    )

    assert people.accounts(MORNING)[0][1] == "guatemala@example.org"
    assert people.accounts(handover)[0][1] == "honduras@example.org"


def test_parties_of_every_kind_but_guests_are_played(cast):
    kinds = set(Mandate.objects.values_list("party__kind", flat=True))

    assert kinds == set(PartyKind.values) - {PartyKind.SPECIAL_GUEST}
