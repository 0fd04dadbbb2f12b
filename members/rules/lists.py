"""When a member's list of closures for a year may be confirmed."""

from datetime import date

FIRST_MONTH = 12


def is_confirmable(year: int, on: date) -> bool:
    """Return whether the list of ``year`` may be confirmed on ``on``: from the December before.

    Every member confirms its list every December (procedure 2.4).
    """
    return on >= date(year - 1, FIRST_MONTH, 1)
