"""From the rows of a source to paragraphs: their parts, their forms, what stands in what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from decisions.reading import signs
from decisions.reading.brackets import readable
from decisions.reading.labels import Label, without_label
from decisions.reading.limits import require_rows
from decisions.reading.lines import Line, Row
from decisions.reading.nesting import Nesting, Step
from decisions.reading.notices import Code, Notice, gathered
from decisions.reading.parts import Parts, Seen
from decisions.reading.tongues import language_of
from decisions.reading.understood import Understood
from decisions.rules.texts.kinds import Kind
from decisions.rules.texts.paragraphs import Form, Paragraph, Part
from decisions.rules.texts.verbs import Verb

# Ways of counting that number headings, and how deep those stand; others by the kind.
HEADED = {"big": 1, "capital": 2}
WAYS = {"1": "figure", "a": "letter", "A": "capital", "i": "roman", "I": "big"}
# So many signs of a text are shown around a bracket.
AROUND = 20


@dataclass(frozen=True, slots=True)
class Reader:
    """What a source is read as: the kind of text, and the words that tell its parts.

    Where ``delegations`` are given, a bracket that names another is no bracket.
    """

    kind: Kind
    verbs: tuple[Verb, ...] = ()
    delegations: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A row with its numbers taken off. Its shape is read from its first line."""

    row: Row
    label: Label | None
    heading: int

    @property
    def line(self) -> Line:
        return self.row.first

    @property
    def said(self) -> str:
        return " / ".join(line.text for line in self.row.lines)


class Shaper:
    """Reads the rows of a source once, in order."""

    def __init__(self, reader: Reader, notices: list[Notice]) -> None:
        self.reader = reader
        self.notices = notices
        self.parts = Parts(reader.kind, reader.verbs)
        self.headed = _headed(reader.kind)
        self.nesting = Nesting()
        self.found: list[Paragraph] = []
        self.places: list[int] = []

    def understood(self, rows: Sequence[Row]) -> Understood:
        """Return what the rows are. Invalid: nothing, or too much for one text."""
        require_rows(rows)
        for row in rows:
            item = self._item(row)
            if not self._names_part(item):
                self._take(item)
        for part, count in self.parts.strange.items():
            self._say(Code.NO_SUCH_PART, 0, part.value, count)
        if self.nesting.flattened:
            self._say(Code.FLATTENED, 0, "", self.nesting.flattened)
        return Understood(tuple(self.found), gathered(self.notices), tuple(self.places))

    def _say(self, code: Code, at: int, text: str = "", count: int = 1) -> None:
        self.notices.append(Notice(code, at, text, count))

    def _item(self, row: Row) -> Item:
        """Take the typed numbers from the lines of a row."""
        bare: dict[str, Line] = {}
        labels: list[Label] = []
        for language, line in (("es", row.es), ("en", row.en)):
            if line is None:
                continue
            found = without_label(line.text)
            bare[language] = replace(line, text=found.text)
            if found.label is not None:
                labels.append(found.label)
                self._say(Code.NUMBERS, line.at, found.label.text)
        whole = Row(**bare)
        label = labels[0] if labels else None
        return Item(whole, label, _heading(whole.first, label, self.headed))

    def _names_part(self, item: Item) -> bool:
        """Say whether a line only names the part that begins; it is reported, not kept."""
        if item.label is not None or item.line.level is not None:
            return False
        named = signs.part_named(item.line.text, self.reader.kind)
        if named is None or not self.found or not self.parts.move_to(named):
            return False
        self._say(Code.PART_NAME, item.line.at, item.said)
        self.nesting.begin(named)
        return True

    def _take(self, item: Item) -> None:
        line, key = item.line, f"p{len(self.found) + 1}"
        step = Step(
            key,
            item.heading,
            item.label,
            line.level,
            is_bullet=line.is_bullet,
            announces=line.text.endswith(":"),
        )
        seen = Seen(
            line.text,
            "en" if item.row.es is None else "es",
            is_heading=bool(item.heading),
            is_numbered=step.is_listed,
            opens=bool(line.heading),
        )
        part = self.parts.of(seen)
        form = Form.HEADING if item.heading else Form.PARAGRAPH
        parent = self.nesting.parent(step, part)
        paragraph = Paragraph(key, part=part, form=form, parent=parent)
        self.found.append(self._saying(paragraph, item.row))
        self.places.append(line.at)

    def _saying(self, paragraph: Paragraph, row: Row) -> Paragraph:
        for language, line in (("es", row.es), ("en", row.en)):
            if line is None:
                continue
            text, mended = readable(line.text, self.reader.delegations)
            if mended:
                at = mended[0]
                around = line.text[max(0, at - AROUND) : at + AROUND]
                self._say(Code.BRACKET, line.at, around, len(mended))
            if language_of(text) not in {"", language}:
                self._say(Code.OTHER_LANGUAGE, line.at)
            paragraph = paragraph.saying(language, text)
        return paragraph


def _headed(kind: Kind) -> dict[str, int]:
    """Return which ways of counting number headings in a kind of text, and how deep."""
    rule = kind.part(Part.OPERATIVE)
    if rule is None:
        return HEADED
    items = {style.kind for style in rule.numbering.levels}
    own = {
        WAYS[style.kind]: depth
        for depth, style in enumerate(rule.numbering.headings, 1)
        if style.is_printed and style.kind not in items
    }
    return {**HEADED, **own}


def _heading(line: Line, label: Label | None, headed: Mapping[str, int]) -> int:
    """Return the depth of a heading, by its style, its number or its look; 0: it is none."""
    if line.heading:
        return line.heading
    if not signs.is_short(line.text):
        return 0
    if label is not None and label.way in headed:
        return headed[label.way]
    if line.level is not None or label is not None:
        is_counted = not line.is_bullet and (label is None or label.way == "figure")
        return int(line.is_loud and is_counted)
    return int(line.is_loud or signs.is_capital(line.text))
