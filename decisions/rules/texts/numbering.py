"""Numbers by which paragraphs are cited: a function of their order and nothing else.

A number never depends on the words or the keys; two paragraphs of a text never share one.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from decisions.rules.texts.kinds import Kind, Numbering
from decisions.rules.texts.paragraphs import Form, Paragraph, Part
from decisions.rules.texts.styles import NONE, Style

HEADING_SIGN = "§"
FIELD = re.compile(r"\{(\w+)\}")
UNRULED = Numbering()


@dataclass(frozen=True, slots=True)
class Number:
    """What a paragraph is called.

    ``label`` stands before it in print (``a)``), empty where nothing does. ``cited`` is how
    it is named within its part (``1(a)``, ``IV.A.3``), ``reference`` within the whole text
    (``P2``, ``§IV``): unique, also where nothing is printed.
    """

    label: str
    cited: str
    reference: str


def numbered(
    text: Sequence[Paragraph], rules: Mapping[Part, Numbering]
) -> dict[str, Number]:
    """Return the number of every paragraph by key. The order of ``text`` is the reading order."""
    counter = _Counting(rules)
    return {each.key: counter.next(each) for each in text}


class _Counting:
    """Where the count stands while a text is read from its beginning to its end."""

    def __init__(self, rules: Mapping[Part, Numbering]) -> None:
        self.rules = rules
        self.forms: dict[str, tuple[Form, tuple[str, ...]]] = {}
        self.depths: dict[str, tuple[int, int]] = {}
        self.counts: Counter[tuple[object, ...]] = Counter()
        self.section: dict[tuple[Part, str | None], tuple[str, ...]] = {}

    def next(self, each: Paragraph) -> Number:
        rule = self.rules.get(each.part, UNRULED)
        headings, items = self.depths.get(each.parent or "", (0, 0))
        if each.form is Form.HEADING:
            number = self._heading(each, rule, _style(rule.headings, headings))
            self.depths[each.key] = (headings + 1, items)
        else:
            number = self._item(each, rule, _style(rule.levels, items), items)
            self.depths[each.key] = (headings, items + 1)
        return number

    def _heading(self, each: Paragraph, rule: Numbering, style: Style) -> Number:
        _form, above = self.forms.get(each.parent or "", (Form.HEADING, ()))
        ordinal = self._count("heading", each.part, above)
        path = (*above, style.number(ordinal))
        self.forms[each.key] = (Form.HEADING, path)
        self.section[each.part, each.parent] = path
        cited = ".".join(path)
        return Number(style.label(ordinal), cited, f"{rule.mark}{HEADING_SIGN}{cited}")

    def _item(self, each: Paragraph, rule: Numbering, style: Style, depth: int) -> Number:
        form, above = self.forms.get(each.parent or "", (Form.HEADING, ()))
        if form is Form.HEADING:
            above = self._section(each, above) if rule.restarts else ()
        ordinal = self._count("item", each.part, form, above, depth)
        number = style.number(ordinal)
        path = (*above, f"({number})") if depth else (*above, number)
        self.forms[each.key] = (Form.PARAGRAPH, path)
        cited = _cited(path)
        return Number(style.label(ordinal), cited, f"{rule.mark}{cited}")

    def _section(self, each: Paragraph, above: tuple[str, ...]) -> tuple[str, ...]:
        """The heading it stands within, or the last one before it on its own level."""
        return self.section.get((each.part, each.parent), above)

    def _count(self, *series: object) -> int:
        self.counts[series] += 1
        return self.counts[series]


def _style(styles: tuple[Style, ...], depth: int) -> Style:
    return styles[min(depth, len(styles) - 1)] if styles else NONE


def _cited(path: tuple[str, ...]) -> str:
    """Join ``1 (a) (i)`` as ``1(a)(i)`` and ``IV A 3`` as ``IV.A.3``."""
    cited = ""
    for step in path:
        cited += step if not cited or step.startswith("(") else f".{step}"
    return cited


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text was adopted, in one language, as a citation names it.

    ``meeting``: ``XV CRM``; ``ordinal``: ``XV``, empty where the meeting has none.
    """

    meeting: str = ""
    ordinal: str = ""
    title: str = ""


def citation(kind: Kind, part: Part, number: Number, language: str, origin: Origin) -> str:
    """Return how a paragraph is cited: ``Decisión 8 de la XV CRM``. Empty: it is not cited."""
    rule = kind.part(part)
    return _filled(rule.cited[language], number, origin) if rule else ""


def short_citation(
    kind: Kind, part: Part, number: Number, language: str, origin: Origin
) -> str:
    """Return the short form, ``XXI, párr. 12``; the full one where the meeting has no number."""
    rule = kind.part(part)
    if rule is None:
        return ""
    short = rule.cited_shortly[language]
    if not short or ("{ordinal}" in short and not origin.ordinal):
        return citation(kind, part, number, language, origin)
    return _filled(short, number, origin)


def _filled(pattern: str, number: Number, origin: Origin) -> str:
    fields = {
        "number": number.cited,
        "meeting": origin.meeting,
        "ordinal": origin.ordinal,
        "title": origin.title,
    }
    return FIELD.sub(lambda found: fields.get(found[1], found[0]), pattern)
