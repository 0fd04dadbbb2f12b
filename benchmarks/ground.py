"""Where it is measured: a portal of its own on fresh data, with Django in this process."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from crm_portal.devstack.portal import Portal

SERVERS = ("postgres", "redis")
# A worker that is replaced half-way is a fresh one: both sides keep theirs.
KEEP_WORKERS = "--max-requests 0"


@contextmanager
def ground(names: Sequence[str] = (*SERVERS, "web")) -> Iterator[Portal]:
    """Start ``names`` with the demonstration's people and nothing that they did."""
    env = {
        "CRM_DEMO_STORY": "0",
        "LOG_LEVEL": "WARNING",
        "GUNICORN_CMD_ARGS": KEEP_WORKERS,
    }
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as data,
        Portal(data, names=names, env=env) as portal,
    ):
        os.environ.update(portal.env)
        import django

        django.setup()
        yield portal
