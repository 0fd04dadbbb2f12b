"""What a reader finds: entries whose words fit, of rows that the reader may know of now."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from crm_portal.library import reading
from crm_portal.library.models import Document, Level, SearchEntry
from crm_portal.library.searching import words
from crm_portal.library.searching.marking import Piece, fragment, marked, stems_of
from crm_portal.library.searching.sources import sources

PER_PAGE = 20
# How far into a text a passage is looked for to be shown.
SEEN = 40_000
NUMBER = re.compile(r"[0-9]{1,5}")
YEAR = re.compile(r"(19|20)[0-9]{2}")
SERIES = re.compile(r"[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True)
class Asked:
    """What a reader looks for; what nobody knows is not asked."""

    q: str = ""
    kind: str = ""
    series: str = ""
    level: str = ""
    language: str = ""
    year: str = ""
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return any((self.kind, self.series, self.level, self.language, self.year))


@dataclass(frozen=True)
class Hit:
    """One entry on the page, its title and a passage in pieces, those that fit marked."""

    entry: SearchEntry
    label: Any
    level: str
    title: list[Piece]
    passage: list[Piece]
    language: str
    address: Sequence[str]


@dataclass(frozen=True)
class Found:
    """A page of hits; ``page`` is Django's, for the links to the others."""

    page: Page
    hits: list[Hit]
    count: int


def asked_for(given: Mapping[str, str]) -> Asked:
    """Read what an address asks for."""
    page, year = given.get("page", "1"), given.get("year", "")
    kind, series = given.get("kind", ""), given.get("meeting", "").strip()
    level, language = given.get("audience", ""), given.get("language", "")
    return Asked(
        q=" ".join(given.get("q", "").replace("\x00", " ").split())[: words.LONGEST],
        kind=kind if kind in sources() else "",
        series=series.upper() if SERIES.fullmatch(series) else "",
        level=level if level in Level.values else "",
        language=language if language in {"es", "en"} else "",
        year=year if YEAR.fullmatch(year) else "",
        page=max(1, int(page)) if NUMBER.fullmatch(page) else 1,
    )


def found(viewer: Viewer, asked: Asked) -> Found | None:
    """Return what ``viewer`` finds: what is called so first, then the latest. None: no words."""
    plain, without = words.parted(words.plain(asked.q))
    if not plain:
        return None
    fits = words.query(plain)
    rows = _filtered(_visible(viewer, asked.kind), asked).filter(said=fits)
    for each in without:
        rows = rows.exclude(said=words.query(each))
    ordered = rows.annotate(called=Q(heads=fits)).order_by(
        "-called", F("dated").desc(nulls_last=True), "-pk"
    )
    columns = ordered.defer("words_es", "words_en", "heads", "said")
    page = Paginator(columns, PER_PAGE).get_page(asked.page)
    entries = list(page.object_list)
    _noted(entries, viewer)
    return Found(page, _hits(entries, plain, viewer), page.paginator.count)


def _visible(viewer: Viewer, kind: str) -> QuerySet[SearchEntry]:
    chosen = [each for each in sources().values() if kind in {"", each.kind}]
    reached = [
        Q(kind=each.kind, target_id__in=each.visible(viewer).order_by().values("pk"))
        for each in chosen
    ]
    return SearchEntry.objects.filter(reduce(or_, reached))


def _filtered(rows: QuerySet[SearchEntry], asked: Asked) -> QuerySet[SearchEntry]:
    if asked.series:
        rows = rows.filter(series=asked.series)
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.year:
        rows = rows.filter(dated__year=int(asked.year))
    if asked.language:
        rows = rows.filter(languages__contains=asked.language)
    return rows


def _noted(entries: Sequence[SearchEntry], viewer: Viewer) -> None:
    """What is closely held is found in writing, as it is listed and read."""
    found = [each.target_id for each in entries if each.kind == "document"]
    if found:
        # As they are held now: the entry may be half a minute older.
        visible = Document.objects.visible_to(viewer).closely_held()
        reading.noted(visible.filter(pk__in=found), "search", by=viewer)


def _hits(entries: Sequence[SearchEntry], plain: str, viewer: Viewer) -> list[Hit]:
    stems = stems_of(plain)
    said = _beginnings(entries)
    levels = dict(Level.choices)
    found = []
    for each in entries:
        language, passage = _passage(said[each.pk], stems)
        found.append(
            Hit(
                entry=each,
                label=sources()[each.kind].label,
                level=str(levels.get(each.level, "")),
                title=marked(each.title, stems),
                passage=passage,
                language=language,
                address=each.outside if viewer.is_public and each.outside else each.address,
            )
        )
    return found


def _passage(said: dict[str, str], stems: frozenset[str]) -> tuple[str, list[Piece]]:
    """Return the passage in the language of the page, or in the other if it alone fits."""
    found = {language: fragment(text, stems) for language, text in said.items()}
    fitting = [each for each in found if any(fits for _words, fits in found[each])]
    written = [each for each in found if found[each]]
    language = next(iter([*fitting, *written]), active_language())
    return language, found.get(language, [])


def _beginnings(entries: Sequence[SearchEntry]) -> dict[int, dict[str, str]]:
    """Return of each entry the words to show a passage of, the page's language first."""
    languages = ("es", "en") if active_language() == "es" else ("en", "es")
    rows = SearchEntry.objects.filter(pk__in=[each.pk for each in entries]).values_list(
        "pk", *[Left(f"words_{each}", SEEN) for each in languages]
    )
    return {pk: dict(zip(languages, said, strict=True)) for pk, *said in rows}
