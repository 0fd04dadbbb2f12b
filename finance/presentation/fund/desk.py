"""What case officers see of cases: the list in their order, and one with all that is known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import audit
from finance import act_words
from finance.models import CaseDecision, Entry, FundCase, Journal, JournalKind
from finance.rules.eligibility import Category, Reason
from finance.rules.fund import Side
from finance.states import CASE_STEPS, CaseState, CaseStep
from members.models import Party

TONES = {
    CaseState.EXCLUDED: "late",
    CaseState.INCOMPLETE: "due",
    CaseState.TO_DECIDE: "due",
    CaseState.GRANTED: "ok",
    CaseState.WAITING: "due",
    CaseState.RESERVED: "ok",
    CaseState.CLOSED: "line",
    CaseState.REFUSED: "late",
    CaseState.ERASED: "off",
}


@dataclass(frozen=True, slots=True)
class Act:
    """Something that an officer may do with a case, as it stands."""

    name: str
    label: str | Promise
    guard: Callable[[Any], bool]
    weight: str = ""


def _can(step: CaseStep) -> Callable[[Any], bool]:
    return lambda case: (case.state, step) in CASE_STEPS


ACTS = (
    Act("complete", gettext_lazy("Complete the data"), _can(CaseStep.COMPLETE), "go"),
    Act("decide", gettext_lazy("Decide"), _can(CaseStep.GRANT), "go"),
    Act(
        "reserve",
        gettext_lazy("Reserve funds"),
        lambda case: case.state in (CaseState.GRANTED, CaseState.WAITING),
        "go",
    ),
    Act("pay", gettext_lazy("Record a payment"), _can(CaseStep.PAY), "go"),
    Act("read", gettext_lazy("Read what was told"), lambda case: bool(case.told)),
    Act("close", gettext_lazy("Close the case"), _can(CaseStep.CLOSE)),
    Act("erase", gettext_lazy("Erase the case"), _can(CaseStep.ERASE), "stop"),
)
# Of one payment, which its own line offers.
RETURN = Act("return", gettext_lazy("Record that a payment came back"), lambda case: True)
BY_NAME = {act.name: act for act in (*ACTS, RETURN)}


def members(on: date) -> list[Party]:
    """Return the countries whose nationals may be helped, of that day."""
    return list(Party.objects.members_on(on))


def listed(found: QuerySet[FundCase], state: str) -> QuerySet[FundCase]:
    """Return the cases of one state, or all of them, newest first."""
    chosen = found.filter(state=state) if state in CaseState.values else found
    return chosen.select_related("country").order_by("-requested_on", "-pk")


def turns() -> dict[int, int]:
    """Return the place of each case that waits, from one."""
    waiting = FundCase.objects.all().waiting().values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(waiting, start=1)}


def rows(cases: Iterable[FundCase]) -> list[dict[str, Any]]:
    """Return the lines of the list; one query for the places of those that wait."""
    shown = list(cases)
    is_waiting = any(case.state == CaseState.WAITING for case in shown)
    places = turns() if is_waiting else {}
    return [
        {
            "case": case,
            "url": reverse("finance:fund-case", args=[case.number]),
            "tone": TONES[CaseState(case.state)],
            "situations": situations(case),
            "turn": places.get(case.pk),
        }
        for case in shown
    ]


def situations(case: FundCase) -> str:
    """Return the situations of a case in words, the special ones told by the rule."""
    return ", ".join(str(Category(each).label) for each in case.categories)


def reasons(case: FundCase) -> list[str]:
    """Return everything that stands against a case, in words."""
    return [str(Reason(each).label) for each in case.reasons]


def acts(case: FundCase, sides: frozenset[str], user: int | None) -> list[dict[str, Any]]:
    """Return what may be done now, by somebody of ``sides``; the first is the next step."""
    open_ = [act for act in ACTS if act.guard(case)]
    if not open_sides(case, sides, user):
        open_ = [act for act in open_ if act.name != "decide"]
    return [
        {
            "label": act.label,
            "weight": act.weight,
            "url": reverse(f"finance:fund-{act.name}", args=[case.number]),
        }
        for act in open_
    ]


def open_sides(case: FundCase, sides: frozenset[str], user: int | None) -> list[str]:
    """Return for which sides somebody may still speak: each side once, each person once."""
    said = list(case.decisions.all())
    if any(row.decided_by_id == user for row in said):
        return []
    return sorted(sides - {row.side for row in said})


def voices(case: FundCase) -> list[dict[str, Any]]:
    """Return what each side said; a side that is not needed and said nothing is not shown."""
    said: dict[str, CaseDecision] = {row.side: row for row in case.decisions.all()}
    shown = [side for side in Side if side.value in said or _is_awaited(case)]
    return [{"side": side.label, "row": said.get(side.value)} for side in shown]


def _is_awaited(case: FundCase) -> bool:
    return case.needs_joint and case.state == CaseState.TO_DECIDE


def with_voices(found: QuerySet[FundCase]) -> QuerySet[FundCase]:
    """Read who decided together with the case."""
    return found.prefetch_related("decisions__decided_by")


def page(case: Any, sides: frozenset[str], user: int | None) -> dict[str, Any]:
    """Return what the page of a case shows; ``case`` is read with its money and its voices."""
    return {
        "case": case,
        "tone": TONES[CaseState(case.state)],
        "situations": situations(case),
        "reasons": reasons(case),
        "voices": voices(case),
        "turn": turns().get(case.pk) if case.state == CaseState.WAITING else None,
        "movements": _movements(case),
        "readings": case.readings.select_related("user").order_by("-pk"),
        "history": _history(case),
        "acts": acts(case, sides, user),
        "title": _("Case %(number)s") % {"number": case.number},
    }


def payments(case: FundCase) -> QuerySet[Journal]:
    """Return the payments of a case that did not come back."""
    mine = Entry.objects.filter(journal=OuterRef("pk"), case=case)
    return Journal.objects.all().standing().filter(Exists(mine), kind=JournalKind.PAYMENT)


def _movements(case: Any) -> list[dict[str, Any]]:
    entries = case.entries.filter(journal__kind__in=MOVES, cents__gt=0)
    found = entries.select_related("journal__reversed_by").order_by("journal__id")
    return [
        {
            "journal": entry.journal,
            "cents": entry.cents,
            "return_url": _return_url(case, entry.journal),
        }
        for entry in found
    ]


def _return_url(case: FundCase, journal: Journal) -> str:
    if journal.kind != JournalKind.PAYMENT or hasattr(journal, "reversed_by"):
        return ""
    return reverse("finance:fund-return", args=[case.number, journal.pk])


MOVES = ("reservation", "payment", "release", "reversal")


def _history(case: FundCase) -> list[dict[str, Any]]:
    return [
        {
            "at": entry.at,
            "text": act_words.ACTS.get(entry.verb, entry.verb.rpartition(".")[2]),
            "by": entry.actor_label,
        }
        for entry in reversed(audit.of(case))
    ]
