"""Letters about documents, in their reader's language.

No title of a restricted document is in any; of a closed door not even a symbol.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core import notifications
from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from crm_portal.library import circles, rules
from crm_portal.library.models import AudienceChange, Document, Level
from crm_portal.library.models.downgrades import ChangeState
from crm_portal.library.standing_in import delegates_of
from members.access import secretariat, troika_at, viewer_for, voice_focal_points


def tell_second_persons(change: AudienceChange, *, by: Viewer) -> None:
    """Owe the letter that a proposal waits, to whoever may be its second person."""
    notifications.owe(
        "document.widening_proposed",
        change,
        to=[each for each in _candidates(change.document, by) if each != by.user_id],
        key=f"document:{change.document_id}:widening:{change.pk}",
        by=by,
    )


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter, if the proposal still waits and its reader may decide on it."""
    user = notice.recipient
    change = AudienceChange.objects.select_related("document").get(pk=notice.target_id)
    viewer = viewer_for(user, at)
    if change.state != ChangeState.PROPOSED or not _may_decide(change, viewer):
        return None
    document, is_closed = change.document, change.document.level == Level.CLOSED
    with override(user.language):
        page = reverse("library:documents") if is_closed else document.get_absolute_url()
        context = {
            "user": user,
            "change": change,
            "symbol": "" if is_closed else document.symbol,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + page,
        }
        body = render_to_string("mail/document/widening.txt", context)
        subject = _("A document waits for a second person")
        return Letter(to=user.email, subject=subject, body=body)


def _candidates(document: Document, by: Viewer) -> Iterable[int]:
    """Those of the door, or those who conduct; whether each may, is asked when it is sent."""
    if document.level == Level.CLOSED:
        return circles.accounts(document.circle, by)
    presidency = voice_focal_points(troika_at(by.at).chairs, by.at)
    return [*presidency, *secretariat(by.at)]


def _may_decide(change: AudienceChange, viewer: Viewer) -> bool:
    document = change.document
    reads = Document.objects.visible_to(viewer).filter(pk=document.pk).exists()
    if not reads or (
        document.level == Level.CLOSED and document.circle not in circles.of(viewer)
    ):
        return False
    proposer = change.proposed_by_id
    return rules.may_approve(
        viewer,
        document.level,
        proposed_by=proposer,
        delegates=delegates_of(proposer, viewer),
    )
