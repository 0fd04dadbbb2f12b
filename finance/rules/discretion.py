"""What no free text about a case may hold: names, documents, telephones, addresses.

A machine that looks for names errs on the side of refusing: who writes says it otherwise.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.errors import Invalid


class Suspicion(models.TextChoices):
    """What a piece of text looks like."""

    MAIL = "mail", gettext_lazy("an e-mail address")
    PHONE = "phone", gettext_lazy("a telephone number")
    DOCUMENT = "document", gettext_lazy("the number of a document")
    BIRTH = "birth", gettext_lazy("a date")
    NAME = "name", gettext_lazy("a person's name")


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of the text and what it looks like."""

    kind: Suspicion
    piece: str


_DAY = r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})"
_WORD = r"[A-ZÁÉÍÓÚÜÑ](?:[a-záéíóúüñ]+|[A-ZÁÉÍÓÚÜÑ]{2,})"
_JOINED = r"(?:(?:\s+(?:de|del|la|las|los|y|da|dos|van|von))*\s+" + _WORD + r")"
_TITLES = r"(?:sr|sra|srta|srita|señor|señora|señorita|don|doña|mr|mrs|ms|miss|dr|dra)\b\.?"
_SAYS = (
    r"(?:se\s+llama|llamad[oa]s?|de\s+nombre|nombre\s*:|named|called|name\s*:|name\s+is)"
)

_PATTERNS = (
    (Suspicion.MAIL, re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
    (Suspicion.BIRTH, re.compile(_DAY)),
    (Suspicion.PHONE, re.compile(r"(?<!\w)(?:\+|00)\s?\d(?:[\s().-]?\d){6,}")),
    (Suspicion.PHONE, re.compile(r"(?<!\w)\(?\d{2,4}\)?[\s.-]\d{3,4}(?:[\s.-]\d{2,4})*")),
    (Suspicion.DOCUMENT, re.compile(r"(?<!\w)(?=\w*\d)[A-Za-z]{1,4}[-\s]?\d{4,}\w*")),
    (Suspicion.DOCUMENT, re.compile(r"\d(?:[\s.-]?\d){5,}")),
    (
        Suspicion.DOCUMENT,
        re.compile(
            r"(?i)\b(?:c[ée]dula|pasaporte|passport|dui|dpi|curp|nss)\b[^\n]{0,20}\d"
        ),
    ),
    (Suspicion.NAME, re.compile(rf"(?i:\b{_TITLES}|{_SAYS})\s+{_WORD}")),
)
_RUN = re.compile(rf"\b{_WORD}{_JOINED}+")

# Countries, bodies and papers that a case is told with. Of two words each may be somebody's
# name (José, Cruz, Salvador): they are known together, and a single one only if it is none.
_PHRASES = (
    "Costa Rica",
    "El Salvador",
    "Estados Unidos",
    "United States",
    "República Dominicana",
    "Dominican Republic",
    "Ciudad de Guatemala",
    "Ciudad de México",
    "Ciudad de Panamá",
    "Mexico City",
    "Panama City",
    "Guatemala City",
    "San José",
    "San Salvador",
    "Santo Domingo",
    "Triángulo Norte",
    "América Central",
    "Central America",
    "Cruz Roja",
    "Red Cross",
    "Naciones Unidas",
    "United Nations",
    "Alto Comisionado",
    "High Commissioner",
    "Fondo de Reserva",
    "Reserve Fund",
    "Secretaría Técnica",
    "Secretaría Ejecutiva",
    "Technical Secretariat",
    "Executive Secretariat",
    "Conferencia Regional",
    "Regional Conference",
    "Organización Internacional",
    "International Organization",
    "Consulado General",
    "Consulate General",
    "Dirección General",
    "Directorate General",
)


def _plain(text: str) -> str:
    """Return ``text`` without its accents: a name is one in every spelling."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_WORDS = frozenset(
    _plain("""
    la el los las una un the guatemala honduras méxico mexico nicaragua panamá panama belice
    belize canadá canada migración migraciones migration refugiados refugees secretaría
    secretariat conferencia conference ministerio ministry consulado consulate embajada
    embassy fondo fund oim iom st crm rcm acnur unhcr unicef usd américa america salud health
    """).split()
)
_KNOWN = re.compile(rf"\b(?:{'|'.join(map(re.escape, _PHRASES))})\b", re.IGNORECASE)


def suspicions(text: str) -> list[Found]:
    """Return every piece of ``text`` that looks like it identifies somebody."""
    whole = unicodedata.normalize("NFC", text)
    found = [
        Found(kind, match.group().strip())
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(whole)
    ]
    told = _plain(_KNOWN.sub("—", whole))
    found += [
        Found(Suspicion.NAME, match.group())
        for match in _RUN.finditer(told)
        if not _is_known(match.group(), begins=bool(_BEGINS.search(told[: match.start()])))
    ]
    return found


_BEGINS = re.compile(r"(?:^|[.!?;:\n])\s*$")


def _is_known(run: str, *, begins: bool) -> bool:
    """Words that are nobody's: all of them known, or all but one that a sentence begins with."""
    words = [word for word in run.split() if word[0].isupper()]
    unknown = [word for word in words if word.lower() not in _WORDS]
    return not unknown or (begins and unknown == words[:1])


def require_discreet(texts: Iterable[str]) -> None:
    """Raise Invalid when one of ``texts`` looks like it names or numbers a person.

    The refusal says what kind of thing it saw, and does not repeat it: it may be logged.
    """
    kinds = {found.kind for text in texts for found in suspicions(text)}
    if kinds:
        seen = ", ".join(str(kind.label) for kind in Suspicion if kind in kinds)
        raise Invalid(
            _("This looks like %(seen)s. No personal data is kept here: say it without.")
            % {"seen": seen},
            code="personal_data",
            rule="procedure 5",
        )
