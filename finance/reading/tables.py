"""A CSV as rows of cells: whatever its letters, its separator and its length."""

import codecs
import csv
import io
from collections import Counter
from itertools import islice

from django.utils.translation import gettext as _

from crm_portal.core.errors import Invalid
from finance.reading.lines import MOST_LINES

MAX_BYTES = 10 * 1024 * 1024
MOST_COLUMNS, LONGEST_CELL = 60, 1000
LONGEST_ROW = 100_000  # characters
SEPARATORS = ";,\t|"
SAMPLE = 20  # lines looked at for the separator
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHERS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"Rar!")


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV; Invalid says why there are none."""
    text = _text(content)
    separator = _separator(text)
    try:
        found = list(
            islice(
                csv.reader(io.StringIO(text, newline=""), delimiter=separator),
                MOST_LINES + SAMPLE + 1,
            )
        )
    except csv.Error:
        raise Invalid(_("The CSV file is damaged."), code="damaged") from None
    if len(found) > MOST_LINES + SAMPLE:
        words = _("The file has more than %(most)s lines. Split it.")
        raise Invalid(words % {"most": MOST_LINES}, code="size")
    rows = [[cell[:LONGEST_CELL].strip() for cell in row[:MOST_COLUMNS]] for row in found]
    if not any(any(row) for row in rows):
        raise Invalid(_("The file has no lines."), code="empty")
    return rows


def _text(content: bytes) -> str:
    """Decode: by the mark at its head, else UTF-8, else as Windows writes Western letters."""
    if len(content) > MAX_BYTES:
        raise Invalid(_("The file is larger than 10 MB."), code="size")
    if content.startswith(OTHERS):
        raise _not_csv()
    for mark, encoding in MARKS:
        if content.startswith(mark):
            text = content.decode(encoding, "replace")
            break
    else:
        text = _unmarked(content)
    if "\0" in text or any(len(line) > LONGEST_ROW for line in text.splitlines()):
        raise _not_csv()
    return text


def _unmarked(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _not_csv() -> Invalid:
    return Invalid(
        _(
            "This is neither a CSV file nor a camt.053 statement. Of a workbook, save the "
            "sheet as CSV."
        ),
        code="kind",
    )


def _separator(text: str) -> str:
    """Return the separator that stands most often, and as often on most lines."""
    lines = [line for line in islice(io.StringIO(text), SAMPLE) if line.strip()]
    best, score = ",", 0
    for mark in SEPARATORS:
        times = Counter(line.count(mark) for line in lines if line.count(mark))
        number, lines_alike = max(
            times.items(), key=lambda each: each[1] * each[0], default=(0, 0)
        )
        if number * lines_alike > score:
            best, score = mark, number * lines_alike
    return best
