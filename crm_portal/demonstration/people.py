"""The invented people of a demonstration: marked in their names, at example.org, one password."""

import csv
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from crm_portal.core import clock
from crm_portal.core.access import ZONE_OF_RECORD, Role
from crm_portal.core.errors import Refused
from members.access import ROLE_OF_KIND, troika_at
from members.models import Institution, Mandate, OfficialVoice, Party, User
from members.models.parties import PartyKind
from members.rules import Troika

FOLDER = Path(__file__).parent
# Printed on the sign-in page of every demonstration: no secret.
PASSWORD = "demostracion-2026"  # noqa: S105
APPOINTED_BY = "Demostración"
SPEAKS = "foreign"


@transaction.atomic
def create(at: datetime) -> int:
    """Add the people that are missing, in office since 1 January of ``at``; return how many."""
    if not settings.DEMONSTRATION:
        raise Refused("People are invented in a demonstration only.", code="demonstration")
    parties = {party.code: party for party in Party.objects.all()}
    since = DateTimeTZRange(
        datetime(at.astimezone(ZONE_OF_RECORD).year, 1, 1, tzinfo=ZONE_OF_RECORD), None
    )
    institutions = _institutions(parties)
    _let_speak(institutions, since)
    return _appoint(parties, institutions, since, at)


def accounts(at: datetime | None = None) -> list[tuple[str, str, str]]:
    """Return role, e-mail and password of everybody in office at ``at`` (now), PPT first."""
    at = at or clock.now()
    seats = troika_at(at)
    voices = set(OfficialVoice.objects.at(at).values_list("institution_id", flat=True))
    mandates = (
        Mandate.objects.at(at)
        .filter(user__is_demonstration=True, user__is_active=True)
        .select_related("user", "party")
    )
    ordered = sorted(
        mandates, key=lambda each: (each.party_id != seats.current, each.user_id)
    )
    return [(_label(each, seats, voices), each.user.email, PASSWORD) for each in ordered]


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _institutions(parties: dict[str, Party]) -> dict[tuple[str, str], Institution]:
    """Return the institution of each party and key that somebody works for, made if missing."""
    name_of = {row["key"]: row for row in _rows("institutions.csv")}
    there = {(each.party_id, each.name_es): each for each in Institution.objects.all()}
    found = {}
    for row in _rows("people.csv"):
        if not (key := row["institution"]):
            continue
        party, name = parties[row["party"]], name_of[key]
        place = (party.pk, name["name_es"])
        if place not in there:
            there[place] = Institution.objects.create(
                party=party, name_es=name["name_es"], name_en=name["name_en"]
            )
        found[party.code, key] = there[place]
    return found


def _let_speak(
    institutions: dict[tuple[str, str], Institution], since: DateTimeTZRange
) -> None:
    heard = set(OfficialVoice.objects.values_list("party_id", flat=True))
    OfficialVoice.objects.bulk_create(
        OfficialVoice(party_id=each.party_id, institution=each, during=since)
        for (_code, key), each in institutions.items()
        if key == SPEAKS and each.party_id not in heard
    )


def _appoint(
    parties: dict[str, Party],
    institutions: dict[tuple[str, str], Institution],
    since: DateTimeTZRange,
    at: datetime,
) -> int:
    there = set(User.objects.values_list("email", flat=True))
    rows = [row for row in _rows("people.csv") if row["email"] not in there]
    users = User.objects.bulk_create(_users(rows, at))
    Mandate.objects.bulk_create(
        Mandate(
            user=user,
            party=parties[row["party"]],
            institution=institutions.get((row["party"], row["institution"])),
            role=row["role"],
            is_alternate=bool(row["alternate"]),
            network=row["network"],
            during=since,
            appointed_by=APPOINTED_BY,
        )
        for user, row in zip(users, rows, strict=True)
    )
    return len(users)


def _users(rows: list[dict[str, str]], verified_at: datetime) -> Iterator[User]:
    if not rows:
        return
    password = make_password(PASSWORD)  # once for all: hashing is slow on purpose
    for row in rows:
        yield User(
            email=row["email"],
            full_name=row["full_name"],
            language=row["language"],
            password=password,
            is_demonstration=True,
            verified_at=verified_at,
        )


def _label(mandate: Mandate, seats: Troika, voices: set[int]) -> str:
    return _("%(role)s, %(party)s") % {
        "role": _role(mandate, seats, voices),
        "party": mandate.party.acronym or mandate.party.name,
    }


def _role(mandate: Mandate, seats: Troika, voices: set[int]) -> str:
    plain = {
        Role.SECRETARIAT: _("Secretariat officer"),
        Role.ADMINISTRATOR: _("Administrator"),
        Role.LIAISON_OFFICER: _("Liaison officer"),
        Role.VICE_MINISTER: _("Vice-Minister"),
        Role.DIRECTOR_MIGRATION: _("Director of Migration"),
        Role.DIRECTOR_CONSULAR: _("Director of Consular Affairs"),
    }
    if mandate.role in plain:
        return plain[Role(mandate.role)]
    kinds = {Role.OBSERVER: _("Observer"), Role.CIVIL_SOCIETY: _("Civil society")}
    kind = ROLE_OF_KIND.get(PartyKind(mandate.party.kind))
    if kind is not None and kind in kinds:
        return kinds[kind]
    return _of_a_member(mandate, seats, voices)


def _of_a_member(mandate: Mandate, seats: Troika, voices: set[int]) -> str:
    if mandate.institution_id not in voices:
        return _("Other institution")
    if mandate.is_alternate:
        return _("Alternate focal point")
    if mandate.party_id == seats.current:
        return _("Presidency (PPT)")
    if mandate.party_id == seats.previous:
        return _("Previous presidency")
    return _("Focal point")
