"""What the reserve fund waits for from its case officers: rows of “Today”, and the way there."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import Viewer
from finance.models import CaseDecision, CaseOfficer, FundCase
from finance.rules import powers
from finance.states import CaseState

DUE = "due"


def today(viewer: Viewer) -> list[dict[str, Any]]:
    """Return ``{"label", "text", "note", "url", "tone"}`` a row; nothing but counts of cases.

    Two queries for an officer, one for everybody else. Officers to whom no menu shows the
    finances have a row in any case.
    """
    sides = CaseOfficer.objects.sides_of(viewer)
    if not sides:
        return []
    rows = list(_waiting(viewer.user_id, sides))
    if not rows and not powers.sees_contributions(viewer):
        rows.append(_row(_("Cases of the reserve fund"), "", ""))
    return rows


def _waiting(user: int | None, sides: frozenset[str]) -> Iterator[dict[str, Any]]:
    said = CaseDecision.objects.filter(case=OuterRef("pk"))
    spoken = said.filter(Q(decided_by=user) | Q(side__in=sides))
    counts = FundCase.objects.aggregate(
        word=Count("pk", filter=Q(~Exists(spoken), state=CaseState.TO_DECIDE)),
        money=Count("pk", filter=Q(state=CaseState.GRANTED)),
        data=Count("pk", filter=Q(state=CaseState.INCOMPLETE)),
    )
    if n := counts["word"]:
        text = ngettext(
            "%(count)d case waits for your decision",
            "%(count)d cases wait for your decision",
            n,
        )
        yield _row(text % {"count": n}, CaseState.TO_DECIDE)
    if n := counts["money"]:
        text = ngettext(
            "%(count)d case was granted and has no funds reserved",
            "%(count)d cases were granted and have no funds reserved",
            n,
        )
        yield _row(text % {"count": n}, CaseState.GRANTED)
    if n := counts["data"]:
        text = ngettext("%(count)d case lacks data", "%(count)d cases lack data", n)
        yield _row(text % {"count": n}, CaseState.INCOMPLETE)


def _row(text: str, state: str, tone: str = DUE) -> dict[str, Any]:
    url = reverse("finance:fund-cases")
    return {
        "label": _("Reserve fund"),
        "text": text,
        "note": "",
        "url": f"{url}?state={state}" if state else url,
        "tone": tone,
    }
