"""What two people made of one paragraph becomes one text, or a conflict with all three.

Word by word and language by language. What somebody typed is in the result or in the
conflict: never nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

from crm_portal.core.threeway import Side, regions
from decisions.rules.texts.paragraphs import LANGUAGES, Paragraph
from decisions.rules.texts.words import is_space, words


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both changed the same words: what there was, what I have, what they have.

    ``None`` stands for a paragraph that one side took away.
    """

    base: str | None
    mine: str | None
    theirs: str | None


def anything(_text: str) -> bool:
    """Take every text for well formed."""
    return True


def merged(
    base: str, mine: str, theirs: str, *, is_whole: Callable[[str], bool] = anything
) -> str | Conflict:
    """Return what I and they made of ``base``, or the conflict between us.

    Changed alike, it is changed once. ``is_whole`` says whether a text is well formed: two
    sound texts whose merge is not (a bracket torn apart) are in conflict.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    whole = _merged(words(base), words(mine), words(theirs))
    if whole is None or (not is_whole(whole) and is_whole(mine) and is_whole(theirs)):
        return Conflict(base, mine, theirs)
    return whole


def _merged(base: list[str], mine: list[str], theirs: list[str]) -> str | None:
    parts: list[str] = []
    for region in regions(base, mine, theirs, is_link=is_space):
        if region.side is Side.BOTH:
            return None
        parts += mine[region.mine] if region.side is Side.MINE else theirs[region.theirs]
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class MergedParagraph:
    """A paragraph after two people worked on it.

    ``paragraph`` is None where it is gone. In a language that is in conflict it says what
    they saved; mine is in the conflict.
    """

    paragraph: Paragraph | None
    conflicts: tuple[tuple[str, Conflict], ...] = ()


def merged_paragraph(
    base: Paragraph | None,
    mine: Paragraph | None,
    theirs: Paragraph | None,
    *,
    is_whole: Callable[[str], bool] = anything,
) -> MergedParagraph:
    """Merge a paragraph in each of its languages; None stands for one that is not there.

    A paragraph that one side changed and the other took away stays, as a conflict. Where it
    stands, and as what, is as they have it unless I alone changed it.
    """
    if mine is None or theirs is None:
        return _with_one_gone(base, mine, theirs)
    said, conflicts = dict[str, str](), list[tuple[str, Conflict]]()
    for language in LANGUAGES:
        was = base.text(language) if base else ""
        found = merged(was, mine.text(language), theirs.text(language), is_whole=is_whole)
        if isinstance(found, Conflict):
            conflicts.append((language, found))
        said[language] = found if isinstance(found, str) else theirs.text(language)
    shape = mine if base and _shape(theirs) == _shape(base) else theirs
    whole = shape.saying("es", said["es"]).saying("en", said["en"])
    return MergedParagraph(whole, tuple(conflicts))


def _shape(paragraph: Paragraph) -> tuple[object, ...]:
    return paragraph.part, paragraph.form, paragraph.parent


def _with_one_gone(
    base: Paragraph | None, mine: Paragraph | None, theirs: Paragraph | None
) -> MergedParagraph:
    left = mine or theirs
    if left is None or (base is not None and _says(left) == _says(base)):
        return MergedParagraph(None)
    if base is None:
        return MergedParagraph(left)
    conflicts = tuple(
        (
            language,
            Conflict(base.text(language), _text(mine, language), _text(theirs, language)),
        )
        for language in LANGUAGES
        if left.text(language) != base.text(language)
    )
    return MergedParagraph(left, conflicts)


def _says(paragraph: Paragraph) -> tuple[str, str]:
    return paragraph.es, paragraph.en


def _text(paragraph: Paragraph | None, language: str) -> str | None:
    return paragraph.text(language) if paragraph else None
