"""Why a term ends on the day it does, in sentences, for the reader's country first."""

from collections.abc import Mapping, Sequence
from datetime import date

from crm_portal.core.calendars import Closure, Computation, MemberTerm, nth_weekday
from crm_portal.core.deadline_text.phrases import PHRASES, REASONS
from crm_portal.core.deadline_text.words import (
    Dating,
    day_month,
    day_number,
    listed,
    number,
    tongue,
    with_article,
)

FOUR_WEEKS = 28
A_RUN = 3

Names = Mapping[str, str]


def why(
    computation: Computation,
    member: str | None,
    names: Names,
    language: str,
    *,
    is_planned: bool = False,
) -> list[str]:
    """Return the sentences that explain the last day to a reader of ``member``.

    The day of distribution does not count; when the reader's own days end; which countries
    fix the common deadline, and by which closures; then suspensions, outages, and a day
    announced earlier that stands. ``names`` gives each country's name in ``language``;
    ``is_planned`` is for a text not distributed yet.
    """
    term = next((each for each in computation.per_member if each.country == member), None)
    dating = _dating(computation)
    opening = "planned" if is_planned else "distributed"
    return [
        _distribution(opening, computation, term, dating, language),
        _own_days(computation, term, names, dating, language),
        _common_day(computation, names, dating, language),
        *_events(computation, dating, language),
    ]


def why_not(
    computation: Computation, names: Names, language: str
) -> tuple[str, list[str]] | None:
    """Return ``¿Por qué no es el miércoles 2?`` and a line per day that moved the term.

    None where counting Monday to Friday gives the same day.
    """
    if not computation.moved_by:
        return None
    says = PHRASES[tongue(language)]
    countries: dict[tuple[date, str], list[str]] = {}
    for closure in computation.moved_by:
        key = closure.day, closure.name(tongue(language))
        countries.setdefault(key, []).append(names[closure.country])
    lines = [
        says["moved_line"].format(
            day=day_month(day, language), countries=listed(given, language), name=name
        )
        for (day, name), given in countries.items()
    ]
    naive = _dating(computation)(computation.naive, language)
    return says["why_not"].format(day=naive), lines


def warnings(computation: Computation, names: Names, language: str) -> list[str]:
    """Return a sentence for each calendar year used that its country has not confirmed."""
    unconfirmed = PHRASES[tongue(language)]["unconfirmed"]
    return [
        unconfirmed.format(country=with_article(names[country], language), year=year)
        for country, year in computation.warnings
    ]


def not_counted(closures: Sequence[Closure], dating: Dating, language: str) -> str:
    """Return ``feriado el jueves 26`` or ``días no hábiles del lunes 14 al lunes 21``.

    Closures of several countries on one day are one day.
    """
    days = sorted({closure.day for closure in closures})
    kinds = {str(closure.kind) for closure in closures}
    words = REASONS[tongue(language)][kinds.pop() if len(kinds) == 1 else "mixed"]
    said = [phrase for run in _runs(days) for phrase in _run(run, dating, language)]
    return f"{words[len(days) > 1]} {listed(said, language)}"


def _dating(computation: Computation) -> Dating:
    """Weekday and number are enough until the same pair can come again, four weeks on."""
    length = computation.ends_on - computation.event_date
    return day_number if length.days < FOUR_WEEKS else day_month


def _distribution(
    opening: str,
    computation: Computation,
    term: MemberTerm | None,
    dating: Dating,
    language: str,
) -> str:
    says = PHRASES[tongue(language)]
    said = says[opening].format(day=dating(computation.event_date, language))
    if term:
        said += says["first_day"].format(day=dating(term.days[0], language))
    return f"{said}."


def _own_days(
    computation: Computation,
    term: MemberTerm | None,
    names: Names,
    dating: Dating,
    language: str,
) -> str:
    says = PHRASES[tongue(language)]
    total, extension = computation.terms.total, computation.terms.extension
    quantity = "one" if total == 1 else "many"
    whose = "term" if len(computation.per_member) == 1 else "own"
    said = says[f"{whose}_{quantity}"].format(count=number(total, language))
    if extension:
        by = "extended_one" if extension == 1 else "extended_many"
        said += says[by].format(count=number(extension, language))
    said += "."
    if term and whose == "own":
        country = with_article(names[term.country], language)
        end = says[f"own_end_{quantity}"]
        said += " " + end.format(country=country, day=dating(term.ends_on, language))
    return said


def _common_day(
    computation: Computation, names: Names, dating: Dating, language: str
) -> str:
    says = PHRASES[tongue(language)]
    counted, decide = len(computation.per_member), len(computation.determining)
    groups = _by_reason(computation)
    if counted == decide > 1 and len(groups) == 1:
        if not computation.excluded:
            return says["common_all"]
        reason = not_counted(computation.excluded, dating, language)
        return says["common_all_moved"].format(reason=reason)
    countries = _countries(groups, names, dating, language)
    if counted == 1:
        return says["sole"].format(countries=countries)
    return says["common_one" if decide == 1 else "common_many"].format(countries=countries)


def _by_reason(computation: Computation) -> dict[tuple[date, ...], list[MemberTerm]]:
    """Put together the determining members that skipped the same days."""
    groups: dict[tuple[date, ...], list[MemberTerm]] = {}
    for term in computation.per_member:
        if term.country in computation.determining:
            days = tuple(closure.day for closure in term.excluded)
            groups.setdefault(days, []).append(term)
    return groups


def _countries(
    groups: Mapping[tuple[date, ...], list[MemberTerm]],
    names: Names,
    dating: Dating,
    language: str,
) -> str:
    because = PHRASES[tongue(language)]["because"]
    said = []
    for days, terms in groups.items():
        given = [with_article(names[term.country], language) for term in terms]
        country = listed(given, language)
        if days:
            closures = [closure for term in terms for closure in term.excluded]
            reason = not_counted(closures, dating, language)
            country = because.format(country=country, reason=reason)
        said.append(country)
    is_plain = all(len(terms) == 1 for terms in groups.values())
    return listed(said, language, ", " if is_plain else "; ")


def _runs(days: Sequence[date]) -> list[list[date]]:
    """Split days into runs without a day from Monday to Friday between them."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and nth_weekday(runs[-1][-1], 1) == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run(run: Sequence[date], dating: Dating, language: str) -> list[str]:
    says = PHRASES[tongue(language)]
    if len(run) >= A_RUN:
        first, last = dating(run[0], language), dating(run[-1], language)
        return [says["from_to"].format(first=first, last=last)]
    return [says["on_day"].format(day=dating(day, language)) for day in run]


def _events(computation: Computation, dating: Dating, language: str) -> list[str]:
    """Say what happened to the term: suspensions, outages, an earlier day that stands."""
    says = PHRASES[tongue(language)]
    last = dating(computation.ends_on, language)
    said = []
    for pause in computation.terms.pauses:
        key = "paused_one" if pause.suspended_on == pause.resumed_on else "paused_many"
        first, until = (
            dating(day, language) for day in (pause.suspended_on, pause.resumed_on)
        )
        said.append(says[key].format(first=first, last=until))
    if not computation.is_held:
        return said
    outages = [dating(day, language) for day in computation.terms.outages]
    said += [says["outage"].format(day=day, last=last) for day in outages]
    return said if outages else [*said, says["held"].format(last=last)]
