"""Numbers typed before a paragraph, and how deep they say that it stands."""

import re
from dataclasses import dataclass

# One group tells each way of counting; the rest of the line is what the number is put before.
TYPED = re.compile(
    r"""\s*(?:
        (?P<named>(?:Decisi[oó]n|Decision|P[aá]rrafo|Paragraph|Punto|Point|Conclusi[oó]n
            |Conclusion|Recomendaci[oó]n|Recommendation|Art[ií]culo|Article)\s+\d{1,3}\s*[.:)–-])
      | (?P<steps>\d{1,2}(?:\.\d{1,2}){1,3}(?:[.)]|(?=\s+[A-ZÁÉÍÓÚÑ¿«“])))(?=\s)
      | (?P<figure>\(?\d{1,3}(?:[.)]-?|\s?[°º]\.?))(?!\d)
      | (?P<letter>\([a-z]\)|[a-z]\)|[a-z]\.(?=\s))
      | (?P<roman>\((?:[ivx]{2,5})\)|[ivx]{2,5}[.)])(?=\s)
      | (?P<capital>[A-H][.)])(?=\s)
      | (?P<big>[IVX]{1,5}[.)]-?)(?=\s)
      | (?P<dash>[-–—•·▪‣*](?=\s)|[•▪‣])
    )[ \t\xa0]*""",
    re.VERBOSE,
)
# ``i)`` and its like are letters after the letter before them, and else Roman.
BETWEEN = frozenset("ivx")
BIG_BETWEEN = frozenset("IVX")


@dataclass(frozen=True, slots=True)
class Label:
    """A typed number: as it stands there, its way of counting, and how many steps it names."""

    text: str
    way: str
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line without its number."""

    label: Label | None
    text: str


def without_label(text: str) -> Labelled:
    """Take the typed number from the beginning of a line. What would leave nothing stays."""
    found = TYPED.match(text)
    if found is None or found.lastgroup is None or not text[found.end() :].strip():
        return Labelled(None, text)
    sign, way = found[found.lastgroup].strip(), found.lastgroup
    steps = sign.rstrip(".)").count(".") + 1 if way == "steps" else 1
    way = {"named": "figure", "steps": "figure"}.get(way, way)
    return Labelled(Label(sign, way, steps), text[found.end() :])


class Depths:
    """How deep each numbered line stands, read in order: a new way of counting is one deeper."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.last: dict[str, str] = {}

    def reset(self) -> None:
        """Begin anew: what follows is a part of its own."""
        self.open, self.last = [], {}

    def of(self, label: Label) -> int:
        """Return the depth of a line from its number, from 0."""
        way, sign = self._way(label), label.text.strip("().- ")
        if label.steps > 1:
            del self.open[label.steps :]
            self.open += [f"{way}{n}" for n in range(len(self.open), label.steps)]
            return label.steps - 1
        if way in self.open:
            del self.open[self.open.index(way) + 1 :]
        else:
            self.open.append(way)
        self.last[way] = sign
        return len(self.open) - 1

    def _way(self, label: Label) -> str:
        sign = label.text.strip("().- ")
        if label.way == "letter" and sign in BETWEEN and not self._follows("letter", sign):
            return "roman"
        if label.way == "big" and sign in BIG_BETWEEN and self._follows("capital", sign):
            return "capital"
        return label.way

    def _follows(self, way: str, sign: str) -> bool:
        last = self.last.get(way, "")
        return way in self.open and len(last) == 1 and ord(sign) == ord(last) + 1
