"""What the pages show of parties, people and calendars, read in a fixed number of queries."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from members.models import (
    CalendarYear,
    Closure,
    Party,
)


def by_name(parties: Iterable[Party]) -> list[Party]:
    """Return parties in the alphabetical order of the reader's language."""
    return sorted(parties, key=lambda party: sortable(party.name))


@dataclass(frozen=True)
class YearState:
    """A member's list of one year: how many entries, and who confirmed it, if anybody."""

    year: int
    entries: int = 0
    confirmed: CalendarYear | None = None


@dataclass(frozen=True)
class CalendarRow:
    """A member and its lists, year by year."""

    party: Party
    years: tuple[YearState, ...]


def calendar_years(viewer: Viewer) -> list[int]:
    """Return the years with entries, from this one on, and always the next."""
    listed = Closure.objects.aggregate(last=Max("day__year"))["last"] or 0
    return list(range(viewer.on.year, max(viewer.on.year + 1, listed) + 1))


def calendar_table(viewer: Viewer) -> list[CalendarRow]:
    """Return every member with the state of its lists: four queries."""
    years = calendar_years(viewer)
    counts = _counts(years)
    confirmations = {
        (each.party_id, each.year): each
        for each in CalendarYear.objects.filter(institution=None, year__in=years)
    }
    return [
        CalendarRow(
            party,
            tuple(
                YearState(year, counts[party.pk, year], confirmations.get((party.pk, year)))
                for year in years
            ),
        )
        for party in by_name(Party.objects.members_on(viewer.on))
    ]


def _counts(years: list[int]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = defaultdict(int)
    rows = Closure.objects.in_force().filter(day__year__in=years, institution=None)
    for party, year, count in rows.values_list("party", "day__year").annotate(
        n=Count("pk")
    ):
        found[party, year] = count
    return found


ACTS: dict[str, str | Promise] = {
    "members.user.invited": _("opened an account"),
    "members.user.invited_again": _("sent an invitation again"),
    "members.user.invitation_accepted": _("took the account"),
    "members.user.updated": _("changed the account"),
    "members.user.contact_verified": _("confirmed the contact"),
    "members.user.contact_written": _("wrote contact data"),
    "members.institution.opened": _("added an institution"),
    "members.institution.renamed": _("renamed an institution"),
    "members.institution.updated": _("changed an institution"),
    "members.institution.closed": _("closed an institution"),
    "members.directoryimport.uploaded": _("uploaded a directory"),
    "members.directoryimport.confirmed": _("imported a directory"),
    "members.directoryimport.discarded": _("discarded an import"),
    "members.mandate.appointed": _("gave a mandate"),
    "members.mandate.ended": _("ended a mandate"),
    "members.party.voice_designated": _("designated an official voice"),
    "members.party.closure_entered": _("entered a closure"),
    "members.party.closure_corrected": _("corrected a closure"),
    "members.party.calendar_confirmed": _("confirmed a calendar"),
    "members.party.calendar_drafted": _("drafted a calendar"),
    "members.party.admitted": _("recorded an admission"),
    "members.party.suspended": _("recorded a suspension"),
    "members.party.reinstated": _("recorded a reinstatement"),
    "members.party.departed": _("recorded a departure"),
    "members.party.continuity_asked": _("asked an organization whether it continues"),
    "members.party.continuity_answered": _("answered whether the organization continues"),
    "meetings.application.received": _("recorded an application"),
    "meetings.application.evidence_added": _("filed a document of an application"),
    "meetings.application.completed": _("marked an application complete"),
    "meetings.application.put_before": _("put an application before the Vice-Ministers"),
    "meetings.application.admitted": _("recorded an admission"),
    "meetings.application.declined": _("recorded that an application was declined"),
    "meetings.application.withdrawn": _("recorded that an application was withdrawn"),
    "meetings.meeting.guest_invited": _("recorded a special guest"),
    "meetings.meeting.guest_called_off": _("recorded that a guest does not come"),
    "members.presidency.handed_over": _("recorded a hand-over"),
    "members.designation.designated": _("recorded a designation"),
}


@dataclass(frozen=True)
class Act:
    """One line of what an account did."""

    at: datetime
    text: str
    by: str


def sortable(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()
