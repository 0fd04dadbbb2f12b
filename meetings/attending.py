"""Who may come to which session, and in how many: the matrix, the composition, the limits."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from meetings import rules
from meetings.models import (
    CompositionLimit,
    CompositionPart,
    CompositionRule,
    ConvocationLetter,
    Meeting,
    PartyClass,
    Right,
    Session,
)
from meetings.rights import Rights
from meetings.rules import Ground, Verdict
from meetings.rules.delegations import Quota, departs
from meetings.rules.participation import Because

COUNTRIES = (PartyClass.MEMBER, PartyClass.PPT, PartyClass.OTHER_TROIKA)


@dataclass(frozen=True)
class Attending:
    """Who may come to the sessions of one meeting, at one instant; read once, asked often."""

    rights: Rights
    called: frozenset[int]

    @classmethod
    def of(cls, meeting: Meeting, at: datetime) -> "Attending":
        """Read the rights that hold for ``meeting``, and whom a letter called to it."""
        letters = ConvocationLetter.objects.filter(
            convocation__meeting=meeting, sent_at__lte=at, called_off_at=None
        )
        called = frozenset(letters.values_list("party_id", flat=True))
        return cls(Rights.of(meeting, at), called)

    def may(
        self,
        forum: str,
        party_id: int | None,
        *,
        session: Session | None = None,
        within: bool = True,
    ) -> Verdict:
        """Return whether a party may come, a registration keeping ``within`` the composition.

        ``party_id`` None is a special guest that is no party. Where attendance takes an
        invitation (001:441, 001:406), one has to be on record.
        """
        if party_id is None:
            return self._named_guest(forum, session)
        met = {Ground.COMPOSITION} if within else set()
        rights = self.rights
        attend = rights.may(Right.ATTEND, forum, party_id, session=session, also_met=met)
        if not attend or self._invited(party_id):
            return attend
        only = rights.may(Right.INVITED_ONLY, forum, party_id)
        if only.because != Because.BY_RIGHT:
            return attend
        return replace(
            only, allowed=False, because=Because.NO_GROUND, ground=Ground.INVITATION
        )

    def is_country(self, party_id: int | None) -> bool:
        """Say whether the party is a member country here, whatever its office."""
        return self.rights.class_of(party_id) in COUNTRIES

    def _invited(self, party_id: int) -> bool:
        on_record = Ground.INVITATION in self.rights.met.get(party_id, ())
        return on_record or party_id in self.called

    def _named_guest(self, forum: str, session: Session | None) -> Verdict:
        rights, guest = self.rights, PartyClass.SPECIAL_GUEST
        decided = any(
            (each.forum, each.party_class, each.right) == (forum, guest, Right.ATTEND)
            and each.party_id is None
            and (each.session_id is None or (session and each.session_id == session.pk))
            for each in rights.decisions
        )
        cell = rights.cells.get((forum, guest, Right.ATTEND))
        return rules.verdict(cell, {Ground.INVITATION}, decided=decided)


@dataclass(frozen=True)
class Composition:
    """What the rules of a day say of the delegations in each forum, with the meeting's limits."""

    rules: tuple[CompositionRule, ...]
    limits: dict[str, CompositionLimit]

    @classmethod
    def of(cls, meeting: Meeting) -> "Composition":
        """Read what holds on the first day of ``meeting``: two queries."""
        found = CompositionRule.objects.in_force(meeting.starts_on)
        limits = CompositionLimit.objects.filter(meeting=meeting)
        return cls(tuple(found), {each.forum: each for each in limits})

    def quota(self, forum: str) -> Quota | None:
        """Return how many come in where places are limited; None where they are not."""
        binding = {each.part: each for each in self.of_forum(forum) if each.binds}
        head = binding.get(CompositionPart.HEAD)
        companions = binding.get(CompositionPart.COMPANIONS)
        if head is None or companions is None or companions.number is None:
            return None
        limit = self.limits.get(forum)
        return Quota(
            head_levels=frozenset(head.levels),
            companions=companions.number,
            sources=companions.source,
            limit=limit.number if limit else None,
        )

    def of_forum(self, forum: str) -> list[CompositionRule]:
        """Return every rule of a forum, those that limit and those that are only shown."""
        return [each for each in self.rules if each.forum == forum]

    def warnings(self, forum: str, levels: Collection[str]) -> list[CompositionRule]:
        """Return the rules from which those who come depart; they limit nobody."""
        return [
            each
            for each in self.of_forum(forum)
            if not each.binds and levels and departs(levels, each.levels)
        ]
