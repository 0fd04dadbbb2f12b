"""Which part of a text each of its paragraphs belongs to, read in order.

The parts follow one another as the kind has them: a text never goes back to an earlier one.
"""

from dataclasses import dataclass

from decisions.reading import signs
from decisions.rules.texts.kinds import Kind
from decisions.rules.texts.paragraphs import Part
from decisions.rules.texts.verbs import Verb

ORDER = list(Part)
MOST_CHAPEAU = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of a paragraph. ``opens``: its style says that it heads a section."""

    text: str
    language: str
    is_heading: bool = False
    is_numbered: bool = False
    opens: bool = False


class Parts:
    """Where a text stands while its paragraphs are read. ``strange``: parts it has not."""

    def __init__(self, kind: Kind, verbs: tuple[Verb, ...]) -> None:
        self.kind = kind
        self.verbs = verbs
        self.here: Part | None = None
        self.counts = dict.fromkeys(Part, 0)
        self.strange: dict[Part, int] = {}
        self.is_addressed = False

    def move_to(self, part: Part) -> bool:
        """Begin a part that a line names. False: the text is past it, in it, or has it not."""
        if self.kind.part(part) is None or self._rank(part) < self._rank(self.here):
            return False
        if self.here is part and self.counts[part]:
            return False
        self.here = part
        return True

    def of(self, seen: Seen) -> Part:
        """Return the part of the next paragraph."""
        wanted = self._wanted(seen)
        if self._rank(wanted) < self._rank(self.here):
            wanted = self.here or wanted
        part = self._had(wanted)
        self.here = part
        self.counts[part] += 1
        return part

    def _rank(self, part: Part | None) -> int:
        return -1 if part is None else ORDER.index(part)

    def _has(self, part: Part) -> bool:
        return self.kind.part(part) is not None

    def _had(self, wanted: Part) -> Part:
        """Return the part, or of those that the kind has the next one, or the last."""
        if self._has(wanted):
            return wanted
        self.strange[wanted] = self.strange.get(wanted, 0) + 1
        there = [each for each in ORDER if self._has(each)]
        later = [each for each in there if self._rank(each) > self._rank(wanted)]
        return later[0] if later else there[-1]

    def _wanted(self, seen: Seen) -> Part:
        if self.here is Part.ANNEX or (not seen.is_numbered and signs.is_annex(seen.text)):
            return Part.ANNEX
        if self.here is Part.CLOSING or self._closes(seen):
            return Part.CLOSING
        if self.here is Part.OPERATIVE:
            return Part.OPERATIVE
        if self.here in {None, Part.HEADER} and self._is_header(seen):
            return Part.HEADER
        if seen.is_numbered or seen.is_heading:
            return Part.OPERATIVE
        return self._prose(seen)

    def _closes(self, seen: Seen) -> bool:
        has_begun = any(self.counts[part] for part in ORDER if part is not Part.HEADER)
        return has_begun and not seen.is_numbered and signs.is_closing(seen.text)

    def _is_header(self, seen: Seen) -> bool:
        """Titles and short lines; of a letter, everything to “Dear …” with it."""
        if seen.is_numbered or not self._has(Part.HEADER) or self.is_addressed:
            return False
        if seen.opens and self._prints_headings:
            return False
        return seen.is_heading or self._is_address(seen) or signs.is_short(seen.text)

    def _is_address(self, seen: Seen) -> bool:
        if self._is_letter and signs.is_address(seen.text):
            self.is_addressed = True
            return True
        return False

    @property
    def _is_letter(self) -> bool:
        return not (self._has(Part.CHAPEAU) or self._has(Part.PREAMBLE))

    @property
    def _prints_headings(self) -> bool:
        rule = self.kind.part(Part.OPERATIVE)
        return rule is not None and rule.numbering.headings[0].is_printed

    def _prose(self, seen: Seen) -> Part:
        """Tell the opening sentence from the preamble, and both from what is decided."""
        if signs.is_operative(seen.text, seen.language, self.verbs):
            return Part.OPERATIVE
        may_recall = self._has(Part.PREAMBLE)
        if may_recall and signs.is_preambular(seen.text, seen.language):
            return Part.PREAMBLE
        if self.here in {None, Part.HEADER} and self._has(Part.CHAPEAU):
            return Part.CHAPEAU
        announces = seen.text.endswith(":")
        if (
            self.here is Part.CHAPEAU
            and announces
            and self.counts[Part.CHAPEAU] < MOST_CHAPEAU
        ):
            return Part.CHAPEAU
        goes_on = self.here is Part.PREAMBLE and seen.text[-1:] in ":,;"
        if may_recall and (goes_on or not self._has(Part.CHAPEAU)):
            return Part.PREAMBLE
        return Part.OPERATIVE
