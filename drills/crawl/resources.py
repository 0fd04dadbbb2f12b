"""The addresses of the API, as its own description tells them and its lists complete them."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

DESCRIPTION = "/api/v1/schema"
BLANK = re.compile(r"\{(\w+)\}")
Get = Callable[[str], bytes]


@dataclass(frozen=True)
class Resources:
    """What can be read: lists, and addresses with one blank, by the list that fills it."""

    lists: tuple[str, ...]
    details: tuple[str, ...]

    @classmethod
    def described(cls, description: bytes) -> "Resources":
        """Read the description; what needs a question to be answered is left out."""
        paths = json.loads(description)["paths"]
        read = [path for path, told in paths.items() if _is_plain(told.get("get"))]
        blanks = {path: len(BLANK.findall(path)) for path in read}
        return cls(
            tuple(path for path in read if blanks[path] == 0),
            tuple(path for path in read if blanks[path] == 1),
        )

    def ask(self, get: Get, each: int) -> Iterator[str]:
        """Ask for every list, and for ``each`` of what it lists; return the addresses asked."""
        listed: dict[str, list[dict[str, object]]] = {}
        for path in self.lists:
            listed[path] = _results(get(path))
            yield path
        for path in self.details:
            before, name, after = _parted(path)
            rows = listed.get(before) or [row for rows in listed.values() for row in rows]
            values = dict.fromkeys(str(row[name]) for row in rows if row.get(name))
            for value in list(values)[:each]:
                asked = f"{before}/{value}{after}"
                get(asked)
                yield asked


def _is_plain(told: dict[str, object] | None) -> bool:
    if told is None:
        return False
    asked: object = told.get("parameters", [])
    assert isinstance(asked, list)
    return not any(each.get("required") and each["in"] == "query" for each in asked)


def _parted(path: str) -> tuple[str, str, str]:
    found = BLANK.search(path)
    assert found
    return path[: found.start() - 1], found[1], path[found.end() :]


def _results(body: bytes) -> list[dict[str, object]]:
    try:
        told = json.loads(body)
    except ValueError:
        return []
    rows = told.get("results", []) if isinstance(told, dict) else told
    return [row for row in rows if isinstance(row, dict)]
