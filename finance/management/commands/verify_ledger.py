"""``manage.py verify_ledger``: prove the ledger now, nightly duty or not, as at a deployment."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from crm_portal.core import clock
from finance import checking


class Command(BaseCommand):
    help = "Prove the ledger of the finances; exit 1 and name the rows that do not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        proof = checking.prove_and_record(clock.now())
        self.stdout.write(
            f"{proof.journals} journals, {proof.entries} entries, "
            f"{len(checking.CHECKS)} checks, {len(proof.faults)} do not hold"
        )
        for fault in proof.faults:
            rows = " ".join(map(str, fault.rows))
            check = f"{fault.check.name} ({fault.check.says})"
            self.stdout.write(f"{check}: not of {fault.count} rows, of them {rows}")
        if proof.faults:
            sys.exit(1)
