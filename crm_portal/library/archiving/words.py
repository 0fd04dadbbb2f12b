"""An archive's columns and what may be wrong with a line, in the reader's language."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEADS: dict[str, str | Promise] = {
    "file": _("File"),
    "symbol": _("Symbol"),
    "series": _("Series"),
    "category": _("Category"),
    "title_es": _("Title in Spanish"),
    "title_en": _("Title in English"),
    "language": _("Language"),
    "date": _("Date"),
    "audience": _("Audience"),
    "meeting": _("Meeting"),
    "description": _("Description"),
    "source": _("Source"),
}
EXPLAINED: dict[str, str | Promise] = {
    "file": _("Its path within the folder, as in 1996/declaracion.pdf. Required."),
    "symbol": _(
        "The symbol that the document has, as in XXI-CRM/DOC/4. Lines of one symbol are the"
        " languages of one document. Empty: it gets the next of its series."
    ),
    "series": _("Where there is no symbol: XXI-CRM. Empty: the symbol of the meeting."),
    "category": _("DOC, CRP, INF, FIN or LET, or their names. Required without a symbol."),
    "title_es": _("At most 300 signs. Required."),
    "title_en": _("At most 300 signs."),
    "language": _("es, en, or mul for both in one file. Required."),
    "date": _(
        "The document's day, as in 2003-05-29, or a date of the spreadsheet. Required."
    ),
    "audience": _(
        "public, circulation (members and observers), members or participants. Required."
        " What is public waits for a second person, and until then is for circulation."
    ),
    "meeting": _("The symbol of a meeting. Required for its participants."),
    "description": _("What it is about, at most 2,000 signs."),
    "source": _("Where it comes from."),
}
FAULTS: dict[str, str | Promise] = {
    "formula": _("it is a formula"),
    "long": _("it is too long"),
    "signs": _("it holds signs that cannot be written"),
    "missing": _("it is missing"),
    "wanted": _("participants of which meeting?"),
    "unknown": _("that is not understood"),
    "disagrees": _("it does not agree with the symbol"),
    "no_meeting": _("there is no such meeting for which you may register"),
    "outside": _("its path leads outside the folder"),
    "absent": _("there is no such file"),
    "link": _("it is a link, or no plain file"),
    "too_large": _("the file is too large"),
    "twice": _("the same file is in line %(row)s"),
    "language_twice": _("that symbol has that language in line %(row)s"),
    "taken": _("another document has that symbol"),
    "refused": _("you may not register for that audience"),
    "changed": _("the file changed while the archive came in"),
}


def heading(column: str) -> str | Promise:
    """Return what a column is called."""
    return HEADS[column]


def fault(code: str, **said: Any) -> str:
    """Return what is wrong, in the active language."""
    words = str(FAULTS[code])
    return words % said if said else words
