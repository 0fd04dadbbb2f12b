"""How amounts of money and their parts are written, the same in both languages."""

CENTS = 100
MINUS = "−"
UNKNOWN = "—"


def amount(cents: int) -> str:
    """Write ``cents`` of USD as ``5,000`` or ``5,000.50``: decimals only where there are cents."""
    whole, rest = divmod(abs(cents), CENTS)
    sign = MINUS if cents < 0 else ""
    return f"{sign}{whole:,}.{rest:02}" if rest else f"{sign}{whole:,}"


def exact(cents: int) -> str:
    """Write ``cents`` of USD with both decimals, where amounts are compared to the cent."""
    whole, rest = divmod(abs(cents), CENTS)
    return f"{MINUS if cents < 0 else ''}{whole:,}.{rest:02}"


def percent(hundredths: int, decimals: int = 2) -> str:
    """Write hundredths of one per cent as ``24.05 %``, with two decimals, one or none, half up."""
    step = 10 ** (2 - decimals)
    rounded = (2 * abs(hundredths) + step) // (2 * step)
    whole, rest = divmod(rounded, 10**decimals)
    sign = MINUS if hundredths < 0 and rounded else ""
    fraction = f".{rest:0{decimals}}" if decimals else ""
    return f"{sign}{whole}{fraction}\N{NO-BREAK SPACE}%"
