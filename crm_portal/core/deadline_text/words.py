"""Days, months and lists in Spanish and English, the same wherever a deadline is written.

The tables are explicit so that a page, a mail, a PDF, an iCal file and the API agree
whatever catalogue, locale or library version each of them runs with.
"""

from collections.abc import Callable, Sequence
from datetime import date

LANGUAGES = ("es", "en")

WEEKDAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": (
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ),
}
SHORT_WEEKDAYS = {
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = {
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
SHORT_MONTHS = {
    "es": (
        *("ene", "feb", "mar", "abr", "may", "jun"),
        *("jul", "ago", "sep", "oct", "nov", "dic"),
    ),
    "en": (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
}
NUMBERS = {
    "es": (
        "cero",
        "un",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
    ),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}

# How a day is written inside a sentence, e.g. day_number or day_month.
Dating = Callable[[date, str], str]


def tongue(language: str) -> str:
    """Return es or en for a language tag such as ``es-cr``, or raise ValueError."""
    code = language[:2].lower()
    if code not in LANGUAGES:
        raise ValueError(
            f"Deadlines are written in Spanish and English, not in {language!r}."
        )
    return code


def day_number(day: date, language: str) -> str:
    """Return ``jueves 3`` or ``Thursday 3``."""
    return f"{WEEKDAYS[tongue(language)][day.weekday()]} {day.day}"


def day_month(day: date, language: str) -> str:
    """Return ``jueves 3 de diciembre`` or ``Thursday 3 December``."""
    month = MONTHS[tongue(language)][day.month - 1]
    of = " de " if tongue(language) == "es" else " "
    return f"{day_number(day, language)}{of}{month}"


def full_date(day: date, language: str) -> str:
    """Return ``jueves 3 de diciembre de 2026`` or ``Thursday 3 December 2026``."""
    of = " de " if tongue(language) == "es" else " "
    return f"{day_month(day, language)}{of}{day.year}"


def short_number(day: date, language: str) -> str:
    """Return ``jue 3`` or ``Thu 3``."""
    return f"{SHORT_WEEKDAYS[tongue(language)][day.weekday()]} {day.day}"


def short_date(day: date, language: str) -> str:
    """Return ``jue 3 dic`` or ``Thu 3 Dec``."""
    return f"{short_number(day, language)} {SHORT_MONTHS[tongue(language)][day.month - 1]}"


def number(value: int, language: str) -> str:
    """Return a small count in words, masculine: ``cinco``; from ten on, in digits."""
    words = NUMBERS[tongue(language)]
    return words[value] if value < len(words) else str(value)


def listed(items: Sequence[str], language: str, separator: str = ", ") -> str:
    """Return ``a, b y c`` or ``a, b and c``; with ``; `` as separator, ``a; b; y c``."""
    if len(items) < 2:
        return "".join(items)
    conjunction = "and"
    if tongue(language) == "es":
        conjunction = "e" if _sounds_like_i(items[-1]) else "y"
    lead = separator if separator != ", " else " "
    return f"{separator.join(items[:-1])}{lead}{conjunction} {items[-1]}"


def _sounds_like_i(word: str) -> bool:
    start = word.lower()
    return start.startswith(("i", "í", "hi", "hí")) and not start.startswith(
        ("hie", "ia", "io")
    )


def with_article(name: str, language: str) -> str:
    """Return a country's name as it stands in a sentence: ``la República Dominicana``."""
    if tongue(language) == "es":
        return f"la {name}" if name.startswith("República") else name
    return f"the {name}" if name.endswith(("Republic", "States")) else name
