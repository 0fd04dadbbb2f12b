"""The members' confirmed calendars 2025-2028, read from the shipped reference data."""

import csv
import json
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

from crm_portal.core.calendars import Closure, MemberCalendar, compute

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "crm_portal" / "reference"
CONFIRMED = range(2025, 2029)
TZ_VERSION = "2026.6"

# In the Conference's order of States.
CAPITALS = {
    "BZ": "America/Belize",
    "CA": "America/Toronto",
    "CR": "America/Costa_Rica",
    "SV": "America/El_Salvador",
    "US": "America/New_York",
    "GT": "America/Guatemala",
    "HN": "America/Tegucigalpa",
    "MX": "America/Mexico_City",
    "NI": "America/Managua",
    "PA": "America/Panama",
    "DO": "America/Santo_Domingo",
}


def rows():
    """Return the rows of the reference calendar as the file has them."""
    with (REFERENCE / "calendars-2025-2028.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def examples():
    """Return the worked examples of the procedure."""
    return json.loads((HERE / "deadline_examples.json").read_text("utf-8"))["examples"]


def closure(country, day, kind="public_holiday", name="Feriado"):
    """Return a closure without an instrument."""
    return Closure(country, day, kind, name, name)


def calendar(code, *closures, tz="", version="1", rank=0):
    """Return a calendar of ``closures`` with every year of the data confirmed."""
    return MemberCalendar.of(
        code,
        tz or CAPITALS.get(code, "America/Costa_Rica"),
        closures,
        version=version,
        confirmed_years=CONFIRMED,
        rank=rank,
    )


def _load():
    closures = defaultdict(list)
    for row in rows():
        day = date.fromisoformat(row["date"])
        closures[row["country"]].append(
            Closure(
                row["country"],
                day,
                row["kind"],
                row["name"],
                row["name"],
                row["instrument"],
            )
        )
    return {
        code: calendar(code, *closures[code], rank=rank)
        for rank, code in enumerate(CAPITALS)
    }


CALENDARS = _load()
ALL = tuple(CALENDARS.values())


def instant(text):
    """Return the instant written as ``2026-12-04T06:00:00Z``."""
    return datetime.fromisoformat(text)


def count(start, calendars=ALL, terms=None):
    """Return the computation of a term distributed at the instant written ``start``."""
    return compute(instant(start), calendars, terms, tz_version=TZ_VERSION)
