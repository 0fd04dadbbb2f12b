"""What is not formal waits for its reader's hours, and may leave with others in one letter.

A notice that waits is not sent by anybody. It is released when its reader's settings say
so: by itself, or carried by a digest. A digest is a notice like any other, with its own
key, lease, attempts and Message-ID; what it carries is settled with it, one by one.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils.module_loading import import_string

from crm_portal.core import clock
from crm_portal.core.models import Notice
from crm_portal.core.timing import Timing

DIGEST = "digest"
TOGETHER = 500
ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtext('core.notices.release'))"


def is_formal(event: str) -> bool:
    """Say whether ``event`` leaves at once whatever its reader's settings: unless its app
    lists it among the routine ones, it does."""
    path = settings.ROUTINE_NOTICES.get(event.split(".", 1)[0])
    return path is None or event not in import_string(path)


def release_due() -> int:
    """Let go what has waited long enough; return how many notices were looked at.

    One worker at a time: two would write two digests to one person.
    """
    at = clock.now()
    waiting = Notice.objects.owed().filter(waits=True, next_try_at__lte=at)
    if not waiting.exists():
        return 0
    with transaction.atomic():
        if not _is_alone():
            return 0
        due = list(waiting.select_for_update().order_by("id")[:TOGETHER])
        timings = timings_of({notice.recipient_id for notice in due})
        _release(due, timings, at)
    return len(due)


def timings_of(accounts: Iterable[int]) -> dict[int, Timing]:
    """Return how each of ``accounts`` wants to be written to."""
    found: dict[int, Timing] = import_string(settings.NOTICE_TIMINGS)(set(accounts))
    return found


def carried_by(digest: Notice) -> models.QuerySet[Notice]:
    """Return what leaves with a digest and is still owed, in the order it was owed."""
    return Notice.objects.owed().filter(carrier=digest).order_by("owed_at", "id")


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        return bool(cursor.fetchone()[0])


def _release(due: list[Notice], timings: dict[int, Timing], at: datetime) -> None:
    bundles: dict[int, list[Notice]] = defaultdict(list)
    for notice in due:
        timing = timings[notice.recipient_id]
        leaves_at = timing.leaves_at(notice.owed_at, at)
        was_held = notice.next_try_at > notice.owed_at
        if leaves_at > at:
            _change([notice], next_try_at=leaves_at)
        elif timing.digest_hour is None and not was_held:
            _change([notice], waits=False)
        else:
            bundles[notice.recipient_id].append(notice)
    for account, notices in bundles.items():
        _bundle(account, notices, timings[account], at)


def _bundle(account: int, notices: list[Notice], timing: Timing, at: datetime) -> None:
    """Let ``notices`` leave in one letter. A day has one digest: what comes late waits for
    the next, or leaves by itself if it only waited for the night to pass."""
    day = at.astimezone(timing.zone).date()
    digest, is_new = Notice.objects.get_or_create(
        key=f"{DIGEST}:{account}:{day.isoformat()}",
        defaults={
            "event": DIGEST,
            "recipient_id": account,
            "target_type": ContentType.objects.get_for_model(Notice),
            "target_id": notices[0].pk,
            "owed_at": at,
            "next_try_at": at,
        },
    )
    if is_new:
        _change(notices, waits=False, carrier=digest)
    elif timing.digest_hour is None:
        _change(notices, waits=False)
    else:
        _change(notices, next_try_at=timing.leaves_at(at, at))


def _change(notices: list[Notice], **values: Any) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(**values)
