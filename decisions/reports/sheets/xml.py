"""Writing XML by hand: nothing is added between words, and no words break out of it."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 has no way to say: controls, halves of pairs, two characters that are none.
UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def text(words: str) -> str:
    """Return words as the content of an element."""
    return escape(UNSAYABLE.sub("\ufffd", words)).replace("\r", "&#13;")


def attributes(values: dict[str, object]) -> str:
    """Return attributes, those without a value left out."""
    return "".join(
        f" {name}={quoteattr(UNSAYABLE.sub(chr(0xFFFD), str(value)))}"
        for name, value in values.items()
        if value not in (None, "")
    )


def element(tag: str, *inner: str, **values: object) -> str:
    """Return an element around ``inner``, which is XML; ``xml_lang`` is ``xml:lang``."""
    told = attributes({name.replace("_", ":", 1): each for name, each in values.items()})
    said = "".join(inner)
    return f"<{tag}{told}>{said}</{tag}>" if said else f"<{tag}{told}/>"


def block(tag: str, inner: Iterable[str], **values: object) -> str:
    """Return an element that holds others and no words, each on a line of its own."""
    lines = [each for each in inner if each]
    said = "\n".join(["", *lines, ""]) if lines else ""
    return element(tag, said, **values)
