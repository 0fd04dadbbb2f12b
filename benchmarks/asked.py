"""Ask for addresses in a process of its own, by Django's client, and tell what each cost.

It reads JSON from its standard input, ``{"email": …, "paths": […]}``, and writes a list of
``{"status", "size", "queries", "cpu_ms", "weasyprint"}``; the last says whether WeasyPrint
has been loaded by then, without which nothing can have been rendered.
"""

import json
import sys
import time
from http import HTTPStatus
from typing import Any

TIMES = 5


def main() -> None:
    import django

    django.setup()
    from django.test import Client

    from members.models import User

    order = json.load(sys.stdin)
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(User.objects.get(email=order["email"]))
    json.dump([_cost(browser, path) for path in order["paths"]], sys.stdout)


def _cost(browser: Any, path: str) -> dict[str, Any]:
    """What ``path`` costs once its process is warm: the least of five times."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(path)
    counted = len(queries)
    if answer.status_code != HTTPStatus.OK:
        sys.exit(f"{path} answered {answer.status_code}")
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        browser.get(path)
        took.append(time.process_time() - began)
    return {
        "status": answer.status_code,
        "size": len(answer.content),
        "queries": counted,
        "cpu_ms": round(1000 * min(took), 2),
        "weasyprint": "weasyprint" in sys.modules,
    }


if __name__ == "__main__":
    main()
