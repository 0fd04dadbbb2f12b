"""A first list of public holidays, from a library, for people to correct and confirm.

Never an authority: decrees, moved days and rest days of public servants are not in it
(procedure 2.4). No date is written here.
"""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

SOURCE = f"python-holidays {version('holidays')}"
# Where the library's own default leaves out days on which the capital does not work.
OPTIONS: dict[str, dict[str, Any]] = {
    "CA": {"subdiv": "ON", "categories": ("public", "government", "optional")},
    "CR": {"categories": ("public", "optional")},
}
# A holiday of the province that the capital's public service does not take.
NOT_TAKEN = {"CA": "Family Day"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One proposed day."""

    day: date
    name_es: str
    name_en: str


def draft(code: str, year: int) -> list[Entry]:
    """Return the public holidays of country ``code`` in ``year``, by day, unconfirmed."""
    spanish, english = _names(code, year, "es"), _names(code, year, "en_US")
    days = sorted(spanish or english)
    return [Entry(day, spanish.get(day, ""), english.get(day, "")) for day in days]


def _names(code: str, year: int, language: str) -> dict[date, str]:
    import holidays

    offered = holidays.country_holidays(code).supported_languages
    spoken = next((each for each in offered if each[:2] == language[:2]), None)
    found = holidays.country_holidays(
        code, years=year, language=spoken, **OPTIONS.get(code, {})
    )
    kept = {day: name for day, name in found.items() if day.year == year}
    return {day: name for day, name in kept.items() if name != NOT_TAKEN.get(code)}
