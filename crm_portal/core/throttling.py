"""How often a program may ask: so many times a minute each token, each person, each address.

Each process of the portal counts for itself and in memory: no request waits for a count, and
what is held back is a program that runs away, not a reader who is in a hurry.
"""

import math
import time
from typing import Any

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MINUTE = 60.0


class Rates(BaseThrottle):
    """A bucket of a minute's requests that fills again evenly: ``settings.API_RATES``."""

    waits = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count one request, unless there is no room for it."""
        kind, who = self._asker(request)
        each = MINUTE / settings.API_RATES[kind]
        key, now = f"{kind}:{who}", time.monotonic()
        full_until = max(caches["rates"].get(key, now), now) + each
        self.waits = full_until - now - MINUTE
        if self.waits > 0:
            return False
        caches["rates"].set(key, full_until, 2 * MINUTE)
        return True

    def wait(self) -> float:
        """Return in how many whole seconds there is room again."""
        return max(1.0, math.ceil(self.waits))

    def _asker(self, request: Request) -> tuple[str, str]:
        if (token := getattr(request._request, "token", None)) is not None:
            return "token", str(token.pk)
        if request.user.is_authenticated:
            return "person", str(request.user.pk)
        return "anonymous", str(self.get_ident(request))
