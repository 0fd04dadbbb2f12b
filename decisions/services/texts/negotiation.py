"""What proposals become when the text under them changes, and which of them collide."""

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from crm_portal.core.access import Viewer
from decisions.models import Paragraph, Proposal, ProposalCollision, Text, TextVersion
from decisions.models.proposals import UNDECIDED, ProposalState
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.collisions import Collision, collisions
from decisions.rules.texts.gate import open_brackets
from decisions.rules.texts.paragraphs import Form, Part, Place
from decisions.rules.texts.proposals import (
    WORDING,
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


def follow(
    text: Text, version: TextVersion, by: Viewer, keys: Collection[str] | None = None
) -> None:
    """Bring the open proposals and their collisions up to the text as it now stands.

    Where only the words of ``keys`` changed, what is proposed on the words of others stays
    as it is; without them the order or the nesting may have changed, and all is looked at.
    """
    now = ruled(version)
    rows = _concerned(text, keys)
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


def _concerned(text: Text, keys: Collection[str] | None) -> list[Proposal]:
    found = Proposal.objects.filter(text=text, state=ProposalState.OPEN)
    if keys is not None:
        on_words = Q(operation__in=sorted(WORDING))
        found = found.filter(~on_words | Q(paragraph_key__in=keys))
    return list(found.select_related("party").order_by("number"))


def _write_collisions(
    text: Text,
    now: Sequence[rules.Paragraph],
    live: Sequence[Ruled],
    rows: dict[int, Proposal],
    by: Viewer,
) -> None:
    found: dict[tuple[int, int, str], list[Collision]] = {}
    for each in collisions(now, live):
        key = rows[each.first].pk, rows[each.second].pk, each.clash.value
        found.setdefault(key, []).append(each)
    open_ones = ProposalCollision.objects.filter(text=text, resolved_at=None)
    seen = {row.pk for row in rows.values()}
    live_ones = set(_live(text))
    known = {
        (row.first_id, row.second_id, row.clash): row
        for row in open_ones
        if {row.first_id, row.second_id} <= seen
        or not {row.first_id, row.second_id} <= live_ones
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
            paragraph_key=found[key][0].key,
            language=found[key][0].language if len(found[key]) == 1 else "",
            found_at=by.at,
        )
        for key in sorted(found.keys() - known.keys())
    )


def _live(text: Text) -> QuerySet[Proposal, int]:
    """Return the keys of the proposals that can still collide."""
    found = Proposal.objects.filter(text=text, state=ProposalState.OPEN, is_stranded=False)
    return found.values_list("pk", flat=True)


def is_contested(text: Text, row: Paragraph) -> bool:
    """Say whether a bracket stands in a paragraph, or a proposal on it waits."""
    waits = Proposal.objects.filter(
        text=text, paragraph_key=row.key, state__in=UNDECIDED
    ).exists()
    return waits or open_brackets(row.ruled) > 0
