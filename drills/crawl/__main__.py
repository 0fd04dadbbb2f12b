"""``python -m drills.crawl [--each N] [--plain] [--look VIEWS] [NAME ...]``."""

import argparse
import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from crm_portal.devstack.portal import Portal
from drills.crawl.findings import Findings, table

# The accounts of the README, and the offices that it does not name.
ACCOUNTS = (
    "guatemala",
    "belize",
    "dominicanrepublic",
    "mexico",
    "canada.migration",
    "guatemala.viceminister",
    "secretariat",
    "honduras",
    "oim",
    "argentina",
    "rrocm",
    "honduras.liaison",
    "administrator",
)
WITHOUT_BEAT = ("postgres", "redis", "web")
# The demonstration is laid part by part, and each part asks for papers.
TICKS = 6


def main() -> int:
    """Walk the site as everybody; print what was seen, and return 1 if anything is wrong."""
    options, findings = _options(), Findings(told=_tell)
    began = time.monotonic()
    with ground() as portal:
        from drills.crawl import crawling

        people = [crawling.NOBODY, *(options.people or ACCOUNTS)]
        crowd = crawling.Crowd(portal.url, findings, each=options.each)
        crowd.follow_the_guide()
        crowd.walk(people)
        crowd.try_what_others_see()
        if not options.plain:
            crowd.look(options.look)
    print(table(crawling.HEAD, crowd.rows()))
    print()
    print(table(("found", "different"), findings.by_kind().items()))
    print(f"{time.monotonic() - began:.0f} s")
    for line in findings.lines():
        print(line)
    return int(bool(findings.first))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drills.crawl")
    parser.add_argument(
        "people", nargs="*", help="accounts, without their @; else the README's and more"
    )
    parser.add_argument("--each", type=int, default=2, help="pages of a kind for a person")
    parser.add_argument("--plain", action="store_true", help="without Chromium")
    parser.add_argument("--look", default="", help="in Chromium only views like this")
    return parser.parse_args()


@contextmanager
def ground() -> Iterator[Portal]:
    """Start a portal with the whole demonstration, with Django in this process beside it."""
    env = {"LOG_LEVEL": "WARNING", "DEMONSTRATION": "1", "CRM_DEMO_STORY": "1"}
    with (
        tempfile.TemporaryDirectory(prefix="crawl-") as data,
        Portal(data, names=WITHOUT_BEAT, env=env, ephemeral=True) as portal,
    ):
        os.environ.update(portal.env)
        import django

        django.setup()
        _lay()
        yield portal


def _lay() -> None:
    """Do what the worker would: lay the demonstration, make its papers, read its files."""
    from django.core.management import call_command

    for _turn in range(TICKS):
        call_command("tick", stdout=io.StringIO())


if __name__ == "__main__":
    sys.exit(main())
