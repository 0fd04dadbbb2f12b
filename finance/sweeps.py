"""What time makes due in finance: cases to be erased, and the ledger to be proven."""

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from finance import checking
from finance.services import fund


def erase_due() -> int:
    """Erase the cases of the reserve fund whose time is over; of none it is one small query."""
    return fund.erase_due(by=Viewer(at=clock.now(), label="tick"))


def prove_ledger() -> int | None:
    """Prove the ledger once a night; return how many checks do not hold, if it was its turn."""
    return checking.prove_due(clock.now())
