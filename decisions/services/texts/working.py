"""A text begins: what it is, for which meeting, and when delegations may propose on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid
from crm_portal.core.instance import THIS
from decisions.models import Text, TextKind, TextVersion
from decisions.services.common import one_at_a_time, require_text
from decisions.services.texts.common import locked, prepared, require_preparing, take
from decisions.text_states import TextState, TextStep
from meetings.models import DraftingGroup, Meeting

DESCRIBED = ("title_es", "title_en", "place_es", "place_en", "axis", "comments_until")


@dataclass(frozen=True, slots=True)
class NewText:
    """What a text is to be. Without a meeting it is adopted between meetings, or signed."""

    kind: str
    title_es: str
    title_en: str = ""
    meeting_id: int | None = None
    body_id: int | None = None
    group_id: int | None = None
    annexed_to_id: int | None = None
    comments_until: datetime | None = None


@transaction.atomic
def open_text(draft: NewText, *, is_demonstration: bool = False, by: Viewer) -> Text:
    """Begin a text. Its first version is empty."""
    require_preparing(by)
    title = require_text(draft.title_es, _("A text needs a title in Spanish."))
    kind = TextKind.objects.filter(code=draft.kind).first()
    if kind is None:
        raise Invalid(_("There is no such kind of text."), code="kind")
    meeting = _meeting(draft)
    text = Text.objects.create(
        reference=_next_reference(by),
        kind=kind,
        title_es=title,
        title_en=draft.title_en.strip(),
        body_id=draft.body_id or (meeting.body_id if meeting else None),
        meeting=meeting,
        group_id=_group(draft, meeting),
        annexed_to_id=draft.annexed_to_id,
        comments_until=draft.comments_until,
        created_at=by.at,
        created_by_id=by.signer,
        is_demonstration=is_demonstration,
    )
    TextVersion.objects.create(
        text=text, number=1, created_at=by.at, created_by_id=by.signer
    )
    audit.record(text, "opened", by=by, kind=kind.code)
    return text


def _meeting(draft: NewText) -> Meeting | None:
    if draft.meeting_id is None:
        return None
    found = Meeting.objects.filter(pk=draft.meeting_id).first()
    if found is None:
        raise Invalid(_("There is no such meeting."), code="meeting")
    return found


def _group(draft: NewText, meeting: Meeting | None) -> int | None:
    if draft.group_id is None:
        return None
    of_meeting = DraftingGroup.objects.filter(pk=draft.group_id, meeting=meeting)
    if not of_meeting.exists():
        raise Invalid(_("The drafting group is not of this meeting."), code="group")
    return draft.group_id


def _next_reference(by: Viewer) -> str:
    """``crm-t-2026-03``: the year in San José and the next number in it, under a lock."""
    prefix = f"{THIS.code}-t-{by.on.year}-"
    one_at_a_time(prefix)
    taken = Text.objects.filter(reference__startswith=prefix)
    numbers = [
        int(ref.removeprefix(prefix)) for ref in taken.values_list("reference", flat=True)
    ]
    return f"{prefix}{max(numbers, default=0) + 1:02}"


@transaction.atomic
def describe(pk: int, *, by: Viewer, **fields: Any) -> Text:
    """Change the title, the place, the axis or the date of comments of a text in work."""
    text = prepared(pk, by=by)
    for name in DESCRIBED:
        if name in fields:
            setattr(text, name, fields[name])
    text.title_es = require_text(text.title_es, _("A text needs a title in Spanish."))
    text.save()
    audit.record(text, "described", by=by)
    return text


@transaction.atomic
def open_negotiation(pk: int, *, by: Viewer) -> Text:
    """From now on every member country sees the text and may propose on it."""
    text = prepared(pk, by=by)
    if not text.versions.filter(paragraphs__isnull=False).exists():
        raise Invalid(_("The text has no paragraphs yet."), code="no_text")
    take(text, TextStep.OPEN)
    audit.record(text, "negotiation_opened", by=by)
    return text


@transaction.atomic
def withdraw(pk: int, reason: str, *, by: Viewer) -> Text:
    """Take a text back before it is adopted; it stays on record with the reason."""
    text = locked(pk)
    require_preparing(by)
    why = require_text(reason, _("Say why the text is withdrawn."))
    take(text, TextStep.WITHDRAW)
    audit.record(text, "withdrawn", by=by, reason=why)
    return text


def is_draft(text: Text) -> bool:
    """Say whether only those who prepare the text see it."""
    return text.state == TextState.DRAFT
