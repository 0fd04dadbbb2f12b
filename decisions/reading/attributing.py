"""Whose a bracket is, where a document says it in small capitals behind it: ``[texto]ᴹˣ``."""

import re
from dataclasses import dataclass

# What stands raised is put between these two signs, which are nobody's words.
RAISED, LOWERED = "\ue000", "\ue001"
OWN_SIGNS = str.maketrans("", "", RAISED + LOWERED)
CODES = re.compile(r"[-−]?[A-Z][A-Z0-9_]{1,11}(?:\s*,\s*[-−]?[A-Z][A-Z0-9_]{1,11})*")
PIECES = re.compile(f"[\\[\\]]|{RAISED}[^{LOWERED}]*{LOWERED}|[^\\[\\]{RAISED}]+|{RAISED}")


@dataclass(slots=True)
class Bracket:
    """A bracket by the places of its signs among the pieces, and whose it is."""

    opens: int
    closes: int = -1
    by: str = ""


def raised(text: str) -> str:
    """Mark delegations that stand raised; anything else that does is words like others."""
    return f"{RAISED}{text}{LOWERED}" if CODES.fullmatch(text.strip()) else text


def attributed(text: str) -> str:
    """Return a text with the delegations behind its brackets written into them.

    ``[uno]MX [dos]US`` is ``[MX: uno | US: dos]``: alternatives stand side by side.
    """
    if RAISED not in text:
        return text
    pieces: list[str] = PIECES.findall(text)
    done = _brackets(pieces)
    for bracket in done:
        pieces[bracket.opens] = f"[{bracket.by}: "
    for one in done:
        other = next((each for each in done if each.opens == one.closes + 3), None)
        if other is not None and pieces[one.closes + 2] == " ":
            pieces[one.closes], pieces[one.closes + 2] = " | ", ""
            pieces[other.opens] = f"{other.by}: "
    return "".join(pieces).translate(OWN_SIGNS)


def _brackets(pieces: list[str]) -> list[Bracket]:
    """Return the brackets that are somebody's; the mark behind each is taken off."""
    found: list[Bracket] = []
    opened: list[int] = []
    last: Bracket | None = None
    for at, piece in enumerate(pieces):
        if piece == "[":
            opened.append(at)
        elif piece[0] == RAISED and last is not None and last.closes == at - 1:
            last.by = piece.strip(RAISED + LOWERED).strip().replace("−", "-")
            pieces[at] = ""
            found.append(last)
        last = None
        if piece == "]" and opened:
            last = Bracket(opened.pop(), at)
    return found
