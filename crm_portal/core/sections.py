"""Titled rows in both languages: what an app has to say on a page or a paper it does not know.

Everything is plain JSON, so that what a page shows is what a paper prints and what is hashed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from crm_portal.core.display import format_day, format_instant
from crm_portal.core.i18n import LANGUAGES

Text = dict[str, str]


def both(message: str | Promise, **values: Any) -> Text:
    """Return a lazy ``message`` in both languages; a value may be a text itself."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            words = str(message)
        told = {name: in_language(value, language) for name, value in values.items()}
        said[language] = words % told if told else words
    return said


def in_language(value: Any, language: str) -> Any:
    """Return a text in one language, or the other where it is silent; any other value as it is."""
    if not isinstance(value, dict):
        return value
    return value[language] or next(iter(filter(None, value.values())), "")


def same(words: object) -> Text:
    """Return what is written alike in both languages: a name, a reference, a number."""
    return dict.fromkeys(LANGUAGES, str(words))


def two(es: str, en: str) -> Text:
    """Return two columns as a text."""
    return {"es": es, "en": en}


def day(value: Any) -> Text:
    """Return a day, “3 dic 2026”, in both languages."""
    return {language: format_day(value, "dated", language) for language in LANGUAGES}


def instant(value: Any) -> Text:
    """Return an instant on the clock of San José, in both languages."""
    return {language: format_instant(value, "dated", language) for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a cell for each column; ``late`` marks what should have happened by now.

    ``page`` is the URL name, with its arguments, where a reader of the portal finds it.
    """

    cells: Sequence[Text]
    late: bool = False
    page: tuple[str, tuple[Any, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table; without rows, the sentence that says so. ``note`` explains the table."""

    key: str
    title: Text
    columns: Sequence[Text]
    rows: Sequence[Row]
    empty: Text
    note: Text = field(default_factory=dict)

    def on_paper(self) -> dict[str, Any]:
        """Return the section as JSON, without its links."""
        return {
            "key": self.key,
            "title": self.title,
            "columns": list(self.columns),
            "rows": [{"cells": list(row.cells), "late": row.late} for row in self.rows],
            "empty": self.empty,
            "note": self.note,
        }
