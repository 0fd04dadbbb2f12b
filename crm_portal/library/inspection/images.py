"""PNG and JPEG: one picture, of a reasonable size, with nothing before or behind it."""

import io
import re
import warnings
from typing import Any

from crm_portal.library.inspection.verdicts import Found, refuse

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PNG_END, JPEG_END = b"\0\0\0\0IEND\xaeB`\x82", b"\xff\xd9"
MOST_PIXELS = 40_000_000
GPS = 0x8825
MARKUP = re.compile(rb"<\s*(html|script|svg|iframe|!doctype|\?php)\b", re.IGNORECASE)


def inspect(content: bytes) -> Found:
    """Return that it is a picture, whole and of one frame."""
    suffix, end = (".png", PNG_END) if content.startswith(PNG) else (".jpg", JPEG_END)
    _require_size(content)
    last = content.rfind(end)
    if last < 0:
        raise refuse("damaged")
    if content[last + len(end) :].strip(b"\0") or MARKUP.search(content):
        raise refuse("polyglot")
    _require_whole(content)
    return Found(suffix)


def _require_size(content: bytes) -> None:
    """Read the head alone: a flood of pixels is refused before any of them is unpacked."""
    with _opened(content) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS or getattr(picture, "n_frames", 1) > 1:
            raise refuse("pixels")
        if picture.getexif().get_ifd(GPS):
            raise refuse("position")


def _require_whole(content: bytes) -> None:
    try:
        with _opened(content) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError):
        raise refuse("damaged") from None


def _opened(content: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    except Image.DecompressionBombError:
        raise refuse("pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise refuse("damaged") from None
