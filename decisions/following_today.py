"""What commitments wait for from the reader: the rows of “Today”.

Two queries, besides those that say which texts the reader sees.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import Role, Viewer
from crm_portal.core.display import format_day
from decisions.models.following import Commitment, CommitmentReport
from decisions.presentation.following_up import board_words as words
from decisions.rules.following import powers
from decisions.rules.following.reports import Cell, Report, days_late, is_stale
from decisions.rules.following.urgency import ORDER, SOON, Urgency, urgency
from decisions.rules.following.words import SETTLED, Word

MOST = 5
TITLE = 160
TONES = {Urgency.OVERDUE: "late"}


def today(viewer: Viewer) -> list[dict[str, Any]]:
    """Return ``{"label", "text", "note", "url", "tone"}`` a row, what is overdue, first."""
    rows = [*_overdue(viewer)] if powers.may_follow(viewer) else []
    return [*rows, *_own(viewer)]


def _overdue(viewer: Viewer) -> Iterator[dict[str, Any]]:
    """Yield one row for whoever follows up: how many are overdue, and where they go."""
    live = Commitment.objects.visible_to(viewer).live()
    if many := live.filter(due_on__lt=viewer.on).count():
        yield {
            "label": _("Follow-up"),
            "text": ngettext(
                "%(count)s commitment is overdue", "%(count)s commitments are overdue", many
            )
            % {"count": many},
            "note": _("Put them on the agenda of the next meeting"),
            "url": reverse("following:agenda"),
            "tone": "late",
        }


def _own(viewer: Viewer) -> list[dict[str, Any]]:
    """Return what the reader's party leads or is asked, where it is due or its report is old."""
    if viewer.party_id is None or viewer.is_public:
        return []
    found = []
    for row in _asked(viewer):
        cell = _cell(row, viewer.on)
        now = urgency(row.term, [cell], viewer.on)
        is_settled = cell.word in SETTLED
        if now is not Urgency.ON_TRACK and not is_settled:
            found.append((ORDER[now], row.due_on or viewer.on, row, now))
    found.sort(key=lambda each: each[:2])
    rows = [_row(row, now, viewer) for _order, _day, row, now in found[:MOST]]
    return [*rows, *_more(len(found) - MOST)]


def _asked(viewer: Viewer) -> Any:
    own = CommitmentReport.objects.filter(
        commitment=OuterRef("pk"), party=viewer.party_id, reported_on__lte=viewer.on
    ).order_by("-reported_on", "-pk")
    asked = Q(lead_party=viewer.party_id) | Q(pk__in=_joined(viewer))
    if viewer.has(Role.MEMBER):
        asked |= Q(by_country=True)
    told = {name: Subquery(own.values(name)[:1]) for name in ("word", "reported_on")}
    pressing = Q(due_on__lte=viewer.on + SOON) | Q(review_on__lte=viewer.on)
    live = Commitment.objects.visible_to(viewer).live().filter(asked)
    seen = live.annotate(said=told["word"], said_on=told["reported_on"])
    return seen.filter(pressing | Q(said_on__isnull=False)).order_by("due_on", "pk")


def _joined(viewer: Viewer) -> Any:
    through = Commitment.partners.through.objects.filter(party=viewer.party_id)
    return through.values("commitment")


def _cell(row: Any, on: date) -> Cell:
    if row.said is None:
        return Cell("", None)
    last = Report("", Word(row.said), row.said_on)
    return Cell("", last, is_stale=is_stale(last, on))


def _row(row: Commitment, now: Urgency, viewer: Viewer) -> dict[str, Any]:
    return {
        "label": words.number(row),
        "text": Truncator(row.what).chars(TITLE),
        "note": _note(row, now, viewer),
        "url": reverse("following:commitment", args=[row.pk]),
        "tone": TONES.get(now, "due"),
    }


def _note(row: Commitment, now: Urgency, viewer: Viewer) -> str:
    if late := days_late(row.term, viewer.on):
        return ngettext("overdue by %(count)s day", "overdue by %(count)s days", late) % {
            "count": late
        }
    if now is Urgency.STALE:
        return _("your last report is older than half a year")
    if row.due_on is not None:
        return _("due on %(day)s") % {"day": format_day(row.due_on, "dated")}
    return _("to be reviewed")


def _more(many: int) -> Iterator[dict[str, Any]]:
    if many > 0:
        told = ngettext("and %(count)s more", "and %(count)s more", many)
        yield {
            "label": _("Follow-up"),
            "text": told % {"count": many},
            "note": "",
            "url": reverse("following:board"),
            "tone": "due",
        }
