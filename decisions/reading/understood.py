"""What was understood of a source: its paragraphs, its languages, and what else to say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from decisions.reading.notices import LEFT_OUT, Notice
from decisions.rules.texts.paragraphs import LANGUAGES, Form, Paragraph, Part


@dataclass(frozen=True, slots=True)
class Understood:
    """A source as a text. The keys are of this reading alone: the portal gives its own.

    ``places`` says which paragraph of the source each one was, from 1.
    """

    paragraphs: tuple[Paragraph, ...]
    notices: tuple[Notice, ...] = ()
    places: tuple[int, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which it says something."""
        return tuple(
            lang for lang in LANGUAGES if any(each.text(lang) for each in self.paragraphs)
        )

    def lacking(self, language: str) -> tuple[str, ...]:
        """Return the keys of the paragraphs that say nothing in a language."""
        return tuple(each.key for each in self.paragraphs if not each.text(language))

    @property
    def left_out(self) -> tuple[Notice, ...]:
        """Return the notices of what is in no paragraph."""
        return tuple(each for each in self.notices if each.code in LEFT_OUT)

    @property
    def headings(self) -> int:
        """Return how many headings it has, those at its head not counted."""
        return sum(
            1
            for each in self.paragraphs
            if each.form is Form.HEADING and each.part is not Part.HEADER
        )

    @property
    def by_part(self) -> Counter[Part]:
        """Return how many paragraphs that are no headings each part has."""
        return Counter(each.part for each in self.paragraphs if each.form is Form.PARAGRAPH)

    @property
    def sub_items(self) -> int:
        """Return how many items stand within another paragraph."""
        forms = {each.key: each.form for each in self.paragraphs}
        return sum(
            1
            for each in self.paragraphs
            if each.form is Form.PARAGRAPH
            and each.parent is not None
            and forms[each.parent] is Form.PARAGRAPH
        )


def words_of(paragraphs: Sequence[Paragraph]) -> int:
    """Return how many words the paragraphs have, in both languages together."""
    return sum(len(each.text(lang).split()) for each in paragraphs for lang in LANGUAGES)
