"""The words of a Word document in reading order, and what of it is not words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from decisions.reading.attributing import OWN_SIGNS, attributed, raised
from decisions.reading.lines import Line
from decisions.reading.looks import Looks
from decisions.reading.notices import Code, Notice
from decisions.reading.package import Package
from decisions.reading.xml import MATH, OTHER, W, child, is_on, value
from decisions.rules.texts.words import hidden, settled

# A table: its rows, their cells, the lines in each.
Table = list[list[list[Line]]]
GONE = frozenset({f"{W}del", f"{W}moveFrom"})
CAME = frozenset({f"{W}ins", f"{W}moveTo"})
PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
SAID_OTHERWISE = frozenset({f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}sectPr"})
SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
WORDS = frozenset({f"{W}t", f"{W}delText", f"{MATH}t"})
NO_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


class Body:
    """Reads a document once, from its beginning to its end."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.looks = Looks(package)
        self.notices: list[Notice] = []
        self.at = 0
        self.carried = ""
        """Words of a paragraph whose end was deleted: they begin the next one."""

    def read(self) -> list[Line | Table]:
        """Return the lines and the tables of the document; ``notices`` has the rest."""
        found = list(self._blocks(self.package.body))
        if self.carried:
            found += self._finished(Line(self.carried, self.at))
        self._around()
        return found

    def _blocks(self, node: Any) -> Iterator[Line | Table]:
        for each in node:
            if each.tag == f"{W}p":
                yield from self._paragraph(each)
            elif each.tag == f"{W}tbl":
                yield self._table(each)
            elif each.tag == f"{OTHER}AlternateContent":
                yield from self._blocks(_choice(each))
            elif each.tag not in SAID_OTHERWISE:
                yield from self._blocks(each)

    def _paragraph(self, node: Any) -> Iterator[Line]:
        self.at += 1
        said = self.carried + "".join(self._words(node))
        self.carried = ""
        if child(node, "pPr", "rPr", "del") is not None:
            self.carried = said
            return
        if not said.strip():
            return
        level, is_bullet = self.looks.level(node) or (None, False)
        line = Line(
            said,
            self.at,
            heading=self.looks.heading(node),
            level=level,
            is_bullet=is_bullet,
            is_loud=self.looks.is_loud(node),
        )
        yield from self._finished(line)

    def _finished(self, line: Line) -> list[Line]:
        found = hidden(line.text.replace("\r", ""))
        if found:
            signs = " ".join(sorted({f"U+{ord(sign):04X}" for _at, sign in found}))
            self._say(Code.HIDDEN_SIGNS, signs)
        text = settled(attributed(line.text))
        return [replace(line, text=text)] if text else []

    def _words(self, node: Any) -> Iterator[str]:
        for each in node:
            sign = _sign(each)
            if sign is not None:
                yield sign
            elif each.tag == f"{OTHER}AlternateContent":
                yield from self._words(_choice(each))
            elif self._leaves_out(each):
                continue
            elif each.tag == f"{W}r" and self.looks.is_raised(each):
                yield raised("".join(self._words(each)))
            else:
                if each.tag in CAME and any(word.text for word in each.iter(*WORDS)):
                    self._say(Code.INSERTED, "")
                yield from self._words(each)

    def _leaves_out(self, node: Any) -> bool:
        """Say whether a node is no words of the text; report what it is."""
        tag = node.tag
        if tag in GONE:
            self._say(Code.DELETED, _all(node))
        elif tag in PICTURES:
            self._picture(node)
        elif tag == f"{W}sym":
            self._say(Code.SYMBOL, f"{value(node, 'font')} {value(node, 'char')}".strip())
        elif tag == f"{W}r" and is_on(child(node, "rPr"), "vanish"):
            self._say(Code.INVISIBLE, _all(node))
        elif tag == f"{W}r" and self.looks.is_note(node):
            self._say(Code.FOOTNOTE, _all(node))
        else:
            return tag in SAID_OTHERWISE
        return True

    def _picture(self, node: Any) -> None:
        boxes = [_all(each) for each in node.iter(f"{W}txbxContent")]
        if any(boxes):
            self._say(Code.TEXT_BOX, "\n".join(box for box in boxes if box))
        else:
            self._say(Code.IMAGE, "")

    def _table(self, node: Any) -> Table:
        return [
            [[*self._cell(cell)] for cell in _within(row, f"{W}tc")]
            for row in _within(node, f"{W}tr")
            if not self._is_gone(row)
        ]

    def _cell(self, cell: Any) -> Iterator[Line]:
        for each in self._blocks(cell):
            if isinstance(each, Line):
                yield each
                continue
            self._say(Code.TABLE, "")
            for row in each:
                for inner in row:
                    yield from inner

    def _is_gone(self, row: Any) -> bool:
        if child(row, "trPr", "del") is None:
            return False
        self._say(Code.DELETED, _all(row))
        return True

    def _around(self) -> None:
        """Report what stands beside the text: notes, comments, and the edges of the pages."""
        self.at = 0
        for part, one, code in (
            ("footnotes", "footnote", Code.FOOTNOTE),
            ("endnotes", "endnote", Code.FOOTNOTE),
            ("comments", "comment", Code.COMMENT),
        ):
            root = self.package.tree(part)
            for each in [] if root is None else root.findall(f"{W}{one}"):
                if value(each, "type") not in NO_NOTES:
                    self._say(code, _all(each))
        margins = [_all(self.package.tree(name)) for name in self.package.margins]
        for said in dict.fromkeys(margins):
            self._say(Code.MARGIN, said)

    def _say(self, code: Code, text: str) -> None:
        needs_words = code not in {Code.IMAGE, Code.INSERTED, Code.TABLE, Code.SYMBOL}
        if text.strip() or not needs_words:
            self.notices.append(Notice(code, self.at, settled(text)))


def _sign(node: Any) -> str | None:
    """Return the words or the sign that a node stands for; None: it is neither."""
    if node.tag in WORDS:
        return (node.text or "").translate(OWN_SIGNS)
    if node.tag == f"{W}br":
        return "" if value(node, "type") in {"page", "column"} else "\n"
    return SIGNS.get(node.tag)


def _within(node: Any, tag: str) -> Iterator[Any]:
    """Yield rows or cells, those within controls too, but not those of inner tables."""
    for each in node:
        if each.tag == tag:
            yield each
        elif each.tag not in {f"{W}tbl", f"{W}tc", f"{W}p"}:
            yield from _within(each, tag)


def _choice(node: Any) -> Any:
    """Return the one of several ways of saying the same that is meant to be read."""
    for name in ("Choice", "Fallback"):
        found = node.find(f"{OTHER}{name}")
        if found is not None:
            return found
    return ()


def _all(node: Any) -> str:
    """Return every word below a node, one line a paragraph."""
    said: list[str] = []
    for each in node.iter():
        if each.tag in WORDS:
            said.append(each.text or "")
        elif each.tag in SIGNS or each.tag == f"{W}br":
            said.append(" ")
        elif each.tag == f"{W}p" and said:
            said.append("\n")
    return "".join(said).strip()
