#!/usr/bin/env python3
"""List what waits for me in the portal: nothing but Python is needed.

    export CRM_PORTAL=https://portal.example.org
    export CRM_TOKEN=crm_…            # “My account”, “Access for programs”; reading is enough
    python pending_matters.py [en]

It exits with 0 when nothing waits, 1 when something does, 2 when the portal refused.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

PATIENCE = 3  # how often one comes back after 429 or 503


class Problem(Exception):
    """A refusal: its code is stable, its words are for people."""


def read(address: str, token: str, language: str) -> dict[str, Any]:
    """Return the JSON at ``address``, waiting as long as the portal asks to be left alone."""
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    for turn in range(PATIENCE + 1):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as refused:
            if refused.code in (429, 503) and turn < PATIENCE:
                time.sleep(int(refused.headers.get("Retry-After", "10")))
                continue
            problem = json.load(refused)
            raise Problem(f"{problem['code']}: {problem['detail']}") from None
    raise AssertionError("never reached")


def pending(portal: str, token: str, language: str) -> Iterator[dict[str, Any]]:
    """Yield every matter that waits, page after page."""
    address: str | None = f"{portal}/api/v1/pending"
    while address:
        page = read(address, token, language)
        yield from page["results"]
        address = page["next"]


def main() -> int:
    """Print a line for each matter."""
    portal, token = os.environ["CRM_PORTAL"].rstrip("/"), os.environ["CRM_TOKEN"]
    language = "en" if sys.argv[1:] == ["en"] else "es"
    waiting = 0
    try:
        for matter in pending(portal, token, language):
            waiting += 1
            label, text, note = (
                matter[name][language] for name in ("label", "text", "note")
            )
            mark = "!" if matter["is_late"] else " "
            until = f" [{matter['closes_at']}]" if matter["closes_at"] else ""
            print(f"{mark} {label}: {text}. {note}{until}")  # noqa: T201
            print(f"  {urllib.parse.urljoin(portal, matter['page'][language])}")  # noqa: T201
    except Problem as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 2
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
