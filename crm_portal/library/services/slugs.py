"""The addresses of what is kept under its own title: each is given once."""

from collections.abc import Collection
from typing import Any

from django.db import connection, models
from django.utils.text import slugify

LONGEST = 80
LOCK = "SELECT pg_advisory_xact_lock(hashtext(%s))"


def free_slug(model: type[models.Model], words: str, reserved: Collection[str] = ()) -> str:
    """Return the words as an address, numbered where it is taken or ``reserved``.

    Whoever asks at the same instant waits for the end of this transaction: two rows of the
    same title get two addresses.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"slug:{model._meta.label}"])
    stem = slugify(words)[:LONGEST].strip("-") or model._meta.model_name or "-"
    rows: Any = model._default_manager.filter(slug__startswith=stem)
    taken = {*rows.values_list("slug", flat=True), *reserved}
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
