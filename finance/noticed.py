"""What notices about the Conference's money are about, and who may still know of it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice
from crm_portal.core.noticed import Matter
from finance.models import ActivityReport, LetterRecipient, PaymentRequest, Receipt
from finance.notices import SUBJECTS
from finance.rules import powers

FINANCES = "finances"


def _letters(viewer: Viewer) -> QuerySet[Any]:
    seen = LetterRecipient.objects.all().visible_to(viewer).filter(party=viewer.party_id)
    return seen.select_related("letter")


def _receipts(viewer: Viewer) -> QuerySet[Any]:
    return Receipt.objects.all().visible_to(viewer).filter(party=viewer.party_id)


def _requests(viewer: Viewer) -> QuerySet[Any]:
    seen = PaymentRequest.objects.all().visible_to(viewer)
    if powers.may_keep_accounts(viewer):
        return seen
    own = Q(assessment__party=viewer.party_id, signed_at__isnull=False)
    return seen.filter(own)


def _reports(viewer: Viewer) -> QuerySet[Any]:
    return ActivityReport.objects.all().visible_to(viewer)


def _subject(notice: Notice, _row: Any) -> str:
    return str(SUBJECTS[notice.event.partition(".")[2]])


MATTERS = (
    Matter(
        "finance",
        FINANCES,
        lambda _notice, row: row.letter.get_absolute_url(),
        _subject,
        rows=_letters,
        about=lambda row: row.letter.number,
        events=frozenset({"letter"}),
    ),
    Matter(
        "finance",
        FINANCES,
        lambda _notice, row: row.get_absolute_url(),
        _subject,
        rows=_receipts,
        events=frozenset({"receipt_recorded", "transfer_returned"}),
    ),
    Matter(
        "finance",
        FINANCES,
        lambda _notice, row: reverse("finance:request", args=[row.pk]),
        _subject,
        rows=_requests,
        about=lambda row: row.number,
        events=frozenset({"request_asked", "request_signed"}),
    ),
    Matter(
        "finance",
        FINANCES,
        lambda _notice, row: row.get_absolute_url(),
        _subject,
        rows=_reports,
        about=lambda row: row.number,
        events=frozenset({"report_issued"}),
    ),
)
