"""What changed between two wordings, word by word, and between two versions of a text.

Both sides are settled texts; places are counted in characters of the old one. Whoever
applies the edits to the old text has the new one, exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from crm_portal.core.sequences import changes
from decisions.rules.texts.paragraphs import LANGUAGES, Paragraph, by_key
from decisions.rules.texts.words import is_space, is_word, words

# As many letters as a word may have that still counts as part of the change around it.
SHORT_LINK = 3


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Characters ``start`` to ``end`` of a text, which read ``was``, become ``now``."""

    start: int
    end: int
    was: str
    now: str

    @property
    def grown(self) -> int:
        """Return by how many characters the text becomes longer."""
        return len(self.now) - len(self.was)


class Misplaced(ValueError):
    """An edit does not fit the text it is applied to: where, in characters."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the text does not read so at {position}")
        self.position = position


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """Return what makes ``new`` of ``old``: in order, apart from one another, whole words."""
    if old == new:
        return ()
    before, after = words(old), words(new)
    places = [0, *accumulate(len(word) for word in before)]
    return tuple(
        Edit(
            places[change.start],
            places[change.end],
            "".join(before[change.start : change.end]),
            "".join(after[change.now_start : change.now_end]),
        )
        for change in changes(before, after, is_link=is_space)
    )


def applied(old: str, made: Iterable[Edit]) -> str:
    """Return ``old`` with the edits made, in any order. Misplaced: they overlap or do not fit."""
    parts: list[str] = []
    reached = 0
    for edit in sorted(made):
        if edit.start < reached or old[edit.start : edit.end] != edit.was:
            raise Misplaced(edit.start)
        parts += [old[reached : edit.start], edit.now]
        reached = edit.end
    return "".join([*parts, old[reached:]])


def reversed_(made: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits that undo ``made``, in places of the new text."""
    undone: list[Edit] = []
    grown = 0
    for edit in sorted(made):
        start = edit.start + grown
        undone.append(Edit(start, start + len(edit.now), edit.now, edit.was))
        grown += edit.grown
    return tuple(undone)


def readable(old: str, made: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the same change in fewer edits: a short word between two goes with them."""
    found: list[Edit] = []
    for edit in sorted(made):
        between = old[found[-1].end : edit.start] if found else ""
        if found and _is_link(between):
            last = found.pop()
            was, now = (last.was + between + edit.was), (last.now + between + edit.now)
            edit = Edit(last.start, edit.end, was, now)  # noqa: PLW2901 -- joined to the last
        found.append(edit)
    return tuple(found)


def _is_link(between: str) -> bool:
    inner = [part for part in words(between) if not is_space(part)]
    return (
        all(is_word(part) and len(part) <= SHORT_LINK for part in inner) and len(inner) <= 1
    )


class Mark(StrEnum):
    """What a run of words is in a comparison."""

    KEPT = "eq"
    DELETED = "del"
    INSERTED = "ins"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words that was kept, deleted or inserted."""

    mark: Mark
    text: str


def segments(old: str, made: Iterable[Edit]) -> tuple[Segment, ...]:
    """Return the comparison in reading order, each deletion before what stands for it.

    Without what is inserted it is the old text; without what is deleted, the new one.
    """
    found: list[Segment] = []
    reached = 0
    for edit in sorted(made):
        found.append(Segment(Mark.KEPT, old[reached : edit.start]))
        found.append(Segment(Mark.DELETED, edit.was))
        found.append(Segment(Mark.INSERTED, edit.now))
        reached = edit.end
    found.append(Segment(Mark.KEPT, old[reached:]))
    return tuple(each for each in found if each.text)


class Fate(StrEnum):
    """What became of a paragraph from one version to another."""

    KEPT = "kept"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Compared:
    """One paragraph in two versions: ``old`` is None where it is new, ``new`` where it is gone.

    ``is_moved``: it stands elsewhere in the order, within something else or in another part.
    """

    key: str
    fate: Fate
    old: Paragraph | None
    new: Paragraph | None
    es: tuple[Edit, ...] = ()
    en: tuple[Edit, ...] = ()
    is_moved: bool = False


def compared(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[Compared, ...]:
    """Compare two versions, in the order of the new one; what is gone, after what it followed."""
    before, after = by_key(old), by_key(new)
    moved = _moved(old, new)
    return tuple(
        _compared(key, before.get(key), after.get(key), key in moved)
        for key in _together([each.key for each in old], [each.key for each in new])
    )


def _compared(
    key: str,
    old: Paragraph | None,
    new: Paragraph | None,
    is_moved: bool,  # noqa: FBT001 -- a private fact
) -> Compared:
    if old is None or new is None:
        fate = Fate.INSERTED if old is None else Fate.DELETED
        return Compared(key, fate, old, new)
    es, en = (edits(old.text(each), new.text(each)) for each in LANGUAGES)
    is_same = not es and not en and old.form is new.form
    return Compared(key, Fate.KEPT if is_same else Fate.CHANGED, old, new, es, en, is_moved)


def _moved(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> set[str]:
    """Return what is not where it was among what stayed: the fewest that explain the order."""
    was = {each.key: (each.parent, each.part) for each in old}
    there = {each.key for each in new}
    kept = [each.key for each in old if each.key in there]
    now = [each.key for each in new if each.key in was]
    made = changes(kept, now)
    found = {key for each in made for key in now[each.now_start : each.now_end]}
    return found | {
        each.key
        for each in new
        if was.get(each.key) not in {None, (each.parent, each.part)}
    }


def _together(old: list[str], new: list[str]) -> list[str]:
    """Put every key that is gone after the one that it followed."""
    there = set(new)
    behind: dict[str | None, list[str]] = {}
    last: str | None = None
    for key in old:
        if key in there:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    order = list(behind.get(None, []))
    for key in new:
        order += [key, *behind.get(key, [])]
    return order


def is_unchanged(found: Iterable[Compared]) -> bool:
    """Say whether two versions say the same in the same order."""
    return all(each.fate is Fate.KEPT and not each.is_moved for each in found)


def rebuilt(old: Sequence[Paragraph], found: Iterable[Compared]) -> tuple[Paragraph, ...]:
    """Return the new version from the old one and their comparison."""
    before = by_key(old)
    text: list[Paragraph] = []
    for each in found:
        if each.new is None:
            continue
        was = before.get(each.key, each.new)
        said = [applied(was.text(lang), getattr(each, lang)) for lang in LANGUAGES]
        whole = each.new.saying("es", said[0]).saying("en", said[1])
        text.append(whole)
    return tuple(text)
