"""What is invented for a demonstration says so in its row, from the moment it is written.

Ledgers, letters and receipts are never changed: they cannot be marked afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_INVENTED: ContextVar[bool] = ContextVar("finance_invented", default=False)


def is_invented() -> bool:
    """Say whether what is written now is invented: the default of ``is_demonstration``."""
    return _INVENTED.get()


@contextmanager
def invented() -> Iterator[None]:
    """Mark every row of finance that is written within as a demonstration's."""
    token = _INVENTED.set(True)
    try:
        yield
    finally:
        _INVENTED.reset(token)
