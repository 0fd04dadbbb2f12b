"""For whom the papers of each part of a meeting are, unless something else is said."""

from typing import NamedTuple


class Usual(NamedTuple):
    """The level by default, and the source that says so."""

    level: str
    source: str


# One line a forum. A paper of no session is for those who take part in the meeting.
USUAL = {
    "VM_PLENARIA": Usual("circulation", "001:378"),
    "VM_CERRADA": Usual("closed", "001:376"),
    "GRCM": Usual("participants", "001:424"),
    "RED_TRATA": Usual("participants", "001:439"),
    "RED_CONSULAR": Usual("participants", "001:439"),
    "RED_NNA": Usual("participants", "001:439"),
    "GRUPO_REDACCION": Usual("drafting", "001:399"),
    "GRUPO_ADHOC": Usual("participants", "001:614"),
    "EVENTOS": Usual("participants", "001:406"),
    "CONSULTA_TROIKA": Usual("participants", "001:388"),
    "CONSULTA_MIEMBROS": Usual("members", "001:389"),
}
OTHERWISE = Usual("participants", "001:455")
# What a pack for each audience holds, besides what is for fewer.
HOLDS = {
    "public": frozenset({"public"}),
    "circulation": frozenset({"public", "circulation"}),
    "members": frozenset({"public", "circulation", "members"}),
    "participants": frozenset({"public", "circulation", "members", "participants"}),
}


def usual(forum: str) -> Usual:
    """Return for whom a paper of ``forum`` is by default, and by which source."""
    return USUAL.get(forum, OTHERWISE)


def held(level: str) -> frozenset[str]:
    """Return the levels of the documents that a pack for ``level`` holds."""
    return HOLDS[level]
