"""The pages of a consultation as a person of the cast reads and uses them, in English."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.decisions.scene import Scene

TAGS = re.compile(r"<[^>]+>")


class Pages:
    """A browser without JavaScript, signed in as whoever is named."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def address(self, name: str, *more: Any) -> str:
        """Return the address of ``decisions:consultation-<name>``; of the page itself for ""."""
        full = f"decisions:consultation-{name}" if name else "decisions:consultation"
        with override("en"):
            return reverse(full, args=[self.scene.consultation.reference, *more])

    def client(self, who: str | None) -> Client:
        client = Client()
        if who is not None:
            people = {**self.scene.cast.people, **self.scene.cast.focal_points}
            client.force_login(people[who])
        return client

    def get(self, who: str | None, name: str = "", *more: Any, **query: Any) -> Any:
        return self.client(who).get(self.address(name, *more), query)

    def read(self, who: str | None, name: str = "", *more: Any, **query: Any) -> str:
        """Return what the page says, without its tags."""
        response = self.get(who, name, *more, **query)
        assert response.status_code == 200, response.status_code
        return words(response)

    def post(self, who: str | None, name: str, *more: Any, **typed: Any) -> Any:
        return self.client(who).post(self.address(name, *more), typed)


def words(response: Any) -> str:
    """Return the text of a page, white space as one space."""
    text = unescape(TAGS.sub(" ", response.content.decode()))
    return " ".join(text.split())
