"""What stands in what: headings over items, items over their sub-items."""

from dataclasses import dataclass

from decisions.reading.labels import Depths, Label
from decisions.rules.texts.paragraphs import DEEPEST, Part

# Items stand within headings of any depth.
ITEMS = 10
FLAT = frozenset({Part.HEADER, Part.CHAPEAU, Part.CLOSING})


@dataclass(frozen=True, slots=True)
class Step:
    """One paragraph, as far as its depth is asked: ``heading`` from 1, 0 for an item.

    ``announces``: it ends in a colon, and what follows is a list of its own.
    """

    key: str
    heading: int = 0
    label: Label | None = None
    level: int | None = None
    is_bullet: bool = False
    announces: bool = False

    @property
    def is_listed(self) -> bool:
        """Say whether it stands in a list."""
        return self.label is not None or self.level is not None

    @property
    def is_dashed(self) -> bool:
        """Say whether a mere sign stands before it, no number."""
        return self.is_bullet or (self.label is not None and self.label.way == "dash")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last item that a list may hang on."""

    depth: int
    announces: bool
    is_listed: bool


class Nesting:
    """What is open while a text is read, part by part."""

    def __init__(self) -> None:
        self.part: Part | None = None
        self.depths = Depths()
        self.open: list[tuple[int, str]] = []
        self.anchor: Anchor | None = None
        self.base = 0
        """How deep a list begins: 1 within a paragraph that announces it."""
        self.flattened = 0

    def begin(self, part: Part | None) -> None:
        """Begin a part: nothing is open in it."""
        self.part, self.open = part, []
        self._list_anew()

    def _list_anew(self) -> None:
        self.depths.reset()
        self.anchor, self.base = None, 0

    def parent(self, step: Step, part: Part) -> str | None:
        """Return the key of what the next paragraph stands within; None: the part itself."""
        if part is not self.part:
            self.begin(part)
        rank = self._rank(step)
        while self.open and (self.open[-1][0] >= rank or part in FLAT):
            self.open.pop()
        if len(self.open) >= DEEPEST:
            self.flattened += 1
            del self.open[DEEPEST - 1 :]
        parent = self.open[-1][1] if self.open else None
        self.open.append((rank, step.key))
        return parent

    def _rank(self, step: Step) -> int:
        if step.heading:
            self._list_anew()
            return min(step.heading, ITEMS - 1)
        if not step.is_listed and step.announces:
            self._list_anew()
        depth = self._depth(step)
        if not step.is_listed:
            self.base = int(step.announces)
        if not step.is_dashed:
            self.anchor = Anchor(depth, step.announces, step.is_listed)
        return ITEMS + depth

    def _depth(self, step: Step) -> int:
        """Return how deep an item stands among items, from 0."""
        if step.is_dashed:
            return self._hanging() + (step.level or 0)
        if step.label is not None:
            return self.base + self.depths.of(step.label)
        return self.base + step.level if step.level is not None else 0

    def _hanging(self) -> int:
        """Return where a bullet hangs: in what announces it, or in a numbered item."""
        if self.anchor is None or not (self.anchor.announces or self.anchor.is_listed):
            return 0
        return self.anchor.depth + 1
