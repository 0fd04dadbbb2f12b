"""A line of an archive's spreadsheet: what it says, or what is wrong with it. Values in and out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_portal.library.rules.archive_words import (
    AUDIENCES,
    CATEGORIES,
    COLUMNS,
    LANGUAGES,
    LONGEST,
    USUAL,
)
from crm_portal.library.rules.documents import LAST_NUMBER, Category, Level, is_series

FIRST_YEAR = 1900
SYMBOL = re.compile(r"([A-Z0-9-]+)/([A-Z]{3})/([0-9]{1,6})")
FORMULA = ("=", "+", "@")
# Column, and why its cell cannot be taken.
Fault = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line that says what a document is. ``number``: the one of its symbol; None: the next."""

    file: str
    series: str
    category: Category
    number: int | None
    title_es: str
    title_en: str
    language: str
    dated: date
    level: Level
    meeting: str
    description: str
    source: str

    @property
    def symbol(self) -> str:
        """The symbol that it brings, or nothing."""
        if self.number is None:
            return ""
        return f"{self.series}/{self.category.value}/{self.number}"


def judged(
    cells: Mapping[str, str], folded: Mapping[str, str], today: date
) -> Entry | list[Fault]:
    """Return what a line says, or everything that is wrong with it.

    ``cells`` are as they were written, ``folded`` the same in small plain letters; a
    document is of ``today`` at the latest.
    """
    said = {name: cells.get(name, "").strip() for name in COLUMNS}
    plain = {name: folded.get(name, "").strip() for name in COLUMNS}
    faults = [*_unsayable(said), *_missing(said)]
    series, category, number = _numbered(said, plain, faults)
    dated = _day(said["date"], today)
    language, level = LANGUAGES.get(plain["language"]), AUDIENCES.get(plain["audience"])
    _note(faults, "language", said, known=language is not None)
    _note(faults, "audience", said, known=level is not None)
    _note(faults, "date", said, known=dated is not None)
    if level == Level.PARTICIPANTS and not said["meeting"]:
        faults.append(("meeting", "wanted"))
    if faults or category is None or dated is None or language is None or level is None:
        return list(dict.fromkeys(faults))
    return Entry(
        file=said["file"],
        series=series,
        category=category,
        number=number,
        title_es=said["title_es"],
        title_en=said["title_en"],
        language=language,
        dated=dated,
        level=level,
        meeting=said["meeting"].upper(),
        description=said["description"],
        source=said["source"],
    )


def _unsayable(said: Mapping[str, str]) -> list[Fault]:
    faults = []
    for name, words in said.items():
        if words.startswith(FORMULA):
            faults.append((name, "formula"))
        if len(words) > LONGEST.get(name, USUAL):
            faults.append((name, "long"))
        if any(ord(sign) < ord(" ") for sign in words):
            faults.append((name, "signs"))
    return faults


def _missing(said: Mapping[str, str]) -> list[Fault]:
    wanted = ("file", "title_es", "language", "date", "audience")
    return [(name, "missing") for name in wanted if not said[name]]


def _note(faults: list[Fault], name: str, said: Mapping[str, str], *, known: bool) -> None:
    if said[name] and not known:
        faults.append((name, "unknown"))


def _numbered(
    said: Mapping[str, str], plain: Mapping[str, str], faults: list[Fault]
) -> tuple[str, Category | None, int | None]:
    """Return series, category and number; what is wrong with them is added to ``faults``."""
    category = CATEGORIES.get(plain["category"])
    _note(faults, "category", said, known=category is not None)
    series = (said["series"] or said["meeting"]).upper()
    if said["symbol"]:
        return _of_symbol(said, series if said["series"] else "", category, faults)
    if not said["category"]:
        faults.append(("category", "missing"))
    if not series:
        faults.append(("series", "missing"))
    elif not is_series(series):
        faults.append(("series", "unknown"))
    return series, category, None


def _of_symbol(
    said: Mapping[str, str], series: str, category: Category | None, faults: list[Fault]
) -> tuple[str, Category | None, int | None]:
    found = SYMBOL.fullmatch(said["symbol"].upper())
    kind = CATEGORIES.get(found[2].lower()) if found else None
    if found is None or kind is None or not is_series(found[1]):
        faults.append(("symbol", "unknown"))
        return "", None, None
    if not 0 < int(found[3]) < LAST_NUMBER:
        faults.append(("symbol", "unknown"))
    if series not in {"", found[1]}:
        faults.append(("series", "disagrees"))
    if category not in {None, kind}:
        faults.append(("category", "disagrees"))
    return found[1], kind, int(found[3])


def _day(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR and day <= today else None
