"""What the sources disagree on, and what the portal takes for good: each with its lines.

The codes are those of the participation matrix (``X``) and of the facts (``C``).
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RESOLUTIONS: dict[str, str | Promise] = {
    "X01": _(
        "Companions behind closed doors: one official (004:20), two (001:376). One holds "
        "until the rule of 2016, two since."
    ),
    "X02": _(
        "Decisions are “not binding” (001:382, 000:25); an earlier document says “binding” "
        "(004:24). The later one holds."
    ),
    "X03": _(
        "The Vice-Ministers meet in the first half of the year (004:15); since 2015 in the "
        "second (001:373)."
    ),
    "X04": _(
        "The RCGM is of Directors of Migration (004:44); later of those and of Consular "
        "Affairs (001:424). The later one holds."
    ),
    "X05": _(
        "Observers neither debate nor draft (001:322), or do with the presidency's leave "
        "(001:218). The leave opens interventions on items, and never makes anybody draft "
        "or decide."
    ),
    "X06": _(
        "Three business days (003:78) or five (001:389, 003:49, 003:50). Five: the same "
        "document says so elsewhere, and a later one too (001:417)."
    ),
    "X07": _(
        "The term runs from the distribution to the members (001:389), not from the "
        "consensus of the Troika (003:49)."
    ),
    "X08": _(
        "The first meeting of the RCGM in the year is with the Vice-Ministers (001:426), "
        "who since 2015 meet in the second half (001:373). Twice a year holds, one of them "
        "with the Vice-Ministers."
    ),
    "X10": _(
        "Civil society takes part (001:280); the criteria for observers are for "
        "international organizations (001:314). It is a class of its own."
    ),
    "X19": _(
        "A drafting group for each network and one for the RCGM and the Vice-Ministerial "
        "Meeting together (001:399), or one for each (004:37). The later one holds."
    ),
    "C7": _(
        "The joint plenary of August 2023 is called “second” by one source and “fourth” by "
        "another, while a second one is credited to 2021 (destinopanama.com.pa, mire.gob.pa)."
    ),
    "C16": _(
        "A third network since 2016 (001:618), two networks in 2018 and 2019, four working "
        "groups since November 2019 (rcmvs.org)."
    ),
    "C23": _(
        "Three meetings of the group on extra-regional flows and two of that with civil "
        "society (001:610, 001:614), six of all ad hoc groups (001:715); a report of 2016 "
        "lists more."
    ),
}


def told(codes: Iterable[str]) -> list[dict[str, str]]:
    """Return what is said of ``codes``, each once, in their order."""
    found = dict.fromkeys(code for each in codes for code in each.split())
    return [
        {"code": code, "text": str(RESOLUTIONS[code])}
        for code in found
        if code in RESOLUTIONS
    ]
