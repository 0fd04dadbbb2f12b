"""Letters about what members are asked: opened, missing, answered; cells proposed and decided.

Subjects carry a number or a code and no words of what is asked. What no longer holds is not
sent: whoever has replied is not told that a reply is missing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core import notifications
from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from decisions.models.following_matrices import MatrixCell
from decisions.models.following_questionnaires import Questionnaire, QuestionnaireAnswer
from decisions.models.following_requests import InformationRequest, RequestReply
from members.access import focal_points, viewer_for
from members.models import Mandate, Party

SUBJECTS: dict[str, str | Promise] = {
    "opened": _("Request %(number)s to the member countries"),
    "reminded": _("Request %(number)s: the reply of your country is pending"),
    "replied": _("Request %(number)s: a country replied"),
    "questionnaire": _(
        "Questionnaire %(number)s: it waits for the answers of your country"
    ),
    "proposed": _("Matrix %(number)s: a cell waits to be confirmed"),
    "decided": _("Matrix %(number)s: your proposal was decided"),
}
ROUTINE = frozenset({"request.replied", "request.proposed"})
Told = dict[str, Any]


def tell_opened(asked: InformationRequest, parties: Iterable[int], *, by: Viewer) -> None:
    """Owe the letter to the focal points of the countries asked."""
    _owe("opened", asked, focal_points(parties, by.at), "", by)


def tell_reminded(asked: InformationRequest, codes: Iterable[str], *, by: Viewer) -> None:
    """Owe the reminder to the focal points of those who are missing."""
    parties = Party.objects.filter(code__in=list(codes)).values_list("pk", flat=True)
    _owe("reminded", asked, focal_points(parties, by.at), by.at.isoformat(), by)


def tell_replied(reply: RequestReply, asked: InformationRequest, *, by: Viewer) -> None:
    """Owe the letter to the Secretariat, and to whoever asks where that is a country."""
    to = {*_secretariat(by), *focal_points([asked.asked_by_id], by.at)} - {by.user_id}
    _owe("replied", asked, to, f"{reply.pk}", by, party=by.party_id)


def tell_questionnaire(asked: Questionnaire, *, by: Viewer) -> None:
    """Owe the letter to the focal points of every member."""
    members = Party.objects.members_on(by.on).values_list("pk", flat=True)
    _owe("questionnaire", asked, focal_points(members, by.at), "", by)


def tell_proposed(cell: MatrixCell, *, by: Viewer) -> None:
    """Owe the letter to the Secretariat, which confirms or declines."""
    _owe("proposed", cell, set(_secretariat(by)) - {by.user_id}, "", by)


def tell_decided(cell: MatrixCell, *, by: Viewer) -> None:
    """Owe the letter to the focal points of the country whose cell it is."""
    _owe("decided", cell, focal_points([cell.party_id], by.at), "", by)


def _secretariat(by: Viewer) -> list[int]:
    found = Mandate.objects.at(by.at).filter(role=Role.SECRETARIAT, user__is_active=True)
    return list(found.values_list("user_id", flat=True))


def _owe(
    what: str, target: Model, to: Iterable[int], occasion: str, by: Viewer, **data: Any
) -> None:
    key = f"request:{target._meta.model_name}:{target.pk}:{what}:{occasion}"
    notifications.owe(f"request.{what}", target, to=sorted(set(to)), key=key, by=by, **data)


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for; None where it no longer holds."""
    user, what = notice.recipient, notice.event.removeprefix("request.")
    found = READ[what](notice, viewer_for(user, at))
    if found is None:
        return None
    with override(user.language):
        target = found["target"]
        context = {
            **found,
            "user": user,
            "event": what,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + reverse(found["page"], args=found["where"]),
        }
        subject = str(SUBJECTS[what]) % {"number": found.get("number", target.pk)}
        body = render_to_string("mail/request/letter.txt", context)
        return Letter(to=user.email, subject=subject, body=body)


def _request(notice: Notice, viewer: Viewer) -> Told | None:
    seen = InformationRequest.objects.visible_to(viewer).live()
    asked = seen.select_related("asked_by").filter(pk=notice.target_id).first()
    if asked is None:
        return None
    party: int = notice.data.get("party") or viewer.party_id or 0
    if notice.event != "request.replied" and asked.replies.filter(party=party).exists():
        return None
    return {
        "target": asked,
        "party": Party.objects.filter(pk=party).first(),
        "page": "following:request",
        "where": [asked.pk],
    }


def _questionnaire(notice: Notice, viewer: Viewer) -> Told | None:
    seen = Questionnaire.objects.visible_to(viewer)
    asked = seen.filter(pk=notice.target_id).first()
    own = QuestionnaireAnswer.objects.visible_to(viewer).filter(party=viewer.party_id)
    if asked is None or own.filter(questionnaire=asked, handed_in_at__isnull=False):
        return None
    return {"target": asked, "page": "following:questionnaire", "where": [asked.pk]}


def _cell(notice: Notice, viewer: Viewer) -> Told | None:
    """A proposal that was decided waits no longer for the Secretariat."""
    seen = MatrixCell.objects.visible_to(viewer).filter(pk=notice.target_id)
    cell = seen.select_related("topic__matrix", "party", "verdict").first()
    if cell is None or (notice.event == "request.proposed" and hasattr(cell, "verdict")):
        return None
    matrix = cell.topic.matrix
    return {
        "target": cell,
        "number": matrix.code,
        "matrix": matrix,
        "page": "following:matrix-cell",
        "where": [matrix.code, cell.topic.code, cell.party.code],
    }


READ: dict[str, Callable[[Notice, Viewer], Told | None]] = {
    "opened": _request,
    "reminded": _request,
    "replied": _request,
    "questionnaire": _questionnaire,
    "proposed": _cell,
    "decided": _cell,
}
