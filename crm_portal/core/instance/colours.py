"""The accent colours of an instance: which there are, and that they can be read."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm_portal.core.instance.model import InstanceError

LEAST = 4.5
WHITE = "#ffffff"
GROUND = "#f7f6f3"


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour and what it must be read on, or what must be read on it."""

    colour: str
    on: str


# The custom properties of the stylesheet that an instance may set.
PROPERTIES = ("brand", "brand-2", "brand-tint", "brand-rule")
# Links and buttons on paper, on the ground of a page and on their own tint; white on both.
READ = (
    Pair("brand", WHITE),
    Pair("brand", GROUND),
    Pair("brand", "brand-tint"),
    Pair("brand-2", WHITE),
    Pair("brand-2", "brand-tint"),
)


def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of ``#rrggbb``, as WCAG 2.2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours: 1 to 21, whichever comes first."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def check(colours: Mapping[str, str]) -> None:
    """Raise InstanceError unless the colours are all there and can be read (4.5 to 1)."""
    if not colours:
        return
    if set(colours) != set(PROPERTIES):
        raise InstanceError(f"[colours] holds {', '.join(PROPERTIES)}, and no other.")
    for name, colour in colours.items():
        if not _is_colour(colour):
            raise InstanceError(f"[colours] {name} = {colour!r} is not like #1a2b3c.")
    for pair in READ:
        on = colours.get(pair.on, pair.on)
        ratio = contrast(colours[pair.colour], on)
        if ratio < LEAST:
            raise InstanceError(
                f"[colours] {pair.colour} ({colours[pair.colour]}) on {pair.on} ({on}) has "
                f"a contrast of {ratio:.2f} to 1: it needs {LEAST} at least."
            )


def stylesheet(colours: Mapping[str, str]) -> str:
    """Return the custom properties that take the place of the stylesheet's own."""
    if not colours:
        return ""
    said = ";".join(f"--{name}:{colours[name]}" for name in PROPERTIES)
    return f":root{{{said}}}\n"


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and set(text[1:]) <= set("0123456789abcdef")
