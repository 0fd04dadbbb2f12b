"""What a drill found: figures, and whatever must be zero and is not."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Verdict:
    """``faults`` must be empty; ``figures`` are what was seen."""

    name: str
    what: str
    figures: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def saw(self, **figures: Any) -> None:
        self.figures |= figures

    def must(self, holds: bool, fault: str) -> None:
        """Note ``fault`` unless ``holds``."""
        if not holds:
            self.faults.append(fault)

    def none(self, count: int, fault: str) -> None:
        """Note ``fault`` with its count unless it is zero."""
        self.must(count == 0, f"{count} {fault}")
