"""The files the portal ships with, as rows and dates. No database."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from crm_portal.core.instance import THIS
from members.models.parties import Precision

FOLDER = THIS.folder

PARTIES = "parties.csv"
CAPITALS = "capitals.csv"
PRESIDENCIES = "presidencies.csv"
DESIGNATIONS = "designations.csv"
PROCESSES = "processes.csv"
AGREEMENTS = "agreements.csv"
REPRESENTATIONS = "representations.csv"
BODIES = "bodies.csv"
BODY_RULES = "body_rules.csv"
MEETINGS = "vice_ministerial_meetings.csv"
OTHER_MEETINGS = "meetings.csv"
PLACES = "meeting_places.csv"
PARTICIPATION = "participation.csv"
GROUNDS = "grounds.csv"
CONDITIONS = "conditions.csv"
COMPOSITION = "composition.csv"
ATTENDANCE = "attendance.csv"
SCALE = "scale_2005.csv"
BUDGET_LINES = "budget_lines.csv"
PAST_CONTRIBUTIONS = "past_contributions.csv"
CALENDARS = "calendars-2025-2028.csv"
NAMES = "names.csv"
TEXT_KINDS = "text_kinds.csv"
TEXT_PARTS = "text_parts.csv"
OPERATIVE_VERBS = "operative_verbs.csv"
TEXTS = "texts.csv"
PROVISIONS = "provisions.csv"
PROVISION_LINKS = "provision_links.csv"
TEXT_CORRIGENDA = "text_corrigenda.csv"
PLANS = "plans.csv"
PLAN_VERSIONS = "plan_versions.csv"
PLAN_LINES = "plan_lines.csv"
GLOSSARY = "glossary.csv"
PUBLICATIONS = "publications.csv"
REQUIRED = frozenset({PARTIES, BODIES, PRESIDENCIES})


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of the instance's file ``name``; without one, none.

    Who takes part and in which bodies is told by every instance.
    """
    path = FOLDER / name
    if not path.exists() and name not in REQUIRED:
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def names() -> dict[str, tuple[str, str]]:
    """Return what a holiday or a city is called in Spanish and in English, by its own name."""
    return {row["name"]: (row["name_es"], row["name_en"]) for row in rows(NAMES)}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as the sources know it: the days it may be, both included, and how exactly."""

    first: date
    last: date
    precision: Precision


def dated(text: str) -> Dated:
    """Read ``2014``, ``2014-06`` or ``2014-06-26``."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return Dated(date(parts[0], 1, 1), date(parts[0], 12, 31), Precision.YEAR)
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        return Dated(first, after - timedelta(days=1), Precision.MONTH)
    day = date(*parts)
    return Dated(day, day, Precision.DAY)
