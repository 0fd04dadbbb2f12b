"""Why a bound moved, as the end of “the deadline moves from … to … because …”."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core import deadline_text
from crm_portal.core.calendars import Closure, Computation, utc
from crm_portal.core.i18n import active_language
from decisions.models.rounds import ComputationCause
from decisions.notices.facts import Facts
from decisions.presentation import wording
from members.models import Party


def extended(facts: Facts) -> dict[str, Any]:
    """The presidency granted every member more days; its reason stands on the page."""
    granted = getattr(facts.round, "extension", None)
    count = granted.business_days if granted else 0
    reason = ngettext(
        "the presidency granted every member one business day more",
        "the presidency granted every member %(count)s business days more",
        count,
    ) % {"count": count}
    return _moved(facts, reason)


def resumed(facts: Facts) -> dict[str, Any]:
    return _moved(facts, _("the days of the suspension are given back to every member"))


def outage(facts: Facts) -> dict[str, Any]:
    return _moved(facts, _("the portal was not available on the last day"))


def calendar_changed(facts: Facts) -> dict[str, Any]:
    """Name the closures that were entered: country, day, name and instrument (2.5)."""
    added = _entered(facts)
    names = {party.code: party for party in Party.objects.filter(code__in=_codes(added))}
    reasons = [_closed(closure, names[closure.country]) for closure in added]
    because = deadline_text.listed(reasons, active_language(), "; ")
    return _moved(facts, because or _("the calendar of a member changed"))


def _moved(facts: Facts, reason: str) -> dict[str, Any]:
    """The sentence for the two bounds of this notice; and whether it has moved again since."""
    old, new = facts.data["old"], facts.data["new"]
    before, after = datetime.fromisoformat(old), datetime.fromisoformat(new)
    in_force = facts.computation
    said = deadline_text.change(before, after, reason, active_language())
    return {
        "change": "" if before == after else said,
        "moved_again": in_force is not None and utc(in_force.closes_at) != new,
    }


def _entered(facts: Facts) -> list[Closure]:
    """The closures that the computation of this notice counts and the one before did not."""
    rows = facts.computations
    for before, after in pairwise(rows):
        is_this = after.made_at == facts.notice.owed_at
        if is_this and after.cause == ComputationCause.CLOSURE:
            known = set(_closures(Computation.from_dict(before.result)))
            found = _closures(Computation.from_dict(after.result))
            return [closure for key, closure in found.items() if key not in known]
    return []


def _closures(computed: Computation) -> dict[tuple[str, date], Closure]:
    return {
        (closure.country, closure.day): closure
        for term in computed.per_member
        for closure in term.closures
    }


def _codes(closures: list[Closure]) -> set[str]:
    return {closure.country for closure in closures}


def _closed(closure: Closure, party: Party) -> str:
    language = active_language()
    called = [closure.name(language), closure.instrument]
    return _("%(country)s does not work on %(day)s (%(name)s)") % {
        "country": wording.the_party(party),
        "day": deadline_text.day_month(closure.day, language),
        "name": ", ".join(part for part in called if part),
    }
