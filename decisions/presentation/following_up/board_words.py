"""How the words of commitments are said and marked: a word, a tint and a shape, never one alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_portal.core.display import format_day
from decisions.models.following import Commitment, Lead
from decisions.rules.following.reports import Cell
from decisions.rules.following.urgency import Urgency
from decisions.rules.following.words import Rolled, Whole, Word
from meetings.presentation.titles import Names


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as a word, its tint (see ``components``) and the name of its icon."""

    label: str | Promise
    tone: str
    icon: str = ""
    fill: str = "m-bg"


WORDS = {
    Word.NOT_BEGUN: Mark(gettext_lazy("not begun"), "line", "circle", "m-chg"),
    Word.UNDER_WAY: Mark(gettext_lazy("under way"), "brand", "next", "m-fg"),
    Word.CARRIED_OUT: Mark(gettext_lazy("carried out"), "ok", "check", "m-ok"),
    Word.CONTINUOUS: Mark(gettext_lazy("continuous"), "brand", "loop", "m-fg"),
    Word.SUSPENDED: Mark(pgettext_lazy("commitment", "suspended"), "due", "pause", "m-chg"),
    Word.NOT_APPLICABLE: Mark(gettext_lazy("not applicable"), "", "cross", "st-off"),
    Word.SILENT: Mark(gettext_lazy("no report"), "", fill="st-day"),
}
URGENCIES = {
    Urgency.OVERDUE: Mark(gettext_lazy("overdue"), "late", "warning"),
    Urgency.DUE: Mark(gettext_lazy("due soon"), "due", "clock"),
    Urgency.STALE: Mark(gettext_lazy("report out of date"), "due", "loop"),
    Urgency.ON_TRACK: Mark(gettext_lazy("on track"), "line", "next"),
    Urgency.DONE: Mark(
        pgettext_lazy("commitment", "closed"),
        "ok",
        "check",
    ),
}
REVIEW = Mark(gettext_lazy("to be reviewed"), "due", "clock")
WHOLES: dict[Whole, str | Promise] = {
    Whole.NOTHING_EXPECTED: gettext_lazy("nothing expected"),
    Whole.NOT_REPORTED: gettext_lazy("nobody has reported"),
    Whole.NOT_BEGUN: gettext_lazy("not begun"),
    Whole.UNDER_WAY: gettext_lazy("under way"),
    Whole.PARTLY_CARRIED_OUT: gettext_lazy("partly carried out"),
    Whole.CONTINUOUS: gettext_lazy("continuous"),
    Whole.SUSPENDED: pgettext_lazy("commitment", "suspended"),
    Whole.CARRIED_OUT: gettext_lazy("carried out"),
}


def number(commitment: Commitment) -> str:
    """Return how a commitment is named: ``C-12``."""
    return f"C-{commitment.pk}"


def lead(commitment: Commitment, names: Names) -> str:
    """Return who leads: a party, a body under its name of that day, or who presides."""
    if commitment.lead_party is not None:
        return str(commitment.lead_party.name)
    if commitment.lead == Lead.BODY and commitment.lead_body is not None:
        body = commitment.lead_body
        name = names.on(body.pk, commitment.created_at.date())
        return str(name.name) if name else body.code
    return str(Lead.PRESIDENCY.label)


def counted(whole: Rolled) -> str:
    """Return how often each word was said: “carried out 3 · no report 8”; words are counted.

    Where all say the same there is nothing to count.
    """
    if len(whole.counts) == 1:
        return ""
    return " · ".join(
        f"{WORDS[word].label} {count}" for word, count in whole.counts.items()
    )


def cell(found: Cell) -> str:
    """Return a cell in one line: the word, its day, and whether it grew old."""
    said = [str(WORDS[found.word].label)]
    if found.last is not None:
        said.append(format_day(found.last.on, "dated"))
    if found.is_stale:
        said.append(_("out of date"))
    return " · ".join(said)
