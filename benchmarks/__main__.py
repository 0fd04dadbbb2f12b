"""``python -m benchmarks [names] [--json FILE]``: measure, print, exit 1 if a reach is missed."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks import machine
from benchmarks.figures import Figures
from benchmarks.ground import ground
from crm_portal.devstack.portal import Portal

NAMES = {
    "pages": "the consultation and the list of consultations",
    "home": "the front page for a stranger",
    "directory": "the directory of 2,000 people with 40 years of mandates",
    "meeting": "a Vice-Ministerial Meeting in its week, with its agenda and its documents",
    "workspace": "a declaration of 120 paragraphs with 400 proposals, being negotiated",
    "finance": "the page of a period over thirty years of books, a statement on paper",
    "pack": "the documents of a meeting as a ZIP and as one PDF",
    "paper": "the outcome record as a PDF",
    "agenda": "the agenda of a meeting as a PDF",
    "texts": "saving, comparing and printing a text",
    "bank": "5,000 lines of a bank statement, of either format",
    "search": "20,000 documents searched by words",
    "tick": "500 due rounds among 10,000 open ones",
}


def main() -> int:
    """Measure what was asked for on one portal; tell whether every reach was met."""
    options = _options()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine.describe()}", flush=True)
    with ground() as portal:
        found = [_measured(name, portal) for name in options.names or NAMES]
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in found], default=str))
    return int(not all(each.is_met for each in found))


def _options() -> argparse.Namespace:
    told = "; ".join(f"{name}: {what}" for name, what in NAMES.items())
    parser = argparse.ArgumentParser(prog="benchmarks", epilog=told)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    return options


def _measured(name: str, portal: Portal) -> Figures:
    measure: Callable[[Portal], Figures] = import_module(f"benchmarks.{name}").measure
    before = machine.load_average()
    found = measure(portal)
    found.saw("machine", load_before=before, load_after=machine.load_average())
    print(found, flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
