"""Set up a demonstration once: clock, facts, people, agenda, and the story they play."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from crm_portal.core import clock, wakeup
from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.errors import Refused
from crm_portal.demonstration import agenda, applications, people, scenario
from crm_portal.reference import loading
from decisions.models import Consultation
from members.models import User

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
        applications.apply(clock.now())
        played = _has_a_story() and scenario.play(clock.now())
        wakeup.soon()  # the week is prepared by the worker
        return Seeded(added, played, clock.now())


def _has_a_story() -> bool:
    """Whether a story is wanted, and nobody has begun one of their own."""
    return settings.DEMONSTRATION_STORY and not Consultation.objects.exists()
