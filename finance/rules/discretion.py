"""What no free text about a case may hold: names, documents, telephones, addresses.

A machine that looks for names errs on the side of refusing: who writes says it otherwise.
"""

import re
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

# Countries, bodies and papers that a case is told with.
_KNOWN = frozenset(
    """
    la una un the a an costa rica el salvador estados unidos united states república
    dominicana dominican republic guatemala honduras méxico mexico nicaragua panamá panama
    belice belize
    canadá canada organización organization internacional international para for las
    los the migraciones migration secretaría secretariat técnica ejecutiva technical
    executive conferencia conference regional sobre on cruz roja red cross alto
    comisionado high commissioner naciones unidas nations refugiados refugees
    ministerio ministry consulado consulate embajada embassy dirección general
    directorate oim iom st crm rcm acnur unhcr unicef san josé norte triángulo central
    américa america fondo fund reserva reserve usd salud health
    """.split()  # noqa: SIM905 - a list would be a page long
)


def suspicions(text: str) -> list[Found]:
    """Return every piece of ``text`` that looks like it identifies somebody."""
    found = [
        Found(kind, match.group().strip())
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(text)
    ]
    found += [
        Found(Suspicion.NAME, match.group())
        for match in _RUN.finditer(text)
        if not _is_known(match.group())
    ]
    return found


def _is_known(run: str) -> bool:
    """Two words that are nobody's: all of them known, or one that a sentence begins with."""
    words = [word for word in run.split() if word[0].isupper()]
    return len([word for word in words if word.lower() not in _KNOWN]) == 0


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
