"""Letters of finance by mail: in their reader's language, with no amount in any subject.

What no longer holds, or is no longer for its reader, is not sent.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from finance.models import ActivityReport, LetterRecipient, PaymentRequest, Receipt
from finance.rules import powers
from finance.services.letters import reference_of, text_of
from members.access import viewer_for

SUBJECTS: dict[str, str | Promise] = {
    "letter": _("A letter of the presidency about contributions"),
    "receipt_recorded": _("A transfer of your Government was recorded"),
    "transfer_returned": _("A transfer of your Government came back"),
    "request_asked": _("A payment request is asked for"),
    "request_signed": _("Your payment request is signed"),
    "report_issued": _("A report of the Secretariat"),
}
# They may wait for their reader's hours.
ROUTINE = frozenset({"finance.receipt_recorded", "finance.report_issued"})


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for; None where it no longer holds."""
    user, what = notice.recipient, notice.event.removeprefix("finance.")
    viewer = viewer_for(user, at)
    with override(user.language):
        told = FACTS[what](notice.target_id, viewer)
        if told is None:
            return None
        context = {
            "user": user,
            "event": what,
            "site_url": settings.SITE_URL,
            **told,
            "link": settings.SITE_URL + told["link"],
        }
        body = render_to_string("mail/finance/letter.txt", context)
        return Letter(to=user.email, subject=str(SUBJECTS[what]), body=body)


def _letter(pk: int, viewer: Viewer) -> dict[str, Any] | None:
    found = LetterRecipient.objects.all().visible_to(viewer).filter(pk=pk)
    row = found.select_related("letter__budget", "party").first()
    if row is None or row.party_id != viewer.party_id:
        return None
    budget = row.letter.budget
    due = budget.assessments.filter(party=row.party_id).values_list("due_on", flat=True)
    text = text_of(row, budget, due.first()).body[active_language()]
    return {
        "number": reference_of(row),
        "text": text,
        "link": row.letter.get_absolute_url(),
    }


def _receipt(pk: int, viewer: Viewer, *, is_standing: bool) -> dict[str, Any] | None:
    found = Receipt.objects.all().visible_to(viewer).filter(pk=pk, party=viewer.party_id)
    receipt = found.filter(journal__reversed_by__isnull=is_standing).first()
    if receipt is None:
        return None
    return {"receipt": receipt, "link": receipt.get_absolute_url()}


def _recorded(pk: int, viewer: Viewer) -> dict[str, Any] | None:
    return _receipt(pk, viewer, is_standing=True)


def _returned(pk: int, viewer: Viewer) -> dict[str, Any] | None:
    return _receipt(pk, viewer, is_standing=False)


def _request(pk: int, viewer: Viewer) -> dict[str, Any] | None:
    found = PaymentRequest.objects.all().visible_to(viewer).filter(pk=pk)
    request = found.select_related("assessment__party", "assessment__budget").first()
    if request is None:
        return None
    assessment = request.assessment
    is_signed = request.signed_at is not None
    concerns = (
        assessment.party_id == viewer.party_id
        if is_signed
        else powers.may_keep_accounts(viewer)
    )
    if not concerns:
        return None
    return {
        "number": request.number,
        "party": assessment.party,
        "period": assessment.budget.label,
        "link": reverse("finance:request", args=[request.pk]),
    }


def _report(pk: int, viewer: Viewer) -> dict[str, Any] | None:
    report = ActivityReport.objects.all().visible_to(viewer).filter(pk=pk).first()
    if report is None:
        return None
    return {"number": report.number, "link": report.get_absolute_url()}


FACTS: dict[str, Callable[[int, Viewer], dict[str, Any] | None]] = {
    "letter": _letter,
    "receipt_recorded": _recorded,
    "transfer_returned": _returned,
    "request_asked": _request,
    "request_signed": _request,
    "report_issued": _report,
}
