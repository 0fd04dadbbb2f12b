"""What still stands between a text and its adoption, each thing with the rule behind it.

The gate only says what is wrong: adopting is an act of the body, recorded by its chair.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from decisions.rules.texts import languages
from decisions.rules.texts.brackets import count, unlike
from decisions.rules.texts.kinds import Kind, Way, missing_parts, strange_parts
from decisions.rules.texts.msgids import gettext_noop
from decisions.rules.texts.notation import Malformed, parse
from decisions.rules.texts.paragraphs import Paragraph

IN_SESSION = "in_session"


class Code(StrEnum):
    """What blocks adoption. Part of the contract of the API."""

    BRACKETS = "open_brackets"
    BRACKETS_DIFFER = "brackets_differ"
    COLLISIONS = "open_collisions"
    UNDECIDED = "undecided_proposals"
    MISSING = "language_missing"
    DRAFT = "language_draft"
    UNCHECKED = "language_not_checked"
    OUTDATED = "language_outdated"
    NO_ATTENDANCE = "attendance_not_recorded"
    WRONG_BODY = "wrong_body"
    WRONG_WAY = "wrong_way"
    NOT_IN_SESSION = "meeting_not_in_session"
    NO_CONSENSUS = "no_recorded_consensus"
    NO_PART = "part_missing"
    STRANGE_PART = "strange_part"
    NOTHING = "no_text"


SENTENCES = {
    Code.BRACKETS: gettext_noop("Brackets are still open: %(count)s."),
    Code.BRACKETS_DIFFER: gettext_noop("The brackets are not the same in both languages."),
    Code.COLLISIONS: gettext_noop("Proposals still collide: %(count)s."),
    Code.UNDECIDED: gettext_noop("Proposals are still undecided: %(count)s."),
    Code.MISSING: gettext_noop("Paragraphs are missing in a required language: %(count)s."),
    Code.DRAFT: gettext_noop(
        "Paragraphs are only drafted in a required language: %(count)s."
    ),
    Code.UNCHECKED: gettext_noop(
        "Translated paragraphs were checked by nobody: %(count)s."
    ),
    Code.OUTDATED: gettext_noop(
        "Paragraphs are outdated, because the other language changed: %(count)s."
    ),
    Code.NO_ATTENDANCE: gettext_noop(
        "It is not recorded who was present: those present are those who adopt."
    ),
    Code.WRONG_BODY: gettext_noop("This body does not adopt texts of this kind."),
    Code.WRONG_WAY: gettext_noop("A text of this kind does not come to stand in this way."),
    Code.NOT_IN_SESSION: gettext_noop("The meeting is not in session."),
    Code.NO_CONSENSUS: gettext_noop("No consensus is on record."),
    Code.NO_PART: gettext_noop("A part that the text must have is missing."),
    Code.STRANGE_PART: gettext_noop(
        "Paragraphs stand in a part that this kind of text lacks."
    ),
    Code.NOTHING: gettext_noop("The text has no paragraphs."),
}
CONSENSUS_RULE = "001:382"
CONSULTATION_RULE = "001:391"
DRAFTING_RULE = "001:399"
OWN_BODY_RULE = "004:37"
PRESENCE_RULE = "facts 2.2"
# How the state of a language blocks, where it does.
UNREADY = {
    languages.State.MISSING: Code.MISSING,
    languages.State.DRAFT: Code.DRAFT,
    languages.State.TRANSLATED: Code.UNCHECKED,
    languages.State.OUTDATED: Code.OUTDATED,
}


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing to be done before adoption.

    ``sentence`` is to be translated and filled from ``count``; ``keys`` are the paragraphs
    it is about, ``language`` which language of them, ``part`` which part is missing;
    ``rule`` is the source.
    """

    code: Code
    rule: str
    count: int = 0
    keys: tuple[str, ...] = ()
    language: str = ""
    part: str = ""

    @property
    def sentence(self) -> str:
        """Return the sentence to translate."""
        return SENTENCES[self.code]


@dataclass(frozen=True, slots=True)
class Occasion:
    """On what occasion a text is to be adopted, and what is on record of it.

    In a meeting: the kind of its body, its state, and whether it was recorded who is present
    and that there is consensus. By consultation: whether its consensus was recorded.
    """

    way: Way
    body: str = ""
    meeting_state: str = ""
    is_attendance_recorded: bool = False
    is_consensus_recorded: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text as it comes to the gate: its paragraphs, how their languages stand, what is open.

    ``standings`` are by key of the paragraph.
    """

    kind: Kind
    text: Sequence[Paragraph]
    standings: Mapping[str, languages.Standings] = field(default_factory=dict)
    collisions: int = 0
    undecided: int = 0
    collision_keys: Collection[str] = ()
    undecided_keys: Collection[str] = ()


def blockers(candidate: Candidate, occasion: Occasion) -> tuple[Blocker, ...]:
    """Return everything that blocks adoption; nothing: the body may adopt."""
    return (
        *_of_text(candidate),
        *_of_negotiation(candidate),
        *_of_languages(candidate),
        *_of_occasion(candidate.kind, occasion),
    )


def _of_text(candidate: Candidate) -> Iterable[Blocker]:
    kind, text = candidate.kind, candidate.text
    if not text:
        yield Blocker(Code.NOTHING, kind.source)
        return
    for part in missing_parts(kind, text):
        rule = kind.part(part)
        yield Blocker(Code.NO_PART, rule.source if rule else kind.source, part=part)
    if strange := strange_parts(kind, text):
        yield Blocker(Code.STRANGE_PART, kind.source, len(strange), tuple(strange))


def _of_negotiation(candidate: Candidate) -> Iterable[Blocker]:
    numbers = {each.key: open_brackets(each) for each in candidate.text}
    if open_ones := {key: number for key, number in numbers.items() if number}:
        total = sum(open_ones.values())
        yield Blocker(Code.BRACKETS, CONSENSUS_RULE, total, tuple(open_ones))
    if differ := tuple(each.key for each in candidate.text if brackets_differ(each)):
        yield Blocker(Code.BRACKETS_DIFFER, CONSENSUS_RULE, len(differ), differ)
    if number := candidate.collisions:
        keys = tuple(candidate.collision_keys)
        yield Blocker(Code.COLLISIONS, DRAFTING_RULE, number, keys)
    if number := candidate.undecided:
        keys = tuple(candidate.undecided_keys)
        yield Blocker(Code.UNDECIDED, DRAFTING_RULE, number, keys)


def open_brackets(paragraph: Paragraph) -> int:
    """Return how many brackets a paragraph has: those of the language that has more.

    The same bracket stands in both languages. Brackets that cannot be read count as one.
    """
    return max(_brackets(paragraph.es), _brackets(paragraph.en))


def _brackets(text: str) -> int:
    try:
        return count(parse(text))
    except Malformed:
        return 1


def brackets_differ(paragraph: Paragraph) -> bool:
    """Say whether the languages of a paragraph, both there, differ in their brackets."""
    if not paragraph.es or not paragraph.en:
        return False
    try:
        return unlike(parse(paragraph.es), parse(paragraph.en))
    except Malformed:
        return True


def _of_languages(candidate: Candidate) -> Iterable[Blocker]:
    for language in candidate.kind.languages:
        by_code: dict[Code, list[str]] = {}
        for each in candidate.text:
            state = _state(candidate, each, language)
            if state in UNREADY:
                by_code.setdefault(UNREADY[state], []).append(each.key)
        for code, keys in by_code.items():
            rule = candidate.kind.source
            yield Blocker(code, rule, len(keys), tuple(keys), language)


def _state(candidate: Candidate, each: Paragraph, language: str) -> languages.State:
    """What the record says, unless there are no words at all."""
    if not each.text(language).strip():
        return languages.State.MISSING
    return candidate.standings.get(each.key, languages.ABSENT)[language].state


def _of_occasion(kind: Kind, occasion: Occasion) -> Iterable[Blocker]:
    if occasion.way not in kind.ways:
        yield Blocker(Code.WRONG_WAY, kind.source)
    if occasion.way is Way.MEETING:
        yield from _of_meeting(kind, occasion)
    rule = CONSULTATION_RULE if occasion.way is Way.CONSULTATION else CONSENSUS_RULE
    if occasion.way is not Way.SIGNATURE and not occasion.is_consensus_recorded:
        yield Blocker(Code.NO_CONSENSUS, rule)


def _of_meeting(kind: Kind, occasion: Occasion) -> Iterable[Blocker]:
    if occasion.body not in kind.bodies:
        yield Blocker(Code.WRONG_BODY, OWN_BODY_RULE)
    if occasion.meeting_state != IN_SESSION:
        yield Blocker(Code.NOT_IN_SESSION, CONSENSUS_RULE)
    if not occasion.is_attendance_recorded:
        yield Blocker(Code.NO_ATTENDANCE, PRESENCE_RULE)
