"""Campaigns of letters about contributions: previewed, then issued, put on paper and sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Refused
from crm_portal.core.sections import Text, both, two
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language
from crm_portal.library.rules import canonical_json, sha256
from finance import access, letter_words
from finance.letter_words import Figures, Worded
from finance.models import Budget, Letter, LetterKind, LetterRecipient
from finance.rules import powers
from finance.rules.reminders import Addressee, recipients
from finance.rules.standing import due_on
from finance.services import telling
from finance.services.common import locked_budget, require_text
from finance.services.following import write_letter
from members.models import Party

OFFICE = gettext_lazy("Pro-Tempore Presidency, %(country)s")
ATTESTS = gettext_lazy("A letter of the Pro-Tempore Presidency about contributions")
SERIES = "APORTES"


@dataclass(frozen=True, slots=True)
class Previewed:
    """One letter as it would be written today: to whom, in which words, which figures."""

    party: Party
    addressee: Addressee
    letter: Worded


@dataclass(frozen=True, slots=True)
class Campaign:
    """Every letter that would be written, and the ``mark`` of their figures."""

    letters: tuple[Previewed, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the presidency adds to each letter in both languages, and who signs them."""

    signed_by: str
    words_es: str = ""
    words_en: str = ""

    @property
    def words(self) -> Text:
        return two(self.words_es, self.words_en or self.words_es)


def may_prepare(by: Viewer) -> bool:
    """The Secretariat prepares a campaign; only the presidency sends it (002:10)."""
    return powers.may_write_letters(by) or powers.may_keep_accounts(by)


def preview(
    budget: Budget, kind: LetterKind, *, words: Text | None = None, by: Viewer
) -> Campaign:
    """Return the letters as they would be written today; nothing is written by it."""
    if not may_prepare(by):
        raise Refused(
            _("The presidency writes to the members."), code="not_presidency", rule="002:10"
        )
    chosen = recipients(access.owed_for(budget), by.on, is_call=kind == LetterKind.CALL)
    due = _due(budget, by.on)
    parties = Party.objects.in_bulk([each.party for each in chosen])
    return Campaign(
        letters=tuple(
            Previewed(
                party=parties[each.party],
                addressee=each,
                letter=letter_words.worded(
                    parties[each.party],
                    budget,
                    each.wording,
                    Figures.of(each, due[each.party]),
                    on=by.on,
                    words=words,
                ),
            )
            for each in chosen
        ),
        mark=mark_of(chosen),
    )


def mark_of(chosen: Iterable[Addressee]) -> str:
    """Return the hash by which it is known that the figures are still those of a preview."""
    rows = [[each.party, each.wording, each.paid, each.outstanding] for each in chosen]
    return sha256(canonical_json(rows))


def _due(budget: Budget, on: date) -> dict[int, date]:
    """Return by member the day due: the one notified, or what a call of today makes it."""
    rows = budget.assessments.values_list("party", "due_on")
    return {party: due or due_on(budget.starts_on, on) for party, due in rows}


@transaction.atomic
def issue(pk: int, kind: LetterKind, said: Said, *, mark: str = "", by: Viewer) -> Letter:
    """Write, number and freeze the letters, owe their papers, and send them with proof.

    ``mark`` is that of the preview: Conflict when a figure has changed since. Conflict also
    when the same letter was written today: it was sent twice.
    """
    budget = locked_budget(pk)
    signed_by = require_text(said.signed_by, _("Say who signs."))
    _require_new(budget, kind, by)
    letter = write_letter(
        pk,
        kind,
        words_es=said.words_es,
        words_en=said.words_en,
        signed_by=signed_by,
        by=by,
    )
    rows = list(letter.recipients.select_related("party"))
    if mark and mark != _mark_of_rows(rows):
        raise Conflict(
            _("A figure has changed since you looked at the letters: look again."),
            code="figures_changed",
        )
    due = _due(budget, by.on)
    for row in rows:
        _ask_paper(row, letter, budget, due[row.party_id], by)
    telling.tell_letter(rows, by=by)
    return letter


def _require_new(budget: Budget, kind: LetterKind, by: Viewer) -> None:
    if budget.letters.filter(kind=kind, written_on=by.on).exists():
        raise Conflict(_("This letter was written today already."), code="written_today")


def _mark_of_rows(rows: Iterable[LetterRecipient]) -> str:
    told = [[r.party_id, r.wording, r.paid_cents, r.outstanding_cents] for r in rows]
    return sha256(canonical_json(told))


def reference_of(row: LetterRecipient) -> str:
    """Return the number on one member's letter: ``APORTES-2026-03/HN``."""
    return f"{SERIES}-{row.letter.number}/{row.party.code}"


def text_of(row: LetterRecipient, budget: Budget, due: date | None) -> Worded:
    """Return a letter as it was written, from the figures that it keeps."""
    letter = row.letter
    return letter_words.worded(
        row.party,
        budget,
        row.wording,
        Figures.of(row, due),
        on=letter.written_on,
        words=two(letter.words_es, letter.words_en or letter.words_es),
    )


def _ask_paper(
    row: LetterRecipient, letter: Letter, budget: Budget, due: date, by: Viewer
) -> None:
    row.letter = letter
    said = text_of(row, budget, due)
    attests = both(ATTESTS)
    context: dict[str, Any] = {
        "reference": reference_of(row),
        "party": two(row.party.name_es, row.party.name_en),
        "subject": said.subject,
        "body": said.body,
        "figures": [{"label": label, "amount": cents} for label, cents in said.figures],
        "signed_by": letter.signed_by,
        "office": both(OFFICE, country=_country(letter.signed_for)),
        "issued_at": by.at.isoformat(),
        "demonstration": settings.DEMONSTRATION,
    }
    library.ask(
        library.Paper(
            kind=Kind.LETTER,
            reference=context["reference"],
            title_es=said.subject["es"],
            title_en=said.subject["en"],
            language=Language.BOTH,
            audience=Audience.MEMBERS,
            template="pdf/finance/letter.html",
            context=context,
            target=row,
            attestation_es=attests["es"],
            attestation_en=attests["en"],
        ),
        by=by,
    )


def _country(party: Party) -> Text:
    return two(party.name_es, party.name_en)
