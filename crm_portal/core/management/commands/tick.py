"""``manage.py tick``: sweep what is due once, without Celery."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from crm_portal.core import sweeping


class Command(BaseCommand):
    help = "Expire due rounds, owe reminders, render papers, deliver notices: once."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(sweeping.sweep("command")))
