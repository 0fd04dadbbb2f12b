"""How many activities are on record, by kind, beside the totals the Conference published.

The published table counts to 2016 and does not say how: what is on record here is what a
source dates, and the difference is said.
"""

from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.sources import cite
from meetings.meeting_states import OVER
from meetings.models import BodyKind, Meeting, Mode

COUNTED_UNTIL = date(2016, 12, 31)
TOTAL = 122
SOURCE = "001:712 001:713 001:714 001:715 001:716 001:717 001:718"
# Kind, what it is called, what the table of 2016 says of it.
KINDS = (
    ("conferences", gettext_lazy("Regional Conference on Migration"), 21),
    ("grcm", gettext_lazy("Regional Consultation Group on Migration"), 42),
    ("ad_hoc", gettext_lazy("Meetings of ad hoc groups"), 6),
    ("events", gettext_lazy("Workshops, seminars and training"), 38),
    ("other", gettext_lazy("Regional and virtual meetings"), 15),
)
OF_BODY = {
    BodyKind.VICE_MINISTERIAL: "conferences",
    BodyKind.GRCM: "grcm",
    BodyKind.AD_HOC_GROUP: "ad_hoc",
    BodyKind.EVENT: "events",
}


def kind_of(body_kind: str, mode: str) -> str:
    """Return under which line of the table a meeting is counted.

    What is neither of the four first kinds, and a virtual activity that is no ad hoc
    group's, is a regional or virtual meeting.
    """
    kind = OF_BODY.get(BodyKind(body_kind), "other")
    return "other" if kind == "events" and mode == Mode.VIRTUAL else kind


def table() -> dict[str, Any]:
    """Return the lines of the table, the published one beside the recorded one; one query."""
    counted = _recorded()
    rows: list[dict[str, Any]] = [
        {
            "label": str(label),
            "published": published,
            "recorded": counted["then"].get(kind, 0),
            "missing": published - counted["then"].get(kind, 0),
            "since": counted["since"].get(kind, 0),
        }
        for kind, label, published in KINDS
    ]
    recorded = sum(row["recorded"] for row in rows)
    return {
        "rows": rows,
        "published": TOTAL,
        "recorded": recorded,
        "since": sum(row["since"] for row in rows),
        "source": cite(SOURCE),
        "difference": _difference(recorded),
    }


def _recorded() -> dict[str, dict[str, int]]:
    over = Meeting.objects.filter(state__in=OVER, is_demonstration=False)
    rows = (
        over.order_by().values_list("body__kind", "mode", "ends_on").annotate(n=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {"then": {}, "since": {}}
    for body_kind, mode, ends_on, number in rows:
        part = found["then" if ends_on <= COUNTED_UNTIL else "since"]
        kind = kind_of(body_kind, mode)
        part[kind] = part.get(kind, 0) + number
    return found


def _difference(recorded: int) -> str:
    return _(
        "Of the %(published)s activities that the Conference counted to 2016, a source "
        "gives a date for %(recorded)s, and those are on record here. The published table "
        "does not list them, nor does it say under which line it counted the meetings of "
        "the networks."
    ) % {"published": TOTAL, "recorded": recorded}
