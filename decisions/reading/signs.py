"""What opens a part of a text: words by which its parts are told from one another."""

import re

from decisions.reading.tongues import LETTERS
from decisions.rules.texts.kinds import Kind
from decisions.rules.texts.paragraphs import Part
from decisions.rules.texts.verbs import Verb, opening_verb

GERUND = {
    "es": re.compile(
        r"\w{2,}(?:[aá]ndo|i[eé]ndo|y[eé]ndo)(?:se|l[aeo]s?)?\b", re.IGNORECASE
    ),
    "en": re.compile(r"\w{3,}ing\b", re.IGNORECASE),
}
# fmt: off
NO_GERUND = frozenset({
    "cuando", "fernando", "armando", "orlando", "comando", "contrabando", "during", "bring",
    "spring", "string", "nothing", "something", "anything", "everything", "morning",
    "evening", "being", "meeting", "training",
})
# fmt: on
MINDFUL = re.compile(
    r"(?:(?:muy|profundamente|altamente|deeply|gravely|fully|seriously)\s+)?"
    r"(?:conscientes?|convencid[oa]s?|preocupad[oa]s?|alarmad[oa]s?|inspirad[oa]s?"
    r"|guiad[oa]s?|animad[oa]s?|persuadid[oa]s?|comprometid[oa]s?|aware|convinced"
    r"|concerned|alarmed|inspired|guided|mindful|conscious|determined|committed)\b",
    re.IGNORECASE,
)
ADOPTED = re.compile(
    r"(?:adoptad[oa]s?\s+(?:en|por|la|el)|(?:dad|hech)[oa]s?\s+(?:en|a)"
    r"|(?:aprobad|suscrit|firmad)[oa]s?\s+(?:en|por)"
    r"|(?:adopted|done|given|signed|approved)\s+(?:at|in|by|on))\b",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"(?:atentamente|respetuosamente|cordialmente|sinceramente|sincerely|respectfully"
    r"|yours\s+(?:sincerely|faithfully|truly))\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?:estimad[oa]s?|dear|excelent[ií]sim[oa]s?|su\s+excelencia)\b", re.IGNORECASE
)
ANNEX = re.compile(r"(?:anexos?|annex(?:es)?|ap[eé]ndice|appendix)\b", re.IGNORECASE)
PART_NAMES = {
    "preámbulo": Part.PREAMBLE,
    "preambulo": Part.PREAMBLE,
    "preamble": Part.PREAMBLE,
    "parte dispositiva": Part.OPERATIVE,
    "parte resolutiva": Part.OPERATIVE,
    "operative part": Part.OPERATIVE,
    "conclusiones": Part.OPERATIVE,
    "conclusions": Part.OPERATIVE,
    "recomendaciones": Part.OPERATIVE,
    "recommendations": Part.OPERATIVE,
    "decisiones": Part.OPERATIVE,
    "decisions": Part.OPERATIVE,
}
LONGEST_TITLE = 18
LONGEST_ADOPTION = 90
ENDS = ".;:,…"
# An opening is looked for at the beginning, never in a long paragraph.
LOOKED_AT = 120


def is_short(text: str) -> bool:
    """Say whether a line could be a title: few words, and no sentence."""
    return len(text.split()) <= LONGEST_TITLE and text.rstrip()[-1:] not in ENDS


def is_capital(text: str) -> bool:
    """Say whether a line is written in capitals."""
    letters = "".join(LETTERS.findall(text))
    return len(letters) > 1 and letters.isupper()


def is_preambular(text: str, language: str) -> bool:
    """Say whether a paragraph opens as one of the preamble: “Reconociendo”, “Aware”."""
    found = GERUND[language].match(text)
    if found is not None:
        return found[0].casefold() not in NO_GERUND
    return MINDFUL.match(text) is not None


def is_operative(text: str, language: str, verbs: tuple[Verb, ...]) -> bool:
    """Say whether a paragraph opens with an operative verb."""
    return opening_verb(text[:LOOKED_AT], language, verbs) is not None


def is_closing(text: str) -> bool:
    """Say whether a line is the sentence of adoption, or the end of a letter."""
    if GREETING.match(text):
        return True
    return ADOPTED.match(text) is not None and len(text.split()) <= LONGEST_ADOPTION


def is_address(text: str) -> bool:
    """Say whether a line begins a letter: “Estimada señora”."""
    return ADDRESS.match(text) is not None


def is_annex(text: str) -> bool:
    """Say whether a line heads an annex."""
    return ANNEX.match(text) is not None and is_short(text)


def part_named(text: str, kind: Kind) -> Part | None:
    """Return the part that a line does nothing but name; None: it says more, or less."""
    plain = text.strip(" :.").casefold()
    for rule in kind.parts:
        names = (name.casefold() for name in rule.names.values())
        if rule.part is not Part.ANNEX and plain in names:
            return rule.part
    return PART_NAMES.get(plain)
