"""Who takes part on a day, under which name, since when, and which source says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from members.models import Party, PartyName, Standing
from members.models.parties import PartyKind, StandingStatus
from members.reports import sortable

GROUPS: dict[str, str | Promise] = {
    PartyKind.MEMBER_STATE: _("Member countries"),
    PartyKind.OBSERVER_STATE: _("Observer countries"),
    PartyKind.OBSERVER_ORGANIZATION: _("Observer organizations"),
    PartyKind.CIVIL_SOCIETY: _("Civil society"),
    PartyKind.SECRETARIAT: _("Secretariat"),
}
# Countries stand in the alphabet, the others in the order in which they came.
BY_NAME = frozenset({PartyKind.MEMBER_STATE, PartyKind.OBSERVER_STATE})


@dataclass(frozen=True, slots=True)
class Entry:
    """A party on a day: its standing then, and the name that it bore."""

    party: Party
    standing: Standing
    name: str
    acronym: str

    @property
    def is_active(self) -> bool:
        return bool(self.standing.status == StandingStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class Group:
    """The parties of one kind, and how many of them take part fully."""

    kind: str
    title: str | Promise
    entries: tuple[Entry, ...]

    @property
    def active(self) -> int:
        return sum(entry.is_active for entry in self.entries)

    @property
    def suspended(self) -> int:
        return len(self.entries) - self.active


def roster(viewer: Viewer, day: date) -> list[Group]:
    """Return who takes part on ``day``, kind by kind: two queries."""
    entries = _entries(viewer, day)
    there = [each for each in entries if each.standing.status != StandingStatus.DEPARTED]
    return [
        Group(
            kind,
            title,
            tuple(_ordered(kind, (e for e in there if e.standing.kind == kind))),
        )
        for kind, title in GROUPS.items()
    ]


def departed(viewer: Viewer, day: date) -> list[Entry]:
    """Return who had left by ``day``: two queries."""
    return [
        each
        for each in _entries(viewer, day)
        if each.standing.status == StandingStatus.DEPARTED
    ]


def name_on(party: Party, day: date) -> tuple[str, str]:
    """Return the name and the acronym of ``party`` on ``day``: one query."""
    return _called(party, PartyName.objects.of([party], day))


def _entries(viewer: Viewer, day: date) -> list[Entry]:
    visible = Party.objects.visible_to(viewer)
    standings = Standing.objects.on(day).filter(party__in=visible).select_related("party")
    found = list(standings.order_by("since", "party__order"))
    names = PartyName.objects.of([each.party for each in found], day)
    return [Entry(each.party, each, *_called(each.party, names)) for each in found]


def _called(party: Party, names: dict[int, PartyName]) -> tuple[str, str]:
    told = names.get(party.pk, party)
    return str(told.name), str(told.acronym)


def _ordered(kind: str, entries: Iterable[Entry]) -> Iterable[Entry]:
    if kind in BY_NAME:
        return sorted(entries, key=lambda entry: sortable(entry.name))
    return entries
