"""Commit somebody to what was decided; let each country report; close what is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models.following import Commitment, CommitmentReport, Lead, StatusWord
from decisions.models.register import Provision
from decisions.models.texts import Text
from decisions.rules.following import powers
from decisions.services.common import one_at_a_time, require_text
from decisions.services.following.common import (
    day_of,
    document_of,
    require_following,
    require_member,
    require_other,
)
from decisions.text_states import STANDING
from members.models import Party


@dataclass(frozen=True, slots=True)
class NewCommitment:
    """What somebody is committed to; of the whole text where no provision is named."""

    text_id: int
    what_es: str
    lead: str
    what_en: str = ""
    provision_id: int | None = None
    lead_party_id: int | None = None
    lead_body_id: int | None = None
    partners: Sequence[int] = ()
    by_country: bool = True
    due_on: date | None = None
    review_on: date | None = None
    evidence_es: str = ""
    evidence_en: str = ""
    theme: str = ""
    source: str = ""


@transaction.atomic
def commit(new: NewCommitment, *, by: Viewer) -> Commitment:
    """Write down who does what because of what was decided. Invalid: something is missing."""
    require_following(by)
    text = Text.objects.visible_to(by).get(pk=new.text_id)
    if text.state not in STANDING:
        raise Conflict(
            _("Only what was adopted commits anybody."), code="not_adopted", rule="001:382"
        )
    provision = _provision(text, new.provision_id)
    _require_lead(new)
    _require_known(new)
    if new.due_on and new.review_on and new.review_on > new.due_on:
        raise Invalid(_("The review comes before the day it is due."), code="review_on")
    what = require_text(new.what_es, _("Say what is to be done."))
    _require_new(new, what, by)
    commitment = Commitment.objects.create(
        text=text,
        provision=provision,
        what_es=what,
        what_en=new.what_en.strip(),
        lead=new.lead,
        lead_party_id=new.lead_party_id,
        lead_body_id=new.lead_body_id,
        by_country=new.by_country,
        due_on=new.due_on,
        review_on=new.review_on,
        evidence_es=new.evidence_es.strip(),
        evidence_en=new.evidence_en.strip(),
        theme=new.theme or (provision.axis if provision else text.axis),
        source=new.source,
        created_at=by.at,
        created_by_id=by.signer,
        is_demonstration=text.is_demonstration,
    )
    commitment.partners.set(new.partners)
    audit.record(commitment, "committed", by=by, text=text.reference, due_on=new.due_on)
    return commitment


def _require_new(new: NewCommitment, what: str, by: Viewer) -> None:
    """Raise Conflict where the same is on record and open, as after a second click."""
    one_at_a_time(f"commitment:{new.text_id}")
    live = Commitment.objects.visible_to(by).live()
    same = live.filter(
        text=new.text_id,
        provision=new.provision_id,
        what_es=what,
        lead=new.lead,
        lead_party=new.lead_party_id,
        lead_body=new.lead_body_id,
        due_on=new.due_on,
    )
    if same.exists():
        raise Conflict(_("The same commitment is on record already."), code="same")


def _provision(text: Text, pk: int | None) -> Provision | None:
    if pk is None:
        return None
    found = Provision.objects.filter(pk=pk, text=text).first()
    if found is None:
        raise Invalid(_("The provision is not one of the text’s."), code="provision")
    return found


def _require_lead(new: NewCommitment) -> None:
    named = {
        Lead.PARTY.value: new.lead_party_id is not None and new.lead_body_id is None,
        Lead.BODY.value: new.lead_body_id is not None and new.lead_party_id is None,
        Lead.PRESIDENCY.value: new.lead_party_id is None and new.lead_body_id is None,
    }
    if not named.get(new.lead, False):
        raise Invalid(_("Say who leads, and only one."), code="lead", rule="003:59")


def _require_known(new: NewCommitment) -> None:
    named = {*new.partners, *([new.lead_party_id] if new.lead_party_id else [])}
    if Party.objects.filter(pk__in=named).count() < len(named):
        raise Invalid(_("One of those named is no party."), code="parties")


@transaction.atomic
def report_status(
    pk: int,
    word: str,
    *,
    said_es: str = "",
    said_en: str = "",
    on: date | None = None,
    document_id: int | None = None,
    by: Viewer,
) -> CommitmentReport:
    """Record where a party says that it stands. Refused: it neither leads nor is asked."""
    commitment = _open(pk, by)
    party = _reporting(commitment, by)
    if word not in StatusWord.values:
        raise Invalid(_("There is no such word of status."), code="word")
    report = CommitmentReport(
        commitment=commitment,
        party_id=party,
        word=word,
        said_es=said_es.strip(),
        said_en=said_en.strip(),
        reported_on=day_of(on, by),
        document_id=document_of(document_id, by),
        reported_at=by.at,
        user_id=by.signer,
    )
    last = commitment.reports.filter(party=party).order_by("-pk").first()
    require_other(report, last, "word", "said_es", "said_en", "reported_on", "document_id")
    report.save()
    audit.record(
        commitment, "reported", by=by, party=party, word=word, on=report.reported_on
    )
    return report


def reporting_refusal(commitment: Commitment, by: Viewer) -> Refused | None:
    """Return why ``by`` cannot tell where its party stands, if so."""
    try:
        _reporting(commitment, by)
    except Refused as error:
        return error
    return None


def _reporting(commitment: Commitment, by: Viewer) -> int:
    """Return the party of which one tells: its own, who leads, takes part or is a member."""
    led_by_no_party = commitment.lead_party_id is None
    if led_by_no_party and powers.may_follow(by):
        return by.state
    if commitment.lead_party_id is not None and by.party_id == commitment.lead_party_id:
        return commitment.lead_party_id
    takes_part = by.party_id in {each.pk for each in commitment.partners.all()}
    if takes_part and not by.has(Role.MEMBER):
        return by.state
    party = require_member(by)
    if not (commitment.by_country or takes_part):
        raise Refused(_("Whoever leads, or takes part, reports on this."), code="not_asked")
    return party


@transaction.atomic
def close(pk: int, *, outcome_es: str, outcome_en: str = "", by: Viewer) -> Commitment:
    """Close a commitment, saying how it ended; what was reported stays."""
    require_following(by)
    commitment = _open(pk, by)
    commitment.outcome_es = require_text(outcome_es, _("Say how it ended."))
    commitment.outcome_en = outcome_en.strip()
    commitment.closed_at, commitment.closed_on = by.at, by.on
    commitment.closed_by_id = by.signer
    commitment.save(
        update_fields=["outcome_es", "outcome_en", "closed_at", "closed_on", "closed_by"]
    )
    audit.record(commitment, "closed", by=by)
    return commitment


def _open(pk: int, by: Viewer) -> Commitment:
    seen = Commitment.objects.visible_to(by).select_for_update(of=("self",))
    commitment = seen.get(pk=pk)
    if commitment.closed_at is not None:
        raise Conflict(_("The commitment is closed."), code="closed")
    return commitment
