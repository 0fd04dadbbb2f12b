"""The words of a text, as units that are compared and moved about whole.

Joined together again the words are the text, character by character. A combining mark, or
a joiner between two letters, belongs to the word it stands in.
"""

import re
import unicodedata

WORD = re.compile(r"\w+(?:[-’'·]\w+)*|\s+|[^\w\s]")
NEW_LINES = re.compile("\r\n?|[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
JOINERS = frozenset("\u200c\u200d\u2060")
# Embeddings, overrides and isolates: they make a text read otherwise than it is kept.
TURNERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BYTE_ORDER_MARK = "\ufeff"
KEPT_CONTROLS = frozenset("\n\t")


def words(text: str) -> list[str]:
    """Return the words, the white space between them and the signs, in order."""
    found: list[str] = WORD.findall(text)
    return found if text.isascii() else _with_marks(found)


def _with_marks(found: list[str]) -> list[str]:
    whole: list[str] = []
    is_open = False
    for part in found:
        is_mark = len(part) == 1 and _is_mark(part)
        if whole and (is_mark or (is_open and is_word(part))):
            whole[-1] += part
        else:
            whole.append(part)
        is_open = is_mark and len(whole[-1]) > 1 and is_word(whole[-1])
    return whole


def _is_mark(sign: str) -> bool:
    return sign in JOINERS or unicodedata.category(sign).startswith("M")


def is_word(part: str) -> bool:
    """Say whether a part begins with a letter, a figure or an underscore."""
    return part[:1].isalnum() or part[:1] == "_"


def is_space(part: str) -> bool:
    """Say whether a part is white space and nothing else."""
    return part.isspace()


def hidden(text: str) -> list[tuple[int, str]]:
    """Return what no reader would see or could trust: where it stands, and which it is."""
    return [(at, sign) for at, sign in enumerate(text) if _is_hidden(sign)]


def _is_hidden(sign: str) -> bool:
    if sign in KEPT_CONTROLS:
        return False
    if sign in TURNERS or sign == BYTE_ORDER_MARK:
        return True
    return unicodedata.category(sign) in {"Cc", "Cs"}


def settled(text: str) -> str:
    """Return ``text`` in the form in which every text is kept and compared.

    Composed characters (NFC), one kind of line break, no space at the ends of lines, and
    nothing hidden. No word is changed by it, and doing it again changes nothing.
    """
    plain = NEW_LINES.sub("\n", text)
    seen = "".join(sign for sign in plain if not _is_hidden(sign))
    composed = unicodedata.normalize("NFC", seen)
    return "\n".join(line.rstrip() for line in composed.split("\n")).strip()
