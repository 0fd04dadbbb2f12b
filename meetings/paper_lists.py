"""The papers of a meeting as a page lists them: by session, with the item they are of."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_instant
from crm_portal.library.models import Document, DocumentRevision
from meetings.models import AgendaItem, Meeting, MeetingPaper, PackJob, Session

MOST_JOBS = 12


@dataclass(frozen=True)
class Line:
    """One paper: its document, and the title of its item if the reader may know of it."""

    document: Document
    item: str = ""


@dataclass(frozen=True)
class Part:
    """A session of the meeting, or what belongs to none, with its papers."""

    title: str
    lines: list[Line] = field(default_factory=list)


def parts(meeting: Meeting, viewer: Viewer) -> list[Part]:
    """Return the papers of ``meeting`` that ``viewer`` may know, session by session."""
    files = DocumentRevision.objects.known_to(viewer).defer("remarks")
    papers = (
        MeetingPaper.objects.visible_to(viewer)
        .filter(meeting=meeting)
        .select_related("document", "session")
        .prefetch_related(Prefetch("document__revisions", files, "files"))
        .in_order()
    )
    rows = list(papers)
    items = _items({each.item_id for each in rows if each.item_id}, viewer)
    return [
        Part(
            title_of(session, meeting),
            [Line(each.document, items.get(each.item_id or 0, "")) for each in some],
        )
        for session, some in groupby(rows, key=lambda each: each.session)
    ]


def by_item(meeting: Meeting, viewer: Viewer) -> dict[int, list[Document]]:
    """Return the documents of each item (id) that ``viewer`` may know: one query."""
    papers = MeetingPaper.objects.visible_to(viewer).filter(meeting=meeting)
    found: dict[int, list[Document]] = defaultdict(list)
    for paper in papers.exclude(item=None).select_related("document").in_order():
        found[paper.item_id or 0].append(paper.document)
    return found


def title_of(session: Session | None, meeting: Meeting) -> str:
    """Return what a part of the papers is called: a session, and when it sits there."""
    if session is None:
        return _("Documents of the meeting")
    at = format_instant(session.starts_at, "short", tz=ZoneInfo(meeting.time_zone))
    return f"{session.name} · {at}"


def _items(pks: set[int], viewer: Viewer) -> dict[int, str]:
    if not pks:
        return {}
    visible = AgendaItem.objects.visible_to(viewer).filter(pk__in=pks)
    return {item.pk: item.title for item in visible}


def published(meeting: Meeting, at: datetime) -> dict[str, PackJob]:
    """Return the pack of public documents of each language, as long as all of it is public."""
    anybody = Viewer(at=at)
    found = PackJob.objects.published().filter(meeting=meeting)
    latest = {job.language: job for job in found.order_by("published_at", "pk")}
    return {language: job for language, job in latest.items() if job.readable_by(anybody)}


def jobs(meeting: Meeting, viewer: Viewer) -> list[PackJob]:
    """Return the packs of the viewer's delegation, of what the viewer may read, newest first."""
    found = PackJob.objects.visible_to(viewer).filter(meeting=meeting)
    found = found.exclude(state=PackJob.State.GONE).select_related("meeting")
    shown = list(found[:MOST_JOBS])
    held = {pk for job in shown for pk in job.contents}
    if not held:
        return []
    visible = DocumentRevision.objects.visible_to(viewer).readable()
    seen = set(visible.filter(pk__in=held).values_list("pk", flat=True))
    return [job for job in shown if seen.issuperset(job.contents)]
