"""Say when a term would end, and why: the same computation that the portal publishes."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core import calendars
from crm_portal.core.calendars import Closure, Computation, MemberTerm
from crm_portal.core.display import format_day
from crm_portal.core.i18n import LANGUAGES
from decisions import forecast
from decisions.forecast import BadParameter, Forecast

WIDTH = 24


class Command(BaseCommand):
    help = "Count a term of business days and print its deadline with the reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the parameters; ``--from`` and ``--days`` are required."""
        parser.add_argument("--from", required=True, help="ISO 8601 instant, or a day")
        parser.add_argument("--days", required=True, help="business days of each member")
        parser.add_argument("--members", default="", help="codes, such as BZ,CA (all)")
        parser.add_argument("--policy", default="", help="R1, R1-NARROW or ONE:CC (R1)")
        parser.add_argument("--json", action="store_true", help="the computation as JSON")
        parser.add_argument("--language", choices=LANGUAGES, default="es")

    def handle(self, **options: Any) -> None:
        """Print the forecast, or the reason why there is none."""
        with override(options["language"]):
            try:
                question = forecast.read({
                    name: options[name] for name in ("from", "days", "members", "policy")
                })  # fmt: skip
                found = forecast.forecast(question)
            except BadParameter as refused:
                raise CommandError(f"--{refused.parameter}: {refused.message}") from None
            if options["json"]:
                answer = forecast.answer(found)
                self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
                return
            for line in _lines(found, options["language"]):
                self.stdout.write(line)


def _lines(found: Forecast, language: str) -> Iterator[str]:
    yield _capital(forecast.sentence(found, language))
    yield ""
    yield from _facts(found.computation)
    yield ""
    yield from _table(found, language)
    yield from _closures(found, language)
    yield ""
    yield from forecast.why(found, language)
    if reason := forecast.why_not(found, language):
        yield reason["question"]
        yield from (f"  {line}" for line in reason["days"])
    yield from (f"! {note}" for note in forecast.notes(found, language))
    yield ""
    yield _versions(found.computation)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _facts(computation: Computation) -> Iterator[str]:
    facts = (
        (_("Sent"), calendars.utc(computation.start_at)),
        (_("Day of the event"), computation.event_date.isoformat()),
        (_("Policy"), computation.terms.policy),
        (_("Business days"), str(computation.terms.total)),
        (_("Closes before"), calendars.utc(computation.closes_at)),
        (_("Last instant"), calendars.utc(computation.last_instant)),
        (_("Monday to Friday only"), computation.naive.isoformat()),
    )
    yield from (f"{label + ':':{WIDTH}}{value}" for label, value in facts)


def _table(found: Forecast, language: str) -> Iterator[str]:
    names = forecast.names(found.parties, language)
    yield _(
        "Days of each member, and the bound on its capital's clock (* fixes the deadline):"
    )
    for term in found.computation.per_member:
        mark = "*" if term.country in found.computation.determining else " "
        days = ", ".join(format_day(day, "brief", language) for day in term.days)
        local = _local(term, found.computation)
        yield f"{mark} {term.country} {names[term.country]:{WIDTH}}{days}  ({local})"


def _local(term: MemberTerm, computation: Computation) -> str:
    closes_at = computation.closes_at.astimezone(calendars.zone(term.tz))
    return f"{closes_at:%Y-%m-%d %H:%M %Z}"


def _closures(found: Forecast, language: str) -> Iterator[str]:
    if not found.computation.excluded:
        return
    yield ""
    yield _("Days not counted:")
    for closure in found.computation.excluded:
        yield f"  {_closure(closure, language)}"


def _closure(closure: Closure, language: str) -> str:
    day = format_day(closure.day, "short", language)
    instrument = f" ({closure.instrument})" if closure.instrument else ""
    return f"{day}  {closure.country}  {closure.name(language)}{instrument}"


def _versions(computation: Computation) -> str:
    kept = ", ".join(term.calendar_version for term in computation.per_member)
    return _("Calendars: %(calendars)s; time zones: tzdata %(tzdata)s.") % {
        "calendars": kept,
        "tzdata": computation.tz_version,
    }
