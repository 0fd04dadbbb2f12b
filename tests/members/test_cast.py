"""The cast is the Conference: eleven members, their voices, and the people who argue."""

from datetime import timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.access import Role
from members.models import Party
from tests.cast import MORNING, conference

pytestmark = pytest.mark.django_db


def test_the_cast_has_eleven_members_each_with_a_voice() -> None:
    cast = conference()

    assert len(cast.members) == 11
    assert [party.pk for party in cast.members] == list(
        Party.objects.members_on(MORNING.date()).values_list("pk", flat=True)
    )
    for user in cast.focal_points.values():
        assert Role.OFFICIAL_VOICE in cast.viewer(user).roles


def test_each_person_is_what_the_cast_says() -> None:
    cast = conference(designated="MX")

    assert cast.viewer("ana").has(Role.PRESIDENCY)
    assert cast.viewer("basil").has(Role.TROIKA)
    assert cast.viewer("mateo").has(Role.TROIKA)
    assert not cast.viewer("bruno").has(Role.TROIKA)
    assert cast.viewer("carla").roles == {Role.MEMBER, Role.FOCAL_POINT}
    assert cast.viewer("oscar").has(Role.OBSERVER)
    assert cast.viewer("elena").roles == {Role.SECRETARIAT}
    assert cast.viewer("admin").roles == {Role.ADMINISTRATOR}
    assert cast.viewer(cast.stranger).is_public


def test_the_clock_stands_at_the_instant_of_the_cast() -> None:
    conference(MORNING + timedelta(days=1))

    assert clock.now() == MORNING + timedelta(days=1)
