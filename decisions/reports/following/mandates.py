"""What was decided, and where: the mandates that stand behind a commitment, the oldest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text as Words
from crm_portal.core.sections import two
from decisions.models.following import Commitment
from decisions.models.register import Provision, ProvisionLink, Relation
from decisions.models.texts import Text
from decisions.presentation.register import citing
from decisions.rules.following import chains
from meetings.models.bodies import BodyKind
from meetings.presentation.titles import Names

Node = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Mandate:
    """A decision, or a whole text, that asks for something."""

    text: Text
    provision: Provision | None = None

    @property
    def words(self) -> Words:
        """Return what it says; of a whole text, what the register sums up."""
        if self.provision is not None:
            return two(self.provision.words_es, self.provision.words_en)
        return two(self.text.summary_es, self.text.summary_en)

    @property
    def page(self) -> tuple[str, tuple[object, ...]]:
        """Return the URL name and its arguments where it is read."""
        if self.provision is None:
            return "register:text", (self.text.reference,)
        address = citing.address(self.provision, self.text)
        return "register:provision", (self.text.reference, address)

    def cited(self, names: Names) -> Words:
        """Return how it is cited."""
        return {language: self._cited(names, language) for language in LANGUAGES}

    def _cited(self, names: Names, language: str) -> str:
        if self.provision is None or not citing.is_numbered(self.provision):
            return citing.of_text(self.text, language)
        return citing.of_provision(self.provision, self.text, names, language).full


@dataclass(frozen=True, slots=True)
class Mandates:
    """The mandates of many commitments, read at once: three queries."""

    links: tuple[tuple[Node, Node], ...]
    texts: Mapping[int, Text]
    provisions: Mapping[int, Provision]
    until: date

    @classmethod
    def read(
        cls, commitments: Iterable[Commitment], viewer: Viewer, until: date
    ) -> "Mandates":
        """Read what stands behind ``commitments``, as far as the viewer may know it."""
        seen = Text.objects.visible_to(viewer).values("pk")
        rows = ProvisionLink.objects.filter(earlier_text__in=seen, later_text__in=seen)
        rows = rows.exclude(relation=Relation.CORRECTS)
        ends = ("earlier_text_id", "earlier_id", "later_text_id", "later_id")
        links = tuple(((a, b), (c, d)) for a, b, c, d in rows.values_list(*ends))
        starts = [(each.text_id, each.provision_id) for each in commitments]
        nodes = {node for start in starts for node in _around(links, start)}
        cited = Text.objects.select_related("kind", "body", "meeting__body")
        return cls(
            links,
            cited.in_bulk({text for text, _pk in nodes}),
            Provision.objects.in_bulk({pk for _text, pk in nodes if pk is not None}),
            until,
        )

    def of(self, commitment: Commitment) -> tuple[Mandate, ...]:
        """Return what an organ of the Conference decided of it by the day, the oldest first.

        A report of the presidency is no mandate, and neither is what an event drew up: only
        organs of the Conference decide.
        """
        start = (commitment.text_id, commitment.provision_id)
        found = [self._mandate(node) for node in _around(self.links, start)]
        decided = [each for each in found if self._counts(each.text)]
        return tuple(sorted(decided, key=lambda each: _when(each.text)))

    def _counts(self, text: Text) -> bool:
        is_organ = text.body is not None and text.body.kind != BodyKind.EVENT
        return is_organ and _when(text) <= self.until

    def _mandate(self, node: Node) -> Mandate:
        text, provision = node
        found = self.provisions[provision] if provision is not None else None
        return Mandate(self.texts[text], found)


def _when(text: Text) -> date:
    """Return the first day of its meeting: of the text only the month may be known."""
    return (text.meeting.starts_on if text.meeting else text.adopted_on) or date.min


def _around(links: Sequence[tuple[Node, Node]], start: Node) -> tuple[Node, ...]:
    """Return everything on a chain through ``start``, once, in the order of the chains."""
    found = chains.chains(links, start)
    return tuple(dict.fromkeys(node for chain in found for node in chain))
