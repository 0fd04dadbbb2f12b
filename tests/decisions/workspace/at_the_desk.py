"""A text in negotiation, and its pages as a person of the cast uses them, in English."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from decisions.models import Proposal
from decisions.services.texts import proposing
from tests.decisions.negotiating import Table

TAGS = re.compile(r"<[^>]+>")
CHILDREN = "Acuerdan procurar la protección de la niñez."


@dataclass
class Desk:
    """The pages of one text for whoever is named: of the cast, or a State by its code."""

    table: Table

    def client(self, who: str | None) -> Client:
        client = Client()
        if who is not None:
            people = {**self.table.cast.people, **self.table.cast.focal_points}
            client.force_login(people[who])
        return client

    def address(self, name: str = "text", *more: Any) -> str:
        with override("en"):
            return reverse(f"texts:{name}", args=[self.table.text.reference, *more])

    def get(self, who: str | None, name: str = "text", *more: Any, **query: Any) -> Any:
        return self.client(who).get(self.address(name, *more), query)

    def read(self, who: str | None, name: str = "text", *more: Any, **query: Any) -> str:
        """Return what a page says, without its tags."""
        response = self.get(who, name, *more, **query)
        assert response.status_code == 200, response.status_code
        return words(response)

    def post(self, who: str | None, name: str, *more: Any, **typed: Any) -> Any:
        return self.client(who).post(self.address(name, *more), typed)

    def typed(self, key: str, **said: Any) -> dict[str, Any]:
        """Return what the form of a paragraph sends, as it was opened, with what is typed."""
        row = self.table.row(key)
        there = {"base_es": row.es, "base_en": row.en, "revision": row.revision}
        own = {"es": row.es, "en": row.en, "change": "substance", "act": "save"}
        return {**own, **there, **said}

    def propose(self, code: str, key: str, es: str = CHILDREN, **more: Any) -> Proposal:
        return proposing.propose_wording(
            self.table.text.pk, key, es=es, by=self.table.viewer(code), **more
        )


def words(response: Any) -> str:
    """Return the text of a page, white space as one space."""
    text = unescape(TAGS.sub(" ", response.content.decode()))
    return " ".join(text.split())
