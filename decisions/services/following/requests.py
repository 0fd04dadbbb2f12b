"""Ask members for something, take their replies, remind those who are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.models.documents import Category
from crm_portal.library.services import Sheet
from decisions import ask_notices
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
from decisions.services.common import one_at_a_time, require_text
from decisions.services.following.common import (
    day_of,
    document_of,
    require_following,
    require_member,
    require_other,
)
from decisions.services.following.filing import filed
from decisions.services.following.reminding import ask_letter
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
    parties = _members(new.parties, by)
    asked = InformationRequest(
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
    _require_new(asked, parties)
    asked.save()
    RequestAsked.objects.bulk_create(
        RequestAsked(request=asked, party=party) for party in parties
    )
    codes = [party.code for party in parties]
    audit.record(asked, "opened", by=by, kind=new.kind, parties=codes, due_on=new.due_on)
    ask_notices.tell_opened(asked, [party.pk for party in parties], by=by)
    return asked


SAME = (
    "kind",
    "title_es",
    "text_es",
    "fields",
    "provision",
    "commitment",
    "due_on",
    "asked_by",
    "asked_on",
)


def _require_new(asked: InformationRequest, parties: Sequence[Party]) -> None:
    """Raise Conflict where the same was asked of one of ``parties`` today: a second click."""
    one_at_a_time("information-request")
    told = {name: getattr(asked, name) for name in SAME}
    same = InformationRequest.objects.live().filter(**told)
    if same.filter(asked__party__in=parties).exists():
        raise Conflict(_("The same was asked of them today already."), code="same")


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
    sheet: Sheet | None = None,
    by: Viewer,
) -> RequestReply:
    """Answer for the viewer's country; a later answer takes the place of an earlier.

    ``sheet``: a file to be registered with it. Refused: the country was not asked.
    Invalid: nothing is said, or of another form.
    """
    party = require_member(by)
    asked = _open(pk, by)
    if not asked.asked.filter(party=party).exists():
        raise Refused(_("Your country was not asked."), code="not_asked")
    filled = _filled(asked, data or {})
    document = document_of(document_id, by) or _filed(asked, sheet, Category.WORKING, by)
    if not (said_es.strip() or said_en.strip() or filled or document):
        raise Invalid(_("Write a reply or name a document."), code="required")
    reply = RequestReply(
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
    last = asked.replies.filter(party=party).order_by("-pk").first()
    require_other(reply, last, "said_es", "said_en", "data", "document_id", "replied_on")
    reply.save()
    audit.record(asked, "replied", by=by, party=party)
    ask_notices.tell_replied(reply, asked, by=by)
    return reply


def _filled(asked: InformationRequest, data: Mapping[str, str]) -> dict[str, str]:
    filled = {name: value.strip() for name, value in data.items() if value.strip()}
    if set(filled) - set(asked.fields):
        raise Invalid(_("The request has no such field."), code="fields")
    return filled


def _filed(
    asked: InformationRequest, sheet: Sheet | None, category: str, by: Viewer
) -> int | None:
    return filed(
        sheet,
        series=f"SOLICITUD-{asked.pk}",
        category=category,
        title_es=asked.title_es,
        title_en=asked.title_en,
        by=by,
    )


@transaction.atomic
def remind(
    pk: int,
    kind: str,
    *,
    on: date | None = None,
    document_id: int | None = None,
    sheet: Sheet | None = None,
    by: Viewer,
) -> RequestReminder:
    """Record a reminder to those who have not answered. Conflict: nobody is missing.

    A letter of today that nobody brings is written by the portal.
    """
    require_following(by)
    asked = _open(pk, by)
    if kind not in ReminderKind.values:
        raise Invalid(_("One does not remind in this way."), code="kind")
    day = day_of(on, by)
    found = rows(asked, day)
    missing = _missing(asked, kind, day, found)
    reminder = RequestReminder.objects.create(
        request=asked,
        kind=kind,
        reminded_on=day,
        parties=list(missing),
        document_id=document_of(document_id, by)
        or _filed(asked, sheet, Category.LETTER, by),
        reminded_at=by.at,
        user_id=by.signer,
    )
    audit.record(asked, "reminded", by=by, kind=kind, on=day, parties=list(missing))
    if day == by.on:
        ask_letter(reminder, asked, rules.tally(found), by=by)
        ask_notices.tell_reminded(asked, missing, by=by)
    return reminder


def _missing(
    asked: InformationRequest, kind: str, day: date, found: Sequence[rules.Row]
) -> tuple[str, ...]:
    """Return who is reminded. Invalid, Conflict: nobody can be, on that day or in that way."""
    if day < asked.asked_on:
        raise Invalid(_("Nobody is reminded before being asked."), code="day")
    missing = rules.pending(found)
    if not missing:
        raise Conflict(_("Every country asked has replied."), code="nobody_missing")
    if asked.reminders.filter(kind=kind, reminded_on=day).exists():
        raise Conflict(_("They were reminded on that day."), code="reminded")
    return missing


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
