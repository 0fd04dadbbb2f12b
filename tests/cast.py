"""The cast: the Conference with the people that every test argues with.

Ana holds the Presidency (Guatemala), Bruno is the Dominican Republic's focal point and
Carla works in another institution of his country; Óscar observes (Argentina), Elena is
the Secretariat, Andrés the administrator; Sara has an account and no mandate.
"""

import csv
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from crm_portal.core import clock
from crm_portal.core.access import Role, Viewer
from crm_portal.reference import kinds
from decisions.models import TextKind
from members.access import viewer_for
from members.models import (
    CalendarYear,
    Closure,
    Designation,
    Institution,
    Mandate,
    OfficialVoice,
    Party,
    Presidency,
    Standing,
    User,
)
from members.models.parties import PartyKind
from tests.factories import LONG_AGO, hashed, since
from tests.stamps import Stamp

REFERENCE = Path(settings.BASE_DIR) / "crm_portal" / "reference"
# 10 September 2026, 09:00 in San José: a Thursday, before the September holidays.
MORNING = datetime(2026, 9, 10, 15, tzinfo=UTC)
PRESIDED_FROM = datetime(2024, 1, 1, 6, tzinfo=UTC)
PRESIDED_UNTIL = datetime(2025, 1, 1, 6, tzinfo=UTC)
PRESIDES_SINCE = datetime(2026, 1, 1, 6, tzinfo=UTC)
ENGLISH_SPEAKERS = frozenset({"BZ", "CA", "US"})
PARTY_FIELDS = (
    "code",
    "kind",
    "name_es",
    "name_en",
    "acronym_es",
    "acronym_en",
    "capital_tz",
    "source",
)
# A key of the cast, e-mail, name, what they are, of which party.
OTHERS = (
    ("carla", "carla@example.org", "Carla", Role.FOCAL_POINT, "DO"),
    ("oscar", "oscar@example.org", "Óscar", Role.FOCAL_POINT, "AR"),
    ("elena", "elena@example.org", "Elena", Role.SECRETARIAT, "ST"),
    ("admin", "andres@example.org", "Andrés", Role.ADMINISTRATOR, "ST"),
)
NAMES = {
    "BZ": ("basil", "Basil"),
    "CA": ("claire", "Claire"),
    "CR": ("rosa", "Rosa"),
    "SV": ("salvador", "Salvador"),
    "US": ("ursula", "Ursula"),
    "GT": ("ana", "Ana"),
    "HN": ("hector", "Héctor"),
    "MX": ("mateo", "Mateo"),
    "NI": ("nadia", "Nadia"),
    "PA": ("pablo", "Pablo"),
    "DO": ("bruno", "Bruno"),
}


@dataclass
class Cast:
    """The rows of the Conference, by code; people by name (``cast.ana``)."""

    at: datetime
    parties: dict[str, Party] = field(default_factory=dict)
    voices: dict[str, Institution] = field(default_factory=dict)
    others: dict[str, Institution] = field(default_factory=dict)
    focal_points: dict[str, User] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    stranger: User | None = None

    def __getattr__(self, name: str) -> User:
        """Return the person of that name, as in ``cast.ana``."""
        if name.startswith("__") or name not in self.__dict__.get("people", {}):
            raise AttributeError(name)
        person: User = self.people[name]
        return person

    def viewer(self, who: User | str, at: datetime | None = None) -> Viewer:
        """Return what ``who`` (an account or a name) is at ``at``: the cast's instant."""
        user = self.people[who] if isinstance(who, str) else who
        return viewer_for(user, at or self.at)

    @property
    def members(self) -> list[Party]:
        """The member countries, in the sources' order."""
        return [
            party for party in self.parties.values() if party.kind == PartyKind.MEMBER_STATE
        ]


def conference(at: datetime = MORNING, *, designated: str = "") -> Cast:
    """Load the Conference as it is at ``at``, on a frozen clock of record.

    Every member has an official voice with a verified focal point, a second institution
    ("aporte"), and its calendars 2025-2028 confirmed. Guatemala presides, Belize did
    before; ``designated`` is the code of the next presidency, if there is one.
    """
    clock.set_to(at, frozen=True)
    cast = Cast(at=at)
    _load_parties(cast)
    _load_institutions(cast)
    _load_people(cast)
    _load_presidencies(cast, designated)
    _load_calendars(cast)
    TextKind.objects.bulk_create(kinds.kinds(at), ignore_conflicts=True)
    return cast


@pytest.fixture(scope="session", name="cast_stamp")
def the_cast_stamp(django_db_setup: None, django_db_blocker: Any) -> Stamp[Cast]:
    """The rows of the cast, made once."""
    with django_db_blocker.unblock():
        return Stamp(conference)


@pytest.fixture(name="cast")
def the_cast(db: None, cast_stamp: Stamp[Cast]) -> Cast:
    """The Conference on 10 September 2026, 09:00 in San José."""
    clock.set_to(MORNING, frozen=True)
    return cast_stamp.lay()


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _load_parties(cast: Cast) -> None:
    fields = (
        "code",
        "kind",
        "name_es",
        "name_en",
        "acronym_es",
        "acronym_en",
        "capital_tz",
    )
    parties = [
        Party(order=order, source=row["source"], **{name: row[name] for name in fields})
        for order, row in enumerate(_rows("parties.csv"), start=1)
    ]
    cast.parties = {party.code: party for party in Party.objects.bulk_create(parties)}
    Standing.objects.bulk_create(
        Standing(
            party=cast.parties[row["code"]],
            since=date(int(row["since"]), 1, 1),
            since_precision="year",
        )
        for row in _rows("parties.csv")
    )


def _load_institutions(cast: Cast) -> None:
    made = Institution.objects.bulk_create(
        Institution(
            party=party,
            name_es=f"{office_es} de {party.name_es}",
            name_en=f"{office_en} of {party.name_en}",
        )
        for party in cast.members
        for office_es, office_en in (
            ("Dirección de Migración", "Directorate of Migration"),
            ("Dirección Consular", "Consular Directorate"),
        )
    )
    cast.voices = {each.party.code: each for each in made[::2]}
    cast.others = {each.party.code: each for each in made[1::2]}
    OfficialVoice.objects.bulk_create(
        OfficialVoice(party=each.party, institution=each, during=since())
        for each in cast.voices.values()
    )


def _load_people(cast: Cast) -> None:
    roles: dict[str, dict[str, Any]] = {}
    accounts: dict[str, User] = {}
    for code, (name, full_name) in NAMES.items():
        accounts[name] = _account(f"{name}@example.org", full_name, code, at=cast.at)
        roles[name] = {"party": cast.parties[code], "institution": cast.voices[code]}
    for name, email, full_name, role, code in OTHERS:
        accounts[name] = _account(email, full_name, code, at=cast.at)
        roles[name] = {"party": cast.parties[code], "role": role}
        if code in cast.others:
            roles[name]["institution"] = cast.others[code]
    accounts["sara"] = _account("sara@example.org", "Sara", "CR", at=cast.at)
    saved = User.objects.bulk_create(accounts.values())
    cast.people = dict(zip(accounts, saved, strict=True))
    cast.stranger = cast.people["sara"]
    cast.focal_points = {code: cast.people[name] for code, (name, _) in NAMES.items()}
    usual = {"role": Role.FOCAL_POINT, "during": since()}
    Mandate.objects.bulk_create(
        Mandate(user=cast.people[name], **{**usual, **what}) for name, what in roles.items()
    )


def _account(email: str, full_name: str, code: str, *, at: datetime) -> User:
    return User(
        email=email,
        full_name=full_name,
        language="en" if code in ENGLISH_SPEAKERS else "es",
        password=hashed(),
        verified_at=at - timedelta(days=30),
        is_demonstration=True,
    )


def _load_presidencies(cast: Cast, designated: str) -> None:
    was = since(datetime(2024, 1, 1, 6, tzinfo=UTC), datetime(2025, 1, 1, 6, tzinfo=UTC))
    Presidency.objects.bulk_create(
        [
            Presidency(party=cast.parties["BZ"], label_year=2024, term=was),
            Presidency(
                party=cast.parties["GT"], label_year=2026, term=since(PRESIDES_SINCE)
            ),
        ]
    )
    if designated:
        Designation.objects.create(
            party=cast.parties[designated], label_year=2027, decided_on=date(2026, 1, 15)
        )


def _load_calendars(cast: Cast) -> None:
    Closure.objects.bulk_create(
        Closure(
            party=cast.parties[row["country"]],
            day=date.fromisoformat(row["date"]),
            kind=row["kind"],
            name_es=row["name"],
            name_en=row["name"],
            instrument=row["instrument"],
            entered_at=LONG_AGO,
        )
        for row in _rows("calendars-2025-2028.csv")
    )
    CalendarYear.objects.bulk_create(
        CalendarYear(party=party, year=year, confirmed_at=LONG_AGO)
        for party in cast.members
        for year in range(2025, 2029)
    )
