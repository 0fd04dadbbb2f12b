"""The records of 2002 and 2003 that 002 tells of, laid as rows; and what finance tells of them."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.core.sections import two
from decisions.models import Provision
from decisions.models.following import Commitment, CommitmentReport, Lead
from decisions.models.following_requests import (
    InformationRequest,
    RequestAsked,
    RequestReminder,
    RequestReply,
)
from decisions.reports.following.blocks import Block, paragraph
from finance.models import PastFact
from meetings.models import Body
from members.models import Party, User
from members.models.parties import PartyKind

RECORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[
    "matter"
]
# The day on which the networks met, in the week of the meeting it was presented to (002:33).
PRESENTED = date(2003, 5, 26)


def lay(user: User) -> None:
    """Write the records down as ``user`` would have done."""
    members = list(Party.objects.filter(kind=PartyKind.MEMBER_STATE).order_by("order"))
    for told in RECORDS:
        matter = _matter(told, user)
        for report in told.get("report", ()):
            CommitmentReport.objects.create(
                commitment=matter,
                party=Party.objects.get(code="MX"),
                word=report["word"],
                said_es=report["es"],
                said_en=report["en"],
                reported_on=PRESENTED,
                reported_at=clock.now(),
                user=user,
            )
        for asked in told.get("request", ()):
            _request(matter, asked, members, user)


def _matter(told: Mapping[str, Any], user: User) -> Commitment:
    provision = Provision.objects.select_related("text").get(
        text__reference=told["text"], number=told["number"]
    )
    body = Body.objects.get(code=told["body"]) if "body" in told else None
    return Commitment.objects.create(
        text=provision.text,
        provision=provision,
        what_es=told["what_es"],
        what_en=told["what_en"],
        theme=told["theme"],
        lead=Lead.BODY if body else Lead.PRESIDENCY,
        lead_body=body,
        by_country=False,
        created_at=clock.now(),
        created_by=user,
    )


def _request(
    matter: Commitment, told: Mapping[str, Any], members: list[Party], user: User
) -> None:
    asked = InformationRequest.objects.create(
        kind="information",
        title_es=told["title_es"],
        title_en=told["title_en"],
        text_es=told["title_es"],
        commitment=matter,
        due_on=told.get("due_on"),
        asked_by=Party.objects.get(code="MX"),
        asked_on=told["asked_on"],
        opened_at=clock.now(),
        opened_by=user,
    )
    RequestAsked.objects.bulk_create(
        RequestAsked(request=asked, party=party) for party in members
    )
    for kind, day in told["reminders"]:
        RequestReminder.objects.create(
            request=asked,
            kind=kind,
            reminded_on=day,
            parties=[each.code for each in members],
            reminded_at=clock.now(),
            user=user,
        )
    for party in members[: told["replied"]]:  # whoever it was: only their number is told
        RequestReply.objects.create(
            request=asked,
            party=party,
            said_es="Recibida.",
            replied_on=PRESENTED,
            replied_at=clock.now(),
            user=user,
        )


def contributions(viewer: Viewer, since: date, until: date) -> Iterator[Block]:
    """What finance has on record of contributions, for the section of the Secretariat."""
    period = PastFact.objects.visible_to(viewer).filter(
        period_ends__gte=since, on__lte=until
    )
    for fact in period.order_by("on", "pk"):
        yield paragraph(two(fact.note_es, fact.note_en))
