"""Rounds by the hundred, as valid rows, with bounds where a drill wants them."""

import json
import uuid
from datetime import UTC, datetime, timedelta

from crm_portal.core import calendars, clock
from crm_portal.core.access import Viewer
from crm_portal.core.calendars import Terms
from decisions.models import (
    Consultation,
    Consulted,
    DeadlineComputation,
    Paragraph,
    Reply,
    Round,
    Text,
    TextVersion,
)
from decisions.services import deadlines
from decisions.states import State
from members.access import viewer_for
from members.models import OfficialVoice, Party, Presidency, User

HASH = "0" * 64


def viewer(email: str, at: datetime | None = None) -> Viewer:
    """Return what a demonstration account is now."""
    return viewer_for(User.objects.get(email=email), at or clock.now())


def next_bound(at: datetime) -> datetime:
    """Return the next midnight in San José after ``at``."""
    return calendars.midnight_after(calendars.seat_date(at))


def open_rounds(count: int, closes_at: datetime, *, members: int = 11) -> list[int]:
    """Create ``count`` open rounds that end at ``closes_at``; return their ids.

    The rows are those that distributing would have made a week earlier.
    """
    started = closes_at - timedelta(days=8)
    presidency = Presidency.objects.at(clock.now()).get()
    parties = list(Party.objects.members_on(clock.now().astimezone(UTC).date()))[:members]
    tag = uuid.uuid4().hex[:6]
    texts = Text.objects.bulk_create(
        Text(reference=f"load-{tag}-{n}", title_es=f"Texto {n}") for n in range(count)
    )
    versions = TextVersion.objects.bulk_create(
        TextVersion(text=text, number=1, created_at=started) for text in texts
    )
    Paragraph.objects.bulk_create(
        Paragraph(version=v, key="p1", position=1, es="Uno.", en="One.") for v in versions
    )
    TextVersion.objects.filter(pk__in=[v.pk for v in versions]).update(
        frozen_at=started, content_hash=HASH
    )
    consultations = Consultation.objects.bulk_create(
        Consultation(
            reference=f"CRM-CONS-{tag}-{n:05}",
            text=text,
            subject_es=f"Asunto {n}",
            subject_en=f"Subject {n}",
            reason_es="Ensayo.",
            state=State.OPEN,
            presidency=presidency,
            conducted_by=presidency,
            is_demonstration=True,
            created_at=started,
        )
        for n, text in enumerate(texts)
    )
    rounds = Round.objects.bulk_create(
        Round(
            consultation=c,
            number=1,
            version=v,
            sponsor_id=presidency.party_id,
            business_days=5,
            distributed_at=started,
            starts_at=started,
            closes_at=closes_at,
        )
        for c, v in zip(consultations, versions, strict=True)
    )
    _ask(rounds, parties, started)
    return [asked.pk for asked in rounds]


def _ask(rounds: list[Round], parties: list[Party], started: datetime) -> None:
    voices = {v.party_id: v.institution_id for v in OfficialVoice.objects.at(clock.now())}
    Consulted.objects.bulk_create(
        (
            Consulted(round=asked, party=party, institution_id=voices.get(party.pk))
            for asked in rounds
            for party in parties
        ),
        batch_size=2000,
    )
    found = calendars.compute(
        started,
        deadlines.of_parties(parties, started),
        Terms(),
        tz_version=deadlines.TZ_VERSION,
    )
    result = json.loads(json.dumps(found.to_dict()))
    DeadlineComputation.objects.bulk_create(
        DeadlineComputation(
            round=asked,
            cause="distribution",
            result=result,
            closes_at=asked.closes_at,
            made_at=started,
        )
        for asked in rounds
    )


def replies_of(round_id: int) -> int:
    """Return how many replies a round has."""
    return Reply.objects.filter(consulted__round=round_id).count()
