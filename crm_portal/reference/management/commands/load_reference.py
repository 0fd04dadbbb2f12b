"""``manage.py load_reference``: add the reference data that is missing."""

from typing import Any

from django.core.management.base import BaseCommand

from crm_portal.reference import loading


class Command(BaseCommand):
    help = "Add the reference data that is missing: all or nothing, safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for loaded in loading.load():
            if options["verbosity"]:
                self.stdout.write(
                    f"{loaded.model._meta.label:28} {loaded.added:4} added,"
                    f" {loaded.present:4} already there"
                )
