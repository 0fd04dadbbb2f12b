"""Every meeting that a source dates, as rows to be added: the numbered ones first."""

from collections.abc import Iterator
from datetime import datetime

from django.db import models

from crm_portal.core.instance import THIS, InstanceError
from crm_portal.reference.files import (
    BODIES,
    MEETINGS,
    OTHER_MEETINGS,
    PLACES,
    dated,
    names,
    rows,
)
from crm_portal.reference.parties import codes
from meetings.models import Body, Meeting, MeetingState, Mode, Place
from meetings.models.meetings import SEAT_ZONE
from meetings.rules import meeting_symbol
from members.models import Party

Shared: type[models.Model] = Meeting.jointly_with.through
WORDS = ("title_es", "title_en", "note_es", "note_en", "city_es", "city_en", "source")


def _zones() -> dict[int | None, str]:
    """Return the clock of each country's capital, by its key."""
    return dict(Party.objects.exclude(capital_tz="").values_list("pk", "capital_tz"))


def _deciding() -> Body:
    code = THIS.deciding.code
    body = Body.objects.filter(code=code).first()
    if body is None:
        raise InstanceError(f"{BODIES} has no body {code!r}, which the first tier names.")
    return body


def _vice_ministerial(at: datetime) -> Iterator[Meeting]:
    del at
    body = _deciding()
    hosts, zones = codes(), _zones()
    for row in rows(MEETINGS):
        starts, ends = dated(row["starts_on"]), dated(row["ends_on"] or row["starts_on"])
        city_es, city_en = names().get(row["city"], ("", ""))
        host = hosts[row["country"]]
        is_virtual = row["city"] == Mode.VIRTUAL
        yield Meeting(
            body=body,
            symbol=meeting_symbol(body.code, int(row["ordinal"])),
            state=MeetingState.CLOSED,
            ordinal=int(row["ordinal"]),
            host_id=host,
            mode=Mode.VIRTUAL if is_virtual else Mode.IN_PERSON,
            city_es=city_es,
            city_en=city_en,
            time_zone=SEAT_ZONE if is_virtual else zones.get(host, SEAT_ZONE),
            starts_on=starts.first,
            ends_on=ends.last,
            precision=row["precision"],
            note_es=row["note_es"],
            note_en=row["note_en"],
            source=row["source"],
        )


def _others(at: datetime) -> Iterator[Meeting]:
    del at
    bodies = dict(Body.objects.values_list("code", "pk"))
    known = dict(Meeting.objects.values_list("symbol", "pk"))
    hosts, zones = codes(), _zones()
    for row in rows(OTHER_MEETINGS):
        starts, ends = dated(row["starts_on"]), dated(row["ends_on"] or row["starts_on"])
        host = hosts[row["country"]] if row["country"] else None
        is_virtual = row["mode"] == Mode.VIRTUAL
        yield Meeting(
            **{name: row[name] for name in WORDS},
            symbol=row["symbol"],
            body_id=bodies[row["body"]],
            state=MeetingState.CLOSED,
            host_id=host,
            mode=row["mode"],
            time_zone=SEAT_ZONE if is_virtual else zones.get(host, SEAT_ZONE),
            starts_on=starts.first,
            ends_on=ends.last,
            precision=row["precision"],
            held_with_id=known[row["held_with"]] if row["held_with"] else None,
        )


def _shared(at: datetime) -> Iterator[models.Model]:
    """The other bodies of the meetings that several hold at once."""
    del at
    bodies = dict(Body.objects.values_list("code", "pk"))
    known = dict(Meeting.objects.values_list("symbol", "pk"))
    for row in rows(OTHER_MEETINGS):
        for code in row["jointly_with"].split():
            yield Shared(meeting_id=known[row["symbol"]], body_id=bodies[code])


def _places(at: datetime) -> Iterator[Place]:
    del at
    known = dict(Meeting.objects.values_list("symbol", "pk"))
    for row in rows(PLACES):
        yield Place(
            meeting_id=known[row["symbol"]],
            order=int(row["order"]),
            city_es=row["city_es"],
            city_en=row["city_en"],
            time_zone=row["time_zone"],
        )


PLAN = (
    (Meeting, ("symbol",), _vice_ministerial),
    (Meeting, ("symbol",), _others),
    (Shared, ("meeting_id", "body_id"), _shared),
    (Place, ("meeting_id", "order"), _places),
)
