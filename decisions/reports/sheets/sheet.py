"""A text as all its outputs say it: one value in two languages, that knows no database."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from decisions.rules.texts import handling, languages
from decisions.rules.texts.brackets import Content
from decisions.rules.texts.diff import Fate
from decisions.rules.texts.paragraphs import LANGUAGES, Form, Part
from decisions.rules.texts.proposals import Operation


class Status(StrEnum):
    """What a text is to those who hold it in their hands."""

    DRAFT = "draft"
    ADOPTED = "adopted"


class Statement(StrEnum):
    """What a member had annexed to an adopted text."""

    RESERVATION = "reservation"
    INTERPRETATION = "interpretation"


@dataclass(frozen=True, slots=True)
class Two:
    """Words in two languages; one of them may be empty."""

    es: str = ""
    en: str = ""

    def said(self, language: str) -> str:
        """Return the words in ``language``, and those of the other where it is silent."""
        first, second = (self.en, self.es) if language == "en" else (self.es, self.en)
        return first or second


@dataclass(frozen=True, slots=True)
class Cells:
    """What a paragraph says in two languages, with its brackets."""

    es: Content = ()
    en: Content = ()

    def said(self, language: str) -> Content:
        """Return the content in ``language``: nothing where it is missing."""
        return self.en if language == "en" else self.es


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the delegation ``by`` (a party's code) would make of a paragraph.

    ``words`` is the paragraph as it would read; ``base``, as it read when the proposal was
    made, where the text has moved on from there (None: as it reads now). ``place`` is where
    a new or moved one would go. ``reason`` is theirs, ``decision`` the drafting group's.
    """

    number: int
    by: str
    party: Two
    operation: Operation
    words: Cells
    at: datetime
    base: Cells | None = None
    state: handling.State = handling.State.OPEN
    supporters: tuple[str, ...] = ()
    reason: str = ""
    reason_language: str = "es"
    decision: str = ""
    decision_language: str = "es"
    place: Two = Two()


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph. ``depth`` counts the headings above a heading, the items above an item.

    ``parent`` is the key of what it stands within. ``label`` stands before it in print,
    ``reference`` names it in the whole text. ``was`` is how it read in the version that the
    text is compared with, ``fate`` what became of it. ``is_there``: it is in the text; else
    it is gone since then, or is only proposed.
    """

    key: str
    part: Part
    form: Form
    depth: int
    label: str
    reference: str
    words: Cells
    parent: str | None = None
    is_there: bool = True
    is_agreed: bool = False
    es_state: languages.State | None = None
    en_state: languages.State | None = None
    fate: Fate | None = None
    is_moved: bool = False
    was: Cells | None = None
    proposals: tuple[Proposed, ...] = ()

    def state(self, language: str) -> languages.State | None:
        """Return where one of its languages stands; None: nothing is known of it."""
        return self.en_state if language == "en" else self.es_state


@dataclass(frozen=True, slots=True)
class Adoption:
    """How the text came to stand: a sentence, and by whom."""

    on: date
    sentence: Two
    by: Two = Two()


@dataclass(frozen=True, slots=True)
class Annexed:
    """A reservation or an interpretative statement, word for word, in the languages it has."""

    kind: Statement
    party: Two
    received_at: datetime
    words: Two


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrigendum to one language of one paragraph, with both texts and the reason."""

    number: int
    on: date | None
    reference: str
    language: str
    was: str
    now: str
    reason: Two = Two()


@dataclass(frozen=True, slots=True)
class Issued:
    """By what the printed text can be verified: its code, where, and the hash of the text."""

    code: str
    url: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version of a text with all that its outputs say of it.

    ``reference`` is its own, ``occasion`` what its pages are headed with (``XXXI CRM``).
    ``lines`` stand below the title (body and meeting; place and date). ``languages`` are
    those that are put out: both side by side, or one. ``draft`` is the version's number and
    ``against`` that of the version it is compared with (0: none). ``at`` is when it was
    frozen. ``character`` are the lines on its legal character, each with its source.
    """

    reference: str
    kind: str
    kind_name: Two
    title: Two
    rows: tuple[Row, ...]
    at: datetime
    occasion: str = ""
    lines: tuple[Two, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    status: Status = Status.DRAFT
    draft: int = 0
    against: int = 0
    authoritative: str = ""
    character: tuple[Two, ...] = ()
    adoption: Adoption | None = None
    annexed: tuple[Annexed, ...] = ()
    corrigenda: tuple[Corrected, ...] = ()
    issued: Issued | None = None
    is_demonstration: bool = False

    @property
    def heading(self) -> str:
        """Return what its pages are headed with."""
        return self.occasion or self.reference

    @property
    def is_adopted(self) -> bool:
        """Say whether it is the adopted text."""
        return self.status is Status.ADOPTED

    @property
    def is_bilingual(self) -> bool:
        """Say whether both languages are put out."""
        return len(self.languages) > 1

    @property
    def main_language(self) -> str:
        """Return the language that the output as a whole is in."""
        return self.languages[0]

    @property
    def is_redlined(self) -> bool:
        """Say whether it shows what changed against another version."""
        return any(row.fate is not None for row in self.rows)


def in_languages(sheet: Sheet, *languages: str) -> Sheet:
    """Return the same sheet to be put out in these languages."""
    return replace(sheet, languages=languages)


def clean(sheet: Sheet) -> Sheet:
    """Return the text as it stands: nothing of other versions, nothing that is proposed."""
    rows = tuple(
        replace(row, fate=None, is_moved=False, was=None, proposals=())
        for row in sheet.rows
        if row.is_there
    )
    return replace(sheet, rows=rows, against=0)
