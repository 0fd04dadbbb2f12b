"""What a crawl found wrong, once for each place where it is to be mended."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

BROKEN, FAILED, FRAGMENT, LEAK = "broken link", "5xx", "no such fragment", "leak"
LANGUAGE, TITLE, HEADING, TWICE = "language", "title", "h1", "id twice"
NAMED, POLICY, AXE, WIDE = "id not there", "policy", "axe", "too wide"
UNSEEN, SILENT = "not as the walk says", "link without words"
KINDS = (
    BROKEN,
    FAILED,
    FRAGMENT,
    LEAK,
    LANGUAGE,
    TITLE,
    HEADING,
    TWICE,
    NAMED,
    POLICY,
    AXE,
    WIDE,
    UNSEEN,
    SILENT,
)


@dataclass(frozen=True)
class Finding:
    """Something wrong: of which kind, on pages of which pattern, what exactly."""

    kind: str
    pattern: str
    what: str


@dataclass(frozen=True)
class Seen:
    """Where it was seen first: by whom, at which address, led there from where."""

    who: str
    where: str
    led_from: str = ""


@dataclass
class Findings:
    """Everything found, each thing once, with where it was seen first and how often.

    ``told`` is told of each when it is found.
    """

    told: Callable[[str], None] = lambda _line: None

    first: dict[Finding, Seen] = field(default_factory=dict)
    times: Counter[Finding] = field(default_factory=Counter)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def add(self, finding: Finding, seen: Seen) -> None:
        with self._turn:
            if finding not in self.first:
                self.first[finding] = seen
                self.told(
                    f"{finding.kind}: {finding.pattern}: {finding.what} ({seen.where})"
                )
            self.times[finding] += 1

    def by_kind(self) -> dict[str, int]:
        """Return how many different things of each kind were found, zeros included."""
        counted = Counter(finding.kind for finding in self.first)
        return {kind: counted[kind] for kind in KINDS}

    def lines(self) -> Iterator[str]:
        """Say each finding in a line, by kind."""
        for finding, seen in sorted(self.first.items(), key=lambda each: _order(each[0])):
            led = f", from {seen.led_from}" if seen.led_from else ""
            yield (
                f"{finding.kind}: {finding.pattern}: {finding.what} "
                f"[{self.times[finding]} x, {seen.who}, {seen.where}{led}]"
            )


def _order(finding: Finding) -> tuple[int, str, str]:
    return KINDS.index(finding.kind), finding.pattern, finding.what


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows under their heads, in columns as wide as what is in them."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in cells
    )
