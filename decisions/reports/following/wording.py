"""The words of the follow-up in both languages: statuses, what many say together, changes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text
from decisions.presentation.following_up import board_words
from decisions.rules.following.outline import Change
from decisions.rules.following.words import Rolled, Whole, Word

WORDS: dict[Word, str | Promise] = {
    word: mark.label for word, mark in board_words.WORDS.items()
}
WHOLES: dict[Whole, str | Promise] = board_words.WHOLES
WHOLE_TONES = {
    Whole.NOTHING_EXPECTED: "",
    Whole.NOT_REPORTED: "",
    Whole.NOT_BEGUN: "line",
    Whole.UNDER_WAY: "brand",
    Whole.PARTLY_CARRIED_OUT: "brand",
    Whole.CONTINUOUS: "brand",
    Whole.SUSPENDED: "due",
    Whole.CARRIED_OUT: "ok",
}
CHANGES: dict[Change, str | Promise] = {
    Change.ADDED: _("added"),
    Change.REMOVED: _("taken out"),
    Change.REWORDED: _("reworded"),
    Change.MOVED: _("moved"),
    Change.CHANGED: _("changed"),
}
# How a matter stands, as a sentence of a report.
SENTENCES: dict[Whole, str | Promise] = {
    Whole.NOTHING_EXPECTED: _("Nothing more is expected."),
    Whole.NOT_REPORTED: _("The matter is still pending."),
    Whole.NOT_BEGUN: _("The matter is still pending."),
    Whole.UNDER_WAY: _("The matter is under way."),
    Whole.PARTLY_CARRIED_OUT: _("The matter has been carried out in part."),
    Whole.CONTINUOUS: _("It is a continuous activity."),
    Whole.SUSPENDED: _("The matter is suspended."),
    Whole.CARRIED_OUT: _("The matter has been carried out."),
}


def counts_in_both(rolled: Rolled) -> Text:
    """Return how often each word was said, in both languages."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = board_words.counted(rolled)
    return found
