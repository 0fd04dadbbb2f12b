"""What a meeting is cited by. Values in, values out."""

from crm_portal.core.instance import THIS

ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
# The body that decides: its meetings bear the name of the process itself.
DECIDING = THIS.deciding.code


def meeting_symbol(
    body: str, ordinal: int | None = None, year: int = 0, number: int = 1
) -> str:
    """Return ``XXI-CRM`` for a numbered Vice-Ministerial Meeting, else ``GRCM-2016-1``.

    One of them that has no number yet is ``CRM-2026-1``.
    ``number`` counts the meetings of the body in the year, from 1.
    """
    if body == DECIDING and ordinal:
        return f"{roman(ordinal)}-{THIS.prefix}"
    if body == DECIDING:
        return f"{THIS.prefix}-{year}-{number}"
    return f"{body.replace('_', '-')}-{year}-{number}"


def roman(number: int) -> str:
    """Return ``number`` (from 1) in Roman numerals."""
    letters = ""
    for value, sign in ROMAN:
        while number >= value:
            letters += sign
            number -= value
    return letters
