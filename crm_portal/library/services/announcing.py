"""What became public is noticed, each thing once, and owed to the systems that are told of it."""

import uuid
from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from crm_portal.core.access import Viewer
from crm_portal.library.models.webhooks import Announcement, Webhook, WebhookDelivery
from crm_portal.library.published import Source, sources

LOCK = "library:announcements"
TRY = "SELECT pg_try_advisory_xact_lock(hashtext(%s))"
WAIT = "SELECT pg_advisory_xact_lock(hashtext(%s))"
BATCH = 1000


@transaction.atomic
def notice_public(*, by: Viewer, waits: bool = False) -> int:
    """Notice what anybody may read at ``by.at`` and nobody was told of; return how much.

    While another process is at it there is nothing to do, unless ``waits``.
    """
    if not _alone(WAIT if waits else TRY):
        return 0
    return sum(_notice(source, by) for source in sources().values())


def _notice(source: Source, by: Viewer) -> int:
    known = Announcement.objects.filter(event=source.event, target_id=OuterRef("pk"))
    fresh = source.at(by.at).filter(~Exists(known)).values_list("pk", flat=True)
    noticed = Announcement.objects.bulk_create(
        [
            Announcement(
                event_id=uuid.uuid4(), event=source.event, target_id=pk, noticed_at=by.at
            )
            for pk in fresh
        ],
        batch_size=BATCH,
    )
    if noticed:
        _owe(noticed, source.event, by)
    return len(noticed)


def _owe(noticed: Collection[Announcement], event: str, by: Viewer) -> None:
    told = list(Webhook.objects.told_of(event).order_by("pk").select_for_update())
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(
                webhook=webhook,
                announcement=each,
                event=event,
                event_id=each.event_id,
                owed_at=by.at,
                next_try_at=by.at,
            )
            for webhook in told
            for each in noticed
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _alone(lock: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(lock, [LOCK])
        found = cursor.fetchone()
    return bool(found and found[0] is not False)
