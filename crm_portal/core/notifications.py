"""Owe, then deliver: a notice commits with the act and is sent afterwards until it arrives.

State changes happen once; a mail at least once, always with the same Message-ID.
Who may still be told, and in which language, is decided when it is sent. A formal notice
leaves at once; the others when their reader's settings let them (``digests``).
"""

import hashlib
import logging
import smtplib
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from crm_portal.core import clock, digests, wakeup
from crm_portal.core.access import Viewer
from crm_portal.core.crashpoints import crashpoint
from crm_portal.core.models import Notice

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)
GIVE_UP_AFTER = timedelta(hours=48)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True)
class Letter:
    """A notice written out for its reader: plain text, and a calendar entry if it has one.

    ``calendar_method`` is the iTIP method (``REQUEST``, ``CANCEL``) by which the reader's
    calendar keeps the entry by itself; without one it is a file to open (RFC 5546).
    """

    to: str
    subject: str
    body: str
    calendar: bytes | None = None
    calendar_name: str = "plazo.ics"
    calendar_method: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def owe(
    event: str,
    target: models.Model,
    *,
    to: Iterable[int],
    key: str,
    by: Viewer,
    stale_at: datetime | None = None,
    **data: Any,
) -> int:
    """Owe each account in ``to`` one notice about ``event``; return how many were asked for.

    ``key`` names the occasion (``round:42:distributed``); asking twice owes it once.
    ``stale_at`` is the exclusive bound after which it is skipped, and recorded as such.
    """
    target_type = ContentType.objects.get_for_model(target)
    waits = not digests.is_formal(event)
    notices = [
        Notice(
            key=f"{key}:{account}",
            event=event,
            recipient_id=account,
            target_type=target_type,
            target_id=target.pk,
            data=data,
            owed_at=by.at,
            next_try_at=by.at,
            stale_at=stale_at,
            waits=waits,
        )
        for account in dict.fromkeys(to)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    wakeup.soon()
    return len(notices)


def message_id(key: str) -> str:
    """Return the Message-ID that every attempt to send the notice ``key`` carries."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{settings.MESSAGE_ID_DOMAIN}>"


def deliver_due(seconds: float = 20.0) -> int:
    """Send what is owed, oldest first, for at most ``seconds``; return how many letters left."""
    worker, sent, began = uuid.uuid4(), 0, time.monotonic()
    _release()
    connection = get_connection()
    try:
        while time.monotonic() - began < seconds:
            notice = _claim(worker)
            if notice is None:
                break
            sent += _deliver(notice, worker, connection)
    finally:
        _close(connection)
    return sent


def _release() -> None:
    """Let go what waited; whatever is wrong with that, formal notices leave all the same."""
    try:
        digests.release_due()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("What waits for its reader's hours was not released")


def _claim(worker: uuid.UUID) -> Notice | None:
    at = clock.now()
    with transaction.atomic():
        notice = (
            Notice.objects.owed()
            .filter(Q(lease_until=None) | Q(lease_until__lt=at), next_try_at__lte=at)
            .filter(waits=False, carrier=None)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient")
            .order_by("next_try_at", "id")
            .first()
        )
        if notice is None:
            return None
        notice.lease_until, notice.lease_by = at + LEASE, worker
        notice.save(update_fields=["lease_until", "lease_by"])
    crashpoint("message_claimed")
    return notice


def _deliver(notice: Notice, worker: uuid.UUID, connection: Any) -> bool:
    at = clock.now()
    if notice.stale_at and at >= notice.stale_at:
        return _settle(notice, worker, skipped_at=at, outcome="stale")
    try:
        letter, carried = _written(notice, at)
        if letter is None:
            return _settle(notice, worker, skipped_at=at, outcome="not entitled")
        crashpoint("before_send")
        _send(notice, letter, connection)
        crashpoint("after_send")
    except Exception as failure:  # noqa: BLE001 - whatever it is, the notice stays owed
        _close(connection)
        _postpone(notice, worker, failure)
        return False
    _settle(
        notice,
        worker,
        carried,
        sent_at=clock.now(),
        outcome="accepted",
        address=letter.to,
        subject=letter.subject[:250],
    )
    crashpoint("after_sent_mark")
    return True


def _written(notice: Notice, at: datetime) -> tuple[Letter | None, list[Notice]]:
    """Return the letter, if one is still due, and what it carries besides the notice."""
    if notice.event != digests.DIGEST:
        return _compose(notice, at), []
    carried, letters = [], []
    for each in digests.carried_by(notice).select_related("recipient"):
        is_stale = each.stale_at is not None and at >= each.stale_at
        letter = None if is_stale else _compose(each, at)
        if letter is None:
            outcome = "stale" if is_stale else "not entitled"
            Notice.objects.filter(pk=each.pk).update(skipped_at=at, outcome=outcome)
            continue
        carried.append(each)
        letters.append(letter)
    if not letters:
        return None, []
    compose: Any = import_string(settings.DIGEST_COMPOSER)
    return compose(notice, letters), carried


def _compose(notice: Notice, at: datetime) -> Letter | None:
    family = notice.event.split(".", 1)[0]
    composer = import_string(settings.NOTICE_COMPOSERS[family])
    letter: Letter | None = composer(notice, at)
    return letter


def _send(notice: Notice, letter: Letter, connection: Any) -> None:
    email = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=letter.body,
        to=[letter.to],
        connection=connection,
        headers={
            "Message-ID": message_id(notice.key),
            "Auto-Submitted": "auto-generated",
            **letter.headers,
        },
    )
    if letter.calendar:
        _enclose(email, letter, letter.calendar)
    email.send()


def _enclose(email: EmailMultiAlternatives, letter: Letter, calendar: bytes) -> None:
    """Put the entry where calendars look for it: attached, and for iTIP in the body as well."""
    kind = "text/calendar"
    if letter.calendar_method:
        kind = f"text/calendar; method={letter.calendar_method}"
        email.attach_alternative(calendar.decode(), kind)
    email.attach(letter.calendar_name, calendar, kind)


def _settle(
    notice: Notice, worker: uuid.UUID, carried: Iterable[Notice] = (), **values: Any
) -> bool:
    """Write down what became of the notice, and of each that it carried, at once."""
    with transaction.atomic():
        mine = Notice.objects.filter(pk=notice.pk, lease_by=worker)
        if mine.update(
            lease_until=None, lease_by=None, attempts=notice.attempts + 1, **values
        ):
            pks = [each.pk for each in carried]
            Notice.objects.owed().filter(pk__in=pks).update(**values)
    return "sent_at" in values


def _postpone(notice: Notice, worker: uuid.UUID, failure: Exception) -> None:
    at, attempts = clock.now(), notice.attempts + 1
    is_refused = _is_refusal(failure)
    final = is_refused or at - notice.owed_at > GIVE_UP_AFTER
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    outcome = f"{type(failure).__name__}: {failure}"[:500]
    with transaction.atomic():
        mine = Notice.objects.filter(pk=notice.pk, lease_by=worker)
        held = mine.update(
            attempts=attempts,
            next_try_at=at + pause,
            dead_at=at if final else None,
            bounced_at=at if is_refused else None,
            lease_until=None,
            lease_by=None,
            outcome=outcome,
        )
        if held and final and notice.event == digests.DIGEST:
            digests.carried_by(notice).update(
                dead_at=at, bounced_at=at if is_refused else None, outcome=outcome
            )
    logger.warning("Notice %s was not delivered (attempt %s)", notice.pk, attempts)


def _is_refusal(failure: Exception) -> bool:
    """Say whether the server refuses this letter for good (5xx).

    That it refuses us (our password, our address, our greeting) says nothing of its reader:
    such a letter waits until that is put right.
    """
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in failure.recipients.values())
    return isinstance(failure, smtplib.SMTPDataError) and failure.smtp_code >= 500


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.debug("The mail connection was already gone")
