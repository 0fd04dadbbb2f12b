"""“Notices”: what whoever signs in was told of. It knows every app, and decides nothing.

Each app says who may still know of what (its ``noticed`` module); what a reader may no longer
see is neither listed nor counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from crm_portal.core import noticed
from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice, NoticeQuerySet
from crm_portal.library import circles
from crm_portal.library import noticed as library
from decisions import noticed as decisions
from finance import noticed as finance
from meetings import noticed as meetings
from members import noticed as members
from members.http import PortalRequest

MATTERS = (
    *decisions.MATTERS,
    *meetings.MATTERS,
    *library.MATTERS,
    *finance.MATTERS,
    *members.MATTERS,
)
# The parts of the house, in the order in which they are offered.
PARTS: dict[str, str | Promise] = {
    decisions.CONSULTATIONS: gettext_lazy("Consultations"),
    meetings.MEETINGS: gettext_lazy("Meetings"),
    decisions.TEXTS: gettext_lazy("Drafting"),
    decisions.FOLLOWING: gettext_lazy("Follow-up"),
    finance.FINANCES: gettext_lazy("Finances"),
    library.DOCUMENTS: gettext_lazy("Documents"),
    library.BULLETINS: pgettext_lazy("section", "Bulletins"),
    members.ACCOUNT: gettext_lazy("Your account"),
}
UNREAD, READ = "unread", "read"
FORMAL, ROUTINE = "formal", "routine"
PER_PAGE = 25
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for; what nobody knows is not asked. ``before``: older than that."""

    shown: str = ""
    part: str = ""
    kind: str = ""
    before: int = 0

    @property
    def is_filtered(self) -> bool:
        return bool(self.shown or self.part or self.kind)

    @property
    def filters(self) -> dict[str, str]:
        """The filters as an address carries them, without the place in the list."""
        said = {"shown": self.shown, "part": self.part, "kind": self.kind}
        return {name: value for name, value in said.items() if value}

    def address(self, before: int = 0) -> str:
        """Return the page's address with the filters, from ``before`` on."""
        return reverse("core:notices") + self.query(before)

    def query(self, before: int = 0) -> str:
        """Return the filters, and where the list begins, as the end of an address."""
        said = self.filters | ({"before": str(before)} if before else {})
        return f"?{urlencode(said)}" if said else ""


def asked_for(given: Mapping[str, str]) -> Asked:
    """Read the filters of an address."""
    return Asked(
        shown=_known(given.get("shown", ""), (UNREAD, READ)),
        part=_known(given.get("part", ""), PARTS),
        kind=_known(given.get("kind", ""), (FORMAL, ROUTINE)),
        before=_number(given.get("before", "")),
    )


def unread(viewer: Viewer) -> int:
    """Return how many notices wait to be read by the viewer: one query where none does."""
    with circles.asked_once():
        return noticed.known_to(viewer, MATTERS, Notice.objects.unread()).count()


@never_cache
@require_safe
def notices(request: PortalRequest) -> HttpResponse:
    """The notices of the reader, the newest first."""
    viewer, asked = request.viewer, asked_for(request.GET)
    newest = _newest(viewer)
    with circles.asked_once():
        rows = list(found(viewer, asked)[: PER_PAGE + 1])
        shown = rows[:PER_PAGE]
        lines = noticed.lines(shown, viewer, MATTERS)
    context = {
        "lines": [(line, PARTS[line.part]) for line in lines],
        "unread": unread(viewer),
        "asked": asked,
        "query": asked.query(asked.before),
        "parts": PARTS,
        "older": asked.address(shown[-1].pk) if len(rows) > PER_PAGE else "",
        "newest": 0 if asked.before else newest,
        "newest_url": asked.address() if asked.before else "",
    }
    return render(request, "core/notices.html", context)


@never_cache
@require_safe
def follow(request: PortalRequest, notice: int) -> HttpResponse:
    """Lead to what a notice is about; it is read from then on."""
    own = _own(request.viewer, notice)
    line = next(iter(noticed.lines(own, request.viewer, MATTERS)), None)
    if line is None:
        raise Http404
    if request.method == "GET":
        noticed.mark_read(own, by=request.viewer)
    return HttpResponseRedirect(line.url)


@require_POST
def read(request: PortalRequest, notice: int) -> HttpResponse:
    """Set one notice aside as read."""
    own = _own(request.viewer, notice)
    if not own.exists():
        raise Http404
    noticed.mark_read(own, by=request.viewer)
    return _back(request)


@require_POST
def read_all(request: PortalRequest) -> HttpResponse:
    """Set aside as read what was listed, up to the newest that the reader had before them."""
    newest = _number(request.POST.get("newest", ""))
    listed = found(request.viewer, asked_for(request.GET)).filter(pk__lte=newest)
    noticed.mark_read(listed, by=request.viewer)
    return _back(request)


def found(viewer: Viewer, asked: Asked) -> NoticeQuerySet:
    """Return the notices that ``viewer`` may know of among those looked for, the newest first."""
    rows = _after(asked.before, viewer)
    if asked.shown == UNREAD:
        rows = rows.unread()
    elif asked.shown == READ:
        rows = rows.filter(Q(read_at__isnull=False) | Q(skipped_at__isnull=False))
    if asked.kind:
        is_routine = Q(event__in=noticed.routine())
        rows = rows.filter(is_routine if asked.kind == ROUTINE else ~is_routine)
    matters = [each for each in MATTERS if asked.part in {"", each.part}]
    return noticed.known_to(viewer, matters, rows)


def _after(before: int, viewer: Viewer) -> NoticeQuerySet:
    """Return what comes after one of the reader's own notices in the list; 0: all of it."""
    every = Notice.objects.all()
    if not before:
        return every
    last = Notice.objects.filter(pk=before, recipient=viewer.user_id).first()
    if last is None:
        return every.none()
    same_instant = Q(owed_at=last.owed_at, pk__lt=last.pk)
    return every.filter(Q(owed_at__lt=last.owed_at) | same_instant)


def _newest(viewer: Viewer) -> int:
    """Return the last notice that was owed to the viewer so far; 0 where there is none."""
    own = Notice.objects.filter(recipient=viewer.user_id)
    return own.aggregate(last=Max("pk"))["last"] or 0


def _own(viewer: Viewer, pk: int) -> NoticeQuerySet:
    return noticed.known_to(viewer, MATTERS, Notice.objects.filter(pk=pk))


def _back(request: PortalRequest) -> HttpResponse:
    asked = asked_for(request.GET)
    return redirect(asked.address(asked.before))


def _known(value: str, known: Any) -> str:
    return value if value in known else ""


def _number(value: str) -> int:
    """Return a number as an address carries it; 0 for what is none, or too large to be one."""
    is_one = value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER
    return int(value) if is_one else 0
