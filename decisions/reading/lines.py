"""A source as its lines: what stands there, before anybody knows what it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a source, ``at`` its place there (from 1).

    ``heading`` is the depth its style gives it (0: none), ``level`` the depth of its
    automatic number or bullet, from 0 (None: it has none). ``is_loud``: it stands out, bold
    or centred, or a title.
    """

    text: str
    at: int
    heading: int = 0
    level: int | None = None
    is_bullet: bool = False
    is_loud: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: a line alone, or the same in two columns."""

    es: Line | None = None
    en: Line | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines that are there."""
        return tuple(line for line in (self.es, self.en) if line is not None)

    @property
    def first(self) -> Line:
        """Return the line that its shape is read from: the Spanish one where there is one."""
        return self.lines[0]

    @property
    def has_words(self) -> bool:
        """Say whether anything is said in it: rules and stars alone are nothing."""
        return any(has_words(line.text) for line in self.lines)


def has_words(text: str) -> bool:
    """Say whether a text has a letter or a figure."""
    return any(sign.isalnum() for sign in text)
