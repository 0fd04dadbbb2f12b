"""The pages around a text as a person of the cast reads them, in English."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.decisions.negotiating import Table
from tests.decisions.pages import words


class TextPages:
    """A browser without JavaScript, signed in as whoever is named."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def address(self, name: str, language: str = "en") -> str:
        """Return the address of ``texts:text-<name>``."""
        with override(language):
            return reverse(f"texts:text-{name}", args=[self.table.text.reference])

    def client(self, who: str) -> Client:
        client = Client()
        people = {**self.table.cast.people, **self.table.cast.focal_points}
        client.force_login(people[who])
        return client

    def get(self, who: str, name: str, **query: Any) -> Any:
        return self.client(who).get(self.address(name), query)

    def read(self, who: str, name: str, **query: Any) -> str:
        """Return what the page says, without its tags."""
        answer = self.get(who, name, **query)
        assert answer.status_code == 200, answer.status_code
        return words(answer)

    def post(self, who: str, name: str, **typed: Any) -> Any:
        return self.client(who).post(self.address(name), typed)
