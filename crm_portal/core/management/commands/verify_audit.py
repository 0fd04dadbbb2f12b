"""``manage.py verify_audit``: recompute the audit chain of every record."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from crm_portal.core import audit
from crm_portal.core.models import AuditEntry


class Command(BaseCommand):
    help = "Recompute the audit trail; exit 1 and name the entries that do not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = audit.broken_links()
        self.stdout.write(f"{AuditEntry.objects.count()} entries, {len(broken)} broken")
        if broken:
            self.stdout.write(" ".join(map(str, broken)))
            sys.exit(1)
