"""The register of documents: what a reader looks for, and the page of it that is found."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet

from crm_portal.core.access import Viewer
from crm_portal.library.models import AudienceChange, DocumentRevision, Language, Level
from crm_portal.library.models.documents import Category, DocumentQuerySet

PER_PAGE = 50
PAGE_NUMBER = re.compile(r"[0-9]{1,5}")
YEAR = re.compile(r"(19|20)[0-9]{2}")


@dataclass(frozen=True)
class Asked:
    """What a reader looks for; what nobody knows is not asked."""

    q: str = ""
    series: str = ""
    category: str = ""
    level: str = ""
    language: str = ""
    year: str = ""
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return any(
            (self.q, self.series, self.category, self.level, self.language, self.year)
        )


def asked_for(given: Mapping[str, str]) -> Asked:
    """Read the filters of an address."""
    page = given.get("page", "1")
    year = given.get("year", "")
    return Asked(
        q=" ".join(given.get("q", "")[:100].replace("\x00", "").split()),
        series=given.get("series", "")[:40].replace("\x00", ""),
        category=_known(given.get("category", ""), Category.values),
        level=_known(given.get("audience", ""), Level.values),
        language=_known(given.get("language", ""), ["es", "en"]),
        year=year if YEAR.fullmatch(year) else "",
        page=max(1, int(page)) if PAGE_NUMBER.fullmatch(page) else 1,
    )


def _known(value: str, known: list[str]) -> str:
    return value if value in known else ""


@dataclass(frozen=True)
class Filters:
    """What there is to choose from, of what the reader may know."""

    series: list[str]
    years: list[int]
    categories: list[tuple[str, Any]] = field(default_factory=lambda: Category.choices)
    levels: list[tuple[str, Any]] = field(default_factory=lambda: Level.choices)


def found(visible: DocumentQuerySet, viewer: Viewer, asked: Asked) -> DocumentQuerySet:
    """Return what was asked for among ``visible``, what the reader may know, newest first."""
    rows = visible.saying(asked.q)
    if asked.series:
        rows = rows.filter(series=asked.series)
    if asked.category:
        rows = rows.filter(category=asked.category)
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.year:
        rows = rows.filter(dated__year=int(asked.year))
    if asked.language:
        files = DocumentRevision.objects.known_to(viewer)
        written = files.filter(language__in=[asked.language, Language.BOTH])
        rows = rows.filter(pk__in=written.values("document"))
    return rows


def page_of(visible: DocumentQuerySet, viewer: Viewer, asked: Asked) -> Page:
    """Return one page of the register, each document with the files its reader may know."""
    files = DocumentRevision.objects.known_to(viewer).defer("remarks")
    rows = found(visible, viewer, asked).prefetch_related(
        Prefetch("revisions", files, "files")
    )
    return Paginator(rows, PER_PAGE).get_page(asked.page)


def filters(visible: DocumentQuerySet) -> Filters:
    """Return the series and the years that there are among ``visible``: one query."""
    rows = visible.order_by().values_list("series", "dated__year").distinct()
    return Filters(
        series=sorted({row[0] for row in rows}),
        years=sorted({row[1] for row in rows}, reverse=True),
    )


def waiting(visible: DocumentQuerySet) -> QuerySet[AudienceChange]:
    """Return what was proposed of ``visible`` and nobody decided, the oldest first."""
    proposed = AudienceChange.objects.waiting().filter(document__in=visible.values("pk"))
    return proposed.select_related("document", "proposed_by").order_by("pk")
