"""The pages of scales and budgets as a person of the cast reads and uses them, in English."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from finance.models import Budget
from tests.finance.books import Books

TAGS = re.compile(r"<[^>]+>")
HIDDEN = re.compile(r'<input type="hidden" name="(key|seen|lines)" value="([^"]*)"')


class Visits:
    """A browser without JavaScript, signed in as whoever is named."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.clients: dict[str | None, Client] = {}

    def address(self, name: str, *where: Any) -> str:
        named = [each.reference if isinstance(each, Budget) else each for each in where]
        with override("en"):
            return reverse(f"finance:{name}", args=named)

    def client(self, who: str | None) -> Client:
        if who not in self.clients:
            self.clients[who] = Client()
            if who is not None:
                self.clients[who].force_login(self.books.cast.people[who])
        return self.clients[who]

    def get(self, who: str | None, name: str, *where: Any, **query: Any) -> Any:
        return self.client(who).get(self.address(name, *where), query)

    def read(self, who: str | None, name: str, *where: Any, **query: Any) -> str:
        answer = self.get(who, name, *where, **query)
        assert answer.status_code == 200, (name, answer.status_code)
        return words(answer)

    def send(self, who: str | None, name: str, *where: Any, **typed: Any) -> Any:
        """Send a form as it is shown first: with its key, and no preview seen."""
        page = self.client(who).get(self.address(name, *where))
        return self.post(who, name, *where, **{**hidden(page), **typed})

    def post(self, who: str | None, name: str, *where: Any, **typed: Any) -> Any:
        """Send what is typed, and nothing else."""
        data = {key.replace("__", "-"): value for key, value in typed.items()}
        return self.client(who).post(self.address(name, *where), data)

    def confirm(self, shown: Any, name: str, *where: Any, who: str, **typed: Any) -> Any:
        """Send a form again after its preview was shown."""
        return self.post(who, name, *where, **{**typed, **hidden(shown)})


def hidden(page: Any) -> dict[str, str]:
    return dict(HIDDEN.findall(page.content.decode()))


def words(answer: Any) -> str:
    """Return the text of a page, white space as one space."""
    return " ".join(unescape(TAGS.sub(" ", answer.content.decode())).split())
