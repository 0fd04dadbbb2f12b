"""The words of letters about contributions, in both languages, with the figures of a day.

A letter asks, follows up or thanks; none threatens: no source knows a sanction (002:10).
"""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.display import format_day, format_days
from crm_portal.core.i18n import LANGUAGES, worded_here
from crm_portal.core.sections import Text, both, same, two
from finance.models import Budget, LetterRecipient
from finance.presentation.money import amount
from finance.rules.budgets import Period
from finance.rules.reminders import Addressee, Wording
from members.models import Party

SUBJECTS: dict[str, str | Promise] = {
    Wording.CALL: _("Contribution to the budget of the Technical Secretariat, %(period)s"),
    Wording.REMINDER: _(
        "Follow-up on the contribution to the budget of the Technical Secretariat, %(period)s"
    ),
    Wording.IN_PROCESS: _(
        "Thanks for the contribution in process, budget of the Technical Secretariat, "
        "%(period)s"
    ),
}
BLANK_LINE = "\n\n"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a letter tells one member, in cents, and when it is due."""

    assessed: int
    paid: int
    written_off: int
    outstanding: int
    due_on: date | None

    @classmethod
    def of(cls, row: Addressee | LetterRecipient, due_on: date | None) -> "Figures":
        """Return the figures of a preview, or those that a letter has kept."""
        if isinstance(row, Addressee):
            return cls(row.assessed, row.paid, row.written_off, row.outstanding, due_on)
        return cls(
            row.assessed_cents,
            row.paid_cents,
            row.written_off_cents,
            row.outstanding_cents,
            due_on,
        )


@dataclass(frozen=True, slots=True)
class Worded:
    """A letter to one member: its subject, its text, and its figures as a table."""

    subject: Text
    body: Text
    figures: tuple[tuple[Text, Text], ...]


def period_of(budget: Budget) -> Text:
    """Return what a budget's period is called."""
    return two(budget.label_es, budget.label_en or budget.label_es)


def days_of(budget: Budget) -> Text:
    """Return a budget's period in words: its year, or its days."""
    first, last = budget.starts_on, budget.ends_on
    year = Period(date(first.year, 1, 1), date(first.year, 12, 31))
    if budget.period == year:
        return same(first.year)
    return {language: format_days(first, last, language) for language in LANGUAGES}


def worded(
    party: Party,
    budget: Budget,
    wording: str,
    figures: Figures,
    *,
    on: date,
    words: Text | None = None,
) -> Worded:
    """Return the letter to ``party`` as of ``on``; ``words`` are what the presidency adds."""
    period = period_of(budget)
    told = _fields(party, days_of(budget), figures, on)
    added = words or same("")
    return Worded(
        subject=both(SUBJECTS[wording], period=period),
        body={
            language: BLANK_LINE.join(
                filter(None, [_text(wording, language, told), added[language].strip()])
            )
            for language in LANGUAGES
        },
        figures=_table(figures),
    )


def _text(wording: str, language: str, told: dict[str, Text]) -> str:
    text = worded_here(
        render_to_string(f"finance/letters/{wording}_{language}.txt"), language
    )
    for name, said in told.items():
        text = text.replace(f"{{{name}}}", said[language])
    return text


def _fields(party: Party, period: Text, figures: Figures, on: date) -> dict[str, Text]:
    return {
        "party": two(party.name_es, party.name_en),
        "period": period,
        "assessed": same(amount(figures.assessed)),
        "paid": same(amount(figures.paid)),
        "outstanding": same(amount(figures.outstanding)),
        "day": _day(on),
        "due": _day(figures.due_on),
    }


def _day(on: date | None) -> Text:
    if on is None:
        return same("—")
    return {language: format_day(on, "full", language) for language in LANGUAGES}


def _table(figures: Figures) -> tuple[tuple[Text, Text], ...]:
    rows = [
        (both(_("Contribution")), figures.assessed),
        (both(pgettext_lazy("money", "Received")), figures.paid),
    ]
    if figures.written_off:
        rows.append((both(_("Written off by decision")), figures.written_off))
    rows.append((both(_("Outstanding")), figures.outstanding))
    return tuple((label, same(amount(cents))) for label, cents in rows)
