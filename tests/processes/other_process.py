"""A process that does not exist, played in a portal of its own, which is run as a program.

The environment says which instance it is. Everything happens in one transaction that is
taken back; what was seen is written to standard output as JSON.
"""

import json
import sys
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import mail
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils import translation

from crm_portal.core import clock, faces, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Refused
from crm_portal.library import services as library
from crm_portal.library.models import IssuedDocument
from crm_portal.reference import loading
from decisions.rules.positions import Position
from decisions.services import closing, distribution, drafting, replying, troika
from decisions.services.drafting import Draft
from decisions.services.replying import Answer
from decisions.sweeps import expire_due_rounds
from meetings import letters
from meetings.models import Meeting
from members.access import viewer_for
from members.models import Party, User
from members.models.parties import PartyKind
from tests.core import papers
from tests.factories import (
    InstitutionFactory,
    MandateFactory,
    OfficialVoiceFactory,
    UserFactory,
)

MORNING = datetime(2026, 9, 10, 5, tzinfo=UTC)
TEXT = [Draft("Se viajará en barco.", "", "", "1")]  # Spanish is all that a text needs here
LANGUAGES = ("es", "en")


class Story:
    """The islands, a consultation among them, and whoever looks on."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        for party in Party.objects.filter(kind=PartyKind.MEMBER_STATE).order_by("code"):
            office = InstitutionFactory(party=party)
            OfficialVoiceFactory(party=party, institution=office)
            language = "en" if party.code == "XB" else "es"
            user = UserFactory(email=f"{party.code.lower()}@example.org", language=language)
            MandateFactory(user=user, institution=office)
            self.users[party.code] = user

    def by(self, code: str) -> Viewer:
        """Return what an island's focal point is now."""
        return viewer_for(self.users[code], clock.now())

    def consult(self) -> dict[str, Any]:
        """One co-chair writes and presents, the other agrees, distributes and concludes."""
        made = drafting.draft(
            subject_es="Viajes entre islas",
            subject_en="Travel between islands",
            reason_es="Cada isla los cuenta a su manera.",
            by=self.by("XA"),
        )
        drafting.write(made.pk, TEXT, by=self.by("XA"))
        stage = troika.present(made.pk, by=self.by("XA"))
        asked = list(
            stage.voices.filter(must_react=True).values_list("party__code", flat=True)
        )
        troika.react(made.pk, "favourable", by=self.by("XB"))
        distributed = distribution.distribute(made.pk, by=self.by("XB"))
        for code in ("XA", "XC", "XD", "XE"):
            answer = Answer(Position.AGREE, submission_key=uuid.uuid4())
            replying.reply(made.pk, answer, by=self.by(code))
        notifications.deliver_due()
        distributed.refresh_from_db()
        clock.set_to(distributed.closes_at + timedelta(seconds=30), frozen=True)
        expire_due_rounds()
        record = closing.record_consensus(made.pk, by=self.by("XB"))
        return {
            "reference": made.reference,
            "asked": asked,
            "complete": stage.is_complete,
            "policy": str(distributed.computations.get().result["policy"]),
            "closes_at": distributed.closes_at.isoformat(),
            "recorded": record.kind,
            "stranger": refused(made.pk, self.by("XC")),
        }

    def page(self, path: str, who: str = "") -> str:
        """Return a page as somebody sees it, or as everybody does."""
        client = Client()
        if who:
            client.force_login(self.users[who])
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()


def refused(pk: int, by: Viewer) -> str:
    """Return why somebody may not conduct."""
    try:
        closing.record_consensus(pk, by=by)
    except Refused as reason:
        return reason.code
    return ""


def pages(story: Story, reference: str) -> dict[str, str]:
    """Return pages of the public site and of the intranet, in both languages."""
    symbol = Meeting.objects.get(ordinal=7).symbol
    public = {
        "home": ("library:home", ()),
        "about": ("library:about", ()),
        "meeting": ("held:meeting", (symbol,)),
        "presidencies": ("conference:presidencies", ()),
    }
    inside = {
        "today": ("core:today", ()),
        "consultation": ("decisions:consultation", (reference,)),
        "presidency": ("members:presidency", ()),
    }
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            for name, (view, args) in (public | inside).items():
                who = "XB" if name in inside else ""
                found[f"{name} {language}"] = story.page(reverse(view, args=args), who)
    return found


def rest(story: Story) -> dict[str, str]:
    """Return what programs and paper are told: API, feed, calendar, mail, PDF, colours."""
    library.make_next()
    paper = IssuedDocument.objects.order_by("pk")[0]
    schema = story.page(reverse("api:schema") + "?format=json")
    with translation.override("en"):
        feed, calendar = reverse("register:atom"), reverse("held:feed-public")
    sent = [f"{each.from_email}\n{each.subject}\n{each.body}" for each in mail.outbox]
    return {
        "api": json.dumps(json.loads(schema)["info"]),
        "feed": story.page(feed),
        "calendar": story.page(calendar),
        "mail": "\n".join(sent),
        "pdf": papers.flowing(bytes(paper.pdf.content)),
        "colours": story.page(faces.address("css")),
        "icon": story.page(faces.address("svg")),
        "failed": render_to_string("500.html"),
        "letter": letter(),
    }


def kept() -> list[Any]:
    """Return how long the colours may be kept, and what a browser that has them is told."""
    client = Client()
    first = client.get(faces.address("css"))
    again = client.get(faces.address("css"), headers={"if-none-match": first["ETag"]})
    return [first["Cache-Control"], again.status_code]


def letter() -> str:
    """Return a letter of convocation before anybody edits it."""
    told = letters.template_for(Meeting.objects.get(ordinal=7))
    return "\n".join(told.values())


def main() -> None:
    setup_test_environment()
    with transaction.atomic():
        clock.set_to(MORNING, frozen=True)
        loaded = sum(each.added for each in loading.load())
        story = Story()
        told = {**story.consult(), "kept": kept()}
        seen = {**pages(story, told["reference"]), **rest(story)}
        transaction.set_rollback(True)
    json.dump({"loaded": loaded, "told": told, "seen": seen}, sys.stdout)
