"""Doing an act only to see what would come of it: nothing of it stays."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

Seen = TypeVar("Seen")


def rehearse(act: Callable[[], object], read: Callable[[], Seen]) -> Seen:
    """Do ``act``, ``read`` what it led to, and undo all of it.

    What the act would refuse is refused here, by the same rule and in the same words.
    """
    with transaction.atomic():
        act()
        seen = read()
        transaction.set_rollback(True)
    return seen
