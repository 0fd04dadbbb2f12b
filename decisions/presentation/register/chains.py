"""Where a text or a provision comes from, and what followed: the chains of mandate."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from decisions.models import Provision, ProvisionLink, Text
from decisions.models.register import Relation
from decisions.presentation.register import citing, finding
from meetings.presentation.titles import Names

FIRST_WORDS = 8
# A text, and one provision of it or the whole.
Node = tuple[int, int | None]
BACK: dict[str, str | Promise] = {
    Relation.FOLLOWS: _("follows up"),
    Relation.IMPLEMENTS: _("carries out"),
    Relation.RECOMMENDS: _("was recommended by"),
    Relation.REPEATS: _("repeats"),
    Relation.CORRECTS: _("corrects"),
}
ON: dict[str, str | Promise] = {
    Relation.FOLLOWS: _("was followed up by"),
    Relation.IMPLEMENTS: _("was carried out by"),
    Relation.RECOMMENDS: _("was the recommendation for"),
    Relation.REPEATS: _("was repeated by"),
    Relation.CORRECTS: _("was corrected by"),
}


@dataclass
class Step:
    """One step of a chain: how it goes on, to what, where that is read, and on whose word."""

    relation: str | Promise
    citation: str
    url: str
    note: str
    source: str
    own: str = ""
    more: list["Step"] = field(default_factory=list)


@dataclass
class Chain:
    """What came before, and what after: each step leads on to its own."""

    before: list[Step]
    after: list[Step]


def chain_of(
    viewer: Viewer, text: Text, names: Names, provision: Provision | None = None
) -> Chain:
    """Return the chain of a whole text, or of one provision, as far as the reader may know."""
    if not getattr(text, "has_links", True):
        return Chain([], [])
    back, on = _Walk(), _Walk()
    ends = finding.links(viewer).values_list(*ENDS)
    for pk, earlier_text, earlier, later_text, later in ends:
        back.add(pk, (later_text, later), (earlier_text, earlier))
        on.add(pk, (earlier_text, earlier), (later_text, later))
    start = (text.pk, provision.pk if provision else None)
    reached = back.reached(start) | on.reached(start)
    links = _links(reached)

    def steps(walk: _Walk, *, is_back: bool) -> list[Step]:
        return walk.steps(start, lambda pk: _step(links[pk], names, is_back=is_back))

    return Chain(steps(back, is_back=True), steps(on, is_back=False))


def _links(reached: Iterable[int]) -> dict[int, ProvisionLink]:
    rows = ProvisionLink.objects.filter(pk__in=reached)
    ends = [f"{end}_text__{name}" for end in ("earlier", "later") for name in RELATED]
    return rows.select_related("earlier", "later", *ends).in_bulk() if reached else {}


ENDS = ("pk", "earlier_text", "earlier", "later_text", "later")
RELATED = ("kind", "body", "meeting__body")


class _Walk:
    """Links by where they start, in one direction."""

    def __init__(self) -> None:
        self.of_text: dict[int, list[tuple[int, Node, Node]]] = defaultdict(list)

    def add(self, link: int, start: Node, end: Node) -> None:
        self.of_text[start[0]].append((link, start, end))

    def first(self, node: Node) -> list[tuple[int, Node]]:
        """Return the links from where a chain begins: of a text, those of its provisions too."""
        text, provision = node
        if provision is not None:
            return self.next(node)
        return [(link, end) for link, _start, end in self.of_text.get(text, ())]

    def next(self, node: Node) -> list[tuple[int, Node]]:
        """Return the links from a provision and from its whole text, or from that alone."""
        text, provision = node
        return [
            (link, end)
            for link, start, end in self.of_text.get(text, ())
            if start[1] in {None, provision}
        ]

    def reached(self, start: Node) -> set[int]:
        """Return every link on the way from ``start``."""
        found: set[int] = set()
        waiting = self.first(start)
        while waiting:
            link, end = waiting.pop()
            if link not in found:
                found.add(link)
                waiting += self.next(end)
        return found

    def steps(self, start: Node, step: Callable[[int], Step]) -> list[Step]:
        """Return the steps from ``start``, each with those after it; none comes twice."""
        return self._steps(self.first(start), step, set())

    def _steps(
        self, links: list[tuple[int, Node]], step: Callable[[int], Step], seen: set[int]
    ) -> list[Step]:
        found = []
        for link, end in links:
            if link not in seen:
                seen.add(link)
                one = step(link)
                one.more = self._steps(self.next(end), step, seen)
                found.append(one)
        return found


def _step(link: ProvisionLink, names: Names, *, is_back: bool) -> Step:
    ends = (link.earlier_text, link.earlier), (link.later_text, link.later)
    (text, provision), (_here, own) = ends if is_back else reversed(ends)
    return Step(
        relation=(BACK if is_back else ON)[link.relation],
        citation=_cited(text, provision, names),
        url=citing.url(text, provision),
        note=link.note,
        source=link.source,
        own=_named(own) if own else "",
    )


def _named(provision: Provision) -> str:
    """Return the number of a provision, or its first words where no number is known."""
    if citing.is_numbered(provision):
        return provision.number
    return Truncator(provision.words).words(FIRST_WORDS)


def _cited(text: Text, provision: Provision | None, names: Names) -> str:
    if provision is None:
        return citing.of_text(text)
    if not citing.is_numbered(provision):
        return f"{citing.of_text(text)}: {_named(provision)}"
    return citing.of_provision(provision, text, names).full
