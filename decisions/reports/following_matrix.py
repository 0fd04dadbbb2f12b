"""A matrix as it stands for its reader: the same cells on the page, in Excel and on paper."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.sections import Text, both, day, two
from decisions.models.following_matrices import Matrix, MatrixCell, MatrixTopic
from decisions.reports.words import party_text
from decisions.rules.following import matrices as rules
from members.models import Party

SIGNED = _("signed on %(day)s")
UNSIGNED = _("signature not on record")
BY = {
    rules.Means.RATIFICATION.value: _("ratified on %(day)s"),
    rules.Means.ACCESSION.value: _("acceded on %(day)s"),
    rules.Means.ACCEPTANCE.value: _("accepted on %(day)s"),
    rules.Means.SUCCESSION.value: _("succeeded on %(day)s"),
}
NEITHER = _("neither signed nor bound")
UNKNOWN = _("no information")


@dataclass(frozen=True, slots=True)
class Place:
    """One country's place in a topic: what holds, what waits, what held before, newest first.

    ``declined`` is for those who may see it: the country itself and the Secretariat.
    """

    topic: MatrixTopic
    party: Party
    current: MatrixCell | None = None
    waiting: MatrixCell | None = None
    history: tuple[MatrixCell, ...] = ()
    declined: tuple[MatrixCell, ...] = ()

    @property
    def said(self) -> Text:
        """Return what holds, in both languages; that nothing is known is said, too."""
        return statement(self.current) if self.current else both(UNKNOWN)


@dataclass(frozen=True, slots=True)
class Table:
    """A matrix: its topics in their order, the countries in the sources' order, its places."""

    matrix: Matrix
    topics: tuple[MatrixTopic, ...]
    parties: tuple[Party, ...]
    places: dict[tuple[int, int], Place] = field(default_factory=dict)

    def place(self, topic: MatrixTopic, party: Party) -> Place:
        """Return a place, empty where nothing was ever said."""
        return self.places.get((topic.pk, party.pk)) or Place(topic, party)


def statement(cell: MatrixCell) -> Text:
    """Return what a cell says, in both languages: the words, or what the State did when."""
    if cell.topic.matrix.kind == rules.MatrixKind.WORDS:
        return two(cell.said_es, cell.said_en)
    if cell.signed_on is None and cell.bound_on is None:
        return both(NEITHER)
    signed = both(SIGNED, day=day(cell.signed_on)) if cell.signed_on else both(UNSIGNED)
    if cell.bound_on is None:
        return signed
    bound = both(BY[cell.means], day=day(cell.bound_on))
    return {each: f"{bound[each]}; {signed[each]}" for each in bound}


def table(matrix: Matrix, by: Viewer, *, topic: MatrixTopic | None = None) -> Table:
    """Return a matrix, or one topic of it, as the viewer may see it: three queries.

    The countries are those that are members on the viewer's day, and those it tells of.
    """
    topics = (topic,) if topic else tuple(matrix.topics.all())
    for each in topics:
        each.matrix = matrix
    of = {each.pk: each for each in topics}
    seen = MatrixCell.objects.visible_to(by).filter(topic__in=of)
    grouped: dict[tuple[int, int], list[MatrixCell]] = {}
    for cell in seen.select_related("verdict", "party", "document").order_by("pk"):
        cell.topic = of[cell.topic_id]
        grouped.setdefault((cell.topic_id, cell.party_id), []).append(cell)
    parties = {party.pk: party for party in Party.objects.members_on(by.on)}
    told = [
        cells[0].party for cells in grouped.values() if cells[0].party_id not in parties
    ]
    parties |= {party.pk: party for party in told}
    places = {key: _place(of[key[0]], cells) for key, cells in grouped.items()}
    return Table(matrix, topics, tuple(parties.values()), places)


def _place(topic: MatrixTopic, cells: list[MatrixCell]) -> Place:
    rows = {cell.pk: cell for cell in cells}
    found = rules.cell(rules.Entry(row.pk, row.as_of, verdict(row)) for row in cells)
    return Place(
        topic,
        cells[0].party,
        rows[found.current.row] if found.current else None,
        rows[found.waiting.row] if found.waiting else None,
        tuple(rows[entry.row] for entry in reversed(found.history)),
        tuple(row for row in cells[::-1] if verdict(row) is rules.Verdict.DECLINED),
    )


def verdict(cell: MatrixCell) -> rules.Verdict:
    """Return what became of a proposal; its verdict is read with it."""
    told = getattr(cell, "verdict", None)
    if told is None:
        return rules.Verdict.WAITING
    return rules.Verdict.CONFIRMED if told.is_confirmed else rules.Verdict.DECLINED


def rows(matrix: Matrix, by: Viewer) -> list[dict[str, Any]]:
    """Return the topics with what is confirmed of each country, as plain JSON for a paper."""
    found = table(matrix, by)
    return [
        {
            "name": two(topic.name_es, topic.name_en or topic.name_es),
            "rows": list(_lines(found, topic)),
        }
        for topic in found.topics
    ]


def _lines(found: Table, topic: MatrixTopic) -> Iterator[dict[str, Any]]:
    for party in found.parties:
        place = found.place(topic, party)
        current = place.current
        yield {
            "party": party_text(party),
            "said": place.said,
            "as_of": day(current.as_of) if current else None,
            "source": current.source if current else "",
        }
