"""What a presidency hands to the next about consultations: what is open, and what waits."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core import deadline_text
from crm_portal.core.access import Viewer
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Row, Section, Text, both, same, two
from decisions.models import Consultation, Round
from decisions.presentation import lists
from decisions.states import BEFORE_DISTRIBUTION, State

CONDUCTED = (*BEFORE_DISTRIBUTION, *lists.OF_PRESIDENCY, *lists.LIVE)
TO_ASSUME = _("the new presidency assumes it first, or presents it again")
INHERITED = _("passes with the chair, its term untouched")


def sections(passing: Any, viewers: Sequence[Viewer]) -> list[Section]:
    """Return the consultations under way that all viewers may know, rounds that run first."""
    del passing  # what is under way passes, whoever presides
    found = list(_under_way(viewers))
    rounds = lists.last_rounds(found)
    viewer = viewers[0]
    live = [each for each in found if _is_running(each, rounds.get(each.pk), viewer)]
    waiting = [each for each in found if each not in live]
    return [
        _rounds([(each, rounds[each.pk]) for each in live]),
        _consultations([(each, rounds.get(each.pk)) for each in waiting], viewer),
    ]


def _under_way(viewers: Sequence[Viewer]) -> QuerySet[Consultation]:
    found = Consultation.objects.filter(state__in=CONDUCTED)
    for viewer in viewers:
        theirs = Consultation.objects.visible_to(viewer).order_by().values("pk")
        found = found.filter(pk__in=theirs)
    return found.order_by("reference")


def _is_running(consultation: Consultation, asked: Round | None, viewer: Viewer) -> bool:
    live = consultation.state in lists.LIVE
    return live and lists.state_at(consultation, asked, viewer) != State.EXPIRED


def _rounds(found: list[tuple[Consultation, Round]]) -> Section:
    found.sort(key=lambda row: (row[1].closes_at is None, row[1].closes_at))
    return Section(
        key="rounds",
        title=both(_("Open rounds")),
        columns=[
            both(_("Reference")),
            both(_("Subject")),
            both(_("Round")),
            both(_("Closes")),
        ],
        rows=[
            Row(
                [
                    same(each.reference),
                    _subject(each),
                    same(asked.number),
                    _closes(asked, each),
                ],
                page=_page(each),
            )
            for each, asked in found
        ],
        empty=both(_("No round is open.")),
        note=both(_("A round that is open %(what)s."), what=both(INHERITED))
        if found
        else {},
    )


def _closes(asked: Round, consultation: Consultation) -> Text:
    if consultation.state == State.SUSPENDED or asked.closes_at is None:
        return both(State.SUSPENDED.label)
    return {lang: deadline_text.short(asked.closes_at, lang) for lang in LANGUAGES}


def _consultations(
    found: list[tuple[Consultation, Round | None]], viewer: Viewer
) -> Section:
    return Section(
        key="consultations",
        title=both(_("Consultations that wait for the presidency")),
        columns=[
            both(_("Reference")),
            both(_("Subject")),
            both(_("State")),
            both(_("At the hand-over")),
        ],
        rows=[
            Row(
                [
                    same(each.reference),
                    _subject(each),
                    both(lists.state_at(each, asked, viewer).label),
                    both(_passes(each)),
                ],
                page=_page(each),
            )
            for each, asked in found
        ],
        empty=both(_("No consultation waits for the presidency.")),
    )


def _passes(consultation: Consultation) -> str | Promise:
    return TO_ASSUME if consultation.state in BEFORE_DISTRIBUTION else INHERITED


def _subject(consultation: Consultation) -> Text:
    return two(consultation.subject_es, consultation.subject_en or consultation.subject_es)


def _page(consultation: Consultation) -> tuple[str, tuple[Any, ...]]:
    return ("decisions:consultation", (consultation.reference,))
