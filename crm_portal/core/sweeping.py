"""The tick: run every sweep once and leave a sign of life. Safe to run twice, or twice at once."""

import logging
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.module_loading import import_string

from crm_portal.core import clock
from crm_portal.core.models import Heartbeat

logger = logging.getLogger(__name__)


def sweep(component: str) -> dict[str, Any]:
    """Run each of ``settings.SWEEPS`` in order and return what each one did.

    A sweep that fails is logged and does not hold up the others; a lost database ends
    the tick, because nothing can be written down without it.
    """
    done: dict[str, Any] = {}
    for path in settings.SWEEPS:
        try:
            done[path] = import_string(path)()
        except (OperationalError, InterfaceError):
            raise
        except Exception as failure:
            logger.exception("The sweep %s failed", path)
            done[path] = f"{type(failure).__name__}"
    _beat(component, done)
    return done


def _beat(component: str, done: dict[str, Any]) -> None:
    Heartbeat.objects.update_or_create(
        component=component,
        defaults={"beat_at": clock.now(), "version": settings.VERSION, "detail": done},
    )
