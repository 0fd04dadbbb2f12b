"""Ask for addresses in a process of its own, by Django's client, and tell what each cost.

It reads JSON from its standard input, ``{"email": …, "paths": […]}``, and writes a list of
``{"status", "size", "queries", "cpu_ms", "weasyprint"}``; the last says whether WeasyPrint
has been loaded by then, without which nothing can have been rendered.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from crm_portal.devstack.places import ROOT
from crm_portal.devstack.portal import Portal

TIMES = 10


def costs(portal: Portal, email: str, paths: Sequence[str]) -> list[dict[str, Any]]:
    """Return what each of ``paths`` costs when this person, or nobody, asks for it."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.asked"],
        input=json.dumps({"email": email, "paths": list(paths)}),
        cwd=ROOT,
        env=portal.env,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Be that process."""
    import django

    django.setup()
    from django.test import Client

    from members.models import User

    order = json.load(sys.stdin)
    browser = Client(SERVER_NAME="127.0.0.1")
    if order["email"]:  # nobody in particular, where it is empty
        browser.force_login(User.objects.get(email=order["email"]))
    json.dump([_cost(browser, path) for path in order["paths"]], sys.stdout)


def _cost(browser: Any, path: str) -> dict[str, Any]:
    """Return the cost of ``path`` when it is not the first request of its process or session."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(path)
        counted = len(queries)
    if answer.status_code != HTTPStatus.OK:
        sys.exit(f"{path} answered {answer.status_code}")
    return {
        "status": answer.status_code,
        "size": len(answer.content),
        "queries": counted,
        "cpu_ms": round(1000 * min(_cpu_seconds(browser, path) for _ in range(TIMES)), 2),
        "weasyprint": "weasyprint" in sys.modules,
    }


def _cpu_seconds(browser: Any, path: str) -> float:
    began = time.process_time()
    browser.get(path)
    return time.process_time() - began


if __name__ == "__main__":
    main()
