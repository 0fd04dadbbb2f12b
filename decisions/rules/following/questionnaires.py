"""Questionnaires for self-assessment: typed questions, answers, comparison over time (003:64)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from decisions.rules.texts.msgids import gettext_noop

LONGEST = 20_000


class Type(StrEnum):
    """What kind of answer a question takes."""

    TEXT = "text"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MANY = "many"
    NUMBER = "number"
    DAY = "day"


YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``key`` is the same in every questionnaire that asks it again."""

    key: str
    type: Type
    choices: tuple[str, ...] = ()
    is_required: bool = False


class Fault(StrEnum):
    """What is wrong with an answer, or with the questions."""

    UNKNOWN = "unknown"
    WRONG_TYPE = "wrong_type"
    NOT_OFFERED = "not_offered"
    MISSING = "missing"
    TWICE = "twice"
    NO_CHOICES = "no_choices"


SENTENCES = {
    Fault.UNKNOWN: gettext_noop("There is no question %(key)s."),
    Fault.WRONG_TYPE: gettext_noop("The answer to %(key)s is of another kind."),
    Fault.NOT_OFFERED: gettext_noop("The answer to %(key)s is none of those offered."),
    Fault.MISSING: gettext_noop("The question %(key)s needs an answer."),
    Fault.TWICE: gettext_noop("Two questions have the same key: %(key)s."),
    Fault.NO_CHOICES: gettext_noop("The question %(key)s offers nothing to choose from."),
}
Answers = Mapping[str, object]


def ill_asked(questions: Sequence[Question]) -> tuple[tuple[Fault, str], ...]:
    """Return what is wrong with the questions themselves, and in which."""
    seen: set[str] = set()
    found = []
    for question in questions:
        if question.key in seen:
            found.append((Fault.TWICE, question.key))
        seen.add(question.key)
        if question.type in (Type.CHOICE, Type.MANY) and not question.choices:
            found.append((Fault.NO_CHOICES, question.key))
    return tuple(found)


def faults(
    questions: Sequence[Question], answers: Answers, *, is_final: bool
) -> tuple[tuple[Fault, str], ...]:
    """Return what is wrong with answers; what is only saved may still lack some."""
    asked = {question.key: question for question in questions}
    found = [(Fault.UNKNOWN, key) for key in answers if key not in asked]
    for question in questions:
        answer = answers.get(question.key)
        if is_empty(answer):
            if is_final and question.is_required:
                found.append((Fault.MISSING, question.key))
        elif fault := _fault(question, answer):
            found.append((fault, question.key))
    return tuple(found)


def is_empty(answer: object) -> bool:
    """Say whether nothing was answered."""
    return (
        answer is None or answer == [] or (isinstance(answer, str) and not answer.strip())
    )


def _fault(question: Question, answer: object) -> Fault | None:
    if question.type is Type.MANY:
        if not isinstance(answer, list):
            return Fault.WRONG_TYPE
        offered = all(each in question.choices for each in answer)
        return None if offered and len(answer) == len(set(answer)) else Fault.NOT_OFFERED
    if not isinstance(answer, str) or len(answer) > LONGEST:
        return Fault.WRONG_TYPE
    if question.type in (Type.CHOICE, Type.YES_NO):
        offers = YES_NO if question.type is Type.YES_NO else question.choices
        return None if answer in offers else Fault.NOT_OFFERED
    return None if _reads(question.type, answer) else Fault.WRONG_TYPE


def _reads(kind: Type, answer: str) -> bool:
    try:
        if kind is Type.NUMBER:
            return Decimal(answer).is_finite()
        if kind is Type.DAY:
            date.fromisoformat(answer)
    except (InvalidOperation, ValueError):
        return False
    return True


class Change(StrEnum):
    """How an answer stands to the one given the time before."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    NEVER = "never"


def compared(
    questions: Sequence[Question], before: Answers, now: Answers
) -> tuple[tuple[str, Change], ...]:
    """Return, question by question, how a country's answers changed; no score is made."""
    return tuple(
        (each.key, _change(before.get(each.key), now.get(each.key))) for each in questions
    )


def _change(before: object, now: object) -> Change:
    if is_empty(now):
        return Change.NEVER if is_empty(before) else Change.GONE
    if is_empty(before):
        return Change.NEW
    return Change.SAME if before == now else Change.CHANGED
