"""Questionnaires as their pages and files tell them: questions, who answered, round by round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.display import format_day
from crm_portal.core.i18n import pick
from decisions.models.following_questionnaires import Questionnaire, QuestionnaireAnswer
from decisions.rules.following import powers
from decisions.rules.following.questionnaires import Change, Type, compared, is_empty
from members.models import Party
from members.reports import by_name

TYPES: dict[str, str | Promise] = {
    Type.TEXT.value: _("in words"),
    Type.YES_NO.value: _("yes or no"),
    Type.CHOICE.value: _("one of several"),
    Type.MANY.value: _("some of several"),
    Type.NUMBER.value: _("a number"),
    Type.DAY.value: _("a day"),
}
YES_NO: dict[str, str | Promise] = {"yes": _("yes"), "no": _("no")}
CHANGES: dict[Change, tuple[str, str | Promise]] = {
    Change.SAME: ("line", _("the same")),
    Change.CHANGED: ("due", _("changed")),
    Change.NEW: ("brand", _("new")),
    Change.GONE: ("off", _("no longer answered")),
    Change.NEVER: ("line", _("not answered")),
}
Asked = dict[str, Any]


def words(question: Asked) -> str:
    """Return the words of a question in the active language."""
    return pick(question.get("es", ""), question.get("en", "")) or question["key"]


def offers(question: Asked) -> list[tuple[str, str]]:
    """Return what a question offers: the value as kept, and its words in the active language."""
    if question["type"] == Type.YES_NO:
        return [(value, str(label)) for value, label in YES_NO.items()]
    values = list(question.get("choices", ()))
    english = [*question.get("choices_en", ()), *[""] * len(values)]
    return [
        (value, pick(value, other)) for value, other in zip(values, english, strict=False)
    ]


def said(question: Asked, answer: Any) -> str:
    """Return an answer as it is read in the active language; nothing answered: empty."""
    if is_empty(answer):
        return ""
    if question["type"] == Type.DAY:
        return format_day(date.fromisoformat(answer), "dated")
    offered = dict(offers(question))
    values = answer if isinstance(answer, list) else [answer]
    return "; ".join(str(offered.get(value, value)) for value in values)


def listed(viewer: Viewer) -> QuerySet[Questionnaire]:
    """Return the questionnaires that the viewer may see, the latest first, with answers."""
    answers = QuestionnaireAnswer.objects.visible_to(viewer).select_related("party")
    seen = Questionnaire.objects.visible_to(viewer).order_by("-opened_at", "-pk")
    return seen.prefetch_related(Prefetch("answers", answers))


def line(asked: Questionnaire, viewer: Viewer, members: int) -> dict[str, Any]:
    """Return a line of the list: how many handed in, and where the reader's country stands."""
    answers = list(asked.answers.all())
    handed = [each for each in answers if each.handed_in_at]
    return {
        "asked": asked,
        "handed": len(handed),
        "members": members,
        "own": own_state(asked, viewer),
    }


def own_answer(asked: Questionnaire, viewer: Viewer) -> QuestionnaireAnswer | None:
    """Return what the reader's country has saved or handed in, of answers already read."""
    own = (each for each in asked.answers.all() if each.party_id == viewer.party_id)
    return next(own, None) if viewer.has(Role.MEMBER) else None


def own_state(asked: Questionnaire, viewer: Viewer) -> tuple[str, str | Promise] | None:
    """Return the tag of the reader's country; none for whoever speaks for no country."""
    if not viewer.has(Role.MEMBER):
        return None
    own = own_answer(asked, viewer)
    if own is not None and own.handed_in_at:
        return "ok", _("handed in")
    if asked.due_on and asked.due_on < viewer.on:
        return "late", _("overdue")
    return ("due", _("saved, not handed in")) if own else ("due", _("waits for you"))


def page(asked: Questionnaire, viewer: Viewer) -> dict[str, Any]:
    """Return what the page of a questionnaire shows, of one that was read with its answers."""
    handed = {each.party_id: each for each in asked.answers.all() if each.handed_in_at}
    members = {party.pk: party for party in Party.objects.members_on(viewer.on)}
    members |= {pk: each.party for pk, each in handed.items()}
    own = own_answer(asked, viewer)
    return {
        "asked": asked,
        "questions": [
            {
                "words": words(each),
                "type": TYPES[each["type"]],
                "offers": [label for _value, label in offers(each)],
                "required": each.get("required", False),
            }
            for each in asked.questions
        ],
        "countries": [
            {"party": party, "answer": handed.get(party.pk)}
            for party in by_name(members.values())
        ],
        "handed": len(handed),
        "own": own,
        "own_state": own_state(asked, viewer),
        "may_answer": viewer.has(Role.MEMBER) and not (own and own.handed_in_at),
        "may_open": powers.may_confirm(viewer),
    }


@dataclass(frozen=True, slots=True)
class Over:
    """A country's answers over time: a column a round, a line a question of the last of them."""

    rounds: tuple[Questionnaire, ...]
    lines: tuple[dict[str, Any], ...]


def over_time(asked: Questionnaire, party: Party, viewer: Viewer) -> Over:
    """Return what a country answered up to this round of its series: one query.

    A question is the same by its key; one that was not asked in a round is empty there.
    """
    found = QuestionnaireAnswer.objects.visible_to(viewer).filter(
        party=party,
        questionnaire__series=asked.series,
        questionnaire__round__lte=asked.round,
        handed_in_at__isnull=False,
    )
    rows = list(found.select_related("questionnaire").order_by("questionnaire__round"))
    before = rows[-2].answers if len(rows) > 1 else {}
    now = rows[-1].answers if rows else {}
    is_first = len(rows) < 2
    told = dict(compared(asked.ruled, before, now))
    lines = tuple(
        {
            "words": words(question),
            "answers": [_of_round(question, row) for row in rows],
            "change": None if is_first else CHANGES[told[question["key"]]],
        }
        for question in asked.questions
    )
    return Over(tuple(row.questionnaire for row in rows), lines)


def _of_round(question: Asked, row: QuestionnaireAnswer) -> str:
    asked = {each["key"]: each for each in row.questionnaire.questions}
    there = asked.get(question["key"])
    return said(there, row.answers.get(question["key"])) if there else ""


def sheet(asked: Questionnaire, viewer: Viewer) -> Iterator[Sequence[str]]:
    """Yield the rows of a file: the questions, then what each country handed in."""
    yield [str(_("Country")), str(_("Handed in")), *map(words, asked.questions)]
    handed = {each.party: each for each in asked.answers.all() if each.handed_in_at}
    for party in by_name(handed):
        row = handed[party]
        assert row.handed_in_at is not None  # noqa: S101 - those are the ones handed in
        day = Viewer(at=row.handed_in_at).on
        told = [said(each, row.answers.get(each["key"])) for each in asked.questions]
        yield [party.name, day.isoformat(), *told]
