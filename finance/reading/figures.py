"""Amounts and days as banks write them, on both sides of the ocean."""

import re
from collections.abc import Iterable
from datetime import date

from finance.rules.allocation import MOST

POINT, COMMA = ".", ","
SIGNS = (POINT, COMMA)
DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "dmy", "mdy", "ymd"
ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = 40
HUNDREDTHS = 2
LAST_MONTH = 12
# Years of two figures are of this century.
CENTURY, TWO_FIGURES = 2000, 100
_GROUPED = {
    POINT: re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.([0-9]+))?"),
    COMMA: re.compile(r"([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)?(?:,([0-9]+))?"),
}
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f'’]+")
_CURRENCY = re.compile(r"^(?:US\$|[A-Z]{3}|[$€£₡Q])|(?:[A-Z]{3}|[$€£])$")
_NUMERIC_DAY = re.compile(r"([0-9]{1,4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,4})")
_COMPACT_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NAMED_DAY = re.compile(r"([0-9]{1,2})[ \-/.]+([a-z]{3})[a-z.]*[ \-/.]+([0-9]{2,4})")
_HOUR = re.compile(r"[t ]+[0-9]{1,2}:.*$")
# What amounts are written with besides their figures; a bare $ is of many countries.
_CALLED = {"US$": "USD", "€": "EUR", "£": "GBP", "₡": "CRC", "Q": "GTQ"}
_CODES = {
    "USD",
    "EUR",
    "GBP",
    "CAD",
    "MXN",
    "CRC",
    "GTQ",
    "HNL",
    "NIO",
    "DOP",
    "PAB",
    "BZD",
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "ene jan",
            "feb",
            "mar",
            "abr apr",
            "may",
            "jun",
            "jul",
            "ago aug",
            "sep set",
            "oct",
            "nov",
            "dic dec",
        ),
        start=1,
    )
    for name in names.split()
}


def hundredths(text: str, sign: str) -> int | None:
    """Return the signed hundredths that ``text`` says with the decimal ``sign``, or None.

    A minus before or after it, or brackets, make it negative.
    """
    plain, is_negative = _bare(text)
    found = _GROUPED[sign].fullmatch(plain) if len(plain) <= LONGEST else None
    if not found or not (found[1] or found[2]):
        return None
    rest = found[2] or ""
    if rest[HUNDREDTHS:].strip("0"):
        return None
    whole = re.sub("[.,]", "", found[1] or "0")
    value = int(whole) * 100 + int(rest[:HUNDREDTHS].ljust(HUNDREDTHS, "0"))
    if value > MOST:
        return None
    return -value if is_negative else value


def currency_of(text: str) -> str:
    """Return the currency that an amount is written with, or nothing where it says none."""
    found = _CURRENCY.search(_BLANKS.sub("", text).strip("()+-"))
    said = found[0] if found else ""
    return said if said in _CODES else _CALLED.get(said, "")


def _bare(text: str) -> tuple[str, bool]:
    """Return the figures without blanks, currency and sign, and whether they are negative."""
    plain = _BLANKS.sub("", text)
    plain = plain.replace("\N{MINUS SIGN}", "-")
    is_negative = plain.startswith("(") and plain.endswith(")")
    plain = plain.strip("()")
    for _turn in range(2):  # the sign stands inside or outside of the currency
        is_negative = is_negative or plain.startswith("-") or plain.endswith("-")
        plain = _CURRENCY.sub("", plain.strip("+-"))
    return plain, is_negative


def decimal_sign(texts: Iterable[str]) -> str:
    """Return the decimal sign that amounts show, or nothing: they could be read in two ways."""
    votes = {_sign_of(_bare(text)[0]) for text in texts if text.strip()}
    said = votes & set(SIGNS)
    if len(said) == 1:
        return said.pop()
    return POINT if votes == {""} else ""


def _sign_of(plain: str) -> str:
    """Return the decimal sign of one amount; ``?`` when unclear, nothing without any."""
    last = max(plain.rfind(POINT), plain.rfind(COMMA))
    if last < 0:
        return ""
    sign = plain[last]
    other = COMMA if sign == POINT else POINT
    if other in plain:
        return sign
    if plain.count(sign) > 1:
        return other
    return "?" if len(plain) - last - 1 == 3 else sign


def day(text: str, order: str) -> date | None:
    """Return the day that ``text`` says with its parts in ``order``, or None."""
    plain = _HOUR.sub("", text.strip().lower()[:LONGEST])
    if found := _COMPACT_DAY.fullmatch(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NAMED_DAY.fullmatch(plain):
        return _date(int(found[3]), _MONTHS.get(found[2], 0), int(found[1]))
    found = _NUMERIC_DAY.fullmatch(plain)
    if not found:
        return None
    one, two, three = (int(each) for each in found.groups())
    if len(found[1]) > HUNDREDTHS:
        return _date(one, two, three)
    if order == MONTH_FIRST:
        return _date(three, one, two)
    return _date(three, two, one) if order == DAY_FIRST else None


def _date(year: int, month: int, of_month: int) -> date | None:
    year += CENTURY if year < TWO_FIGURES else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def day_order(texts: Iterable[str]) -> str:
    """Return the order that days show, or nothing: each could be read in two ways."""
    votes = {_order_of(text.strip().lower()) for text in texts if text.strip()}
    said = votes & set(ORDERS)
    if said >= {DAY_FIRST, MONTH_FIRST}:
        return ""
    for order in (DAY_FIRST, MONTH_FIRST):
        if order in said:
            return order
    return YEAR_FIRST if votes and "?" not in votes else ""


def _order_of(text: str) -> str:
    found = _NUMERIC_DAY.fullmatch(_HOUR.sub("", text[:LONGEST]))
    if not found or len(found[1]) > HUNDREDTHS:
        return YEAR_FIRST
    if int(found[1]) > LAST_MONTH:
        return DAY_FIRST
    return MONTH_FIRST if int(found[2]) > LAST_MONTH else "?"
