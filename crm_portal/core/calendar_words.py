"""Why a term cannot be computed, in the reader's language: one wording for page, API, command."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.calendars import SEARCH_LIMIT, CalendarError
from crm_portal.core.errors import DomainError

UNKNOWN: Promise = _("The term cannot be computed from these values.")
# By the engine's code, which is stable; its own messages are for whoever reads a log.
WORDS: dict[str, Promise] = {
    "policy": _(
        "The policy is R1, R1-NARROW, or ONE: followed by the code of one country."
    ),
    "members": _("A term is counted for at least one member, and for each of them once."),
    "days": _("A term, or an extension of one, has one business day or more."),
    "search-limit": _(
        "There are not so many business days in the %(limit)s days that are looked at."
    ),
    "kind": _("A calendar holds a kind of closure that is not known."),
    "zone": _("A calendar names a time zone that is not known."),
    "range": _("That year is out of the reach of any calendar."),
    "pause": _("A term is resumed on the day it was suspended, or later."),
    "naive-instant": _("An instant needs its time zone."),
}


def words(error: CalendarError) -> str:
    """Return what ``error`` means, in the active language."""
    said = WORDS.get(error.code, UNKNOWN)
    return str(said) % {"limit": SEARCH_LIMIT}


def message(error: DomainError) -> str:
    """Return what to tell a reader about any refusal of the house, the engine's included."""
    return words(error) if isinstance(error, CalendarError) else error.message
