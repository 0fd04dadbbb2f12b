"""Draw ``static/img/share.png``, what other sites show beside a link to a public page.

``python scripts/share_image.py`` after the wordmark or its colours changed: the letters and
the rule of the header, white on the dark of the favicon, 1200 by 630 as Open Graph asks.
"""

import io
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import Image, ImageDraw, ImageFont

STATIC = Path(__file__).resolve().parent.parent / "static"
SERIF, SANS = "source-serif-4-latin-wght-normal", "source-sans-3-latin-wght-normal"
SIZE = (1200, 630)
GROUND, WHITE, QUIET = "#0b3343", "#ffffff", "#a9c3cd"
LEFT, RULE, RIGHT, MIDDLE = 160, 550, 595, 315
LETTERS = "CRM"
LINES = (
    ("Conferencia Regional", WHITE),
    ("sobre Migración", WHITE),
    ("Regional Conference", QUIET),
    ("on Migration", QUIET),
)
STEP = 62


def font(name: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    """Return one of the portal's own fonts at a weight and a size in pixels."""
    own = TTFont(STATIC / "fonts" / f"{name}.woff2")
    still = instantiateVariableFont(own, {"wght": weight})
    still.flavor = None
    written = io.BytesIO()
    still.save(written)
    written.seek(0)
    return ImageFont.truetype(written, size)


def main() -> None:
    image = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(image)
    draw.text((LEFT, MIDDLE), LETTERS, WHITE, font(SERIF, 600, 155), anchor="lm")
    draw.rectangle((RULE, MIDDLE - 125, RULE + 3, MIDDLE + 125), fill=QUIET)
    names = font(SANS, 500, 50)
    first = MIDDLE - STEP * (len(LINES) - 1) / 2
    for place, (line, colour) in enumerate(LINES):
        draw.text((RIGHT, first + STEP * place), line, colour, names, anchor="lm")
    # Shades of two colours: a palette holds them all, at a third of the size.
    small = image.quantize(64, dither=Image.Dither.NONE)
    small.save(STATIC / "img" / "share.png", optimize=True)


if __name__ == "__main__":
    main()
