"""Tell the workers that something is due. A hint: nothing depends on its arrival."""

import logging
import threading
import time

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from crm_portal.core.crashpoints import crashpoint

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 30.0


class _Breaker:
    """After a failure, leave Redis alone for a while; one publication at a time."""

    closed_at = 0.0
    turn = threading.Lock()


def soon() -> None:
    """Wake a worker once the present transaction has committed: one poke, whatever it owes."""
    if not any(entry[1] is poke for entry in connection.run_on_commit):
        transaction.on_commit(poke, robust=True)


def poke() -> None:
    """Publish a tick beside the request, which never waits for Redis.

    Every failure is swallowed: the next sweep will find the duty anyway.
    """
    crashpoint("before_poke")
    is_resting = time.monotonic() < _Breaker.closed_at
    if not is_resting and _Breaker.turn.acquire(blocking=False):
        threading.Thread(target=_publish, name="wake-up", daemon=True).start()
    crashpoint("after_poke")


def _publish() -> None:
    try:
        import_string(settings.CELERY_APP).send_task("core.tick", expires=25, retry=False)
    except Exception as failure:  # noqa: BLE001 - a hint may fail in any way it likes
        _Breaker.closed_at = time.monotonic() + PAUSE_SECONDS
        logger.warning("No worker could be woken: %s", failure)
    finally:
        _Breaker.turn.release()
