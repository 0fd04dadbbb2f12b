"""How much is read at once, and what is said of more, or of something else."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from crm_portal.core.errors import Invalid
from decisions.reading.lines import Row

MOST_BYTES = 10 * 1024 * 1024
# Of the part that holds the words, unpacked; and so many marks in it.
MOST_PART_BYTES = 16 * 1024 * 1024
MOST_MARKS = 300_000
MOST_PASTED_SIGNS = 1_000_000
MOST_PARAGRAPHS = 1_000
MOST_WORDS = 100_000


def require_size(content: bytes) -> None:
    """Refuse a file that is too large to be looked at."""
    if len(content) > MOST_BYTES:
        raise Invalid(_("The file is larger than 10 MB."), code="too_large")


def require_part(content: bytes) -> None:
    """Refuse what would take too much room as a tree."""
    if len(content) > MOST_PART_BYTES or content.count(b"<") > MOST_MARKS:
        raise Invalid(_("Opened, the file would be too large."), code="bomb")


def require_pasted(text: str) -> None:
    """Refuse more than anybody pastes."""
    if len(text) > MOST_PASTED_SIGNS:
        raise Invalid(_("What was pasted is too long for one text."), code="too_large")


def require_rows(rows: Sequence[Row]) -> None:
    """Refuse what has no words, and what is no single text any more."""
    if not rows:
        raise Invalid(_("There is no text in it."), code="no_words")
    if len(rows) > MOST_PARAGRAPHS:
        raise Invalid(
            _("It has %(count)s paragraphs; %(most)s is the most that is read at once.")
            % {"count": len(rows), "most": MOST_PARAGRAPHS},
            code="too_many_paragraphs",
        )
    count = sum(len(line.text.split()) for row in rows for line in row.lines)
    if count > MOST_WORDS:
        raise Invalid(
            _("It has %(count)s words; %(most)s is the most that is read at once.")
            % {"count": count, "most": MOST_WORDS},
            code="too_many_words",
        )
