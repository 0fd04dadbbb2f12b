"""What a reader finds: entries whose words fit, of rows that the reader may know of now."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
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
SORT = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Asked:
    """What a reader looks for. ``kind`` is of a source, ``sort`` what it is within its kind.

    ``unknown`` are the filters whose value nobody knows: they are left out, and told.
    """

    q: str = ""
    kind: str = ""
    sort: str = ""
    series: str = ""
    level: str = ""
    language: str = ""
    year: str = ""
    page: int = 1
    unknown: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether there is a word to look for: what is only left out finds nothing."""
        return bool(words.parted(words.plain(self.q))[0])

    @property
    def what(self) -> str:
        """The kind, and the sort within it, as the address says them: ``document:INF``."""
        return f"{self.kind}:{self.sort}" if self.sort else self.kind

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
    """A page of hits; ``page`` is Django's, for the links to the others.

    ``kinds`` says of how many of each kind the ``count`` is made, the largest first.
    """

    page: Page
    hits: list[Hit]
    count: int
    kinds: list[tuple[str, Any, int]]


class Counted(Paginator):
    """Pages of rows that have been counted already."""

    def __init__(self, rows: QuerySet[SearchEntry], count: int) -> None:
        super().__init__(rows, PER_PAGE)
        self.__dict__["count"] = count


def asked_for(given: Mapping[str, str]) -> Asked:
    """Read what an address asks for; what it says that nobody knows is left out."""
    page = given.get("page", "1")
    kind, colon, sort = given.get("kind", "").partition(":")
    known = {
        "kind": kind if kind in sources() and _is_sort(sort, colon) else "",
        "meeting": _series(given.get("meeting", "").strip()),
        "audience": _one_of(given.get("audience", ""), Level.values),
        "language": _one_of(given.get("language", ""), ["es", "en"]),
        "year": given.get("year", "") if YEAR.fullmatch(given.get("year", "")) else "",
    }
    unknown = [name for name, value in known.items() if given.get(name, "") and not value]
    return Asked(
        q=" ".join(given.get("q", "").replace("\x00", " ").split())[: words.LONGEST],
        kind=known["kind"],
        sort=sort if known["kind"] else "",
        series=known["meeting"],
        level=known["audience"],
        language=known["language"],
        year=known["year"],
        page=max(1, int(page)) if NUMBER.fullmatch(page) else 1,
        unknown=tuple(unknown),
    )


def _is_sort(sort: str, colon: str) -> bool:
    return SORT.fullmatch(sort) is not None if colon else True


def _series(typed: str) -> str:
    return typed.upper() if SERIES.fullmatch(typed) else ""


def _one_of(value: str, known: Sequence[str]) -> str:
    return value if value in known else ""


def found(viewer: Viewer, asked: Asked) -> Found | None:
    """Return what ``viewer`` finds: what is called so first, then the latest. None: no words."""
    plain, _without = words.parted(words.plain(asked.q))
    if not plain:
        return None
    rows = fitting(viewer, asked)
    kinds = Counter(dict(rows.order_by().values_list("kind").annotate(Count("pk"))))
    ordered = rows.annotate(called=Q(heads=words.query(plain))).order_by(
        "-called", F("dated").desc(nulls_last=True), "-pk"
    )
    columns = ordered.defer("words_es", "words_en", "heads", "said")
    page = Counted(columns, kinds.total()).get_page(asked.page)
    entries = list(page.object_list)
    noted(entries, viewer)
    of_kind = [(kind, sources()[kind].label, n) for kind, n in kinds.most_common()]
    return Found(page, _hits(entries, plain, viewer), kinds.total(), of_kind)


def fitting(viewer: Viewer, asked: Asked) -> QuerySet[SearchEntry]:
    """Return what is asked for among what ``viewer`` may know of now; nothing without words."""
    plain, without = words.parted(words.plain(asked.q))
    if not plain:
        return SearchEntry.objects.none()
    reached = visible_to(viewer, *filter(None, [asked.kind]))
    rows = _filtered(reached, asked).filter(said=words.query(plain))
    for each in without:
        rows = rows.exclude(said=words.query(each))
    return rows


def visible_to(viewer: Viewer, *kinds: str) -> QuerySet[SearchEntry]:
    """Return the entries of rows that ``viewer`` may know of at this instant, as the rows say.

    Of every kind, or of those named.
    """
    chosen = [each for kind, each in sources().items() if not kinds or kind in kinds]
    reached = [
        Q(kind=each.kind, target_id__in=each.visible(viewer).order_by().values("pk"))
        for each in chosen
    ]
    return SearchEntry.objects.filter(reduce(or_, reached))


def _filtered(rows: QuerySet[SearchEntry], asked: Asked) -> QuerySet[SearchEntry]:
    if asked.sort:
        rows = rows.filter(sort=asked.sort)
    if asked.series:
        rows = rows.filter(series=asked.series)
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.year:
        rows = rows.filter(dated__year=int(asked.year))
    if asked.language:
        rows = rows.filter(languages__contains=asked.language)
    return rows


def noted(entries: Sequence[SearchEntry], viewer: Viewer) -> None:
    """What is closely held is found in writing, as it is listed and read."""
    found = [each.target_id for each in entries if each.kind == "document"]
    if found:
        # As they are held now: the entry may be half a minute older.
        visible = Document.objects.visible_to(viewer).closely_held()
        reading.noted(visible.filter(pk__in=found), "search", by=viewer)


def _hits(entries: Sequence[SearchEntry], plain: str, viewer: Viewer) -> list[Hit]:
    stems = stems_of(plain)
    said = _beginnings(entries)
    levels = level_names()
    found = []
    for each in entries:
        language, passage = _passage(said[each.pk], stems)
        found.append(
            Hit(
                entry=each,
                label=sources()[each.kind].label,
                level=levels.get(each.level, ""),
                title=marked(each.title, stems),
                passage=passage,
                language=language,
                address=address_of(each, viewer),
            )
        )
    return found


def level_names() -> dict[str, str]:
    """Return the audiences of documents in words, in the active language."""
    return {value: str(label) for value, label in Level.choices}


def address_of(entry: SearchEntry, viewer: Viewer) -> Sequence[str]:
    """Return where ``viewer`` reads it: the name of a URL and its arguments."""
    address: Sequence[str] = entry.outside if viewer.is_public else ()
    return address or entry.address


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
