"""Ask members for something, take their replies, remind those who are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models.following import Commitment
from decisions.models.following_requests import (
    InformationRequest,
    ReminderKind,
    RequestAsked,
    RequestKind,
    RequestReminder,
    RequestReply,
)
from decisions.models.register import Provision
from decisions.rules.following import requests as rules
from decisions.services.common import require_text
from decisions.services.following.common import (
    day_of,
    document_of,
    require_following,
    require_member,
)
from members.models import Party

MOST_FIELDS = 40


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked of the members; of those named, or else of every one."""

    kind: str
    title_es: str
    text_es: str
    title_en: str = ""
    text_en: str = ""
    due_on: date | None = None
    fields: Sequence[str] = ()
    parties: Sequence[int] = ()
    provision_id: int | None = None
    commitment_id: int | None = None
    source: str = ""


@transaction.atomic
def open_request(new: NewRequest, *, by: Viewer) -> InformationRequest:
    """Ask the members. Those who are members today are asked; the list is kept."""
    require_following(by)
    if new.kind not in RequestKind.values or len(new.fields) > MOST_FIELDS:
        raise Invalid(_("This cannot be asked."), code="kind")
    if new.due_on is not None and new.due_on < by.on:
        raise Invalid(_("A reply cannot be due before today."), code="due_on")
    asked = InformationRequest.objects.create(
        kind=new.kind,
        title_es=require_text(new.title_es, _("A request needs a title.")),
        title_en=new.title_en.strip(),
        text_es=require_text(new.text_es, _("Say what is asked.")),
        text_en=new.text_en.strip(),
        fields=list(new.fields),
        provision=_seen_provision(new.provision_id, by),
        commitment=_seen_commitment(new.commitment_id, by),
        due_on=new.due_on,
        source=new.source,
        asked_by_id=by.state,
        asked_on=by.on,
        opened_at=by.at,
        opened_by_id=by.signer,
    )
    parties = _members(new.parties, by)
    RequestAsked.objects.bulk_create(
        RequestAsked(request=asked, party=party) for party in parties
    )
    codes = [party.code for party in parties]
    audit.record(asked, "opened", by=by, kind=new.kind, parties=codes, due_on=new.due_on)
    return asked


def _members(named: Sequence[int], by: Viewer) -> list[Party]:
    members = list(Party.objects.members_on(by.on))
    chosen = [party for party in members if not named or party.pk in named]
    if not chosen or len(chosen) < len(set(named)):
        raise Invalid(_("Only member countries are asked."), code="parties")
    return chosen


def _seen_provision(pk: int | None, by: Viewer) -> Provision | None:
    return None if pk is None else Provision.objects.visible_to(by).get(pk=pk)


def _seen_commitment(pk: int | None, by: Viewer) -> Commitment | None:
    return None if pk is None else Commitment.objects.visible_to(by).get(pk=pk)


@transaction.atomic
def reply_request(
    pk: int,
    *,
    said_es: str = "",
    said_en: str = "",
    data: Mapping[str, str] | None = None,
    document_id: int | None = None,
    by: Viewer,
) -> RequestReply:
    """Answer for the viewer's country; a later answer takes the place of an earlier.

    Refused: the country was not asked. Invalid: nothing is said, or of another form.
    """
    party = require_member(by)
    asked = _open(pk, by)
    if not asked.asked.filter(party=party).exists():
        raise Refused(_("Your country was not asked."), code="not_asked")
    filled = {name: value.strip() for name, value in (data or {}).items() if value.strip()}
    if set(filled) - set(asked.fields):
        raise Invalid(_("The request has no such field."), code="fields")
    document = document_of(document_id, by)
    if not (said_es.strip() or said_en.strip() or filled or document):
        raise Invalid(_("Write a reply or name a document."), code="required")
    reply = RequestReply.objects.create(
        request=asked,
        party_id=party,
        said_es=said_es.strip(),
        said_en=said_en.strip(),
        data=filled,
        document_id=document,
        replied_on=by.on,
        replied_at=by.at,
        user_id=by.signer,
    )
    audit.record(asked, "replied", by=by, party=party)
    return reply


@transaction.atomic
def remind(
    pk: int,
    kind: str,
    *,
    on: date | None = None,
    document_id: int | None = None,
    by: Viewer,
) -> RequestReminder:
    """Record a reminder to those who have not answered. Conflict: nobody is missing."""
    require_following(by)
    asked = _open(pk, by)
    if kind not in ReminderKind.values:
        raise Invalid(_("One does not remind in this way."), code="kind")
    day = day_of(on, by)
    if day < asked.asked_on:
        raise Invalid(_("Nobody is reminded before being asked."), code="day")
    missing = rules.pending(rows(asked, day))
    if not missing:
        raise Conflict(_("Every country asked has replied."), code="nobody_missing")
    if asked.reminders.filter(kind=kind, reminded_on=day).exists():
        raise Conflict(_("They were reminded on that day."), code="reminded")
    reminder = RequestReminder.objects.create(
        request=asked,
        kind=kind,
        reminded_on=day,
        parties=list(missing),
        document_id=document_of(document_id, by),
        reminded_at=by.at,
        user_id=by.signer,
    )
    audit.record(asked, "reminded", by=by, kind=kind, on=day, parties=list(missing))
    return reminder


def rows(asked: InformationRequest, on: date) -> tuple[rules.Row, ...]:
    """Return how each country asked stands, by code: two queries."""
    codes = list(asked.asked.values_list("party__code", flat=True))
    told = asked.replies.values_list("party__code", "replied_on", "pk", "document_id")
    answers = [rules.Answer(*row) for row in told]
    return rules.rows(codes, answers, on, due_on=asked.due_on)


@transaction.atomic
def close_request(pk: int, *, by: Viewer) -> InformationRequest:
    """Expect no more replies; who never answered stays on record as pending."""
    require_following(by)
    asked = _open(pk, by)
    asked.closed_at, asked.closed_by_id = by.at, by.signer
    asked.save(update_fields=["closed_at", "closed_by"])
    audit.record(asked, "closed", by=by)
    return asked


def _open(pk: int, by: Viewer) -> InformationRequest:
    seen = InformationRequest.objects.visible_to(by).select_for_update(of=("self",))
    asked = seen.get(pk=pk)
    if asked.closed_at is not None:
        raise Conflict(_("The request is closed."), code="closed")
    return asked
