"""From paragraphs, their kind and what is proposed on them to the rows of a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from decisions.reports.sheets import wording
from decisions.reports.sheets.sheet import Cells, Proposed, Row, Two
from decisions.rules.texts import languages
from decisions.rules.texts.brackets import Content
from decisions.rules.texts.diff import Compared, Fate, compared
from decisions.rules.texts.handling import Handling, State
from decisions.rules.texts.kinds import Kind
from decisions.rules.texts.notation import Malformed, parse
from decisions.rules.texts.numbering import Number, numbered
from decisions.rules.texts.paragraphs import Form, Paragraph, Part, Place, above, by_key
from decisions.rules.texts.proposals import Operation, Proposal
from decisions.rules.texts.rebasing import Stranded, rebased

Text = Sequence[Paragraph]
OPEN = Handling()
UNNUMBERED = Number("", "", "")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of paragraphs beside their words, by their keys."""

    agreed: frozenset[str] = frozenset()
    standings: Mapping[str, languages.Standings] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal, with who made it and what became of it."""

    proposal: Proposal
    party: Two
    at: datetime
    handling: Handling = OPEN
    reason: str = ""
    reason_language: str = "es"
    decision: str = ""
    decision_language: str = "es"


def rows(
    text: Text,
    kind: Kind,
    *,
    facts: Facts | None = None,
    base: Text | None = None,
    offers: Iterable[Offer] = (),
) -> tuple[Row, ...]:
    """Return the rows of ``text`` in reading order.

    With ``base``, each says what became of it since then, and what is gone stands after what
    it followed. Proposals stand by their paragraph, a new one where it would go.
    """
    reader = _Reader(text, kind, facts or Facts(), base)
    order = compared(base, text) if base is not None else _as_it_is(text)
    found = [reader.row(each) for each in order]
    for offer in offers:
        _put(found, reader.proposed(offer), offer.proposal)
    return tuple(found)


def content_of(text: str) -> Content:
    """Return written text as content; one whose brackets cannot be read, word for word."""
    try:
        return parse(text)
    except Malformed:
        return (text,)


def cells(paragraph: Paragraph) -> Cells:
    """Return what a paragraph says."""
    return Cells(content_of(paragraph.es), content_of(paragraph.en))


def _as_it_is(text: Text) -> Iterable[Compared]:
    return (Compared(each.key, Fate.KEPT, None, each) for each in text)


class _Reader:
    """A text, and the one that it is compared with, as rows are made of them."""

    def __init__(self, text: Text, kind: Kind, facts: Facts, base: Text | None) -> None:
        self.text = text
        self.facts = facts
        self.has_base = base is not None
        self.now, self.was = by_key(text), by_key(base or ())
        self.numbers = numbered(base or (), kind.numbering) | numbered(text, kind.numbering)

    def row(self, each: Compared) -> Row:
        paragraph = self.now.get(each.key) or self.was[each.key]
        among = self.now if each.key in self.now else self.was
        number = self.numbers[each.key]
        standings = self.facts.standings.get(each.key)
        return Row(
            key=each.key,
            part=paragraph.part,
            form=paragraph.form,
            depth=_depth(among, paragraph),
            label=number.label,
            reference=number.reference,
            words=cells(paragraph) if each.new else Cells(),
            parent=paragraph.parent,
            is_there=each.new is not None,
            is_agreed=each.key in self.facts.agreed,
            es_state=standings["es"].state if standings else None,
            en_state=standings["en"].state if standings else None,
            fate=each.fate if self.has_base else None,
            is_moved=each.is_moved,
            was=self._was(each),
        )

    def _was(self, each: Compared) -> Cells | None:
        if not self.has_base:
            return None
        return cells(each.old) if each.old else Cells()

    def proposed(self, offer: Offer) -> Proposed:
        made, base = self._as_it_stands(offer)
        return Proposed(
            number=made.number,
            by=made.by,
            party=offer.party,
            operation=made.operation,
            words=Cells() if made.operation is Operation.REMOVE else cells(made.reading),
            at=offer.at,
            base=base,
            state=offer.handling.state,
            supporters=offer.handling.supporters,
            reason=offer.reason,
            reason_language=offer.reason_language,
            decision=offer.decision,
            decision_language=offer.decision_language,
            place=self._place(made.place),
        )

    def _as_it_stands(self, offer: Offer) -> tuple[Proposal, Cells | None]:
        """Return an open proposal as one on this text; any other with what it was made on."""
        made = offer.proposal
        if offer.handling.state is State.OPEN:
            found = rebased(made, self.text)
            if not isinstance(found, Stranded):
                return found, None
        is_new = made.operation is Operation.ADD
        return made, Cells() if is_new else cells(made.base)

    def _place(self, place: Place | None) -> Two:
        if place is None:
            return Two()
        number = self.numbers.get(place.after or place.parent or "", UNNUMBERED)
        if place.after:
            return wording.after(number.reference)
        return wording.within(number.reference) if place.parent else wording.at_beginning()


def _depth(text: Mapping[str, Paragraph], each: Paragraph) -> int:
    around = [text[key] for key in above(text, each.parent)]
    return sum(1 for other in around if other.form is each.form)


def _put(found: list[Row], proposed: Proposed, made: Proposal) -> None:
    """Put a proposal by its paragraph; one on a new paragraph makes a row of its own."""
    for at, row in enumerate(found):
        if row.key == made.key:
            found[at] = _with(row, proposed)
            return
    place = made.place or Place(made.base.part, None, None)
    row = Row(
        key=made.key,
        part=place.part,
        form=made.base.form,
        depth=_depth_at(found, place, made.base.form),
        label="",
        reference="",
        words=Cells(),
        parent=place.parent,
        is_there=False,
        proposals=(proposed,),
    )
    found.insert(_entry(found, place), row)


def _with(row: Row, proposed: Proposed) -> Row:
    return replace(row, proposals=(*row.proposals, proposed))


def _depth_at(found: Sequence[Row], place: Place, form: Form) -> int:
    row = next((row for row in found if row.key == place.parent), None)
    if row is None:
        return 0
    return row.depth + 1 if row.form is form else row.depth


def _entry(found: Sequence[Row], place: Place) -> int:
    """Return where a new row goes: behind the row it follows and what stands within that."""
    beside = place.after or place.parent
    start = next((at for at, row in enumerate(found) if row.key == beside), None)
    if start is None:
        order = list(Part)
        rank = order.index(place.part)
        return sum(1 for row in found if order.index(row.part) < rank)
    end = start + 1
    if place.after:
        while end < len(found) and _is_within(found[end], found[start]):
            end += 1
    while end < len(found) and not found[end].is_there and found[end].fate is None:
        end += 1
    return end


def _is_within(row: Row, other: Row) -> bool:
    if row.part is not other.part:
        return False
    if row.form is other.form:
        return row.depth > other.depth
    return other.form is Form.HEADING
