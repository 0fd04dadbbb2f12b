"""What notices about consultations, texts and follow-up are about, and who may know of it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.core.noticed import Matter
from decisions import ask_notices, following_notices, text_notices
from decisions.models import Consultation, Text
from decisions.models.following import Commitment
from decisions.models.following_matrices import MatrixCell
from decisions.models.following_questionnaires import Questionnaire
from decisions.models.following_requests import InformationRequest
from decisions.notices.facts import ADDRESSED

CONSULTATIONS, TEXTS, FOLLOWING = "consultations", "texts", "following"
# What concerns one State's reply, and who disputes it, is told to some of those who know of it.
OF_A_REPLY = ("consultation.transcribed", "consultation.contradiction")


def _consultations(viewer: Viewer) -> QuerySet[Any]:
    seen = Consultation.objects.visible_to(viewer)
    return seen if viewer.has(*ADDRESSED) else seen.none()


def _of_a_reply(viewer: Viewer) -> Q:
    """A focal point knows of its own State's replies, the Secretariat of what is disputed."""
    known = Q()
    if not viewer.has(Role.FOCAL_POINT):
        known &= ~Q(event__in=OF_A_REPLY)
    if not viewer.has(Role.SECRETARIAT):
        known &= ~Q(event="consultation.disputed")
    return known


def _texts(viewer: Viewer) -> QuerySet[Any]:
    return Text.objects.visible_to(viewer)


def _commitments(viewer: Viewer) -> QuerySet[Any]:
    return Commitment.objects.visible_to(viewer)


def _requests(viewer: Viewer) -> QuerySet[Any]:
    return InformationRequest.objects.visible_to(viewer)


def _questionnaires(viewer: Viewer) -> QuerySet[Any]:
    return Questionnaire.objects.visible_to(viewer)


def _cells(viewer: Viewer) -> QuerySet[Any]:
    seen = MatrixCell.objects.visible_to(viewer)
    return seen.select_related("topic__matrix", "party")


def _what(notice: Notice) -> str:
    return notice.event.partition(".")[2]


def _asked(notice: Notice, row: Any) -> str:
    return str(ask_notices.SUBJECTS[_what(notice)]) % {"number": row.pk}


def _cell(notice: Notice, row: Any) -> str:
    return str(ask_notices.SUBJECTS[_what(notice)]) % {"number": row.topic.matrix.code}


MATTERS = (
    Matter(
        "consultation",
        CONSULTATIONS,
        lambda _notice, row: row.get_absolute_url(),
        lambda _notice, row: (
            _("Consultation %(reference)s") % {"reference": row.short_reference}
        ),
        rows=_consultations,
        known=_of_a_reply,
    ),
    Matter(
        "text",
        TEXTS,
        lambda _notice, row: row.get_absolute_url(),
        lambda notice, row: (
            str(text_notices.SUBJECTS[_what(notice)]) % {"reference": row.reference}
        ),
        rows=_texts,
    ),
    Matter(
        "commitment",
        FOLLOWING,
        lambda _notice, row: reverse("following:commitment", args=[row.pk]),
        lambda notice, row: (
            str(following_notices.SUBJECTS[notice.event]) % {"number": f"C-{row.pk}"}
        ),
        rows=_commitments,
    ),
    Matter(
        "request",
        FOLLOWING,
        lambda _notice, row: reverse("following:request", args=[row.pk]),
        _asked,
        rows=_requests,
        events=frozenset({"opened", "reminded", "replied"}),
    ),
    Matter(
        "request",
        FOLLOWING,
        lambda _notice, row: reverse("following:questionnaire", args=[row.pk]),
        _asked,
        rows=_questionnaires,
        events=frozenset({"questionnaire"}),
    ),
    Matter(
        "request",
        FOLLOWING,
        lambda _notice, row: reverse(
            "following:matrix-cell",
            args=[row.topic.matrix.code, row.topic.code, row.party.code],
        ),
        _cell,
        rows=_cells,
        events=frozenset({"proposed", "decided"}),
    ),
)
