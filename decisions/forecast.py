"""What a deadline would be: the question as people put it, the count, and the answer in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from crm_portal.core import calendar_words, calendars, deadline_text
from crm_portal.core.calendars import SEARCH_LIMIT, SEAT, CalendarError, Computation, Terms
from crm_portal.core.display import format_day
from crm_portal.core.errors import Invalid
from crm_portal.core.i18n import LANGUAGES
from decisions.reports.words import city_text, party_text
from decisions.services.deadlines import POLICY, TZ_VERSION
from members.calendars import member_calendars
from members.models import Party

# From the year of the Conference's first meeting to the end of this century.
FIRST_DAY, LAST_DAY = date(1996, 1, 1), date(2099, 12, 31)
MOST_DAYS = 60
SHOWN = 20
# Which parameter a refusal of the engine is about.
CAUSES = {
    "policy": "policy",
    "members": "members",
    "days": "days",
    "search-limit": "days",
    "naive-instant": "from",
    "range": "from",
}


class BadParameter(Invalid):
    """A parameter that makes no question: ``code`` is ``<parameter>_<what is wrong>``."""

    def __init__(self, parameter: str, wrong: str, message: str) -> None:
        super().__init__(message, code=f"{parameter}_{wrong}")
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Question:
    """A term of ``business_days`` distributed at ``start_at``, for some members or for all.

    ``members`` are codes; empty, they are the members on the day of the event.
    """

    start_at: datetime
    business_days: int
    members: tuple[str, ...] = ()
    policy: str = POLICY

    @property
    def event_date(self) -> date:
        return calendars.seat_date(self.start_at)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The answer: the computation, and the parties it counts."""

    computation: Computation
    parties: tuple[Party, ...]


def read(parameters: Mapping[str, str]) -> Question:
    """Return the question put by ``from``, ``days``, ``members`` and ``policy``.

    Raises BadParameter, which names the first that is wrong.
    """
    given = {name: parameters.get(name, "").strip() for name in parameters}
    return Question(
        start_at=_start(given.get("from", "")),
        business_days=_days(given.get("days", "")),
        members=_codes(given.get("members", "")),
        policy=given.get("policy", "") or POLICY,
    )


def _start(text: str) -> datetime:
    if not text:
        raise BadParameter("from", "required", _("Say from which instant the term counts."))
    try:
        at = _instant(text)
    except ValueError:
        message = _("“%(text)s” is no date or instant: write it as 2026-09-10T15:00:00Z.")
        raise BadParameter("from", "invalid", message % {"text": text[:SHOWN]}) from None
    if at.tzinfo is None:
        raise BadParameter(
            "from",
            "without_zone",
            _(
                "An instant needs its time zone: end it in Z, or in an offset such as -06:00."
            ),
        )
    if not FIRST_DAY.year <= at.year <= LAST_DAY.year:
        message = _("A term can be counted from %(first)s to %(last)s.")
        limits = {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        raise BadParameter("from", "out_of_range", message % limits)
    return at.astimezone(UTC)


def _instant(text: str) -> datetime:
    """A day alone is that day at the Secretariat's seat: all of it gives the same deadline."""
    try:
        return datetime.combine(date.fromisoformat(text), time.min, tzinfo=SEAT)
    except ValueError:
        # An offset's plus sign reaches an address as a space unless it is written %2B.
        return datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)


def _days(text: str) -> int:
    if not text:
        raise BadParameter(
            "days", "required", _("Say how many business days the term has.")
        )
    if not re.fullmatch(r"[0-9]{1,4}", text):
        message = _("“%(text)s” is no number of business days.")
        raise BadParameter("days", "invalid", message % {"text": text[:SHOWN]})
    if not 1 <= int(text) <= MOST_DAYS:
        message = _("A term has from 1 to %(most)s business days.") % {"most": MOST_DAYS}
        raise BadParameter("days", "out_of_range", message)
    return int(text)


def _codes(text: str) -> tuple[str, ...]:
    codes = [code.strip().upper() for code in text.split(",")]
    return tuple(dict.fromkeys(code for code in codes if code))


def forecast(question: Question) -> Forecast:
    """Count the term, on the calendars as they stand now. Raises BadParameter."""
    parties = _consulted(question)
    terms = Terms(policy=question.policy, business_days=question.business_days)
    on = question.event_date
    kept = member_calendars(
        parties, question.start_at, first=on, last=on + timedelta(days=2 * SEARCH_LIMIT)
    )
    try:
        computation = calendars.compute(
            question.start_at, kept, terms, tz_version=TZ_VERSION
        )
    except CalendarError as error:
        _blame(error, question)
    counted = {term.country for term in computation.per_member}
    return Forecast(computation, tuple(each for each in parties if each.code in counted))


def _consulted(question: Question) -> list[Party]:
    members = {party.code: party for party in Party.objects.members_on(question.event_date)}
    for code in question.members:
        if code not in members:
            message = _("“%(code)s” is not the code of a member country on %(day)s.") % {
                "code": code[:SHOWN],
                "day": format_day(question.event_date, "full"),
            }
            raise BadParameter("members", "unknown", message)
    return [members[code] for code in question.members] or list(members.values())


def _blame(error: CalendarError, question: Question) -> NoReturn:
    """Say which parameter the engine could not count with."""
    parameter, wrong = CAUSES.get(error.code, "from"), error.code.replace("-", "_")
    message = calendar_words.words(error)
    if error.code == "members" and ":" in question.policy:
        parameter, wrong = "policy", "not_consulted"
        message = _("The country of the policy is not one of the members counted.")
    elif error.code == parameter:
        wrong = "unknown"
    raise BadParameter(parameter, wrong, message) from error


def answer(found: Forecast) -> dict[str, Any]:
    """Return the forecast for JSON: the computation, and its words in both languages."""
    return {
        **found.computation.to_dict(),
        "sentence": {each: sentence(found, each) for each in LANGUAGES},
        "why": {each: why(found, each) for each in LANGUAGES},
        "why_not": _in_both(found, why_not),
        "notes": {each: notes(found, each) for each in LANGUAGES},
    }


def _in_both(found: Forecast, say: Any) -> dict[str, Any] | None:
    said = {each: say(found, each) for each in LANGUAGES}
    return said if all(said.values()) else None


def sentence(found: Forecast, language: str) -> str:
    """Return ``hasta las 23:59 del …, hora de San José``, for a reader of no country."""
    closing = calendars.zone(found.computation.zone)
    city = ""
    if closing != SEAT:
        city = city_text(found.parties[0])[language]
    closes_at = found.computation.closes_at
    return deadline_text.sentence(closes_at, "", "", language, seat=closing, city=city)


def why(found: Forecast, language: str) -> list[str]:
    """Return the sentences that explain the last day."""
    told = names(found.parties, language)
    return deadline_text.why(found.computation, None, told, language, is_planned=True)


def why_not(found: Forecast, language: str) -> dict[str, Any] | None:
    """Return why the term does not end on the naive day, or None where it does."""
    told = names(found.parties, language)
    reasons = deadline_text.why_not(found.computation, told, language)
    return {"question": reasons[0], "days": reasons[1]} if reasons else None


def notes(found: Forecast, language: str) -> list[str]:
    """Return what the count stands on that nobody has confirmed."""
    told = names(found.parties, language)
    return deadline_text.warnings(found.computation, told, language)


def names(parties: Sequence[Party], language: str) -> dict[str, str]:
    """Return each country's name by its code."""
    return {party.code: party_text(party)[language] for party in parties}
