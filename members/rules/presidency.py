"""The presidency and the Troika at an instant, and what a mandate makes of a person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from crm_portal.core.access import Role

LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Term:
    """One presidency: ``starts_at`` included, ``ends_at`` excluded (None: not ended)."""

    party_id: int
    label_year: int
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Troika:
    """Current, previous and next presidency at an instant; any of them may be lacking.

    Where the chair is shared nobody sits beside it: ``co_chairs`` are those who preside
    with ``current``, of equal power, and ``vacant`` counts the seats that nobody holds.
    """

    current: int | None
    previous: int | None
    next: int | None
    co_chairs: tuple[int, ...] | None = None
    vacant: int = 0

    @property
    def chairs(self) -> tuple[int, ...]:
        """Those who preside: one, several where the chair is shared, or nobody."""
        own = () if self.current is None else (self.current,)
        return tuple(dict.fromkeys((*own, *(self.co_chairs or ()))))

    @property
    def voices(self) -> tuple[int, ...]:
        """Its distinct countries, those who preside first (001:388)."""
        seats = (*self.chairs, self.previous, self.next)
        return tuple(dict.fromkeys(seat for seat in seats if seat is not None))

    @property
    def must_react(self) -> tuple[int, ...]:
        """The voices that react to what the current presidency presents."""
        return self.reacting_to(self.current)

    def reacting_to(self, presenter: int | None) -> tuple[int, ...]:
        """Return the voices that react to what ``presenter``, who presides, presents."""
        return tuple(voice for voice in self.voices if voice != presenter)

    def without(self, absent: Collection[int]) -> "Troika":
        """Return it with the seats of ``absent`` empty: only member countries have one.

        A country that departed or is suspended reacts to nothing (procedure 1.6).
        """
        if self.co_chairs is not None:
            here = tuple(chair for chair in self.chairs if chair not in absent)
            return shared(here, len(self.chairs) + self.vacant)
        seats = (self.current, self.previous, self.next)
        current, previous, next_ = (None if seat in absent else seat for seat in seats)
        return Troika(current, previous, next_)

    @property
    def is_complete(self) -> bool:
        if self.co_chairs is not None:
            return self.vacant == 0
        return None not in (self.current, self.previous, self.next)


def shared(chairs: Collection[int], seats: int) -> Troika:
    """Return the seats of a chair that ``chairs`` share, in their order, out of ``seats``."""
    held = tuple(dict.fromkeys(chairs))
    first = held[0] if held else None
    return Troika(first, None, None, held[1:], max(seats - len(chairs), 0))


def troika(terms: Iterable[Term], designated: int | None, at: datetime) -> Troika:
    """Derive the Troika at ``at`` from the terms and the recorded designation.

    The previous presidency is the last one that ended by then, whatever the gap; the
    next is only who was designated, never computed.
    """
    ordered = sorted(terms, key=lambda term: term.starts_at)
    current = next((term for term in ordered if _holds(term, at)), None)
    before = current.starts_at if current else at
    past = [term for term in ordered if term.ends_at and term.ends_at <= before]
    return Troika(
        current=current.party_id if current else None,
        previous=past[-1].party_id if past else None,
        next=designated,
    )


def years_of_the_next(terms: Iterable[Term], at: datetime) -> tuple[int, int]:
    """Return the first and last label year for which a designation makes the next presidency.

    While somebody presides it is the year that follows theirs and no other: a country that
    was designated further ahead is not next yet. While nobody does, the earliest year
    designated after the last that began.
    """
    begun = [term for term in terms if term.starts_at <= at]
    started = max((term.label_year for term in begun), default=0)
    current = next((term for term in begun if _holds(term, at)), None)
    if current is not None:
        return current.label_year + 1, current.label_year + 1
    return started + 1, LAST_YEAR


def derived_roles(
    held: Iterable[Role], *, speaks: bool, party_id: int, seats: Troika
) -> frozenset[Role]:
    """Add to the roles held those that follow from the office: voice, presidency, Troika."""
    roles = set(held)
    if speaks and Role.FOCAL_POINT in roles:
        roles.add(Role.OFFICIAL_VOICE)
        if party_id in seats.chairs:
            roles.add(Role.PRESIDENCY)
        if party_id in seats.voices:
            roles.add(Role.TROIKA)
    return frozenset(roles)


def _holds(term: Term, at: datetime) -> bool:
    return term.starts_at <= at and (term.ends_at is None or at < term.ends_at)
