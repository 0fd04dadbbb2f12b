"""Payment requests and receipts on paper, as pages list them."""

from dataclasses import dataclass
from typing import Any

from crm_portal.core.access import Viewer
from crm_portal.library.models import RenderJob
from finance.models import Assessment, PaymentRequest, Receipt
from finance.presentation.sheets import jobs_of
from finance.services import papers


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One payment request and its paper."""

    request: PaymentRequest
    job: RenderJob | None
    is_own: bool


def requests(viewer: Viewer) -> list[RequestRow]:
    """Return every payment request, those that wait first: two queries."""
    found = PaymentRequest.objects.all().visible_to(viewer)
    rows = list(found.select_related("assessment__party", "assessment__budget"))
    jobs = jobs_of(PaymentRequest, [row.pk for row in rows], viewer)
    made = [
        RequestRow(each, jobs.get(each.pk), each.assessment.party_id == viewer.party_id)
        for each in rows
    ]
    return sorted(made, key=lambda row: row.request.signed_at is not None)


def request_of(viewer: Viewer) -> Any:
    """Return the payment requests that the reader may know, with what each is of."""
    found = PaymentRequest.objects.all().visible_to(viewer)
    return found.select_related("assessment__party", "assessment__budget", "asked_by")


def to_ask_for(viewer: Viewer) -> list[Assessment]:
    """Return the assessments that the reader may ask a payment request for now."""
    found = Assessment.objects.all().visible_to(viewer).with_balances()
    open_ = found.filter(outstanding__gt=0).exclude(
        requests__signed_at=None, requests__isnull=False
    )
    rows = open_.select_related("party", "budget").order_by(
        "-budget__starts_on", "party__order"
    )
    return [row for row in rows if papers.may_ask(viewer, row.party_id)]


def receipt_of(viewer: Viewer) -> Any:
    """Return the receipts that the reader may know, each with its paper if it has one."""
    found = Receipt.objects.all().visible_to(viewer)
    return found.select_related("party", "paper", "journal__reversed_by")
