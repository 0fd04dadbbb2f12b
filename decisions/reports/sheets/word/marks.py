"""Who changes what in a Word file: authors with fixed dates, marks with running numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple

from crm_portal.core.sequences import Change, changes
from decisions.reports.sheets.runs import Run, Sort, is_link, joined, keys, tokens
from decisions.reports.sheets.xml import element, text
from decisions.rules.texts.brackets import Content
from decisions.rules.texts.diff import Mark

CULTURES = {"es": "es-CR", "en": "en-US"}
STYLES = {Sort.WORDS: "Bracketed", Sort.SIGN: "Sign", Sort.NAMES: "Names"}
TAGS = {Mark.INSERTED: "w:ins", Mark.DELETED: "w:del"}


class Author(NamedTuple):
    """Who makes a change, and when."""

    name: str
    initials: str
    at: datetime


class Said(NamedTuple):
    """A run in a Word file; kept ones have no author."""

    run: Run
    author: Author | None = None


@dataclass(slots=True)
class Marks:
    """The numbers of marks and comments given so far, and what the comments say."""

    last: int = 0
    comments: list[tuple[Author, list[str]]] = field(default_factory=list)

    def of(self, author: Author) -> dict[str, str]:
        """Return the attributes of the next mark."""
        self.last += 1
        return {"w_id": str(self.last), "w_author": author.name, "w_date": stamp(author.at)}

    def comment(self, author: Author, lines: list[str]) -> str:
        """Keep a comment, and return what refers to it."""
        number = str(len(self.comments))
        self.comments.append((author, lines))
        return (
            element("w:commentRangeStart", w_id=number)
            + element("w:commentRangeEnd", w_id=number)
            + element("w:r", element("w:commentReference", w_id=number))
        )

    def inner(self, said: Iterable[Said], language: str) -> str:
        """Return runs as the inside of a paragraph."""
        return "".join(
            self._marked(author, mark, [each.run for each in group], language)
            for (author, mark), group in groupby(
                said, key=lambda each: (each.author, each.run.mark)
            )
        )

    def _marked(
        self, author: Author | None, mark: Mark, runs: list[Run], language: str
    ) -> str:
        inner = "".join(written(run, language) for run in runs)
        if author is None or mark is Mark.KEPT:
            return inner
        return element(TAGS[mark], inner, **self.of(author))


def stamp(at: datetime) -> str:
    """Return an instant as Word writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(run: Run, language: str, style: str = "") -> str:
    """Return one run in its language, its line breaks kept."""
    style = style or (STYLES[run.sort] if run.depth else "")
    properties = element(
        "w:rPr",
        element("w:rStyle", w_val=style) if style else "",
        element("w:lang", w_val=CULTURES[language]),
    )
    tag = "w:delText" if run.mark is Mark.DELETED else "w:t"
    lines = (
        element("w:tab").join(_piece(tag, piece) for piece in line.split("\t"))
        for line in run.text.split("\n")
    )
    return element("w:r", properties, element("w:br").join(lines))


def plain(words: str, language: str, style: str = "") -> str:
    """Return words of ours as a run."""
    return written(Run(Sort.WORDS, words), language, style)


def _piece(tag: str, words: str) -> str:
    return element(tag, text(words), xml_space="preserve") if words else ""


def by_one(runs: Iterable[Run], author: Author | None) -> list[Said]:
    """Return runs of which every change is made by ``author``."""
    return [Said(run, author if run.mark is not Mark.KEPT else None) for run in runs]


class Wish(NamedTuple):
    """What one author would make of a paragraph: as it would read, by its number."""

    number: int
    author: Author
    content: Content


class _Made(NamedTuple):
    change: Change
    author: Author
    now: list[Run]


def by_many(base: Content, wishes: Iterable[Wish]) -> tuple[list[Said], list[Wish]]:
    """Return a paragraph with the changes of several authors, and the wishes left out.

    A wish that touches words which an earlier one changes is left out whole: one change
    cannot stand upon another.
    """
    before = tokens(base)
    taken: list[_Made] = []
    left: list[Wish] = []
    for wish in wishes:
        now = tokens(wish.content)
        made = changes(keys(before), keys(now), is_link=is_link)
        own = [_Made(each, wish.author, now) for each in made]
        if any(_touch(each.change, other.change) for each in own for other in taken):
            left.append(wish)
        else:
            taken += own
    return list(_laid(before, sorted(taken, key=lambda each: each.change))), left


def _touch(one: Change, other: Change) -> bool:
    return one.start <= other.end and other.start <= one.end


def _laid(before: list[Run], made: list[_Made]) -> Iterator[Said]:
    reached = 0
    for change, author, now in made:
        yield from _kept(before[reached : change.start])
        yield from _joined(before[change.start : change.end], Mark.DELETED, author)
        inserted = now[change.now_start : change.now_end]
        yield from _joined(inserted, Mark.INSERTED, author)
        reached = change.end
    yield from _kept(before[reached:])


def _kept(tokens: list[Run]) -> Iterator[Said]:
    return _joined(tokens, Mark.KEPT, None)


def _joined(found: list[Run], mark: Mark, author: Author | None) -> Iterator[Said]:
    for run in joined(token._replace(mark=mark) for token in found):
        yield Said(run, author)
