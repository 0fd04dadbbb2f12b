"""``manage.py check_instance``: what the folder of the instance says, and what it leaves unsaid."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from crm_portal.core.instance import DEFAULT, HOME, THIS, words


class Command(BaseCommand):
    help = "Say which instance this is, and which messages still name another process."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{THIS.name.es} / {THIS.name.en} ({THIS.folder})")
        if THIS.folder == DEFAULT:
            return
        left = words.left(THIS.words, settings.BASE_DIR / "locale", HOME)
        for message in left:
            self.stdout.write(f"  {message}")
        if left:
            raise CommandError(f"{len(left)} messages still name {HOME.name.en}.")
        self.stdout.write("No message names another process.")
