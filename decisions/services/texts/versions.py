"""A draft goes out: frozen, numbered, to an audience, with a date until which to comment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid
from crm_portal.library import circles
from crm_portal.library.models.documents import Level
from crm_portal.library.rules import documents as levels
from decisions import text_notices
from decisions.models import Circulation, Text, TextVersion
from decisions.rules.texts.numbering import numbered
from decisions.services.drafting import freeze
from decisions.services.texts import papers
from decisions.services.texts.common import latest, prepared, ruled, take
from decisions.text_states import TextState, TextStep

LEVELS = (Level.MEMBERS, Level.CIRCULATION, Level.PARTICIPANTS, Level.DRAFTING)


@transaction.atomic
def circulate(
    pk: int,
    level: str,
    circle: str = "",
    comments_until: datetime | None = None,
    note: str = "",
    *,
    by: Viewer,
) -> Circulation:
    """Freeze the text as the next numbered draft and send it to an audience.

    ``comments_until`` is an excluded bound. A text that was still a draft is then open to
    negotiation. The next edit begins the next number.
    """
    text = prepared(pk, by=by)
    _require_audience(text, level, circle, by)
    if comments_until is not None and comments_until <= by.at:
        raise Invalid(_("The date for comments is past."), code="comments_until")
    version = latest(text)
    fixed(text, version, by, note=note)
    found = Circulation.objects.create(
        version=version,
        level=level,
        circle=circle,
        comments_until=comments_until,
        circulated_at=by.at,
        user_id=by.signer,
    )
    text.comments_until = comments_until
    text.save(update_fields=["comments_until"])
    if text.state == TextState.DRAFT:
        take(text, TextStep.OPEN)
    papers.ask_draft(found, by=by)
    text_notices.tell_circulated(found, text, by=by)
    audit.record(text, "circulated", by=by, version=version.number, level=level)
    return found


def _require_audience(text: Text, level: str, circle: str, by: Viewer) -> None:
    if level not in LEVELS:
        raise Invalid(_("A draft does not go to this audience."), code="level")
    if not levels.is_circled(level):
        return
    of_meeting = f"meeting:{text.meeting_id}:"
    if not circle.startswith(of_meeting) or circle not in circles.of(by):
        raise Invalid(
            _("The circle is not one of this text’s meeting that you belong to."),
            code="circle",
        )


def fixed(text: Text, version: TextVersion, by: Viewer, *, note: str = "") -> TextVersion:
    """Freeze a version for ever, each paragraph with the number by which it is cited."""
    if version.frozen_at is not None:
        return version
    rows = list(version.paragraphs.all())
    if not rows:
        raise Invalid(_("The text has no paragraphs yet."), code="no_text")
    numbers = numbered(ruled(version), text.rules.numbering)
    for row in rows:
        row.number = numbers[row.key].reference
    version.paragraphs.bulk_update(rows, ["number"])
    if note.strip():
        version.note = note.strip()
        version.save(update_fields=["note"])
    freeze(version, by)
    return version
