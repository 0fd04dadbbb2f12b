"""Observer organizations are asked whether they go on, and say so."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import IllegalStep, Invalid, Refused
from members import rules
from members.access import focal_points, secretariat
from members.models import ContinuityAnswer, ContinuityInquiry, Party
from members.models.parties import PartyKind


@transaction.atomic
def ask_continuity(parties: Iterable[int], *, by: Viewer) -> ContinuityInquiry:
    """Ask observer organizations, by letter, whether they go on as observers (003:109)."""
    if not rules.may_ask_continuity(by):
        raise Refused(_("Only the Secretariat asks this."), rule="003:109")
    observers = Party.objects.active_on(by.on, kind=PartyKind.OBSERVER_ORGANIZATION)
    asked = list(observers.filter(pk__in=list(parties)))
    if not asked:
        raise Invalid(_("Choose at least one organization."), code="parties")
    inquiry = ContinuityInquiry.objects.create(asked_at=by.at, asked_by_id=by.signer)
    for party in asked:
        answer = ContinuityAnswer.objects.create(inquiry=inquiry, party=party)
        audit.record(party, "continuity_asked", by=by, inquiry=inquiry.pk)
        notifications.owe(
            "account.continuity_asked",
            answer,
            to=focal_points([party.pk], by.at),
            key=f"account:continuity:{answer.pk}",
            by=by,
        )
    return inquiry


@transaction.atomic
def answer_continuity(
    pk: int, *, continues: bool, by: Viewer, text: str = ""
) -> ContinuityAnswer:
    """Answer for an organization, once; what follows from it is for the Conference to decide."""
    answer = ContinuityAnswer.objects.select_for_update(of=("self",)).get(pk=pk)
    if not rules.may_answer_continuity(by, answer.party_id):
        raise Refused(_("The organization's own focal point answers."), rule="003:109")
    if answer.answered_at is not None:
        raise IllegalStep(_("That was answered already."))
    answer.continues, answer.text = continues, text.strip()
    answer.answered_at, answer.answered_by_id = by.at, by.signer
    answer.save(update_fields=["continues", "text", "answered_at", "answered_by"])
    audit.record(answer.party, "continuity_answered", by=by, continues=continues)
    notifications.owe(
        "account.continuity_answered",
        answer,
        to=secretariat(by.at),
        key=f"account:continuity_answered:{answer.pk}",
        by=by,
    )
    return answer
