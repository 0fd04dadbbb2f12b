"""What is asked of the reader, or waits to be kept: the rows of “Today”."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import Role, Viewer
from crm_portal.core.display import format_day
from decisions.models.following_duties import DutyKind
from decisions.models.following_matrices import Matrix, MatrixCell
from decisions.models.following_questionnaires import Questionnaire, QuestionnaireAnswer
from decisions.models.following_requests import InformationRequest, RequestReply
from decisions.presentation.following_up.duties import WAITING, occasion
from decisions.rules.following import duties as rules
from decisions.rules.following import powers
from decisions.services.following.duties import due_list
from members.models import Party

Row = dict[str, Any]


def today(viewer: Viewer) -> list[Row]:
    """Return ``{"label", "text", "note", "url", "tone"}`` a row, what is due first, first.

    For a member what waits for its reply; for the Secretariat the cells to confirm; for
    both the duties that fall due, each its own. At most twelve queries.
    """
    if not powers.may_read(viewer):
        return []
    rows = [*_duties(viewer)]
    if viewer.has(Role.MEMBER):
        rows += [_request(each, viewer) for each in _requests(viewer)]
        rows += [_questionnaire(each, viewer) for each in _questionnaires(viewer)]
    ordered = sorted(
        rows, key=lambda row: (row["due_on"] is None, row["due_on"] or viewer.on)
    )
    return [
        *_cells(viewer),
        *({k: v for k, v in row.items() if k != "due_on"} for row in ordered),
    ]


def _requests(viewer: Viewer) -> QuerySet[InformationRequest]:
    """Return the open requests that the viewer's country was asked and has not replied to."""
    replies = RequestReply.objects.filter(request=OuterRef("pk"), party=viewer.party_id)
    seen = InformationRequest.objects.visible_to(viewer).live()
    return seen.filter(asked__party=viewer.party_id).exclude(Exists(replies))


def _request(asked: InformationRequest, viewer: Viewer) -> Row:
    return {
        "label": capfirst(asked.get_kind_display()),
        "text": asked.title,
        "url": reverse("following:request", args=[asked.pk]),
        **_due(asked.due_on, viewer),
    }


def _questionnaires(viewer: Viewer) -> QuerySet[Questionnaire]:
    """Return the last round of each series that the viewer's country has not handed in."""
    handed = QuestionnaireAnswer.objects.filter(
        questionnaire=OuterRef("pk"), party=viewer.party_id, handed_in_at__isnull=False
    )
    later = Questionnaire.objects.filter(
        series=OuterRef("series"), round__gt=OuterRef("round")
    )
    seen = Questionnaire.objects.visible_to(viewer)
    return seen.exclude(Exists(handed)).exclude(Exists(later))


def _questionnaire(asked: Questionnaire, viewer: Viewer) -> Row:
    return {
        "label": capfirst(_("questionnaire")),
        "text": asked.title,
        "url": reverse("following:questionnaire", args=[asked.pk]),
        **_due(asked.due_on, viewer),
    }


def _due(day: Any, viewer: Viewer) -> Row:
    note = _("Due by %(day)s") % {"day": format_day(day, "dated")} if day else ""
    tone = "late" if day and day < viewer.on else "due"
    return {"note": note, "tone": tone, "due_on": day}


def _cells(viewer: Viewer) -> list[Row]:
    """Return a row a matrix in which cells wait to be confirmed."""
    if not powers.may_confirm(viewer):
        return []
    waiting = MatrixCell.objects.visible_to(viewer).filter(verdict=None)
    counted = waiting.values("topic__matrix").annotate(count=Count("pk"))
    found = dict(counted.values_list("topic__matrix", "count"))
    matrices = Matrix.objects.visible_to(viewer).filter(pk__in=found)
    return [
        {
            "label": capfirst(_("matrix")),
            "text": matrix.name,
            "note": ngettext(
                "%(count)s cell waits to be confirmed",
                "%(count)s cells wait to be confirmed",
                found[matrix.pk],
            )
            % {"count": found[matrix.pk]},
            "url": reverse("following:topic-matrix", args=[matrix.code]),
            "tone": "due",
        }
        for matrix in matrices
    ]


def _duties(viewer: Viewer) -> list[Row]:
    """Return the duties that the viewer's own party owes; what is done itself waits elsewhere.

    Contacts and reports after a hand-over have their own rows on “Today”.
    """
    waits = [
        owed.duty
        for owed in due_list(viewer)
        if owed.standing in WAITING and owed.duty.kind not in ELSEWHERE
    ]
    if powers.may_follow(viewer):
        own = Party.objects.filter(pk=viewer.state).values_list("code", flat=True)
        codes = set(own)
        waits = [duty for duty in waits if duty.owed_by in codes]
    return [
        {
            "label": capfirst(DutyKind(duty.kind).label),
            "text": capfirst(occasion(duty, {})),
            "url": reverse("following:duties"),
            **_due(duty.due_on, viewer),
        }
        for duty in waits
    ]


ELSEWHERE = frozenset({rules.Kind.CONTACT_CHECK, rules.Kind.HAND_OVER_REPORT})
