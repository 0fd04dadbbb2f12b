"""Matrices as their pages and files tell them: a tag, a day and a source in every cell."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from crm_portal.core.sections import in_language
from crm_portal.library.models import Document, RenderJob
from decisions.models.following_matrices import Matrix, MatrixCell, MatrixTopic
from decisions.reports import following_matrix as report
from decisions.reports.following_matrix import Place, Table
from decisions.rules.following import matrices as rules
from decisions.rules.following import powers
from members.models import Party
from members.reports import by_name

STANDINGS: dict[rules.Standing, tuple[str, str | Promise]] = {
    rules.Standing.BOUND: ("ok", pgettext_lazy("convention", "bound")),
    rules.Standing.SIGNED: ("due", pgettext_lazy("convention", "signed")),
    rules.Standing.NONE: ("line", pgettext_lazy("convention", "neither")),
}
VERDICTS: dict[rules.Verdict, tuple[str, str | Promise]] = {
    rules.Verdict.WAITING: ("due", _("waits to be confirmed")),
    rules.Verdict.CONFIRMED: ("ok", _("confirmed")),
    rules.Verdict.DECLINED: ("off", _("declined")),
}


def listed(viewer: Viewer) -> QuerySet[Matrix]:
    """Return the matrices that the viewer may see; for the Secretariat, what waits in each."""
    waits = Q(topics__cells__isnull=False, topics__cells__verdict=None)
    seen = Matrix.objects.visible_to(viewer)
    waiting = Count("topics__cells", filter=waits, distinct=True)
    return seen.annotate(
        topic_count=Count("topics", distinct=True), waiting=waiting
    ).order_by("name_es")


def place_of(
    viewer: Viewer, code: str, topic: str, party: str
) -> tuple[Matrix, Place] | None:
    """Return one cell of a matrix that the viewer may see: four queries."""
    topics = MatrixTopic.objects.filter(matrix__in=Matrix.objects.visible_to(viewer))
    found = topics.select_related("matrix").filter(matrix__code=code, code=topic).first()
    country = Party.objects.filter(code=party).first()
    if found is None or country is None:
        return None
    table = report.table(found.matrix, viewer, topic=found)
    if country.pk not in {each.pk for each in table.parties}:
        return None
    return found.matrix, table.place(found, country)


def page(matrix: Matrix, viewer: Viewer) -> dict[str, Any]:
    """Return what the page of a matrix shows: five queries."""
    found = report.table(matrix, viewer)
    parties = by_name(found.parties)
    papers = RenderJob.objects.of(matrix).visible_to(viewer).select_related("document")
    keeps = powers.may_confirm(viewer)
    return {
        "matrix": matrix,
        "parties": parties,
        "rows": [
            {
                "topic": topic,
                "cells": [cell(found.place(topic, party), viewer) for party in parties],
            }
            for topic in found.topics
        ],
        "paper": papers.order_by("-pk").first(),
        "waiting": sum(1 for place in found.places.values() if place.waiting),
        "keeps": keeps,
        "is_member": powers.may_speak_for(viewer, viewer.party_id or 0),
    }


def cell(place: Place, viewer: Viewer) -> dict[str, Any]:
    """Return what one cell shows: its tag or words, its day and source, whether one waits."""
    current = place.current
    tone, word = tag(current, viewer.on)
    said = place.said
    return {
        "party": place.party,
        "topic": place.topic,
        "tone": tone,
        "word": word,
        "said": in_language(said, active_language()),
        "language": spoken(said),
        "current": current,
        "is_waiting": place.waiting is not None,
        "has_page": current is not None
        or powers.may_confirm(viewer)
        or powers.may_speak_for(viewer, place.party.pk),
    }


def tag(current: MatrixCell | None, on: date) -> tuple[str, str | Promise]:
    """Return the tag of a cell; one in words has none."""
    if current is None or current.topic.matrix.kind == rules.MatrixKind.WORDS:
        return "", ""
    return STANDINGS[rules.standing(current.treaty, on)]


def spoken(said: dict[str, str]) -> str:
    """Return the language in which something is said, where the reader's is silent."""
    own = active_language()
    return own if said[own] else next((each for each in said if said[each]), own)


def cell_page(matrix: Matrix, place: Place, viewer: Viewer) -> dict[str, Any]:
    """Return what the page of a cell shows: what holds, waits, held before, was declined."""
    told = (place.current, place.waiting, *place.history, *place.declined)
    rows = [each for each in told if each is not None]
    held = {each.document_id for each in rows if each.document_id}
    documents = Document.objects.visible_to(viewer).in_bulk(held) if held else {}
    keeps = powers.may_confirm(viewer)
    own = powers.may_speak_for(viewer, place.party.pk)
    return {
        "matrix": matrix,
        "topic": place.topic,
        "party": place.party,
        "current": _entry(place.current, documents, viewer),
        "waiting": _entry(place.waiting, documents, viewer),
        "history": [_entry(each, documents, viewer) for each in place.history],
        "declined": [_entry(each, documents, viewer) for each in place.declined],
        "may_propose": keeps or own,
        "may_decide": keeps and place.waiting is not None,
    }


def _entry(
    row: MatrixCell | None, documents: dict[Any, Document], viewer: Viewer
) -> dict[str, Any] | None:
    if row is None:
        return None
    said = report.statement(row)
    tone, word = tag(row, row.as_of)
    found = getattr(row, "verdict", None)
    return {
        "row": row,
        "tone": tone,
        "word": word,
        "said": in_language(said, active_language()),
        "language": spoken(said),
        "document": documents.get(row.document_id),
        "verdict": VERDICTS[report.verdict(row)],
        "decided_at": found.decided_at if found else None,
        "reason": found.reason if found else "",
    }


def sheet(matrix: Matrix, viewer: Viewer) -> Iterator[Sequence[str]]:
    """Yield the rows of a file, one a cell that says something, in the reader's language."""
    found: Table = report.table(matrix, viewer)
    heads = (_("Topic"), _("Country"), _("What is so"), _("Signed on"), _("Bound on"),
             _("By"), _("As of"), _("Source"))  # fmt: skip
    yield [str(head) for head in heads]
    for topic in found.topics:
        for party in by_name(found.parties):
            yield _line(found.place(topic, party))


def _line(place: Place) -> list[str]:
    current = place.current
    said = in_language(place.said, active_language())
    head = [place.topic.name, place.party.name, said]
    if current is None:
        return [*head, "", "", "", "", ""]
    days = [_iso(current.signed_on), _iso(current.bound_on)]
    by = str(current.get_means_display()) if current.means else ""
    return [*head, *days, by, _iso(current.as_of), current.source]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
