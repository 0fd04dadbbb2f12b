"""Set up a demonstration once: clock, facts, people, agenda, and the story they play."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import transaction

from crm_portal.core import clock
from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.errors import Refused
from crm_portal.demonstration import agenda, people
from crm_portal.reference import loading
from decisions.models import Round
from members.models import User

SCENARIO = "crm_portal.demonstration.scenario"
# A working morning before the September holidays of the Isthmus.
STORY_BEGINS = datetime(2026, 9, 10, 9, 0, tzinfo=ZONE_OF_RECORD)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a seeding did: people added, whether the story was played, what time it is."""

    people: int
    played: bool
    at: datetime


def seed(on: datetime | None = None) -> Seeded:
    """Set up what is missing, all or nothing; ``on`` counts the first time only.

    Refused outside a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise Refused(
            "This portal is no demonstration: nothing is invented here.", code="seed"
        )
    if clock.is_real():
        clock.make_movable()
    with transaction.atomic():
        if not User.objects.filter(is_demonstration=True).exists():
            clock.set_to(on or STORY_BEGINS)
        loading.load()
        added = people.create(clock.now())
        agenda.announce(clock.now())
        played = not Round.objects.exists() and _play(clock.now())
        return Seeded(added, played, clock.now())


def _play(at: datetime) -> bool:
    """Play the story through the services, where one is written; say whether it was."""
    if find_spec(SCENARIO) is None:
        return False
    import_module(SCENARIO).play(at)
    return True
