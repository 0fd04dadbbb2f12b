"""Of whom delegations consist, by date; and which parties were present where a source says so."""

from collections.abc import Iterator
from datetime import datetime

from crm_portal.reference.files import ATTENDANCE, COMPOSITION, dated, rows
from crm_portal.reference.parties import codes
from meetings.models import CompositionRule, Meeting, Presence


def _rules(at: datetime) -> Iterator[CompositionRule]:
    del at
    for row in rows(COMPOSITION):
        since = dated(row["valid_from"])
        yield CompositionRule(
            forum=row["forum"],
            part=row["part"],
            levels=row["levels"].split(),
            number=int(row["number"]) if row["number"] else None,
            binds=row["binds"] == "yes",
            text_es=row["text_es"],
            text_en=row["text_en"],
            valid_from=since.first,
            precision=since.precision,
            valid_until=dated(row["valid_until"]).first if row["valid_until"] else None,
            source=row["source"],
            conflicts=row["conflicts"],
        )


def _presences(at: datetime) -> Iterator[Presence]:
    meetings = dict(Meeting.objects.values_list("symbol", "pk"))
    party_of = codes()
    for row in rows(ATTENDANCE):
        yield Presence(
            meeting_id=meetings[row["meeting"]],
            party_id=party_of[row["party"]],
            source=row["source"],
            recorded_at=at,
        )


PLAN = (
    (CompositionRule, ("forum", "part", "valid_from"), _rules),
    (Presence, ("meeting_id", "session_id", "party_id", "delegate_id"), _presences),
)
