"""Put a document among the papers of a meeting: one registered now, or one that is there."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library import services as library
from crm_portal.library.keeping import keeps
from crm_portal.library.models import Document
from crm_portal.library.services import Draft, Sheet
from meetings.models import AgendaItem, Meeting, MeetingPaper, Session


@transaction.atomic
def add_paper(
    meeting_id: int,
    draft: Draft,
    sheets: Sequence[Sheet],
    *,
    by: Viewer,
    session_id: int | None = None,
    item_id: int | None = None,
    is_demonstration: bool = False,
) -> MeetingPaper:
    """Register a document and put it among the papers of a meeting."""
    document = library.register_document(
        draft, sheets, by=by, is_demonstration=is_demonstration
    )
    return attach_paper(
        meeting_id, document.pk, by=by, session_id=session_id, item_id=item_id
    )


@transaction.atomic
def attach_paper(
    meeting_id: int,
    document_id: int,
    *,
    by: Viewer,
    session_id: int | None = None,
    item_id: int | None = None,
) -> MeetingPaper:
    """Put a document that its bringer keeps among the papers of a meeting."""
    meeting = (
        Meeting.objects.visible_to(by).select_for_update(of=("self",)).get(pk=meeting_id)
    )
    document = Document.objects.visible_to(by).get(pk=document_id)
    item = _item(meeting, item_id, by)
    session_id = session_id or (item.session_id if item else None)
    _require_attachable(meeting, document, session_id, by)
    last = meeting.papers.aggregate(last=Max("position"))["last"] or 0
    paper = MeetingPaper.objects.create(
        meeting=meeting,
        session_id=session_id,
        item=item,
        document=document,
        position=last + 1,
        added_at=by.at,
        added_by_id=by.signer,
    )
    audit.record(paper, "added", by=by, document=document.pk)
    return paper


@transaction.atomic
def detach_paper(pk: int, *, only_item: bool = False, by: Viewer) -> MeetingPaper | None:
    """Take a paper off its meeting, or off its agenda item alone; return what stays there.

    Whoever may put it there may take it off. That it was there stays on record, and the
    document itself stays where it is.
    """
    visible = MeetingPaper.objects.visible_to(by)
    paper = visible.select_for_update(of=("self",)).select_related("document").get(pk=pk)
    if not keeps(paper.document, by):
        raise Refused(
            _("Whoever keeps a document takes it off the papers of a meeting."),
            rule="001:455",
        )
    if only_item and paper.item_id is None:
        raise Conflict(_("It is of no item in particular."), code="no_item")
    paper.detached_at, paper.detached_by_id = by.at, by.signer
    paper.save(update_fields=["detached_at", "detached_by"])
    verb = "taken_off_item" if only_item else "taken_off"
    audit.record(paper, verb, by=by, document=paper.document_id)
    if not only_item:
        return None
    return MeetingPaper.objects.create(
        meeting_id=paper.meeting_id,
        session_id=paper.session_id,
        document_id=paper.document_id,
        position=paper.position,
        added_at=by.at,
        added_by_id=by.signer,
    )


def _require_attachable(
    meeting: Meeting, document: Document, session_id: int | None, by: Viewer
) -> None:
    if not keeps(document, by):
        raise Refused(
            _("Whoever keeps a document puts it among the papers of a meeting."),
            rule="001:455",
        )
    if session_id and not Session.objects.filter(pk=session_id, meeting=meeting).exists():
        raise Invalid(_("That session is of another meeting."), code="session")
    if meeting.papers.there().filter(document=document).exists():
        raise Conflict(_("It is among the papers already."), code="there")


def _item(meeting: Meeting, item_id: int | None, by: Viewer) -> AgendaItem | None:
    if item_id is None:
        return None
    visible = AgendaItem.objects.visible_to(by).filter(meeting=meeting)
    item = visible.select_related("session").filter(pk=item_id).first()
    if item is None:
        raise Invalid(_("That item is not on the agenda of this meeting."), code="item")
    return item
