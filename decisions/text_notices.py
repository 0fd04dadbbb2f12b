"""Letters about texts: circulated, decided, adopted, to be published; in their reader's language.

Subjects carry the reference and no words of the text. What no longer holds is not sent.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core import notifications
from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from crm_portal.library.models.documents import Level
from decisions.models import Circulation, Proposal, Text
from decisions.text_states import TextState
from members.access import focal_points, viewer_for
from members.models import Mandate, Party

SUBJECTS: dict[str, str | Promise] = {
    "circulated": _("%(reference)s: a draft was circulated"),
    "decided": _("%(reference)s: your proposal was decided"),
    "adopted": _("%(reference)s: the text was adopted"),
    "to_publish": _("%(reference)s: a text waits to be published"),
}
# The state in which each letter still says what is so.
HOLDS = {
    "circulated": (TextState.OPEN,),
    "decided": (TextState.OPEN,),
    "adopted": (TextState.ADOPTED, TextState.PUBLISHED),
    "to_publish": (TextState.ADOPTED,),
}
ROUTINE = frozenset({"text.decided"})


def tell_circulated(found: Circulation, text: Text, *, by: Viewer) -> None:
    """Owe the letter to the focal points of whom the draft was circulated to."""
    parties = Party.objects.members_on(by.on)
    if found.level == Level.CIRCULATION:
        parties = Party.objects.active_on(by.on)
    to = [*focal_points(parties.values_list("pk", flat=True), by.at), *_secretariat(by)]
    _owe("circulated", text, to, f"{found.pk}", by)


def tell_decided(proposal: Proposal, text: Text, *, by: Viewer) -> None:
    """Owe the letter to the focal points of the delegation that proposed it."""
    to = focal_points([proposal.party_id], by.at)
    occasion = f"{proposal.number}:{by.at.isoformat()}"
    _owe("decided", text, to, occasion, by, number=proposal.number)


def tell_adopted(text: Text, *, by: Viewer) -> None:
    """Owe the letter to the focal points of every member, and to the Secretariat."""
    members = Party.objects.members_on(by.on).values_list("pk", flat=True)
    _owe("adopted", text, [*focal_points(members, by.at), *_secretariat(by)], "", by)


def tell_to_publish(text: Text, *, by: Viewer) -> None:
    """Owe the letter to whoever may publish what this person proposed."""
    others = set(_secretariat(by)) - {by.user_id}
    _owe("to_publish", text, others, by.at.isoformat(), by)


def _secretariat(by: Viewer) -> list[int]:
    found = Mandate.objects.at(by.at).filter(role=Role.SECRETARIAT, user__is_active=True)
    return list(found.values_list("user_id", flat=True))


def _owe(
    what: str, text: Text, to: Iterable[int], occasion: str, by: Viewer, **data: Any
) -> None:
    key = f"text:{text.pk}:{what}:{occasion}"
    notifications.owe(f"text.{what}", text, to=sorted(set(to)), key=key, by=by, **data)


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for; None where it no longer holds."""
    user, what = notice.recipient, notice.event.removeprefix("text.")
    seen = Text.objects.visible_to(viewer_for(user, at)).filter(state__in=HOLDS[what])
    text = seen.select_related("kind", "meeting").filter(pk=notice.target_id).first()
    if text is None:
        return None
    number = notice.data.get("number")
    proposal = Proposal.objects.filter(text=text, number=number).first() if number else None
    with override(user.language):
        context = {
            "user": user,
            "text": text,
            "event": what,
            "proposal": proposal,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + text.get_absolute_url(),
        }
        body = render_to_string("mail/text/letter.txt", context)
        subject = str(SUBJECTS[what]) % {"reference": text.reference}
        return Letter(to=user.email, subject=subject, body=body)
