"""Who may do what in each forum of a meeting, and why: the matrix as it holds at that instant."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import active_language
from meetings.models import Forum, Meeting, PartyClass, Right, Session
from meetings.models.participation import GROUNDS
from meetings.rights import Rights
from meetings.rules import Verdict
from meetings.rules.participation import Because
from members.models import Party

EVERYBODY = (Role.MEMBER, Role.SECRETARIAT, Role.ADMINISTRATOR)
ORDER = {party_class: place for place, party_class in enumerate(PartyClass)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One right of one row: a word, why, and the lines that say so."""

    right: str
    allowed: bool
    tone: str
    word: str
    why: str
    sources: str


@dataclass(frozen=True, slots=True)
class Row:
    """The parties of a class that have the same rights in a forum."""

    party_class: PartyClass
    parties: tuple[Party, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One forum of the meeting."""

    forum: Forum
    rows: tuple[Row, ...]


def tables(meeting: Meeting, viewer: Viewer) -> list[Table]:
    """Return the rights in the forums of ``meeting``; an observer reads its own."""
    language = active_language()
    return in_languages(meeting, viewer, [language])[language]


def in_languages(
    meeting: Meeting, viewer: Viewer, languages: Iterable[str]
) -> dict[str, list[Table]]:
    """Return the same in the words of each language, by its code, read once."""
    rights, forums = Rights.of(meeting, viewer.at), _forums(meeting)
    parties = _parties(rights, viewer)
    told: dict[str, list[Table]] = {}
    for language in languages:
        with override(language):
            told[language] = [
                Table(forum, tuple(_rows(rights, forum, parties))) for forum in forums
            ]
    return told


def answers(rights: Rights, forum: str, party_id: int) -> tuple[Answer, ...]:
    """Return every right of one party in one forum, in words."""
    return tuple(_answer(right, rights.may(right, forum, party_id)) for right in Right)


def _forums(meeting: Meeting) -> list[Forum]:
    sessions = Session.objects.filter(meeting=meeting).values_list("forum", flat=True)
    held = [Forum(forum) for forum in dict.fromkeys([meeting.body.forum, *sessions])]
    return sorted(held, key=list(Forum).index)


def _parties(rights: Rights, viewer: Viewer) -> list[Party]:
    known = {*rights.classes, *rights.met}
    found = Party.objects.visible_to(viewer).filter(pk__in=known).order_by("order")
    if viewer.has(*EVERYBODY):
        return list(found)
    return [each for each in found if each.pk == viewer.party_id]


def _rows(rights: Rights, forum: Forum, parties: list[Party]) -> list[Row]:
    grouped: dict[Any, list[Party]] = defaultdict(list)
    for party in parties:
        party_class = rights.class_of(party.pk)
        grouped[party_class, answers(rights, forum, party.pk)].append(party)
    rows = [Row(group[0], tuple(found), group[1]) for group, found in grouped.items()]
    return sorted(rows, key=lambda row: ORDER[row.party_class])


def _answer(right: Right, verdict: Verdict) -> Answer:
    tone, word = _word(verdict)
    return Answer(
        right=right.value,
        allowed=verdict.allowed,
        tone=tone,
        word=word,
        why=_why(verdict),
        sources=verdict.sources,
    )


def _word(verdict: Verdict) -> tuple[str, str]:
    if verdict:
        return "ok", _("yes")
    if verdict.because == Because.NO_GROUND:
        return "due", _("on a condition")
    return "line", _("no")


def _why(verdict: Verdict) -> str:
    if verdict.because in {Because.GROUND, Because.NO_GROUND}:
        ground = str(GROUNDS[verdict.ground])
        if verdict.because == Because.GROUND:
            return _("on record: %(ground)s") % {"ground": ground}
        return _("needs %(ground)s") % {"ground": ground}
    return {
        Because.BY_RIGHT: "",
        Because.FORBIDDEN: "",
        Because.UNREGULATED: _("not regulated, and the presidency has not decided it"),
        Because.DECIDED: _("decided by the presidency"),
        Because.EXCEPTION: _("exception of the Vice-Ministers"),
    }[verdict.because]
