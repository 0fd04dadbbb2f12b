"""Statements of banks as movements: what a file says, without asking the database anything."""

from finance.reading.columns import Columns
from finance.reading.lines import Line, Statement, identities
from finance.reading.tables import MAX_BYTES, rows_of

__all__ = [
    "MAX_BYTES",
    "Columns",
    "Line",
    "Statement",
    "identities",
    "is_camt",
    "read_camt",
    "read_csv",
    "rows_of",
]

HEAD = 200
BLANK = b"\xef\xbb\xbf\xff\xfe\xfe\xff\0 \t\r\n"


def is_camt(content: bytes) -> bool:
    """Say whether ``content`` begins as XML does, in whichever encoding."""
    return content[:HEAD].lstrip(BLANK).startswith(b"<")


def read_camt(content: bytes) -> Statement:
    """Return the lines of a camt.053 statement; Invalid says why there are none."""
    from finance.reading import camt

    return camt.read(content)


def read_csv(content: bytes, columns: Columns, currency: str) -> Statement:
    """Return the lines of a CSV, whose columns are known; Invalid says why there are none."""
    from finance.reading import csvs

    return csvs.read(rows_of(content), columns, currency)
