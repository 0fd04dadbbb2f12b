"""One text as its reader finds it: what is there, what waits, and what the reader may do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from decisions.models import Text
from decisions.presentation.workspace.cells import brackets
from decisions.presentation.workspace.facts import (
    Asked,
    Collided,
    Proposed,
    Row,
    Sent,
    Version,
)
from decisions.rules.texts import diff, paragraphs, powers
from decisions.rules.texts.kinds import Kind
from decisions.rules.texts.languages import State
from decisions.rules.texts.numbering import Number, numbered
from decisions.text_states import IN_WORK, TextState
from members.models import Party

CLEAN = "none"
VIEWS = ("changes", "clean", "brackets")
LANGUAGE_VIEWS = ("both", "es", "en")
# Where there is nothing yet for the reader of the other language.
UNWRITTEN = frozenset({State.MISSING, State.DRAFT, State.OUTDATED})

Ruled = tuple[paragraphs.Paragraph, ...]


@dataclass
class Workspace:
    """A text with its negotiation, for one viewer.

    ``rows`` are the paragraphs of the version shown, ``before`` those of the one it is
    compared with. ``is_inside``: a member or the Secretariat, to whom the negotiation is open.
    """

    text: Text
    viewer: Viewer
    asked: Asked
    is_inside: bool
    versions: list[Version]
    sent: list[Sent]
    parties: dict[int, Party]
    is_representative: bool = False
    is_delegate: bool = False
    rows: list[Row] = field(default_factory=list)
    before: list[Row] = field(default_factory=list)
    proposals: list[Proposed] = field(default_factory=list)
    collisions: list[Collided] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def now(self) -> Version | None:
        """Return the version that is shown: the last one the reader sees."""
        return self.versions[-1] if self.versions else None

    @property
    def last_frozen(self) -> Version | None:
        """Return the last version that is fixed for ever, of which there is paper."""
        return next((each for each in reversed(self.versions) if each.frozen_at), None)

    @cached_property
    def view(self) -> str:
        """Return the view asked for; to whom the negotiation is closed, the clean text."""
        if not self.is_inside:
            return "clean"
        return self.asked.view if self.asked.view in VIEWS else "changes"

    @cached_property
    def language(self) -> str:
        asked = self.asked.language
        return asked if asked in LANGUAGE_VIEWS else "both"

    @cached_property
    def comparable(self) -> list[Version]:
        """Return the versions that may be compared with, the last one first."""
        return [each for each in reversed(self.versions[:-1]) if each.frozen_at]

    @cached_property
    def base(self) -> Version | None:
        """Return the version to compare with: the one asked for, or the one before."""
        if self.view == "clean" or self.asked.compare == CLEAN or not self.comparable:
            return None
        asked = (each for each in self.comparable if str(each.number) == self.asked.compare)
        return next(asked, self.comparable[0])

    @cached_property
    def tongue(self) -> str:
        """Return the language of the page."""
        return active_language()

    @cached_property
    def kind(self) -> Kind:
        """Return the kind of the text as the rules take it."""
        return self.text.rules

    @cached_property
    def ruled(self) -> Ruled:
        """Return the paragraphs shown as the rules take them."""
        return tuple(each.ruled for each in self.rows)

    @cached_property
    def compared(self) -> tuple[diff.Compared, ...]:
        """Return what became of each paragraph since the base; against itself without one."""
        old = tuple(each.ruled for each in self.before) if self.base else self.ruled
        return _compared(old, self.ruled)

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Return the number of every paragraph; of one that is gone, the one it had."""
        rule, now = self.kind.numbering, {each.key for each in self.rows}
        is_gone = any(each.key not in now for each in self.before)
        gone = numbered([each.ruled for each in self.before], rule) if is_gone else {}
        return {**gone, **numbered(self.ruled, rule)}

    def number(self, key: str) -> str:
        """Return how a paragraph is named in the whole text."""
        found = self.numbers.get(key)
        return found.reference if found else ""

    @cached_property
    def by_key(self) -> dict[str, Row]:
        return {each.key: each for each in self.rows}

    @cached_property
    def shown_proposals(self) -> dict[str, list[Proposed]]:
        """Return the proposals under each paragraph, those of one delegation if asked."""
        found: dict[str, list[Proposed]] = defaultdict(list)
        code = self.asked.of
        for each in self.proposals:
            if not code or self.code(each.party) == code:
                found[each.beside(self.by_key)].append(each)
        return found

    @cached_property
    def undecided(self) -> list[Proposed]:
        return [each for each in self.proposals if each.is_undecided]

    @cached_property
    def collided(self) -> dict[str, list[Collided]]:
        """Return the open collisions by paragraph, and by what they are about."""
        found: dict[str, list[Collided]] = defaultdict(list)
        for each in self.collisions:
            found[each.key].append(each)
        return found

    @cached_property
    def brackets(self) -> dict[str, int]:
        """Return how many brackets are open in each paragraph that has some."""
        counts = ((each.key, brackets(each.es, each.en)) for each in self.rows)
        return {key: count for key, count in counts if count}

    @cached_property
    def pending(self) -> dict[str, list[str]]:
        """Return the languages in which a paragraph is still to be written, by key."""
        return self._languages(UNWRITTEN)

    @cached_property
    def unchecked(self) -> dict[str, list[str]]:
        """Return the languages in which a translation waits for its check, by key."""
        return self._languages({State.TRANSLATED})

    def _languages(self, states: Iterable[State]) -> dict[str, list[str]]:
        wanted, found = set(states), dict[str, list[str]]()
        for key, standing in self.standings.items():
            tongues = [each for each, state in standing.items() if state in wanted]
            if tongues:
                found[key] = tongues
        return found

    @cached_property
    def standings(self) -> dict[str, dict[str, State]]:
        """Return where each required language of each paragraph stands."""
        required = self.kind.languages
        return {
            row.key: {each: language_state(row, each) for each in required}
            for row in self.rows
        }

    @cached_property
    def agreed(self) -> list[str]:
        return [each.key for each in self.rows if each.agreed_at]

    @cached_property
    def awaiting(self) -> list[str]:
        """Return the paragraphs on which the reader's State has said nothing yet.

        There is an undecided proposal of others, and none that the State made or supports.
        """
        if not self.proposes:
            return []
        own = self.own
        open_ones: dict[str, bool] = {}
        for each in self.undecided:
            spoken = each.party == self.viewer.party_id or own in each.supporters
            key = each.beside(self.by_key)
            open_ones[key] = open_ones.get(key, False) or spoken
        order = ["", *self.by_key]
        return [key for key in order if open_ones.get(key) is False]

    def code(self, party: int | None) -> str:
        """Return a country's code."""
        found = self.parties.get(party or 0)
        return found.code if found else ""

    @cached_property
    def countries(self) -> dict[str, str]:
        """Return the names of the countries in the reader's language, by code."""
        return {each.code: each.name for each in self.parties.values()}

    def name(self, code: str) -> str:
        """Return a country's name in the reader's language; of an unknown one, the code."""
        return self.countries.get(code, code)

    @cached_property
    def own(self) -> str:
        """Return the code of the reader's country; empty for whoever acts for none."""
        return self.code(self.viewer.party_id)

    @cached_property
    def is_in_work(self) -> bool:
        return self.text.state in IN_WORK

    @cached_property
    def prepares(self) -> bool:
        return powers.may_prepare(self.viewer)

    @cached_property
    def may_write(self) -> bool:
        """Say whether the reader writes texts like this one at all."""
        own = self.is_representative
        return powers.may_write(self.viewer, is_representative=own)

    @cached_property
    def may_decide(self) -> bool:
        """Say whether the reader decides on proposals at all."""
        own = self.is_representative
        return powers.is_group(self.viewer, is_representative=own)

    @cached_property
    def may_propose(self) -> bool:
        """Say whether the reader proposes on a text that is open."""
        own = self.is_delegate
        return powers.may_propose(self.viewer, TextState.OPEN, is_delegate=own)

    @cached_property
    def writes(self) -> bool:
        """Say whether the reader writes the text as it now stands."""
        return self.is_in_work and self.may_write

    @cached_property
    def decides(self) -> bool:
        """Say whether the reader decides on proposals now."""
        return self.is_in_work and self.may_decide

    @cached_property
    def proposes(self) -> bool:
        """Say whether the reader may propose now."""
        return self.is_open and self.may_propose

    @cached_property
    def is_open(self) -> bool:
        return self.text.state == TextState.OPEN


@lru_cache(maxsize=64)
def _compared(old: Ruled, new: Ruled) -> tuple[diff.Compared, ...]:
    return diff.compared(old, new)


def language_state(row: Row, language: str) -> State:
    """Return where one language of a paragraph stands, by its words first."""
    if not getattr(row, language).strip():
        return State.MISSING
    said: Any = row.languages.get(language) or {}
    return State(said.get("state") or State.MISSING)
