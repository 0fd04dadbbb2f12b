"""A consultation with all that happened in one of its rounds, and who is reading it.

What of it the reader may see is asked of the rules; ``reading`` fills it in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from crm_portal.core.access import Role, Viewer
from crm_portal.core.calendars import Computation
from decisions import access
from decisions.models import (
    Consultation,
    Consulted,
    Paragraph,
    Reply,
    Round,
    TroikaStage,
)
from decisions.models.consultations import Visibility
from decisions.models.replies import Channel
from decisions.models.rounds import RoundStatus
from decisions.rules import outcome, powers
from decisions.rules.positions import Position, Standing
from decisions.states import State
from meetings.access import is_intersessional
from members.models import Party


@dataclass
class Dossier:
    """A consultation, one of its rounds (the last unless told) and who is reading."""

    consultation: Consultation
    viewer: Viewer
    rounds: Sequence[Round] = ()
    round: Round | None = None
    consulted: Sequence[Consulted] = ()
    replies: Sequence[Reply] = ()
    others: Sequence[Party] = ()
    stage: TroikaStage | None = None
    paragraphs: dict[int, list[Paragraph]] = field(default_factory=dict)

    @cached_property
    def state(self) -> State:
        """The state in effect now: a term that is over has expired, settled or not."""
        stored = State(self.consultation.state)
        if stored is State.OPEN and self.is_over:
            return State.EXPIRED
        return stored

    @property
    def is_settling(self) -> bool:
        """The term is over and the sweep has not written it down yet."""
        return self.state != self.consultation.state

    @property
    def is_over(self) -> bool:
        last = self.last_round
        return last is not None and outcome.is_over(last.closes_at, self.viewer.at)

    @property
    def last_round(self) -> Round | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def is_last(self) -> bool:
        """Say whether the round shown is the last one."""
        return self.round is self.last_round

    @cached_property
    def computation(self) -> Computation | None:
        """The computation in force of the round shown; None while its clock has not started."""
        if self.round is None or self.round.computed is None:  # type: ignore[attr-defined]
            return None
        return Computation.from_dict(self.round.computed)  # type: ignore[attr-defined]

    @cached_property
    def parties(self) -> dict[int, Party]:
        """Those consulted, or before distribution the members, by id."""
        rows = [each.party for each in self.consulted] or self.others
        return {party.pk: party for party in rows}

    @property
    def mine(self) -> Consulted | None:
        """The reader's own State's place in the round."""
        own = self.viewer.party_id
        return next((each for each in self.consulted if each.party_id == own), None)

    @cached_property
    def events(self) -> access.Events:
        asked: Any = self.round
        return access.Events(
            consulted=[each.party_id for each in self.consulted],
            replies=self.replies,
            admissions=[access.admission(**row) for row in asked.admitted],
            lifts=[access.lift(**row) for row in asked.lifted],
            substance_asked=bool(asked.asked_substance),
        )

    @cached_property
    def standings(self) -> dict[int, Standing]:
        """What counts for each State consulted, in the sources' order."""
        return access.standings_of(self.round, self.events) if self.round else {}

    @cached_property
    def result(self) -> outcome.Result | None:
        if self.round is None:
            return None
        return access.result_of(self.round, self.events, self.viewer.at)

    @cached_property
    def replies_by_pk(self) -> dict[int, Reply]:
        return {reply.pk: reply for reply in self.replies}

    @property
    def conducts(self) -> bool:
        return powers.may_conduct(self.viewer)

    @property
    def is_assumed(self) -> bool:
        """Say whether the presidency in office has taken the consultation up (1.6)."""
        conductor = self.consultation.conducted_by
        presiding = [conductor.pk] if self.viewer.at in conductor.term else []
        return not powers.must_assume(self.consultation.state, conductor.pk, presiding)

    @cached_property
    def is_in_session(self) -> bool:
        """Say whether a Vice-Ministerial meeting has opened."""
        return not is_intersessional(self.viewer.at)

    @cached_property
    def version_number(self) -> int:
        """The version shown: the round's; before distribution the last one the reader may see."""
        if self.round is not None:
            return int(self.round.version.number)
        versions: list[dict[str, Any]] = self.consultation.versions  # type: ignore[attr-defined]
        writes = self.conducts or self.is_secretariat
        return int(max(each["number"] for each in versions if writes or each["frozen"]))

    @property
    def text(self) -> list[Paragraph]:
        """The paragraphs of the version shown, once they have been read."""
        return self.paragraphs.get(self.version_number, [])

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The printed number of each paragraph of the version shown, by key."""
        return {each.key: each.number or each.key.removeprefix("p") for each in self.text}

    @property
    def is_secretariat(self) -> bool:
        return self.viewer.has(Role.SECRETARIAT)

    @property
    def is_party_to_it(self) -> bool:
        """Say whether the procedure runs between the reader and others, or is only read of."""
        return self.viewer.has(Role.MEMBER, Role.SECRETARIAT)

    @cached_property
    def sees_all(self) -> bool:
        """Say whether the reader sees what the others replied in the round shown (1.9)."""
        asked = self.round
        if asked is None:
            return False
        # A round that was distributed again never ended: its replies stay as they were.
        is_past = not self.is_last and asked.status != RoundStatus.VOID
        return powers.sees_all_replies(
            self.viewer,
            state=State.EXPIRED if is_past else self.consultation.state,
            closes_at=asked.closes_at if asked.status != RoundStatus.VOID else None,
            is_full=self.consultation.visibility == Visibility.FULL,
        )

    @property
    def sees_troika(self) -> bool:
        """The Troika's stage is for those who sat in it, the presidency and the Secretariat."""
        sat: bool = self.consultation.sat_in_troika  # type: ignore[attr-defined]
        return sat or self.conducts or self.is_secretariat

    def shown_replies(self) -> list[Reply]:
        """Return what the reader may see of what was sent, oldest first.

        Of its own State everything; of the others what an official voice stands behind,
        once it may be seen. Contributions stay inside their State (1.7).
        """
        return [reply for reply in self.replies if self._is_shown(reply)]

    def _is_shown(self, reply: Reply) -> bool:
        if reply.party_id == self.viewer.party_id and self.is_party_to_it:
            return True
        if self.is_secretariat and reply.channel == Channel.TRANSCRIPTION:
            return True
        return self.sees_all and access.submission(reply).effective_at is not None

    def counted(self, party_id: int) -> Reply | None:
        """Return the reply that counts for a State, or None."""
        standing = self.standings.get(party_id)
        if standing is None or standing.sequence is None:
            return None
        return self.replies_by_pk.get(standing.sequence)

    @cached_property
    def given(self) -> dict[int, Standing]:
        """The States with a position, the sponsor's own text included."""
        return {
            party: standing
            for party, standing in self.standings.items()
            if standing.position is not Position.SILENT
        }
