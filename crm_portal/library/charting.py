"""Figures as drawings: where each bar stands, in the pixels it is drawn in. No colour, no text."""

from dataclasses import dataclass

from crm_portal.library.front import Figure

WIDE, NARROW = 1140, 320
HEIGHT, HEAD, FOOT = 200, 22, 24
GAP = 0.28
# A year is named where there is room for it: every so many, wide and narrow.
EVERY = {WIDE: 2, NARROW: 10}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its rectangle, its label where it is named, its count where it is said."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    is_named: bool
    is_most: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Bars from left to right above a line at ``base``."""

    width: int
    height: int
    base: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with its drawings, or with the share of each row among the largest.

    ``shares`` are widths out of a hundred.
    """

    figure: Figure
    wide: Drawing | None
    narrow: Drawing | None
    shares: list[tuple[str, int, float]]


def drawn(figure: Figure) -> Chart:
    """Return ``figure`` as bars by year, or as a table whose rows have a bar."""
    most = max((count for _label, count in figure.rows), default=0) or 1
    if figure.is_series:
        return Chart(figure, _bars(figure, most, WIDE), _bars(figure, most, NARROW), [])
    shares = [(label, count, round(100 * count / most, 2)) for label, count in figure.rows]
    return Chart(figure, None, None, shares)


def _bars(figure: Figure, most: int, width: int) -> Drawing:
    step = width / len(figure.rows)
    room = HEIGHT - HEAD - FOOT
    base = HEIGHT - FOOT
    bars = []
    for place, (label, count) in enumerate(figure.rows):
        height = round(room * count / most, 1)
        bars.append(
            Bar(
                label=label,
                count=count,
                x=round(step * (place + GAP / 2), 1),
                y=round(base - height, 1),
                width=round(step * (1 - GAP), 1),
                height=height,
                middle=round(step * (place + 0.5), 1),
                is_named=int(label) % EVERY[width] == 0,
                is_most=count == most,
            )
        )
    return Drawing(width, HEIGHT, base, bars)
