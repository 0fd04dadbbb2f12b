"""The rule in force at each item, as whoever chairs reads it: who may do what, and which line."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text, both
from meetings.models import Meeting, PartyClass, Right
from meetings.models.participation import GROUNDS
from meetings.rights import Rights
from meetings.rules.participation import Cell

ASKED = (Right.SPEAK, Right.INTERVENE_AGENDA, Right.DEBATE, Right.DECIDE)
CLASSES = tuple(each for each in PartyClass if each != PartyClass.PUBLIC)


@dataclass(frozen=True)
class Guide:
    """The cells in force at an instant, in words, by forum."""

    here: Rights

    @classmethod
    def of(cls, meeting: Meeting, at: datetime) -> "Guide":
        """Read what holds for ``meeting`` at ``at``."""
        return cls(Rights.of(meeting, at))

    def of_forum(self, forum: str) -> list[dict[str, Any]]:
        """Return one line a right: who has it outright, who on a condition, and the sources."""
        return [self._line(forum, right) for right in ASKED]

    def brief(self, forum: str) -> list[dict[str, Any]]:
        """Return who may outright, in one line for each set of parties that share rights."""
        grouped: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for line in self.of_forum(forum):
            grouped[tuple(each["es"] for each in line["outright"])].append(line)
        return [
            {
                "rights": [line["right"] for line in lines],
                "who": lines[0]["outright"],
                "sources": _distinct(line["sources"] for line in lines),
            }
            for who, lines in grouped.items()
            if who
        ]

    def _line(self, forum: str, right: Right) -> dict[str, Any]:
        who: dict[str, list[Text]] = defaultdict(list)
        sources: list[str] = []
        for party_class in CLASSES:
            cell = self.here.cells.get((forum, party_class, right))
            word = self._word(cell, forum, party_class, right)
            if cell is None or not word:
                continue
            label = both(PartyClass(party_class).label)
            who[word].append(_with_ground(label, cell, word))
            sources.append(cell.sources)
        return {
            "right": both(right.label),
            "outright": who["yes"],
            "on_condition": who["condition"],
            "decided": who["decided"],
            "sources": _distinct(sources),
        }

    def _word(
        self, cell: Cell | None, forum: str, party_class: PartyClass, right: Right
    ) -> str:
        if cell is None:
            return ""
        if cell.value == "YES":
            return "yes"
        decided = any(
            each.forum == forum and each.party_class == party_class and each.right == right
            for each in self.here.decisions
        )
        if decided:
            return "decided"
        return "condition" if cell.value == "COND" else ""


def _with_ground(label: Text, cell: Cell, word: str) -> Text:
    if word != "condition" or not cell.ground:
        return label
    ground = both(GROUNDS[cell.ground])
    return {lang: f"{label[lang]} ({ground[lang]})" for lang in LANGUAGES}


def _distinct(sources: Iterable[str]) -> str:
    """Return the lines that several sources name, each once."""
    lines = " ".join(sources).split()
    return " ".join(dict.fromkeys(lines))
