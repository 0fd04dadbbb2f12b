"""What outputs say about a text, in both languages: the same words on every medium."""

from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.deadline_text import listed
from crm_portal.core.display import format_day, format_instant, seat_city
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.instance import THIS
from crm_portal.core.sections import both
from crm_portal.library.rules import alphabet
from decisions.reports.sheets.sheet import Adoption, Row, Sheet, Statement, Two
from decisions.rules.texts import handling, languages
from decisions.rules.texts.kinds import Character, Way
from decisions.rules.texts.paragraphs import Part
from decisions.rules.texts.proposals import Operation

STATES = {
    handling.State.OPEN: pgettext_lazy("proposal", "Open"),
    handling.State.BRACKETED: pgettext_lazy("proposal", "In brackets"),
    handling.State.ACCEPTED: pgettext_lazy("proposal", "Accepted"),
    handling.State.MERGED: pgettext_lazy("proposal", "Accepted in other words"),
    handling.State.REJECTED: pgettext_lazy("proposal", "Not accepted"),
    handling.State.WITHDRAWN: pgettext_lazy("proposal", "Withdrawn"),
}
OPERATIONS = {
    Operation.REPLACE: _("Replace words"),
    Operation.INSERT: _("Insert words"),
    Operation.DELETE: _("Delete words"),
    Operation.ADD: _("Add a paragraph"),
    Operation.REMOVE: _("Remove the paragraph"),
    Operation.MOVE: _("Move the paragraph"),
}
# What a reader of a draft has to know of a language; of what is in order nothing is said.
LANGUAGE_NOTES = {
    languages.State.MISSING: pgettext_lazy("language of a paragraph", "Not yet written"),
    languages.State.DRAFT: pgettext_lazy("language of a paragraph", "Translation in work"),
    languages.State.OUTDATED: pgettext_lazy(
        "language of a paragraph", "Outdated: the other language has changed"
    ),
}
STATEMENTS = {
    Statement.RESERVATION: _("Reservation"),
    Statement.INTERPRETATION: _("Interpretative statement"),
}
PARTS = {
    Part.HEADER: _("Header lines"),
    Part.CHAPEAU: _("Chapeau"),
    Part.PREAMBLE: _("Preamble"),
    Part.OPERATIVE: _("Operative part"),
    Part.CLOSING: _("Closing"),
    Part.ANNEX: _("Annex"),
}
AGREED = pgettext_lazy("paragraph", "Agreed")
NO_WORDING = _("No wording proposed in this language.")
ADOPTED = {
    Way.MEETING: _("Adopted by consensus on %(date)s"),
    Way.CONSULTATION: _("Adopted by consensus in a consultation on %(date)s"),
    Way.SIGNATURE: _("Signed by the Presidency on %(date)s"),
}
CHARACTERS = {
    Character.NON_BINDING: _("Non-binding"),
    Character.BINDING: _("Binding"),
    Character.NONE: _("Without legal character of its own"),
}
CONTRARY = _("Another source (%(source)s) says: %(character)s")
PROPOSAL = _("Proposal %(number)s")
SUPPORTED = _("Supported by %(delegations)s")
DEMONSTRATION = _("Demonstration: positions and people are fictitious.")
NOT_ADOPTED = _("Working document, not adopted.")
TRUE_COPY = _("True copy if the code matches at %(address)s")
ANNEX = _("Annex. Reservations and interpretative statements")
CORRIGENDA = _("Corrigenda")
PARAGRAPH = _("Paragraph %(number)s")
READS, SHOULD_READ = _("Reads:"), _("Should read:")
TEXT_IN = {"es": _("Spanish text"), "en": _("English text")}
PREVAILS = {
    "es": _("The Spanish text prevails."),
    "en": _("The English text prevails."),
}
CONFERENCE = Two(THIS.name.es, THIS.name.en)
WATERMARK = Two("BORRADOR", "DRAFT")


def two(message: str | Promise, **values: Any) -> Two:
    """Return a message in both languages; a value may be in two languages itself."""
    told = {name: _told(value) for name, value in values.items()}
    return Two(**both(message, **told))


def _told(value: Any) -> Any:
    return {"es": value.es, "en": value.en} if isinstance(value, Two) else value


def status(sheet: Sheet) -> Two:
    """Return what the text is: “Draft 3”, “Adopted text”."""
    if sheet.is_adopted:
        return two(_("Adopted text"))
    return two(_("Draft %(number)s"), number=sheet.draft)


def dated(sheet: Sheet) -> Two:
    """Return the day of the adoption, or the instant of the draft on the clock of record."""
    if sheet.adoption is not None:
        return on(sheet.adoption.on, "dated")
    return at(sheet.at)


def on(day: date, style: str = "full") -> Two:
    """Return a day in words."""
    return Two(*(format_day(day, style, language) for language in LANGUAGES))


def at(instant: datetime) -> Two:
    """Return an instant on the clock of San José."""
    said = (format_instant(instant, "dated", language) for language in LANGUAGES)
    cities = map(seat_city, LANGUAGES)
    return Two(*(f"{each} {city}" for each, city in zip(said, cities, strict=True)))


def adopted(way: str, day: date, members: list[Two]) -> Adoption:
    """Return the sentence of an adoption, with the names of who adopted, if they are known."""
    said = {
        language: listed(
            sorted((each.said(language) for each in members), key=alphabet), language
        )
        for language in LANGUAGES
    }
    return Adoption(
        day,
        two(ADOPTED[Way(way)], date=on(day)),
        two(_("by %(members)s."), members=said) if members else Two(),
    )


def character(held: Character, source: str) -> Two:
    """Return the legal character of a text with the source that says so."""
    label = two(CHARACTERS[held])
    return Two(f"{label.es} ({source})", f"{label.en} ({source})")


def contrary(other: Character, source: str) -> Two:
    """Return what another source says of the legal character."""
    return two(CONTRARY, source=source, character=two(CHARACTERS[other]))


def after(reference: str) -> Two:
    """Return where something would stand: behind a paragraph."""
    return two(_("after paragraph %(number)s"), number=reference)


def within(reference: str) -> Two:
    """Return where something would stand: within a paragraph or under a heading."""
    return two(_("within %(number)s"), number=reference)


def at_beginning() -> Two:
    """Return where something would stand: before everything else of its part."""
    return two(_("at the beginning"))


def note(sheet: Sheet, row: Row, language: str) -> str:
    """Return what a reader of a draft has to know of one language of a paragraph.

    That it is missing, in work or outdated, or that the paragraph is agreed; empty: nothing.
    """
    if sheet.is_adopted or not row.is_there:
        return ""
    state = row.state(language)
    message = LANGUAGE_NOTES.get(state) if state else None
    if message is None and row.is_agreed:
        message = AGREED
    return two(message).said(language) if message else ""
