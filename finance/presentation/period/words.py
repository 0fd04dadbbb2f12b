"""How a period is called, and the sentence on top of its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.deadline_text import listed
from crm_portal.core.deadline_text.words import MONTHS
from crm_portal.core.display import SHORT
from crm_portal.core.i18n import active_language
from finance.presentation.money import amount, percent
from finance.rules.apportionment import half_up
from finance.rules.budgets import WHOLE, Period

DECEMBER, LAST = 12, 31


def called(period: Period) -> str:
    """Return a period's short name: “2026”, or “jun 2003–dec 2004” when it is no year."""
    first, last = period.starts_on, period.ends_on
    is_year = (first.month, first.day, last.month, last.day) == (1, 1, DECEMBER, LAST)
    if is_year and first.year == last.year:
        return str(first.year)
    names = MONTHS[active_language()]
    begins, ends = names[first.month - 1][:SHORT], names[last.month - 1][:SHORT]
    if first.year == last.year:
        return f"{begins}–{ends} {last.year}"
    return f"{begins} {first.year}–{ends} {last.year}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of the members paid, how much; what is missing, here and of earlier periods."""

    paid: int
    members: int
    received: int
    total: int
    missing: int
    earlier: Sequence[tuple[str, int]]


def lead(stands: Standing) -> str:
    """Return the sentence that the page begins with."""
    if not stands.members:
        return _("The contributions of this period are not assessed yet.")
    if stands.paid == stands.members:
        told = _("All %(members)d countries have paid: %(part)s of the budget.")
        return told % {"members": stands.members, "part": part(stands)}
    told = ngettext(
        "%(paid)d of %(members)d countries has paid: %(part)s of the budget.",
        "%(paid)d of %(members)d countries have paid: %(part)s of the budget.",
        stands.paid,
    )
    return told % {"paid": stands.paid, "members": stands.members, "part": part(stands)}


def part(stands: Standing) -> str:
    """Return which part of the budget was received."""
    return percent(half_up(stands.received * WHOLE, stands.total or 1), 1)


def missing(stands: Standing, period: str) -> str:
    """Return what is still outstanding, of this period and of each before it."""
    owed = [(period, stands.missing), *stands.earlier]
    pieces = [
        _("USD %(amount)s of %(period)s") % {"amount": amount(cents), "period": name}
        for name, cents in owed
        if cents > 0
    ]
    if not pieces:
        return ""
    return _("Still outstanding: %(what)s.") % {"what": listed(pieces, active_language())}
