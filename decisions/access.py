"""From rows to the values that the rules read: the events of a round, and their result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from crm_portal.core.prepared import Prepared
from decisions.models import Consulted, Reply, Round, SubstanceRequest
from decisions.models.rounds import RoundStatus
from decisions.rules import outcome, positions
from decisions.rules.positions import Position, Standing, Submission


def submission(filed: Reply) -> Submission:
    """Return a reply as the rules see it; a disputed or unendorsed one is not in effect."""
    endorsement = getattr(filed, "endorsement", None)
    effective = filed.received_at if filed.is_official else None
    if endorsement is not None:
        effective = endorsement.endorsed_at
    if getattr(filed, "dispute", None) is not None:
        effective = None
    return Submission(filed.party_id, filed.pk, Position(filed.position), effective)


def replies_of(asked: Round) -> list[Reply]:
    """Return every reply of the round with what happened to it, in one query."""
    found = Reply.objects.filter(consulted__round=asked).select_related(
        "endorsement", "dispute", "institution", "user"
    )
    return list(found.order_by("pk"))


def submissions_of(asked: Round, party_id: int) -> list[Submission]:
    """Return what one State sent in the round."""
    return [submission(r) for r in replies_of(asked) if r.party_id == party_id]


def of_other_institutions(asked: Round, filed: Reply) -> set[int]:
    """Return the sequences of what the State's other institutions sent in the round."""
    found = Reply.objects.filter(consulted__round=asked, party_id=filed.party_id)
    return set(
        found.exclude(institution_id=filed.institution_id).values_list("pk", flat=True)
    )


@dataclass(frozen=True, slots=True)
class Events:
    """What happened in a round, as values: all that its result is a function of."""

    consulted: Sequence[int]
    replies: Sequence[Reply]
    admissions: Sequence[positions.Admission] = ()
    lifts: Sequence[positions.Lift] = ()
    substance_asked: bool = False


def events_of(asked: Round, replies: Iterable[Reply] | None = None) -> Events:
    """Return the events of a round; ``replies`` spares reading them again."""
    return Events(
        consulted=[each.party_id for each in asked.consulted.all()],
        replies=replies_of(asked) if replies is None else list(replies),
        admissions=_admissions(asked),
        lifts=_lifts(asked),
        substance_asked=bool(asked.substance_requests.all()),
    )


def events(relation: str, *names: str) -> ArraySubquery:
    """Return what happened in a round as values, oldest first, for a query on rounds."""
    model: Any = Round._meta.get_field(relation).related_model
    rows = model._default_manager.filter(round=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def read_events(asked: int) -> Events:
    """Return the events of a round by its id, in two queries that are written once."""
    [row] = _EVENTS(asked=asked)
    happened: Any = row
    return Events(
        consulted=happened.parties,
        replies=_REPLIES(asked=asked),
        admissions=[admission(**each) for each in happened.admitted],
        lifts=[lift(**each) for each in happened.lifted],
        substance_asked=happened.is_substance_asked,
    )


def _events(asked: int) -> QuerySet[Round]:
    parties = Consulted.objects.filter(round=OuterRef("pk"))
    requests = SubstanceRequest.objects.filter(round=OuterRef("pk"))
    return Round.objects.filter(pk=asked).annotate(
        parties=ArraySubquery(
            parties.order_by("party__order", "party_id").values("party_id")
        ),
        admitted=events("admissions", "position", "admitted_at"),
        lifted=events("lifts", "party_id", "becomes", "lifted_at"),
        is_substance_asked=Exists(requests),
    )


def _replies(asked: int) -> QuerySet[Reply]:
    found = Reply.objects.filter(consulted__round=asked).order_by("pk")
    return found.select_related("endorsement", "dispute")


_EVENTS: Prepared[Round] = Prepared(_events)
_REPLIES: Prepared[Reply] = Prepared(_replies)


def standings(asked: Round, replies: Iterable[Reply] | None = None) -> dict[int, Standing]:
    """Return what counts for each State consulted, in the order of the States."""
    return standings_of(asked, events_of(asked, replies))


def standings_of(asked: Round, events: Events) -> dict[int, Standing]:
    """Return what counts for each State consulted, given what happened.

    While a round is suspended nothing is late: its bound will lie ahead again (P13).
    """
    is_suspended = asked.status == RoundStatus.SUSPENDED
    return positions.standings(
        events.consulted,
        [submission(row) for row in events.replies],
        closes_at=None if is_suspended else asked.closes_at,
        sponsor=asked.sponsor_id,
        admissions=events.admissions,
        lifts=events.lifts,
    )


def result(
    asked: Round, at: datetime, replies: Iterable[Reply] | None = None
) -> outcome.Result:
    """Return what the positions of the round amount to at ``at``: a function of its events."""
    return result_of(asked, events_of(asked, replies), at)


def result_of(asked: Round, events: Events, at: datetime) -> outcome.Result:
    """Return what the positions amount to at ``at``, given what happened."""
    counted = standings_of(asked, events)
    return outcome.result(
        counted,
        silence=outcome.SilenceRule(asked.consultation.silence_rule),
        late_objections=outcome.unadmitted_objections(
            counted, [submission(row) for row in events.replies], events.lifts
        ),
        substance_asked=events.substance_asked,
        is_over=asked.status == RoundStatus.EXPIRED or outcome.is_over(asked.closes_at, at),
        is_suspended=asked.status == RoundStatus.SUSPENDED,
        sponsor=asked.sponsor_id,
    )


def admission(
    position: str, admitted_at: datetime | str, **_more: object
) -> positions.Admission:
    """Return an admission as the rules see it, from the fields of its row."""
    return positions.Admission(Position(position), _instant(admitted_at))


def lift(
    party_id: int, becomes: str, lifted_at: datetime | str, **_more: object
) -> positions.Lift:
    """Return a lifted objection as the rules see it, from the fields of its row."""
    return positions.Lift(party_id, Position(becomes), _instant(lifted_at))


def _instant(value: datetime | str) -> datetime:
    """An instant as a row has it, or as JSON writes it."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _admissions(asked: Round) -> list[positions.Admission]:
    return [admission(row.position, row.admitted_at) for row in asked.admissions.all()]


def _lifts(asked: Round) -> list[positions.Lift]:
    return [lift(row.party_id, row.becomes, row.lifted_at) for row in asked.lifts.all()]
