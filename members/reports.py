"""What the pages show of parties, people and calendars, read in a fixed number of queries."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.models import AuditEntry
from members import rules
from members.models import (
    CalendarYear,
    Closure,
    Institution,
    Mandate,
    OfficialVoice,
    Party,
    User,
)


@dataclass(frozen=True)
class Contact:
    """A person as the directory shows them: mandate, voice or not, and how fresh."""

    mandate: Mandate
    speaks: bool
    freshness: rules.Freshness

    @property
    def user(self) -> User:
        return self.mandate.user


@dataclass
class Entry:
    """A party in the directory, with its official voice and its people."""

    party: Party
    voice: Institution | None = None
    contacts: list[Contact] = field(default_factory=list)

    @property
    def is_reachable(self) -> bool:
        """Whether a distribution reaches its official voice (procedure 1.5)."""
        return any(each.speaks and each.freshness.is_verified for each in self.contacts)


def by_name(parties: Iterable[Party]) -> list[Party]:
    """Return parties in the alphabetical order of the reader's language."""
    return sorted(parties, key=lambda party: _sortable(party.name))


def directory(viewer: Viewer, parties: Iterable[Party]) -> list[Entry]:
    """Return the directory entries of ``parties``, in their order: two queries."""
    entries = {party.pk: Entry(party) for party in parties}
    voices = OfficialVoice.objects.at(viewer.at).filter(party__in=list(entries))
    for voice in voices.select_related("institution"):
        entries[voice.party_id].voice = voice.institution
    mandates = Mandate.objects.at(viewer.at).visible_to(viewer)
    people = mandates.filter(party__in=list(entries)).select_related("user", "institution")
    for mandate in people.order_by("is_alternate", "user__full_name"):
        entry = entries[mandate.party_id]
        entry.contacts.append(_contact(mandate, entry.voice, viewer))
    return list(entries.values())


def _contact(mandate: Mandate, voice: Institution | None, viewer: Viewer) -> Contact:
    speaks = voice is not None and mandate.institution_id == voice.pk
    return Contact(mandate, speaks, mandate.user.freshness(viewer.at))


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
    "members.mandate.appointed": _("gave a mandate"),
    "members.mandate.ended": _("ended a mandate"),
    "members.party.voice_designated": _("designated an official voice"),
    "members.party.closure_entered": _("entered a closure"),
    "members.party.closure_corrected": _("corrected a closure"),
    "members.party.calendar_confirmed": _("confirmed a calendar"),
    "members.party.calendar_drafted": _("drafted a calendar"),
    "members.presidency.handed_over": _("recorded a hand-over"),
    "members.designation.designated": _("recorded a designation"),
}
LAST_ACTS = 20


@dataclass(frozen=True)
class Act:
    """One line of what an account did."""

    at: datetime
    text: str
    by: str


def acts_of(user_id: int) -> list[Act]:
    """Return the last acts of an account, newest first, as a timeline shows them."""
    entries = AuditEntry.objects.filter(actor=user_id).order_by("-id")[:LAST_ACTS]
    return [
        Act(
            each.at,
            f"{ACTS.get(each.verb, each.verb)} · {each.target_label}",
            each.acting_as,
        )
        for each in entries
    ]


def _sortable(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()
