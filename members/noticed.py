"""What notices about accounts, contacts and calendars are about, and who may know of it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.core.noticed import Matter
from members.models import ContinuityAnswer, Party, Recovery

ACCOUNT = "account"
# Where a matter of the account is looked after; everything else: at the account's own page.
PAGES = {"matters_passed": "core:today", "standing_changed": "members:directory"}
SUBJECTS: dict[str, str | Promise] = {
    "verify_contact": _("Please confirm your contact details"),
    "calendar_confirmation": _("The calendar of the coming year, to confirm"),
    "continuity_asked": _("Your organization as an observer"),
    "continuity_answered": _("An observer organization answered"),
    "recovery_opened": _("Recovery of an account"),
    "recovery_approved": _("Recovery of an account"),
    "standing_changed": _("Who takes part in the Conference"),
    "matters_passed": _("A focal point has left the portal"),
}
# Told by the matters below, to those who may know of the record.
APART = (
    "calendar_confirmation",
    "continuity_asked",
    "recovery_opened",
    "recovery_approved",
)


def _own_account(viewer: Viewer) -> Q:
    """What is of one's own account; what organizations answered is the Secretariat's."""
    left_out = [f"account.{each}" for each in (*APART, "continuity_answered")]
    if viewer.has(Role.SECRETARIAT):
        left_out.remove("account.continuity_answered")
    return ~Q(event__in=left_out)


def _own_party(viewer: Viewer) -> QuerySet[Any]:
    return Party.objects.filter(pk=viewer.party_id or 0)


def _own_answers(viewer: Viewer) -> QuerySet[Any]:
    return ContinuityAnswer.objects.visible_to(viewer).filter(party=viewer.party_id)


def _recoveries(viewer: Viewer) -> QuerySet[Any]:
    own = Recovery.objects.filter(user=viewer.user_id)
    return Recovery.objects.visible_to(viewer) | own


def _what(notice: Notice) -> str:
    return notice.event.partition(".")[2]


def _subject(notice: Notice, _row: Any) -> str | Promise:
    return SUBJECTS.get(_what(notice), _("Your account in the portal"))


def _page(notice: Notice, _row: Any) -> str:
    if _what(notice) == "continuity_answered":
        return reverse("members:continuity")
    return reverse(PAGES.get(_what(notice), "members:account"))


def _recovery_page(notice: Notice, row: Any) -> str:
    if row.user_id == notice.recipient_id:
        return reverse("members:account")
    return reverse("members:recovery", args=[row.pk])


MATTERS = (
    Matter(ACCOUNT, ACCOUNT, _page, _subject, known=_own_account),
    Matter(
        ACCOUNT,
        ACCOUNT,
        lambda notice, row: reverse(
            "members:calendar", args=[row.code, int(notice.data["year"])]
        ),
        _subject,
        rows=_own_party,
        events=frozenset({"calendar_confirmation"}),
    ),
    Matter(
        ACCOUNT,
        ACCOUNT,
        lambda _notice, row: reverse("members:continuity-answer", args=[row.pk]),
        _subject,
        rows=_own_answers,
        events=frozenset({"continuity_asked"}),
    ),
    Matter(
        ACCOUNT,
        ACCOUNT,
        _recovery_page,
        _subject,
        rows=_recoveries,
        events=frozenset({"recovery_opened", "recovery_approved"}),
    ),
)
