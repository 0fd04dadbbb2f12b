"""What is read of commitments: the matrix by country, what the next agenda takes, the chains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from crm_portal.core.access import Viewer
from decisions.models.following import Commitment, CommitmentReport
from decisions.models.register import Provision, ProvisionLink, Relation
from decisions.models.texts import Text
from decisions.rules.following import chains, powers, reports
from decisions.rules.following.words import Rolled, Word
from members.models import Party


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment on the board: its countries, what they say together, where it stands."""

    commitment: Commitment
    cells: tuple[reports.Cell, ...]
    whole: Rolled
    standing: reports.Standing


def board(commitments: Iterable[Commitment], by: Viewer) -> tuple[Line, ...]:
    """Return the matrix of commitments by country, as known on the viewer's day: four queries.

    A commitment that is not reported by each country has cells for whoever leads and
    takes part. Who may not read what others said has its own cell alone.
    """
    rows = list(commitments)
    prefetch_related_objects(rows, "lead_party", "partners")
    reads = powers.may_read(by)
    members = list(Party.objects.members_on(by.on).values_list("code", flat=True))
    told: dict[int, list[reports.Report]] = {row.pk: [] for row in rows}
    found = CommitmentReport.objects.visible_to(by).filter(commitment__in=told)
    fields = ("commitment_id", "party__code", "word", "reported_on", "pk", "document_id")
    for pk, code, word, on, row, document in found.values_list(*fields):
        told[pk].append(reports.Report(code, Word(word), on, row, document))
    return tuple(
        _line(
            row,
            _parties(row, members, told[row.pk]) if reads else _own(row, by),
            told[row.pk],
            by,
        )
        for row in rows
    )


def _parties(
    row: Commitment, members: Sequence[str], told: Sequence[reports.Report]
) -> tuple[str, ...]:
    """Return whose cells a line has; whoever reported and is asked no more keeps theirs."""
    asked = members if row.by_country else _named(row)
    return tuple(dict.fromkeys((*asked, *(report.party for report in told))))


def _named(row: Commitment) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party.code for party in _involved(row)))


def _own(row: Commitment, by: Viewer) -> tuple[str, ...]:
    return tuple({party.code for party in _involved(row) if party.pk == by.party_id})


def _involved(row: Commitment) -> list[Party]:
    return [*([row.lead_party] if row.lead_party else []), *row.partners.all()]


def _line(
    row: Commitment,
    parties: Sequence[str],
    told: Sequence[reports.Report],
    by: Viewer,
) -> Line:
    found = reports.cells(parties, told, by.on)
    return Line(row, found, reports.whole(found), reports.standing(row.term, by.on))


def for_the_agenda(by: Viewer) -> tuple[Commitment, ...]:
    """Return what the next meeting takes up: what is overdue, or to be reviewed (001:378)."""
    seen = Commitment.objects.visible_to(by).live().select_related("text", "provision")
    rows = {row.pk: row for row in seen.order_by("due_on", "pk")}
    standings = [(pk, reports.standing(row.term, by.on)) for pk, row in rows.items()]
    return tuple(rows[pk] for pk in reports.for_the_agenda(standings))


@dataclass(frozen=True, slots=True)
class Mandate:
    """One link of a chain: a text, or one provision of it."""

    text: Text
    provision: Provision | None = None


def chains_of(
    text_id: int, provision_id: int | None, by: Viewer
) -> tuple[tuple[Mandate, ...], ...]:
    """Return the chains of mandate that pass a text or provision, where all of it is visible.

    Three queries; each text comes with what it takes to cite it.
    """
    seen = Text.objects.visible_to(by).values("pk")
    rows = ProvisionLink.objects.filter(earlier_text__in=seen, later_text__in=seen)
    rows = rows.exclude(relation=Relation.CORRECTS)
    fields = ("earlier_text_id", "earlier_id", "later_text_id", "later_id")
    links = [((a, b), (c, d)) for a, b, c, d in rows.values_list(*fields)]
    found = chains.chains(links, (text_id, provision_id))
    if all(len(chain) == 1 for chain in found):
        return ()
    nodes = {node for chain in found for node in chain}
    texts = Text.objects.select_related("kind", "body", "meeting__body")
    named = texts.in_bulk({text for text, _pk in nodes})
    provisions = Provision.objects.in_bulk({pk for _text, pk in nodes if pk is not None})
    return tuple(
        tuple(
            Mandate(named[text], provisions[pk] if pk is not None else None)
            for text, pk in chain
        )
        for chain in found
    )
