"""From rows to calendars: the days on which each party's official voice does not work."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Model, Subquery
from django.db.models.expressions import OuterRef

from crm_portal.core import calendars
from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.calendars import MemberCalendar
from members.models import CalendarYear, Closure, OfficialVoice, Party
from members.models.calendars import ClosureKind
from members.models.parties import DEFAULT_ZONE

# No term, however often suspended or extended, reaches further than this from today.
REACH = timedelta(days=400)
# Entries that say something about others, and block nothing themselves.
NOT_CLOSED = frozenset({ClosureKind.WORKS, ClosureKind.CANCELLED})


def member_calendars(
    parties: Iterable[Party],
    at: datetime,
    *,
    first: date | None = None,
    last: date | None = None,
) -> list[MemberCalendar]:
    """Return the calendar of each of ``parties`` as it stands now, for its voice at ``at``.

    Between ``first`` and ``last`` (400 days either way unless told). Three queries,
    however many parties. A country's closure from which the institution that speaks is
    exempt is not in its calendar; one that only this institution observes is.
    """
    on = at.astimezone(ZONE_OF_RECORD).date()
    rows = _with_voice(parties, at)
    entries = _entries(rows, first or on - REACH, last or on + REACH)
    years = _confirmed(rows)
    return [_calendar(party, entries[party.pk], years[party.pk]) for party in rows]


def resolve(closures: Iterable[Closure], institution_id: int | None) -> list[Closure]:
    """Return the entries that keep ``institution_id`` from working.

    What holds for the institution prevails over what holds for its country: ``works``
    exempts it, and a closure of its own is added (procedure 2.4).
    """
    country, own = _split(closures, institution_id)
    exempt = {each.day for each in own if each.kind == ClosureKind.WORKS}
    works = {each.day for each in country if each.kind == ClosureKind.WORKS}
    stands = [each for each in country if each.day not in exempt | works]
    return [each for each in [*stands, *own] if each.kind not in NOT_CLOSED]


def _split(
    closures: Iterable[Closure], institution_id: int | None
) -> tuple[list[Closure], list[Closure]]:
    entries = list(closures)
    country = [each for each in entries if each.institution_id is None]
    own = [
        each
        for each in entries
        if each.institution_id is not None and each.institution_id == institution_id
    ]
    return country, own


def _with_voice(parties: Iterable[Party], at: datetime) -> list[Party]:
    """The parties, in order, each with its voice and the last rows of its calendar."""
    voice = OfficialVoice.objects.at(at).filter(party=OuterRef("pk"))
    keys = [party.pk for party in parties]
    return list(
        Party.objects.filter(pk__in=keys).annotate(
            voice_id=Subquery(voice.values("institution")[:1]),
            last_closure=_last(Closure),
            last_year=_last(CalendarYear),
        )
    )


def _last(model: type[Model]) -> Subquery:
    rows = model._default_manager.filter(party=OuterRef("pk")).order_by("-pk")
    return Subquery(rows.values("pk")[:1])


def _entries(parties: list[Party], first: date, last: date) -> dict[int, list[Closure]]:
    found: dict[int, list[Closure]] = defaultdict(list)
    rows = Closure.objects.in_force().filter(party__in=parties, day__range=(first, last))
    for closure in rows.order_by("day", "pk"):
        found[closure.party_id].append(closure)
    return found


def _confirmed(parties: list[Party]) -> dict[int, set[int]]:
    voices = {party.pk: party.voice_id for party in parties}  # type: ignore[attr-defined]
    found: dict[int, set[int]] = defaultdict(set)
    for party, institution, year in CalendarYear.objects.filter(
        party__in=parties
    ).values_list("party_id", "institution_id", "year"):
        if institution in {None, voices[party]}:
            found[party].add(year)
    return found


def _calendar(party: Party, entries: list[Closure], years: set[int]) -> MemberCalendar:
    return MemberCalendar.of(
        party.code,
        party.capital_tz or DEFAULT_ZONE,
        [
            calendars.Closure(
                country=party.code,
                day=each.day,
                kind=each.kind,
                name_es=each.name_es,
                name_en=each.name_en,
                instrument=each.instrument,
            )
            for each in resolve(entries, party.voice_id)  # type: ignore[attr-defined]
        ],
        version=_version(party),
        confirmed_years=years,
        rank=party.order,
    )


def _version(party: Party) -> str:
    """Name the rows a calendar was made of, which are append-only, and for which voice."""
    parts = (party.last_closure, party.last_year, party.voice_id)  # type: ignore[attr-defined]
    return f"{party.code}-" + ".".join(str(part or 0) for part in parts)
