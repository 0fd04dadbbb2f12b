"""``manage.py reindex``: make everything findable anew."""

from typing import Any

from django.core.management.base import BaseCommand

from crm_portal.library.searching import indexing


class Command(BaseCommand):
    """Read every document, text, provision and meeting again; people go on searching."""

    help = "Make everything that is searched findable anew."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        self.stdout.write(f"{indexing.index_all()} entries")
