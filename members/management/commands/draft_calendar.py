"""Draft the calendars of a year from a library, for the members to correct and confirm."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from crm_portal.core import clock
from crm_portal.core.access import Role, Viewer
from members import services


class Command(BaseCommand):
    help = "Draft the list of closures of a year for every member that has none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        by = Viewer(
            at=clock.now(),
            roles=frozenset({Role.SECRETARIAT}),
            label="manage.py draft_calendar",
        )
        made = services.draft_calendar_year(options["year"], by=by)
        for code, entries in made.items():
            self.stdout.write(f"{code}: {entries} entries to confirm")
        if not made:
            self.stdout.write(f"Every member has a list for {options['year']} already.")
