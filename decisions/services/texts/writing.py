"""The drafting group writes: words of a paragraph, merged with what others saved; structure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from decisions.models import Paragraph, Text, TextVersion
from decisions.rules.texts import notation
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.languages import Happened
from decisions.rules.texts.merge import Conflict as Clash
from decisions.rules.texts.merge import merged_paragraph
from decisions.rules.texts.paragraphs import Form, Part, Place
from decisions.services.texts import languages, negotiation
from decisions.services.texts.common import clean, paragraph_of, ruled, working, written
from decisions.services.texts.numbers import new_keys
from decisions.services.texts.structure import place_of, store


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody typed, and what they had before them: its words and its revision.

    ``substance``: what the paragraph says changed, so that the other language has to follow;
    otherwise only its wording, or a translation in work.
    """

    es: str
    en: str
    base_es: str = ""
    base_en: str = ""
    revision: int = 0
    substance: bool = True


@dataclass(frozen=True, slots=True)
class Added:
    """A new paragraph and where it goes."""

    es: str
    en: str = ""
    part: str = Part.OPERATIVE
    form: str = Form.PARAGRAPH
    parent: str = ""
    after: str = ""

    @property
    def place(self) -> Place:
        """Return where it goes, as the rules take it."""
        return Place(Part(self.part), self.parent or None, self.after or None)


@dataclass(frozen=True, slots=True)
class Saved:
    """The paragraph as it now reads. With conflicts nothing was saved: all readings are there."""

    paragraph: Paragraph
    is_merged: bool = False
    conflicts: tuple[tuple[str, Clash], ...] = ()


@transaction.atomic
def save(pk: int, key: str, typed: Written, *, by: Viewer) -> Saved:
    """Save a paragraph. What others saved meanwhile is merged word by word, or is a conflict."""
    text = written(pk, by=by)
    row = paragraph_of(working(text, by), key)
    base = row.ruled.saying("es", typed.base_es).saying("en", typed.base_en)
    mine = base.saying("es", clean(typed.es)).saying("en", clean(typed.en))
    is_merged = typed.revision != row.revision
    if is_merged:
        found = merged_paragraph(base, mine, row.ruled, is_whole=notation.is_well_formed)
        if found.conflicts or found.paragraph is None:
            return Saved(row, conflicts=found.conflicts)
        mine = found.paragraph
    if put_words(text, row, mine, by, substance=typed.substance):
        audit.record(text, "paragraph_saved", by=by, key=key, revision=row.revision)
        negotiation.follow(text, row.version, by, {key})
    return Saved(row, is_merged=is_merged)


def put_words(
    text: Text,
    row: Paragraph,
    now: rules.Paragraph,
    by: Viewer,
    *,
    substance: bool,
    alike: bool = False,
) -> bool:
    """Give a paragraph other words and write down what that does to its languages.

    ``alike``: the same was done to both languages, as by a decision on a proposal. One that
    was behind the other before is no less so after it.
    """
    changed = [each for each in rules.LANGUAGES if row.ruled.text(each) != now.text(each)]
    if not changed:
        return False
    if not now.es and not now.en:
        raise Invalid(_("A paragraph needs words; to drop it, delete it."), code="empty")
    row.es, row.en = now.es, now.en
    row.revision += 1
    row.changed_at, row.changed_by_id = by.at, by.user_id
    if substance:
        row.agreed_at = None
    row.save()
    language = changed[0] if len(changed) == 1 else None
    stays_behind = alike and language is None and languages.is_behind(row)
    what = Happened.AMENDED if substance and not stays_behind else Happened.WORDED
    if language is not None and not now.text(language):
        what = Happened.ERASED
    languages.happened(text, [row], what, language, by)
    return True


@transaction.atomic
def add(pk: int, new: Added, *, by: Viewer) -> Paragraph:
    """Put a new paragraph into the text."""
    text = written(pk, by=by)
    version = working(text, by)
    found = insert(text, version, new, by)
    audit.record(text, "paragraph_added", by=by, key=found.key)
    negotiation.follow(text, version, by)
    return found


def insert(
    text: Text, version: TextVersion, new: Added, by: Viewer, *, key: str = ""
) -> Paragraph:
    """Write a new paragraph into the working version, under ``key`` or one never used."""
    there = ruled(version)
    place_of(text, new.place, there)
    paragraph = rules.Paragraph(
        key or next(new_keys(text.pk)),
        clean(new.es),
        clean(new.en),
        new.place.part,
        Form(new.form),
        new.place.parent,
    )
    if not paragraph.es and not paragraph.en:
        raise Invalid(_("A paragraph needs words."), code="empty")
    store(version, rules.put(there, [paragraph], new.place), by)
    row = paragraph_of(version, paragraph.key)
    begin_languages(text, [row], by)
    return row


def begin_languages(text: Text, rows: Sequence[Paragraph], by: Viewer) -> None:
    """Write down in which languages new paragraphs came."""
    for language in (None, *rules.LANGUAGES):
        came = [row for row in rows if _came_in(row) == language]
        if came:
            languages.happened(text, came, Happened.AMENDED, language, by)


def _came_in(row: Paragraph) -> str | None:
    if row.es and row.en:
        return None
    return "es" if row.es else "en"


@transaction.atomic
def remove(pk: int, key: str, *, by: Viewer) -> None:
    """Take a paragraph out of the text, with what stands within it."""
    text = written(pk, by=by)
    version = working(text, by)
    paragraph_of(version, key)
    rest, _gone = rules.taken(ruled(version), key)
    store(version, rest, by)
    audit.record(text, "paragraph_removed", by=by, key=key)
    negotiation.follow(text, version, by)


@transaction.atomic
def move(pk: int, key: str, place: Place, *, by: Viewer) -> None:
    """Put a paragraph elsewhere, with what stands within it."""
    text = written(pk, by=by)
    version = working(text, by)
    paragraph_of(version, key)
    there = ruled(version)
    rest, moved = rules.taken(there, key)
    if {place.after, place.parent} & {each.key for each in moved}:
        raise Invalid(_("A paragraph cannot stand within itself."), code="within_itself")
    place_of(text, place, rest)
    store(version, rules.put(rest, moved, place), by)
    audit.record(text, "paragraph_moved", by=by, key=key)
    negotiation.follow(text, version, by)


@transaction.atomic
def agree(pk: int, key: str, *, by: Viewer) -> Paragraph:
    """The group has agreed on a paragraph: no bracket and no proposal on it is open."""
    text = written(pk, by=by)
    row = paragraph_of(working(text, by), key)
    if negotiation.is_contested(text, row):
        raise Conflict(
            _("A bracket or a proposal on this paragraph is still open."),
            code="still_contested",
            rule="001:382",
        )
    row.agreed_at = by.at
    row.save(update_fields=["agreed_at"])
    audit.record(text, "paragraph_agreed", by=by, key=key)
    return row


@transaction.atomic
def reopen(pk: int, key: str, *, by: Viewer) -> Paragraph:
    """Put an agreed paragraph back into negotiation."""
    text = written(pk, by=by)
    row = paragraph_of(working(text, by), key)
    row.agreed_at = None
    row.save(update_fields=["agreed_at"])
    audit.record(text, "paragraph_reopened", by=by, key=key)
    return row
