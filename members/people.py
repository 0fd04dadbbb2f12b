"""The directory: who holds which mandate now, searched, filtered and put in order.

One query for the lines of a page. They are plain data, so that what is shown of them may be
kept by its content.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.urls import get_script_prefix, reverse

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import active_language, pick
from crm_portal.core.prepared import Prepared
from members import networks, rules
from members.models import Institution, Mandate, OfficialVoice, Party, User
from members.models.accounts import INSIDERS, ROLE_LABELS, MandateQuerySet
from members.models.folding import fold, folded

PER_PAGE, MOST_TERMS = 25, 6
PARTY_NAMES = ("code", "name_es", "name_en", "acronym_es", "acronym_en")
OFFICE_NAMES = ("name_es", "name_en")
STALE = "stale"
FRESHNESS = (*(each.value for each in rules.Freshness), STALE)
PAGE_NUMBER = re.compile(r"[0-9]{1,5}")
Line = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a reader looks for; what they may not ask, or nobody knows, is not asked."""

    q: str = ""
    party: str = ""
    role: str = ""
    fresh: str = ""
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.party or self.role or self.fresh)

    @property
    def query(self) -> dict[str, str]:
        """The filters as an address carries them, without the page."""
        found = {"q": self.q, "party": self.party, "role": self.role, "fresh": self.fresh}
        return {name: value for name, value in found.items() if value}


def asked_for(given: Mapping[str, str], viewer: Viewer) -> Asked:
    """Read the filters of an address."""
    fresh = given.get("fresh", "")
    page = given.get("page", "1")
    return Asked(
        q=" ".join(given.get("q", "")[:100].replace("\x00", "").split()),
        party=given.get("party", "")[:12].replace("\x00", ""),
        role=given.get("role", "") if given.get("role") in set(Role) else "",
        fresh=fresh if fresh in FRESHNESS and rules.sees_freshness(viewer) else "",
        page=max(1, int(page)) if PAGE_NUMBER.fullmatch(page) else 1,
    )


@dataclass(frozen=True)
class Found:
    """One page of lines, and how many there are altogether."""

    lines: list[Line]
    total: int


def page_of(viewer: Viewer, asked: Asked) -> Found:
    """Return the page that was asked for: one query. Past the last one there is nothing."""
    rows = _page(viewer, asked)
    return Found(lines_of(rows, viewer), rows[0].total if rows else 0)


def last_page(viewer: Viewer, asked: Asked) -> int:
    """Return the number of the last page of the answer."""
    return max(1, -(-_listed(viewer, asked).count() // PER_PAGE))


def everybody(viewer: Viewer, asked: Asked) -> list[Line]:
    """Return every line of the answer, by party and name in the reader's language."""
    lines = lines_of(list(_shown(_listed(viewer, asked), viewer.at)), viewer)
    return sorted(lines, key=lambda line: (fold(line["party"]), line["order"]))


def _page(viewer: Viewer, asked: Asked) -> list[Any]:
    if not asked.is_filtered and asked.page == 1 and viewer.has(*INSIDERS):
        return _FIRST_PAGE(at=viewer.at)
    first = (asked.page - 1) * PER_PAGE
    rows = _counted(_shown(_listed(viewer, asked), viewer.at))
    return list(rows[first : first + PER_PAGE])


def _first_page(at: datetime) -> QuerySet[Mandate]:
    """The first people by name: read off the index, and not sorted out of them all."""
    every = Mandate.objects.at(at).order_by().values(every=Value(1))
    total = Subquery(every.annotate(total=Count("*")).values("total"))
    return _shown(Mandate.objects.at(at), at).annotate(total=total)[:PER_PAGE]


def _counted(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return rows.annotate(total=Window(Count("*")))


def _shown(rows: MandateQuerySet, at: datetime) -> MandateQuerySet:
    """Take what a line shows, and no more of a person than that."""
    voice = OfficialVoice.objects.at(at).filter(institution=OuterRef("institution"))
    return (
        rows.only("pk", "user", "institution", "role", "is_alternate", "network")
        .annotate(
            order=F("user__folded"),
            full_name=F("user__full_name"),
            title=F("user__title"),
            email=F("user__email"),
            phone=F("user__phone"),
            language=F("user__language"),
            verified_at=F("user__verified_at"),
            bounced_at=F("user__bounced_at"),
            code=F("party__code"),
            party_es=F("party__name_es"),
            party_en=F("party__name_en"),
            office_es=F("institution__name_es"),
            office_en=F("institution__name_en"),
            speaks=Exists(voice),
        )
        .order_by("user__folded", "pk")
    )


# A plan for any instant would sort everybody in office to show the first few.
_FIRST_PAGE: Prepared[Mandate] = Prepared(_first_page, planned_anew=True)


def _listed(viewer: Viewer, asked: Asked) -> MandateQuerySet:
    found = Mandate.objects.at(viewer.at).visible_to(viewer)
    if asked.party:
        found = found.filter(party__code=asked.party)
    if asked.role:
        found = found.filter(role=asked.role)
    if asked.fresh:
        found = found.filter(user__in=_as_fresh(asked.fresh, viewer.at))
    return _searched(found, fold(asked.q).split()[:MOST_TERMS])


def _searched(found: MandateQuerySet, terms: Sequence[str]) -> MandateQuerySet:
    """Every word is in the name, the position, the address, the institution or the party."""
    for term in terms:
        found = found.filter(
            Q(user__folded__contains=term)
            | Q(party__in=_called(Party.objects.all(), PARTY_NAMES, term))
            | Q(institution__in=_called(Institution.objects.all(), OFFICE_NAMES, term))
        )
    return found


def _called(rows: QuerySet[Any], names: Sequence[str], term: str) -> QuerySet[Any]:
    """Which of a few dozen rows have ``term`` in one of their names."""
    found = rows.order_by().annotate(called=folded(*names))
    return found.filter(called__contains=term).values("pk")


def _as_fresh(fresh: str, at: datetime) -> QuerySet[User]:
    """The accounts whose contact is worth what ``fresh`` says at ``at``."""
    stale = User.objects.unverified(at)
    if fresh == STALE:
        return stale
    if fresh == rules.Freshness.CONFIRMED:
        return User.objects.exclude(pk__in=stale.values("pk"))
    bounced = Q(bounced_at__isnull=False) & (
        Q(verified_at=None) | Q(bounced_at__gte=F("verified_at"))
    )
    if fresh == rules.Freshness.BOUNCED:
        return stale.filter(bounced)
    never = fresh == rules.Freshness.NEVER
    return stale.exclude(bounced).filter(verified_at__isnull=never)


def lines_of(rows: Iterable[Any], viewer: Viewer) -> list[Line]:
    """Return rows as plain data in the active language; names of networks if one is needed."""
    rows = list(rows)
    known = networks.networks(viewer.on) if any(row.network for row in rows) else {}
    language = active_language()
    return [_line(row, known, language, viewer.at) for row in rows]


def _line(
    row: Any, known: Mapping[str, networks.Network], language: str, at: datetime
) -> Line:
    network = known.get(row.network)
    return {
        "pk": row.pk,
        "order": row.order,
        "user": row.user_id,
        "url": address("members:person", row.user_id, language),
        "name": row.full_name,
        "title": row.title,
        "role": _role(row.role, language),
        "code_of_role": row.role,
        "is_alternate": row.is_alternate,
        "network": network.name if network else row.network,
        "office": row.institution_id,
        "institution": pick(row.office_es or "", row.office_en or "", language),
        "speaks": row.speaks,
        "party": pick(row.party_es, row.party_en, language),
        "party_url": address("members:party", row.code, language),
        "code": row.code,
        "email": row.email,
        "phone": row.phone,
        "language": row.language,
        "freshness": str(rules.freshness(row.verified_at, row.bounced_at, at)),
        "verified_at": row.verified_at,
    }


@lru_cache(maxsize=64)
def _role(role: str, _language: str) -> str:
    return str(ROLE_LABELS[Role(role)])


def address(name: str, argument: int | str, language: str) -> str:
    """Return the address of a page about ``argument`` in the active language."""
    return _address(name, argument, language, get_script_prefix())


@lru_cache(maxsize=8192)
def _address(name: str, argument: int | str, _language: str, _prefix: str) -> str:
    return reverse(name, args=[argument])


def party_names(viewer: Viewer) -> list[dict[str, str]]:
    """Return the code and the name of every party that takes part, by name: one query."""
    names = [{"code": each.code, "name": each.name} for each in _PARTIES(on=viewer.on)]
    return sorted(names, key=lambda each: fold(each["name"]))


def _parties(on: date) -> QuerySet[Party]:
    return Party.objects.active_on(on).only("code", "name_es", "name_en").order_by()


_PARTIES: Prepared[Party] = Prepared(_parties)


def by_party(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Yield the lines of each party, which come one after the other."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line["party"], []).append(line)
    return iter(found.items())


def of_person(viewer: Viewer, user: int) -> list[Line]:
    """Return the lines of one person: the mandates in force that the viewer may see."""
    found = Mandate.objects.at(viewer.at).visible_to(viewer).filter(user=user)
    return lines_of(_shown(found, viewer.at), viewer)
