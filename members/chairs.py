"""Who presided, presides and will: years with their gaps, days with their hand-overs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core import audit
from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.instance import THIS
from members import rules
from members.access import troika_at
from members.models import Designation, Party, Presidency
from members.models.parties import Precision
from members.rules import Troika

FIRST_RECKONED, LAST_RECKONED = 1000, 9000
LACKING_PREVIOUS = _("No presidency on record had ended by then.")
LACKING_NEXT = _("Incomplete Troika: the next presidency is not designated.")
LACKING_CURRENT = _(
    "No source establishes who presided. Nothing can be presented to a Troika."
)
ONE_VOICE = _("One country holds two seats and has one voice.")
ALONE = _("No State but the presidency: nothing can be presented until one is designated.")
ABOUT = _(
    "The term is known to the year only: it is counted from 1 January, and the day of the "
    "hand-over is not established."
)
ONLY_ANNOUNCED = _("The presidency was announced; its hand-over is not on record.")


@dataclass(frozen=True)
class Year:
    """One year of the timeline: its presidency, or who is designated for it, or neither.

    ``ends_at`` is there only where the day on which the next one took over is known.
    """

    year: int
    term: Presidency | None = None
    designation: Designation | None = None
    is_current: bool = False
    is_ahead: bool = False
    ends_at: datetime | None = None

    @property
    def is_gap(self) -> bool:
        """Whether no source says who presided."""
        return self.term is None and self.designation is None


@dataclass(frozen=True)
class Moment:
    """The Troika from an instant on, until the next moment of the same day."""

    at: datetime
    current: Party | None
    previous: Party | None
    next: Party | None
    term: Presidency | None
    notices: tuple[str | Promise, ...]
    opens_day: bool = True
    beside: tuple[Party, ...] = ()

    @property
    def presiding(self) -> str:
        """The names of those who preside; empty: nobody, or nobody knows."""
        chairs = (*filter(None, (self.current,)), *self.beside)
        return ", ".join(party.name for party in chairs)

    @property
    def is_shared(self) -> bool:
        """Whether several preside at once, with nobody before and after them."""
        return THIS.chair.is_shared

    @property
    def seats(self) -> tuple[tuple[str, Party | None], ...]:
        return (
            ("current", self.current),
            ("previous", self.previous),
            ("next", self.next),
        )


def timeline(viewer: Viewer) -> list[Year]:
    """Return every year, the newest first, a gap as a gap: two queries.

    A year in which several presided stands there once for each.
    """
    terms: dict[int, list[Presidency]] = {}
    for term in Presidency.objects.visible_to(viewer).select_related("party"):
        terms.setdefault(term.label_year, []).append(term)
    ahead = Designation.objects.visible_to(viewer).in_force(viewer.on)
    designated = {
        each.label_year: each
        for each in ahead.select_related("party").order_by("label_year")
    }
    known = [*terms, *(year for year in designated if year > max(terms, default=0))]
    if not known:
        return []
    told = chain.from_iterable(terms.values())
    exact = {t.term.lower for t in told if t.precision == Precision.DAY}
    return [
        _year(year, term, designated.get(year), exact, viewer.at)
        for year in range(max(known), min(known) - 1, -1)
        for term in terms.get(year, [None])
    ]


def _year(
    year: int,
    term: Presidency | None,
    designation: Designation | None,
    exact: set[datetime],
    at: datetime,
) -> Year:
    ends_at = term.term.upper if term and term.term.upper in exact else None
    is_current = term is not None and at in term.term
    is_ahead = term is None or at < term.term.lower
    return Year(year, term, designation, is_current, is_ahead, ends_at)


def packs(years: Iterable[Year], now: Moment, viewer: Viewer) -> list[int]:
    """Return the years whose hand-over pack the viewer may read: the next, and the last.

    Packs are made for a chair that rotates.
    """
    if THIS.chair.is_shared:
        return []
    rows = list(years)
    ahead = [row for row in rows if row.term and row.term.term.lower > viewer.at]
    if not ahead and now.next is not None:
        ahead = [row for row in rows if row.term is None and row.designation]
    found = []
    for row in ahead[-1:]:
        incoming = (row.term or row.designation).party_id  # type: ignore[union-attr]
        found.append((row.year, {incoming, _pk(now.current or now.previous)}))
    if now.term is not None:
        found.append((now.term.label_year, {now.term.party_id, _pk(now.previous)}))
    return [year for year, parties in found if rules.may_read_pack(viewer, parties)]


def _pk(party: Party | None) -> int | None:
    return party.pk if party else None


def next_year(years: Iterable[Year]) -> int | None:
    """Return the year after the one that runs, if nobody is on record for it."""
    rows = list(years)
    current = next((row for row in rows if row.is_current), None)
    taken = {row.year for row in rows if not row.is_gap}
    if current is None or current.year + 1 in taken:
        return None
    return current.year + 1


def moments(day: date) -> list[Moment]:
    """Return who held which seat on a day of San José: one moment, and one a hand-over."""
    first, last = bounds(day)
    during = Presidency.objects.filter(
        term__startswith__gt=first, term__startswith__lt=last
    )
    ended = Presidency.objects.filter(term__endswith__gt=first, term__endswith__lt=last)
    instants = {first}
    instants |= {term.term.lower for term in during} | {term.term.upper for term in ended}
    return [moment(at, opens_day=at == first) for at in sorted(instants)]


def moment(at: datetime, *, opens_day: bool = True) -> Moment:
    """Return the Troika at an instant, with what is uncommon about it."""
    seats = troika_at(at)
    parties = Party.objects.in_bulk(list(seats.voices))
    term = Presidency.objects.at(at).select_related("party").first()
    return Moment(
        at,
        current=parties.get(seats.current or 0),
        previous=parties.get(seats.previous or 0),
        next=parties.get(seats.next or 0),
        term=term,
        notices=tuple(_notices(seats, term)),
        opens_day=opens_day,
        beside=tuple(parties[pk] for pk in seats.chairs[1:]),
    )


def _notices(seats: Troika, term: Presidency | None) -> list[str | Promise]:
    held = [seat for seat in (seats.current, seats.previous, seats.next) if seat]
    precision = term.precision if term else ""
    cases = [
        (seats.current is None, LACKING_CURRENT),
        (precision == Precision.YEAR, ABOUT),
        (precision == Precision.ANNOUNCED, ONLY_ANNOUNCED),
        (seats.previous is None and seats.co_chairs is None, LACKING_PREVIOUS),
        (seats.next is None and seats.co_chairs is None, LACKING_NEXT),
        (len(set(held)) < len(held), ONE_VOICE),
        (seats.current is not None and not seats.must_react, ALONE),
    ]
    return [words for holds, words in cases if holds]


def bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first instant of a day of San José, and that of the next."""
    first = datetime.combine(day, time(), ZONE_OF_RECORD)
    return first, datetime.combine(day + timedelta(days=1), time(), ZONE_OF_RECORD)


def seat_asked(query: Mapping[str, str]) -> int:
    """Return which seat of the chair an address asks about: ``?seat=2``, else the first."""
    asked = query.get("seat", "")
    return (
        int(asked) if asked in {str(seat) for seat in range(1, THIS.chair.seats + 1)} else 1
    )


def is_reckoned(day: date) -> bool:
    """Say whether a day can be asked about: calendars end somewhere, and so do computers."""
    return FIRST_RECKONED <= day.year <= LAST_RECKONED


@dataclass(frozen=True)
class Written:
    """A theme as somebody wrote it: when, and who was acting."""

    at: datetime | None
    by: str
    theme_es: str
    theme_en: str


def themes(term: Presidency) -> list[Written]:
    """Return the themes a term has had, the one that holds first, from its trail."""
    acts = list(audit.of(term).filter(verb="members.presidency.theme_set"))
    found = [
        Written(
            act.at,
            act.actor_label,
            act.data["after"]["theme_es"],
            act.data["after"]["theme_en"],
        )
        for act in reversed(acts)
    ]
    if acts and any(acts[0].data["before"].values()):
        first = acts[0].data["before"]
        found.append(Written(None, term.source, first["theme_es"], first["theme_en"]))
    return found
