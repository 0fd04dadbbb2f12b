"""Convocations as a page lists them: one row a party, with its letter and its answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice
from meetings import rights
from meetings.models import (
    AnswerKind,
    ConvocationAnswer,
    ConvocationLetter,
    LetterBasis,
    Meeting,
    Right,
)
from meetings.services import convocation
from members.models import Party

TONES = {
    AnswerKind.ATTENDS: "ok",
    AnswerKind.DOES_NOT_ATTEND: "off",
    AnswerKind.LATER: "due",
}


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter in words."""

    pk: int
    url: str
    party_id: int
    party: str
    number: str
    basis: str
    rule: str
    state: str
    tone: str
    sent_at: datetime | None
    answer: str
    answer_tone: str
    level: str
    answered_at: datetime | None
    is_called_off: bool


def rows(found: Any) -> list[LetterRow]:
    """Return letters with their latest answer: two queries."""
    letters = list(found.select_related("party", "convocation__meeting"))
    answers: dict[int, ConvocationAnswer] = {}
    given = ConvocationAnswer.objects.filter(letter__in=[each.pk for each in letters])
    for each in given.order_by("answered_at", "pk"):
        answers[each.letter_id] = each
    made = [_row(letter, answers.get(letter.pk)) for letter in letters]
    return sorted(made, key=lambda row: row.is_called_off)


def _row(letter: ConvocationLetter, answer: ConvocationAnswer | None) -> LetterRow:
    tone, state = _state(letter)
    kind = AnswerKind(answer.kind) if answer else None
    silent = _("no answer") if letter.sent_at and not letter.called_off_at else ""
    return LetterRow(
        pk=letter.pk,
        url=letter.get_absolute_url(),
        party_id=letter.party_id,
        party=letter.party.name,
        number=letter.number,
        basis=str(LetterBasis(letter.basis).label),
        rule=letter.rule,
        state=state,
        tone=tone,
        sent_at=letter.sent_at,
        answer=str(kind.label) if kind else silent,
        answer_tone=TONES[kind] if kind else "line",
        level=answer.level if answer else "",
        answered_at=answer.answered_at if answer else None,
        is_called_off=letter.called_off_at is not None,
    )


def _state(letter: ConvocationLetter) -> tuple[str, str]:
    if letter.called_off_at:
        return "off", _("taken back")
    if letter.sent_at:
        return "ok", _("sent")
    if letter.issued_at:
        return "due", _("issued, not sent")
    return "line", _("draft")


def figures(found: Iterable[LetterRow]) -> dict[str, int]:
    """Return how many were called, attend, do not, and have not answered."""
    sent = [row for row in found if row.sent_at and not row.is_called_off]
    by_tone = [row.answer_tone for row in sent]
    return {
        "called": len(sent),
        "attend": by_tone.count("ok"),
        "decline": by_tone.count("off"),
        "silent": by_tone.count("line") + by_tone.count("due"),
    }


def waiting(found: Iterable[LetterRow]) -> dict[str, int]:
    """Return how many letters wait for their number, and how many to be sent."""
    alive = [row for row in found if not row.is_called_off]
    return {
        "to_issue": sum(not row.number for row in alive),
        "to_send": sum(bool(row.number) and row.sent_at is None for row in alive),
    }


def proof(letter: ConvocationLetter) -> Any:
    """Return what the outbox did with each notice of a letter."""
    known = Notice.objects.filter(event__startswith="convocation.", target_id=letter.pk)
    return known.select_related("recipient").order_by("pk")


@dataclass(frozen=True, slots=True)
class Other:
    """A party without a letter: whether one may be written, and why not."""

    party: Party
    by_right: bool
    invitable: bool
    why: str
    sources: str


def others(meeting: Meeting, found: Iterable[LetterRow], viewer: Viewer) -> list[Other]:
    """Return the parties that have no letter, with what the matrix says of each."""
    has = {row.party_id for row in found if not row.is_called_off}
    return [
        Other(
            party=each.party,
            by_right=each.by_right,
            invitable=each.invitable,
            why="" if each.by_right else rights.refusal(each.verdict, Right.ATTEND),
            sources=each.verdict.sources,
        )
        for each in convocation.parties(meeting, viewer)
        if each.party.pk not in has
    ]
