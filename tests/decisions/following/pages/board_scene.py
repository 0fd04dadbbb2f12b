"""The board of commitments as a person of the cast reads it, with one of each urgency on it."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from decisions.models.following import Commitment
from decisions.services.following import commitments
from tests.decisions.following.scene import Followed
from tests.decisions.pages import words

OVERDUE, SOON, LATER = date(2026, 9, 1), date(2026, 9, 30), date(2027, 6, 1)


def address(name: str, *more: Any) -> str:
    """Return an address of the follow-up."""
    with override("en"):
        return reverse(f"following:{name}", args=more)


def signed_in(followed: Followed, who: str) -> Client:
    """Return a browser without JavaScript, signed in as a person of the cast."""
    client = Client()
    client.force_login(followed.cast.people[who])
    return client


def read(followed: Followed, reader: str, name: str, *more: Any, **query: Any) -> str:
    """Return what a page says, without its tags."""
    answer = signed_in(followed, reader).get(address(name, *more), query)
    assert answer.status_code == 200
    return words(answer)


def rows(text: str, *named: str) -> list[str]:
    """Return those of ``named`` that a page says, in the order in which it says them."""
    return sorted((each for each in named if each in text), key=text.index)


def laid(followed: Followed) -> dict[str, Commitment]:
    """Write down five commitments, one for each urgency."""
    said: dict[str, dict[str, Any]] = {
        "overdue": {"due_on": OVERDUE, "what_es": "Asunto vencido"},
        "due": {"due_on": SOON, "what_es": "Asunto por vencer"},
        "stale": {"due_on": LATER, "what_es": "Asunto sin novedad"},
        "on_track": {"due_on": LATER, "what_es": "Asunto en plazo"},
        "done": {"due_on": OVERDUE, "what_es": "Asunto cerrado"},
    }
    made = {name: followed.commit(**more) for name, more in said.items()}
    mateo = followed.viewer("mateo")
    commitments.report_status(made["stale"].pk, "under_way", on=date(2026, 1, 15), by=mateo)
    commitments.close(made["done"].pk, outcome_es="Se hizo.", by=followed.viewer("ana"))
    return made
