"""Whom each act of finance is told to: owed in the transaction of the act, sent afterwards."""

from collections.abc import Iterable

from crm_portal.core import notifications
from crm_portal.core.access import Viewer
from finance.models import ActivityReport, LetterRecipient, PaymentRequest, Receipt
from members.access import secretariat, voice_focal_points
from members.models import Party


def tell_letter(rows: Iterable[LetterRecipient], *, by: Viewer) -> None:
    """Owe each member's letter to those that speak for it."""
    for row in rows:
        notifications.owe(
            "finance.letter",
            row,
            to=voice_focal_points([row.party_id], by.at),
            key=f"finance:letter:{row.pk}",
            by=by,
        )


def tell_receipt(receipt: Receipt, *, by: Viewer) -> None:
    """Owe a member the news that its transfer was recorded."""
    _tell_party("receipt_recorded", receipt, receipt.party_id, by)


def tell_returned(receipt: Receipt, *, by: Viewer) -> None:
    """Owe a member the news that its transfer came back."""
    _tell_party("transfer_returned", receipt, receipt.party_id, by)


def tell_request(request: PaymentRequest, *, by: Viewer) -> None:
    """Owe the Secretariat the news that a State asks for a payment request."""
    notifications.owe(
        "finance.request_asked",
        request,
        to=[each for each in secretariat(by.at) if each != by.user_id],
        key=f"finance:request_asked:{request.pk}",
        by=by,
    )


def tell_signed(request: PaymentRequest, *, by: Viewer) -> None:
    """Owe the State the news that its payment request is signed."""
    _tell_party("request_signed", request, request.assessment.party_id, by)


def tell_report(report: ActivityReport, *, by: Viewer) -> None:
    """Owe every member the news of a report of the Secretariat."""
    members = Party.objects.members_on(by.on).values_list("pk", flat=True)
    notifications.owe(
        "finance.report_issued",
        report,
        to=voice_focal_points(members, by.at),
        key=f"finance:report_issued:{report.pk}",
        by=by,
    )


def _tell_party(
    event: str, target: Receipt | PaymentRequest, party_id: int, by: Viewer
) -> None:
    notifications.owe(
        f"finance.{event}",
        target,
        to=voice_focal_points([party_id], by.at),
        key=f"finance:{event}:{target.pk}",
        by=by,
    )
