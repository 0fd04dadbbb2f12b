"""``manage.py seed_demonstration``: invent people and a story, in a demonstration only."""

from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.errors import Refused
from crm_portal.demonstration import people, seeding

MORNING = time(9, 0)


class Command(BaseCommand):
    help = "Set up the demonstration: clock, people, story. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on",
            type=instant,
            help="ISO day (09:00) or instant, San José's unless it says otherwise: where"
            " the clock begins, the first time.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seeded = seeding.seed(options["on"])
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        if not options["verbosity"]:
            return
        self.stdout.write(
            f"Clock: {seeded.at.astimezone(ZONE_OF_RECORD):%Y-%m-%d %H:%M} San José."
            f" People added: {seeded.people}. Story played: {'yes' if seeded.played else 'no'}."
        )
        for role, email, password in people.accounts(seeded.at):
            self.stdout.write(f"  {role:48} {email:34} {password}")


def instant(text: str) -> datetime:
    """Read ``2026-09-10`` or ``2026-09-10T09:00``; raise ValueError for anything else."""
    given = datetime.fromisoformat(text)
    if len(text) == len("2026-09-10"):
        given = datetime.combine(given.date(), MORNING)
    return given if given.tzinfo else given.replace(tzinfo=ZONE_OF_RECORD)
