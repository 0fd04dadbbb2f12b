"""What the portal says of itself: duties late, notices old, sweepers silent, clocks apart."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, Max, Min, When
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from crm_portal.core import clock
from crm_portal.core.models import Heartbeat, Notice

GREEN, YELLOW, RED = "green", "yellow", "red"
OVERDUE_LIMIT, OUTBOX_LIMIT, SKEW_LIMIT = 180.0, 900.0, 0.25


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured figure against its limit. ``vital`` red readings answer 503."""

    name: str
    label: str
    value: float | None
    limit: float
    unit: str
    colour: str
    vital: bool = False


def readings() -> list[Reading]:
    """Measure everything; the order is the order of the page."""
    at = clock.now()
    return [*_duties(at), _outbox(at), _given_up(), _sweeper(at), _skew(), _redis()]


def colour(all_readings: list[Reading]) -> str:
    """Return the worst colour; only a vital reading can make the whole red."""
    if any(r.colour == RED and r.vital for r in all_readings):
        return RED
    return YELLOW if any(r.colour != GREEN for r in all_readings) else GREEN


def _duties(at: datetime) -> list[Reading]:
    found = []
    for path, is_vital in settings.OVERDUE.items():
        name, label, oldest = import_string(path)(at)
        late = max((at - oldest).total_seconds(), 0.0) if oldest else 0.0
        found.append(_reading(name, label, late, OVERDUE_LIMIT, vital=is_vital))
    return found


def _outbox(at: datetime) -> Reading:
    # What waits for its reader's hours is late from then on, not since it was owed.
    due_since = Case(When(waits=True, then=F("next_try_at")), default=F("owed_at"))
    due = Notice.objects.owed().filter(next_try_at__lte=at, carrier=None)
    oldest = due.aggregate(x=Min(due_since))["x"]
    age = max((at - oldest).total_seconds(), 0.0) if oldest else 0.0
    return _reading("outbox_age", _("Oldest notice not yet sent"), age, OUTBOX_LIMIT)


def _given_up() -> Reading:
    count = Notice.objects.filter(dead_at__isnull=False).count()
    return _reading("dead_letters", _("Notices given up"), float(count), 0.0, unit="")


def _sweeper(at: datetime) -> Reading:
    last = Heartbeat.objects.aggregate(x=Max("beat_at"))["x"]
    limit = float(settings.HEARTBEAT_LIMIT_SECONDS)
    label = _("Last sweep")
    if last is None:
        return Reading("heartbeat", label, None, limit, "s", YELLOW)
    return _reading("heartbeat", label, max((at - last).total_seconds(), 0.0), limit)


def _skew() -> Reading:
    moved = clock.shift()
    here = datetime.now(UTC) + moved
    apart = abs((here - clock.now()) / timedelta(seconds=1))
    return _reading("clock_skew", _("Host clock against the database's"), apart, SKEW_LIMIT)


def _redis() -> Reading:
    import redis

    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5
        )
        client.ping()
        down = 0.0
    except (redis.RedisError, OSError):
        down = 1.0
    return Reading(
        "redis", _("Redis (a hint only)"), down, 0.0, "", YELLOW if down else GREEN
    )


def _reading(
    name: str,
    label: str,
    value: float,
    limit: float,
    *,
    unit: str = "s",
    vital: bool = False,
) -> Reading:
    over = RED if vital else YELLOW
    shade = GREEN if value <= limit else over
    return Reading(name, label, round(value, 3), limit, unit, shade, vital)


def database_answers() -> bool:
    """Say whether a statement comes back (raises OperationalError when it cannot)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone()[0] == 1)
