"""What a person was told of: the notices owed to them, as far as they may still know of them.

Who may know of what, only the apps can say: each lists its matters (:class:`Matter`). A notice
that no matter covers is shown to nobody.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from crm_portal.core import digests
from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice, NoticeQuerySet


def unsaid(row: Any) -> str:
    """Say nothing besides the subject: it names what it is about."""
    del row
    return ""


def everything(viewer: Viewer) -> Q:
    """Say that no notice is left out for what it is."""
    del viewer
    return Q()


@dataclass(frozen=True, slots=True)
class Matter:
    """What the notices of a family are about, or of some of its ``events``.

    ``rows`` are the records that a viewer may know of; without it the matter is the reader's
    own account. ``known`` leaves notices out for what they are. ``page`` is where a reader
    goes; ``subject`` names what has not left by mail yet; ``about`` says which record it is,
    where no subject does: a page may say what a mail does not.
    """

    family: str
    part: str
    page: Callable[[Notice, Any], str]
    subject: Callable[[Notice, Any], str | Promise]
    rows: Callable[[Viewer], QuerySet[Any]] | None = None
    events: frozenset[str] = frozenset()
    known: Callable[[Viewer], Q] = everything
    about: Callable[[Any], str] = unsaid

    def covers(self, event: str) -> bool:
        """Say whether a notice of ``event`` is about this matter."""
        family, _dot, what = event.partition(".")
        return family == self.family and (not self.events or what in self.events)

    def reaches(self, viewer: Viewer) -> Q:
        """Return which notices of the matter ``viewer`` may know of."""
        found = Q(event__startswith=f"{self.family}.") & self.known(viewer)
        if self.events:
            found = Q(event__in=[f"{self.family}.{each}" for each in self.events])
            found &= self.known(viewer)
        if self.rows is not None:
            found &= Q(target_id__in=self.rows(viewer).values("pk"))
        return found


Matters = Sequence[Matter]


@dataclass(frozen=True, slots=True)
class Sending:
    """Whether a notice left by mail: in words, since when, and how it is marked."""

    words: str
    at: datetime | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as its reader sees it."""

    notice: Notice
    part: str
    subject: str
    about: str
    url: str
    is_formal: bool
    sending: Sending

    @property
    def is_unread(self) -> bool:
        return self.notice.read_at is None and self.notice.skipped_at is None


def known_to(viewer: Viewer, matters: Matters, among: NoticeQuerySet) -> NoticeQuerySet:
    """Return those ``among`` notices that are owed to ``viewer`` and may be known to them now.

    The newest first. One query says which matters there are: only of those it is asked who
    may know of what.
    """
    own = among.filter(recipient=viewer.user_id).order_by("-owed_at", "-id")
    if viewer.is_public or viewer.user_id is None:
        return own.none()
    events = set(own.order_by().values_list("event", flat=True).distinct())
    reached = Q(pk__in=[])
    for each in matters:
        if any(each.covers(event) for event in events):
            reached |= each.reaches(viewer)
    return own.filter(reached)


def routine() -> list[str]:
    """Return the events that may wait for their reader's hours."""
    paths = settings.ROUTINE_NOTICES.values()
    return sorted({event for path in paths for event in import_string(path)})


def mark_read(found: NoticeQuerySet, *, by: Viewer) -> int:
    """Write down that their reader has seen ``found``; return how many were new to them.

    It is a mark of the reader's own, on no record: nothing is audited.
    """
    mine = found.filter(recipient=by.signer, read_at=None).values("pk")
    return Notice.objects.filter(pk__in=mine).update(read_at=by.at)


def lines(notices: Iterable[Notice], viewer: Viewer, matters: Matters) -> list[Line]:
    """Return notices as lines: at most one query for each matter that is among them.

    Where several matters cover an event, the last of them says what it is about.
    """
    listed = list(notices)
    of_matter: dict[int, list[Notice]] = {}
    for notice in listed:
        index = max(
            (i for i, m in enumerate(matters) if m.covers(notice.event)), default=-1
        )
        of_matter.setdefault(index, []).append(notice)
    told: dict[int, Line] = {}
    for index, mine in of_matter.items():
        if index >= 0:
            told |= _told(matters[index], mine, viewer)
    return [told[each.pk] for each in listed if each.pk in told]


def _told(matter: Matter, mine: list[Notice], viewer: Viewer) -> dict[int, Line]:
    if matter.rows is None:
        return {notice.pk: _line(notice, None, matter) for notice in mine}
    wanted = {notice.target_id for notice in mine}
    rows = {row.pk: row for row in matter.rows(viewer).filter(pk__in=wanted)}
    return {
        notice.pk: _line(notice, rows[notice.target_id], matter)
        for notice in mine
        if notice.target_id in rows
    }


def _line(notice: Notice, row: Any, matter: Matter) -> Line:
    return Line(
        notice=notice,
        part=matter.part,
        subject=notice.subject or str(matter.subject(notice, row)),
        about=matter.about(row),
        url=matter.page(notice, row),
        is_formal=digests.is_formal(notice.event),
        sending=sending_of(notice),
    )


def sending_of(notice: Notice) -> Sending:
    """Return whether and when a notice left by mail, for its reader."""
    if notice.bounced_at is not None:
        return Sending(_("The mail came back"), notice.bounced_at, "late")
    if notice.dead_at is not None:
        return Sending(_("The mail could not be delivered"), notice.dead_at, "late")
    if notice.skipped_at is not None:
        return Sending(_("Not sent: it no longer applied"), notice.skipped_at, "line")
    if notice.sent_at is not None:
        is_carried = notice.carrier_id is not None
        words = _("Sent with the day's mail") if is_carried else _("Sent by mail")
        return Sending(words, notice.sent_at)
    if notice.waits or notice.carrier_id is not None:
        return Sending(_("Waits for the hours you chose"), None, "due")
    return Sending(_("About to leave by mail"), None, "due")
