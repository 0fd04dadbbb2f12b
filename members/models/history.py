"""Rows that may change keep their history in the database, whoever changes them."""

from collections.abc import Callable, Sequence

import pghistory
from django.db import models

Model = type[models.Model]


def history(*, exclude: Sequence[str] = ()) -> Callable[[Model], Model]:
    """Keep every version of a row, written by trigger, append-only, with who was acting."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude) or None,
        append_only=True,
    )
