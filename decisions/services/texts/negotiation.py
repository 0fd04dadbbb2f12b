"""What proposals become when the text under them changes, and which of them collide."""

from collections.abc import Iterable, Sequence

from crm_portal.core.access import Viewer
from decisions.models import Paragraph, Proposal, ProposalCollision, Text, TextVersion
from decisions.models.proposals import UNDECIDED, ProposalState
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.collisions import collisions
from decisions.rules.texts.gate import open_brackets
from decisions.rules.texts.paragraphs import Form, Part, Place
from decisions.rules.texts.proposals import (
    Operation,
    addition,
    move,
    removal,
    rewording,
)
from decisions.rules.texts.proposals import Proposal as Ruled
from decisions.rules.texts.rebasing import Stranded, rebased
from decisions.services.texts.common import ruled


def as_ruled(row: Proposal, text: Sequence[rules.Paragraph]) -> Ruled:
    """Return a proposal as the rules take it, on the words it was made on."""
    base = _base(row, rules.by_key(text).get(row.paragraph_key))
    by = row.party.code
    if row.operation == Operation.ADD:
        return addition(row.number, by, base, place(row))
    if row.operation == Operation.REMOVE:
        return removal(row.number, by, base)
    if row.operation == Operation.MOVE:
        return move(row.number, by, base, place(row))
    return rewording(row.number, by, base, es=row.es or None, en=row.en or None)


def _base(row: Proposal, now: rules.Paragraph | None) -> rules.Paragraph:
    if row.operation == Operation.ADD:
        where = place(row)
        form = Form(row.place.get("form") or Form.PARAGRAPH)
        return rules.Paragraph(
            row.paragraph_key, row.es, row.en, where.part, form, where.parent
        )
    known = now or rules.Paragraph(row.paragraph_key)
    return known.saying("es", row.base_es).saying("en", row.base_en)


def place(row: Proposal) -> Place:
    """Return where an added or moved paragraph is to go."""
    said = row.place
    return Place(
        Part(said.get("part") or Part.OPERATIVE),
        said.get("parent") or None,
        said.get("after") or None,
    )


def undecided(text: Text) -> list[Proposal]:
    """Return what is still to be decided, oldest first."""
    found = Proposal.objects.filter(text=text, state__in=UNDECIDED)
    return list(found.select_related("party").order_by("number"))


def follow(text: Text, version: TextVersion, by: Viewer) -> None:
    """Bring the open proposals and their collisions up to the text as it now stands."""
    now = ruled(version)
    rows = [row for row in undecided(text) if row.state == ProposalState.OPEN]
    live: list[Ruled] = []
    changed: list[Proposal] = []
    for row in rows:
        found = rebased(as_ruled(row, now), now)
        is_stranded = isinstance(found, Stranded)
        if not isinstance(found, Stranded):
            live.append(found)
        if is_stranded != row.is_stranded:
            row.is_stranded = is_stranded
            changed.append(row)
    Proposal.objects.bulk_update(changed, ["is_stranded"])
    _write_collisions(text, now, live, {row.number: row for row in rows}, by)


def _write_collisions(
    text: Text,
    now: Sequence[rules.Paragraph],
    live: Sequence[Ruled],
    rows: dict[int, Proposal],
    by: Viewer,
) -> None:
    found = {
        (rows[each.first].pk, rows[each.second].pk, each.clash.value, each.language): each
        for each in collisions(now, live)
    }
    open_ones = ProposalCollision.objects.filter(text=text, resolved_at=None)
    known = {
        (row.first_id, row.second_id, row.clash, row.language): row for row in open_ones
    }
    over = [known[key].pk for key in known.keys() - found.keys()]
    ProposalCollision.objects.filter(pk__in=over).update(
        resolved_at=by.at, resolved_by_id=by.user_id
    )
    ProposalCollision.objects.bulk_create(
        ProposalCollision(
            text=text,
            first_id=key[0],
            second_id=key[1],
            clash=key[2],
            paragraph_key=found[key].key,
            language=key[3],
            found_at=by.at,
        )
        for key in sorted(found.keys() - known.keys())
    )


def is_contested(text: Text, row: Paragraph) -> bool:
    """Say whether a bracket stands in a paragraph, or a proposal on it waits."""
    waits = Proposal.objects.filter(
        text=text, paragraph_key=row.key, state__in=UNDECIDED
    ).exists()
    return waits or open_brackets(row.ruled) > 0


def numbers_of(rows: Iterable[Proposal]) -> tuple[int, ...]:
    """Return the numbers of proposals, in order."""
    return tuple(sorted(row.number for row in rows))
