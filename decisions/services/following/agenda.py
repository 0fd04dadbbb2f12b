"""Put what is overdue, or to be reviewed, on the draft agenda of a meeting ahead (001:378)."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from decisions.models.following import Commitment
from decisions.services.following.board import for_the_agenda
from decisions.services.following.common import require_following
from meetings.meeting_states import State
from meetings.models import AgendaItem, ItemStanding, Meeting, ReferredMatter
from meetings.services.agenda import may_prepare, take_item
from meetings.services.agenda_carrying import refer_matter, take_matter

OVER = (State.CLOSED, State.FINAL, State.CALLED_OFF)
LONGEST_TITLE = 300
# Addresses are kept in Spanish and translated where they are read.
KEPT_IN = "es"


def meetings_ahead(by: Viewer) -> list[Meeting]:
    """Return the meetings whose agenda ``by`` prepares, the next one first."""
    seen = Meeting.objects.visible_to(by).filter(ends_on__gte=by.on)
    ahead = seen.exclude(state__in=OVER).select_related("body")
    return [each for each in ahead.order_by("starts_on", "pk") if may_prepare(each, by)]


@transaction.atomic
def put(meeting_id: int, commitment_ids: Iterable[int], *, by: Viewer) -> list[AgendaItem]:
    """Put commitments on the draft agenda of a meeting, each with the way back to its page.

    Conflict: one of them is not overdue or to be reviewed, or is on that agenda already.
    """
    require_following(by)
    chosen = list(dict.fromkeys(commitment_ids))
    if not chosen:
        raise Invalid(_("Choose at least one commitment."), code="required")
    ready = {row.pk: row for row in for_the_agenda(by)}
    if not ready.keys() >= set(chosen):
        raise Conflict(
            _("Only what is overdue or to be reviewed is put on the agenda."),
            code="not_due",
            rule="001:378",
        )
    meeting = Meeting.objects.visible_to(by).select_related("body").get(pk=meeting_id)
    return [_put(meeting, ready[pk], by) for pk in chosen]


def _put(meeting: Meeting, commitment: Commitment, by: Viewer) -> AgendaItem:
    matter = refer_matter(
        meeting.body,
        title_es=_title(commitment.what_es),
        title_en=_title(commitment.what_en),
        reference=f"C-{commitment.pk}/{meeting.symbol}",
        url=address(commitment),
        by=by,
    )
    assert matter is not None  # noqa: S101 - the body is there
    set_aside = AgendaItem.objects.visible_to(by).filter(
        pk=matter.taken_as_id or 0, standing=ItemStanding.SET_ASIDE
    )
    if was := set_aside.first():
        item = take_item(was.pk, by=by)
    else:
        item = take_matter(meeting.pk, matter.pk, by=by)
    audit.record(commitment, "put_on_agenda", by=by, meeting=meeting.symbol)
    return item


def _title(what: str) -> str:
    return Truncator(" ".join(what.split())).chars(LONGEST_TITLE)


def address(commitment: Commitment) -> str:
    """Return the address by which an agenda names a commitment."""
    with override(KEPT_IN):
        return reverse("following:commitment", args=[commitment.pk])


def items_of(commitment: Commitment, by: Viewer) -> QuerySet[AgendaItem]:
    """Return the items of agendas, as far as ``by`` knows them, that took a commitment up."""
    seen = AgendaItem.objects.visible_to(by).on_the_agenda()
    found = seen.filter(referred_url=address(commitment)).select_related("meeting")
    return found.order_by("meeting__starts_on", "pk")


def taken(meetings: Sequence[Meeting], by: Viewer) -> dict[str, list[str]]:
    """Return by address the symbols of those meetings whose agenda holds it: one query."""
    matters = ReferredMatter.objects.visible_to(by).filter(
        taken_as__meeting__in=meetings, taken_as__standing=ItemStanding.TAKEN
    )
    found: dict[str, list[str]] = {}
    for url, symbol in matters.values_list("url", "taken_as__meeting__symbol"):
        found.setdefault(url, []).append(symbol)
    return found
