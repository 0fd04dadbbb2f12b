"""What a notice needs to know when it leaves: who reads it, and how the matter stands then.

The reader is whoever the account is at that instant. Somebody whose mandate ended, or who
may no longer know of the consultation, is told nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from crm_portal.core.access import Role, Viewer
from crm_portal.core.calendars import Computation
from crm_portal.core.models import Notice
from crm_portal.core.prepared import Prepared
from decisions import access
from decisions.models import Consultation, DeadlineComputation, Reply, Round
from decisions.models.rounds import RoundStatus
from decisions.rules import outcome
from decisions.rules.positions import Position
from members.access import identify
from members.models import Party, User

ADDRESSED = (Role.MEMBER, Role.SECRETARIAT)
LIVE = (RoundStatus.OPEN, RoundStatus.SUSPENDED)


@dataclass(frozen=True)
class Facts:
    """A notice, its reader, and the round it is about, if it is about one."""

    notice: Notice
    at: datetime
    user: User
    viewer: Viewer
    party: Party
    consultation: Consultation
    round: Round | None

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.notice.data)

    @property
    def clock_of(self) -> Party | None:
        """The State on whose clock instants are written besides San José's, if any."""
        return self.party if self.viewer.has(Role.MEMBER) else None

    @cached_property
    def computations(self) -> list[DeadlineComputation]:
        """The computations of the round's deadline, the one in force last."""
        return list(self.round.computations.all()) if self.round else []

    @cached_property
    def computation(self) -> Computation | None:
        """The computation in force; None while no clock has started."""
        rows = self.computations
        return Computation.from_dict(rows[-1].result) if rows else None

    @property
    def is_over(self) -> bool:
        """Whether the bound has been reached, written down or not; never while suspended."""
        if self.round is None or self.round.status == RoundStatus.SUSPENDED:
            return False
        return outcome.is_over(self.round.closes_at, self.at)

    @property
    def is_void(self) -> bool:
        """Whether the round it tells of was distributed again, or ended without expiring."""
        ended = (RoundStatus.VOID, RoundStatus.ENDED)
        return self.round is not None and self.round.status in ended

    @cached_property
    def is_asked(self) -> bool:
        """Whether the reader replies for a State consulted in the round, while it runs."""
        if self.round is None or not self.viewer.has(Role.FOCAL_POINT):
            return False
        is_live = self.round.status in LIVE and not self.is_over
        consulted = self.round.consulted.filter(party=self.party)
        return is_live and consulted.exists()

    @cached_property
    def is_silent(self) -> bool:
        """Whether nothing counts yet for the reader's State in the round."""
        if self.round is None:
            return False
        standing = access.standings(self.round).get(self.viewer.party_id or 0)
        return standing is not None and standing.position is Position.SILENT

    @property
    def is_sponsor(self) -> bool:
        """Whether the reader's State is the one whose text is consulted."""
        return self.round is not None and self.round.sponsor_id == self.viewer.party_id

    @cached_property
    def reply(self) -> Reply | None:
        """The reply that the notice is about, if it names one."""
        rows = Reply.objects.select_related("institution", "party")
        return rows.filter(pk=self.data.get("reply", 0)).first()

    @property
    def is_of_reader(self) -> bool:
        """Whether that reply is of the reader's own State, for which the reader acts."""
        own = self.reply is not None and self.reply.party_id == self.viewer.party_id
        return own and self.viewer.has(Role.FOCAL_POINT)


def read(notice: Notice, at: datetime) -> Facts | None:
    """Return the facts for ``notice`` at ``at``, or None for who is no longer entitled."""
    user = notice.recipient
    viewer, party = identify(user, at)
    if party is None or not viewer.has(*ADDRESSED):
        return None
    consultation = _visible(notice.target_id, viewer)
    if consultation is None:
        return None
    return Facts(
        notice=notice,
        at=at,
        user=user,
        viewer=viewer,
        party=party,
        consultation=consultation,
        round=_round(consultation, notice.data.get("round")),
    )


def _visible(pk: int, viewer: Viewer) -> Consultation | None:
    found = _CONSULTATION(shape=viewer.roles, at=viewer.at, party=viewer.party_id, pk=pk)
    return found[0] if found else None


def _consultation(
    shape: frozenset[Role], at: datetime, party: int | None, pk: int
) -> QuerySet[Consultation]:
    viewer = Viewer(at=at, party_id=party, roles=shape)
    rows = Consultation.objects.visible_to(viewer).filter(pk=pk)
    return rows.select_related("conducted_by__party", "silence_decision")


def _round(consultation: Consultation, number: int | None) -> Round | None:
    """The round named; without a name, the last one, if there is any."""
    found = _ROUND(consultation=consultation.pk, number=number)
    for each in found:
        each.consultation = consultation
    return found[0] if found else None


def _rounds(consultation: int, number: int | None) -> QuerySet[Round]:
    rounds = Round.objects.filter(consultation=consultation).select_related("sponsor")
    if number is not None:
        rounds = rounds.filter(number=number)
    return rounds.order_by("-number")[:1]


_CONSULTATION: Prepared[Consultation] = Prepared(_consultation)
_ROUND: Prepared[Round] = Prepared(_rounds)
