"""Three ways to write the paragraphs of a Word file: as they stand, redlined, with proposals."""

from crm_portal.core.instance import THIS
from decisions.reports.sheets import wording
from decisions.reports.sheets.runs import plain as printed
from decisions.reports.sheets.runs import runs
from decisions.reports.sheets.sheet import Proposed, Row, Sheet
from decisions.reports.sheets.word.marks import (
    Author,
    Marks,
    Said,
    Wish,
    by_many,
    by_one,
    plain,
)
from decisions.reports.sheets.xml import element
from decisions.rules.texts import handling
from decisions.rules.texts.diff import Fate
from decisions.rules.texts.proposals import Operation

# The runs of a paragraph, and the proposals that found no room in them.
Laid = tuple[list[Said], list[Proposed]]


class Written:
    """Paragraphs as they stand."""

    def __init__(self, sheet: Sheet, marks: Marks) -> None:
        self.sheet = sheet
        self.marks = marks

    def shows(self, row: Row) -> bool:
        """Say whether a row is in the file."""
        return row.is_there

    def inside(self, row: Row, language: str) -> str:
        """Return the words of a paragraph, and what a reader of a draft has to know of them."""
        inner = self.marks.inner(self.said(row, language), language)
        note = wording.note(self.sheet, row, language)
        return inner + plain(f" {note}", language, "Note") if note else inner

    def said(self, row: Row, language: str) -> list[Said]:
        """Return the runs of a paragraph, each with who makes it."""
        return by_one(runs(row.words.said(language)), None)

    def row_mark(self, row: Row) -> str:
        """Return what says that the row itself comes or goes."""
        return self._whole(row, "w:trPr")

    def paragraph_mark(self, row: Row) -> str:
        """Return what says that the end of the paragraph comes or goes."""
        return self._whole(row, "w:rPr")

    def remarks(self, row: Row) -> str:
        """Return the comments on a paragraph."""
        return ""

    def _whole(self, row: Row, around: str) -> str:
        tag, author = self.whole(row)
        return element(around, element(tag, **self.marks.of(author))) if author else ""

    def whole(self, row: Row) -> tuple[str, Author | None]:
        """Return whether a paragraph as a whole comes or goes, and who says so."""
        return "", None


class Redline(Written):
    """Paragraphs with what changed since another version, in the name of the draft."""

    def __init__(self, sheet: Sheet, marks: Marks) -> None:
        super().__init__(sheet, marks)
        name = wording.status(sheet).said(sheet.main_language)
        self.author = Author(name, THIS.prefix, sheet.at)

    def shows(self, row: Row) -> bool:
        """Say whether a row is in the file: what is gone is too, struck out."""
        return row.is_there or row.fate is not None

    def said(self, row: Row, language: str) -> list[Said]:
        """Return the runs of a paragraph, with what changed."""
        was = row.was.said(language) if row.was is not None else None
        return by_one(runs(row.words.said(language), was), self.author)

    def whole(self, row: Row) -> tuple[str, Author | None]:
        """Return whether the paragraph is new or gone."""
        tags = {Fate.INSERTED: "w:ins", Fate.DELETED: "w:del"}
        found = tags.get(row.fate) if row.fate else None
        return (found, self.author) if found else ("", None)


class Suggestions(Written):
    """Paragraphs with what is proposed on them and still open, in the delegations' names."""

    def __init__(self, sheet: Sheet, marks: Marks) -> None:
        super().__init__(sheet, marks)
        self.laid: dict[tuple[str, str], Laid] = {}

    def shows(self, row: Row) -> bool:
        """Say whether a row is in the file: what somebody would add is too."""
        return row.is_there or bool(_open(row))

    def said(self, row: Row, language: str) -> list[Said]:
        """Return the runs of a paragraph, each change by who proposes it."""
        return self._laid(row, language)[0]

    def whole(self, row: Row) -> tuple[str, Author | None]:
        """Return whether somebody would add the paragraph, or take it away."""
        if not row.is_there:
            return "w:ins", self._author(_open(row)[0])
        for each in _open(row):
            if each.operation is Operation.REMOVE and each not in self._left(row):
                return "w:del", self._author(each)
        return "", None

    def remarks(self, row: Row) -> str:
        """Return a comment for each proposal that has more to say than its words."""
        found = []
        for each in _open(row):
            lines = self._lines(row, each)
            if lines:
                found.append(self.marks.comment(self._author(each), lines))
        return "".join(found)

    def _lines(self, row: Row, each: Proposed) -> list[str]:
        language = self.sheet.main_language
        lines = [each.reason] if each.reason else []
        if each.supporters:
            supported = wording.two(
                wording.SUPPORTED, delegations=", ".join(each.supporters)
            )
            lines.append(supported.said(language))
        if each.operation is Operation.MOVE or each in self._left(row):
            lines += self._in_words(each)
        if not lines:
            return []
        named = wording.two(wording.PROPOSAL, number=each.number).said(language)
        return [f"{named} ({each.by})", *lines]

    def _in_words(self, each: Proposed) -> list[str]:
        """Return a proposal that shows nowhere in the words of the paragraph."""
        language = self.sheet.main_language
        operation = wording.two(wording.OPERATIONS[each.operation]).said(language)
        if each.operation in {Operation.REMOVE, Operation.MOVE}:
            return [", ".join(filter(None, [operation, each.place.said(language)]))]
        return [printed(each.words.said(tongue)) for tongue in self.sheet.languages]

    def _left(self, row: Row) -> list[Proposed]:
        """Return the proposals that touch words which an earlier one changes."""
        found = [self._laid(row, language)[1] for language in self.sheet.languages]
        return [each for each in _open(row) if any(each in left for left in found)]

    def _laid(self, row: Row, language: str) -> Laid:
        """Return the runs with every proposal that fits, and those that do not, once."""
        if (row.key, language) not in self.laid:
            self.laid[row.key, language] = self._lay(row, language)
        return self.laid[row.key, language]

    def _lay(self, row: Row, language: str) -> Laid:
        base = row.words.said(language)
        made = [each for each in _open(row) if each.operation is not Operation.MOVE]
        wishes = [
            Wish(each.number, self._author(each), each.words.said(language))
            for each in made
            if each.base is None
        ]
        said, left = by_many(base, wishes)
        numbers = {wish.number for wish in left}
        lost = (each for each in made if each.base is not None or each.number in numbers)
        return said, list(lost)

    def _author(self, each: Proposed) -> Author:
        return Author(each.party.said(self.sheet.main_language), each.by, each.at)


def _open(row: Row) -> list[Proposed]:
    """Return what is still to be decided and not in the text yet."""
    return [each for each in row.proposals if each.state is handling.State.OPEN]
