"""Sessions in the database: each request asks for its own with a query prepared once."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from crm_portal.core.prepared import Prepared

_LIVE: Prepared[Session] = Prepared(
    lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at)
)


class SessionStore(db.SessionStore):
    """As Django's; they end by the clock of the machine, whatever a demonstration says."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds, or nothing once it is over."""
        found = _LIVE(key=self.session_key, at=datetime.now(UTC))
        if found:
            held: dict[str, Any] = self.decode(found[0].session_data)
            return held
        self._session_key = None
        return {}
