"""What members were asked, as the pages tell it: who replied, with what, who was reminded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.library.models import Document, RenderJob
from decisions.models.following_requests import (
    InformationRequest,
    ReminderKind,
    RequestAsked,
    RequestReminder,
    RequestReply,
)
from decisions.presentation.register import citing
from decisions.rules.following import powers, requests
from decisions.rules.following.requests import Reply, Tally
from members.models import Party
from members.reports import sortable

WORDS: dict[Reply, tuple[str, str | Promise]] = {
    Reply.RECEIVED: ("ok", gettext_lazy("replied")),
    Reply.RECEIVED_LATE: ("due", gettext_lazy("replied late")),
    Reply.PENDING: ("line", gettext_lazy("pending")),
    Reply.OVERDUE: ("late", gettext_lazy("overdue")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A request in a list: how many replied and how one tells it; how the reader's own stands."""

    asked: InformationRequest
    tally: Tally
    own: tuple[str, str | Promise] | None

    @property
    def told(self) -> str:
        """Return the sentence of the report, in the active language."""
        return sentence(self.tally)


def sentence(told: Tally) -> str:
    """Return how many replied, as the report of 2003 told it (002:35)."""
    return _(told.sentence) % told.numbers


def listed(viewer: Viewer) -> QuerySet[InformationRequest]:
    """Return the requests that the viewer may see, with who was asked and who replied."""
    asked = Prefetch("asked", RequestAsked.objects.select_related("party"))
    replies = Prefetch("replies", RequestReply.objects.visible_to(viewer))
    seen = InformationRequest.objects.visible_to(viewer).select_related("asked_by")
    return seen.prefetch_related(asked, replies)


def rows_of(asked: InformationRequest, viewer: Viewer) -> tuple[requests.Row, ...]:
    """Return how each country stands, of a request that was read with its rows."""
    codes = {each.party_id: each.party.code for each in asked.asked.all()}
    answers = [
        requests.Answer(codes[each.party_id], each.replied_on, each.pk, each.document_id)
        for each in asked.replies.all()
        if each.party_id in codes
    ]
    return requests.rows(list(codes.values()), answers, viewer.on, due_on=asked.due_on)


def line(asked: InformationRequest, viewer: Viewer) -> Line:
    """Return the line of a request, of one that was read with its rows."""
    found = rows_of(asked, viewer)
    own = {
        each.party.code for each in asked.asked.all() if each.party_id == viewer.party_id
    }
    mine = next((row for row in found if row.party in own), None)
    return Line(asked, requests.tally(found), WORDS[mine.standing] if mine else None)


def one(viewer: Viewer, pk: int) -> InformationRequest | None:
    """Return a request with its rows, if the viewer may see it: three queries."""
    links = ("provision__text", "commitment", "closed_by")
    return listed(viewer).select_related(*links).filter(pk=pk).first()


def is_asked(asked: InformationRequest, viewer: Viewer) -> bool:
    """Say whether the viewer's country was asked."""
    return any(each.party_id == viewer.party_id for each in asked.asked.all())


def page(asked: InformationRequest, viewer: Viewer) -> dict[str, Any]:
    """Return what the page of a request shows: five queries."""
    found = rows_of(asked, viewer)
    told = requests.tally(found)
    parties = {each.party.code: each.party for each in asked.asked.all()}
    replies = {each.pk: each for each in asked.replies.all()}
    reminders = list(asked.reminders.all())
    held = {each.document_id for each in replies.values()}
    held |= {each.document_id for each in reminders}
    documents = Document.objects.visible_to(viewer).in_bulk(held - {None})
    is_open = asked.closed_at is None
    follows = powers.may_follow(viewer)
    return {
        "asked": asked,
        "told": sentence(told),
        "tally": told,
        "rows": _rows(found, parties, replies, documents),
        "reminders": _reminders(reminders, parties, documents, viewer),
        "because": citing.url(asked.provision.text, asked.provision)
        if asked.provision
        else "",
        "cited": citing.address(asked.provision, asked.provision.text)
        if asked.provision
        else "",
        "may_reply": is_open and is_asked(asked, viewer) and powers.may_read(viewer),
        "has_replied": any(each.party_id == viewer.party_id for each in replies.values()),
        "may_remind": is_open and follows and told.pending > 0,
        "may_close": is_open and follows,
    }


def _rows(
    found: Sequence[requests.Row],
    parties: Mapping[str, Party],
    replies: Mapping[int, RequestReply],
    documents: Mapping[int, Document],
) -> list[dict[str, Any]]:
    told = [
        {
            "party": parties[row.party].name,
            "tone": WORDS[row.standing][0],
            "word": WORDS[row.standing][1],
            "reply": replies[row.answer.row] if row.answer else None,
            "fields": list(replies[row.answer.row].data.items()) if row.answer else [],
            "document": documents.get(row.answer.document or 0) if row.answer else None,
        }
        for row in found
    ]
    return sorted(told, key=lambda row: sortable(str(row["party"])))


def _reminders(
    reminders: Sequence[RequestReminder],
    parties: Mapping[str, Party],
    documents: Mapping[int, Document],
    viewer: Viewer,
) -> list[dict[str, Any]]:
    papers = letters(reminders, viewer)
    return [
        {
            "on": each.reminded_on,
            "how": each.get_kind_display(),
            "to": _names(each.parties, parties),
            "document": documents.get(each.document_id or 0),
            "letter": reverse("following:request-letter", args=[each.request_id, each.pk])
            if each.pk in papers
            else "",
        }
        for each in reminders
    ]


def _names(codes: Sequence[str], parties: Mapping[str, Party]) -> str:
    names = [parties[code].name if code in parties else code for code in codes]
    return ", ".join(sorted(names, key=sortable))


def letters(reminders: Sequence[RequestReminder], viewer: Viewer) -> dict[int, RenderJob]:
    """Return the papers of the letters that the viewer may read, by reminder: one query."""
    kept = [each for each in reminders if each.kind == ReminderKind.LETTER]
    if not kept:
        return {}
    found = RenderJob.objects.visible_to(viewer).filter(
        target_type=ContentType.objects.get_for_model(RequestReminder),
        target_id__in=[each.pk for each in kept],
    )
    return {each.target_id: each for each in found.select_related("document")}
