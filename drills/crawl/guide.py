"""The walk that ``docs/walk.md`` describes: who opens which page, and what is to be seen there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from drills.crawl.client import Client
from drills.crawl.findings import BROKEN, UNSEEN, Finding, Findings, Seen
from drills.crawl.saying import words

WALK = Path(__file__).parent.parent.parent / "docs" / "walk.md"
# As whom, which address, what is said there: whatever of these stands in the document.
TOLD = re.compile(r"\b[Aa]s `([\w.]+)`|(Signed out)|`(/[^`]*)`|“([^”]+)”", re.DOTALL)
BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Step:
    """An address that the walk opens as an account (or none), and what it says is there."""

    who: str | None
    path: str
    shows: tuple[str, ...]


def steps(text: str) -> Iterator[Step]:
    """Read the steps off a walk; what is said to be seen is on the page named before it."""
    who, path, shows = None, "", []
    for account, out, address, said in TOLD.findall(text):
        if address or account or out:
            if path:
                yield Step(who, path, tuple(shows))
            path, shows = address, []
        if account or out:
            who = account or None
        if said:
            shows.append(BLANK.sub(" ", said))
    if path:
        yield Step(who, path, tuple(shows))


def follow(site: str, walk: Iterable[Step], findings: Findings) -> int:
    """Open each page of ``walk`` as its account; return how many were opened."""
    opened = 0
    clients: dict[str | None, Client] = {}
    for step in walk:
        if step.who not in clients:
            clients[step.who] = Client(site)
            if step.who:
                clients[step.who].sign_in(f"{step.who}@example.org")
        answer = clients[step.who].get(step.path)
        opened += 1
        seen = Seen(step.who or "(signed out)", step.path, WALK.name)
        if answer.status != HTTPStatus.OK:
            findings.add(Finding(BROKEN, WALK.name, str(answer.status)), seen)
            continue
        shown = " ".join(words(answer)).casefold()
        for said in step.shows:
            if said.casefold() not in shown:
                findings.add(Finding(UNSEEN, WALK.name, said), seen)
    return opened
