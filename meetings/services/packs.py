"""Ask for a pack, make it once, let it go when its time has passed."""

import hashlib
import json
import logging
import tempfile
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from crm_portal.core import audit, clock, wakeup
from crm_portal.core.access import Role, Viewer
from crm_portal.core.crashpoints import crashpoint
from crm_portal.core.errors import Conflict, DomainError, Invalid, Refused
from crm_portal.library import circles
from crm_portal.library.rules import levels_of
from meetings import pack
from meetings.models import (
    Meeting,
    MeetingPaper,
    PackFile,
    PackForm,
    PackJob,
    PackPiece,
)
from meetings.models.papers import PACKED
from meetings.rules import papers as rules

LEASE = timedelta(minutes=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=10)
ATTEMPTS, KEPT = 5, timedelta(days=14)
PIECE_BYTES = 4 * 1024 * 1024
STATE = PackJob.State
logger = logging.getLogger(__name__)


def levels_for(meeting: Meeting, viewer: Viewer) -> list[str]:
    """Return the audiences whose pack ``viewer`` may ask for, the widest first."""
    if viewer.is_public:
        return []
    own = {"public", *levels_of(viewer)}
    if f"meeting:{meeting.pk}:participants" in circles.of(viewer):
        own.add("participants")
    return [level for level in PACKED if level in own]


@transaction.atomic
def ask_pack(
    meeting_id: int, *, level: str, language: str, form: str, by: Viewer
) -> PackJob:
    """Owe a pack of what ``by`` may read now; the same order is the same pack."""
    meeting = Meeting.objects.visible_to(by).get(pk=meeting_id)
    if language not in {"es", "en"} or form not in PackForm.values:
        raise Invalid(_("Choose the language and the form."), code="words")
    if level not in levels_for(meeting, by):
        raise Invalid(_("Choose an audience to which you belong."), code="level")
    return _owed(meeting, level, language, form, by, reader=by)


@transaction.atomic
def publish_packs(meeting_id: int, *, by: Viewer) -> list[PackJob]:
    """Owe a pack of the public documents in each language, for the meeting's public page.

    What is there already stays until the new one is made, and goes with it.
    """
    if not by.has(Role.SECRETARIAT):
        raise Refused(
            _("The Secretariat publishes the documents of a meeting."), rule="001:455"
        )
    anybody = Viewer(at=by.at)
    meeting = Meeting.objects.visible_to(anybody).filter(pk=meeting_id).first()
    if meeting is None:
        raise Conflict(_("That meeting is not public yet."), code="not_public")
    jobs = [
        _owed(meeting, "public", language, PackForm.ZIP, by, reader=anybody)
        for language in ("es", "en")
    ]
    PackJob.objects.filter(pk__in=[job.pk for job in jobs]).update(published_at=by.at)
    audit.record(meeting, "packs_published", by=by, packs=[job.pk for job in jobs])
    return jobs


def _owed(
    meeting: Meeting,
    level: str,
    language: str,
    form: str,
    by: Viewer,
    *,
    reader: Viewer,
) -> PackJob:
    """Return the order for what ``reader`` may read; the same order is the same pack."""
    contents = _contents(meeting, level, language, reader)
    job, made = PackJob.objects.get_or_create(
        fingerprint=_fingerprint(meeting, level, language, form, contents, by),
        defaults={
            "meeting": meeting,
            "party_id": by.state,
            "level": level,
            "language": language,
            "form": form,
            "contents": contents,
            "total": len(contents),
            "asked_at": by.at,
            "asked_by_id": by.signer,
            "next_try_at": by.at,
        },
    )
    if not made and job.state in {STATE.GONE, STATE.FAILED}:
        _ask_again(job, by)
    if made:
        audit.record(job, "asked", by=by, level=level, files=len(contents))
    wakeup.soon()
    return job


def _contents(meeting: Meeting, level: str, language: str, by: Viewer) -> list[int]:
    """Return the latest files of what ``by`` reads for that audience, in the pack's order."""
    papers = MeetingPaper.objects.visible_to(by).filter(
        meeting=meeting, document__level__in=rules.held(level)
    )
    circled = papers.exclude(document__level="participants") | papers.filter(
        document__circle=f"meeting:{meeting.pk}:participants"
    )
    contents = pack.files_of(circled.in_order(), language)
    if not contents:
        raise Conflict(_("There is no document for that audience yet."), code="empty")
    return contents


def _fingerprint(
    meeting: Meeting, level: str, language: str, form: str, contents: list[int], by: Viewer
) -> str:
    said = [meeting.pk, by.state, level, language, form, contents]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _ask_again(job: PackJob, by: Viewer) -> None:
    job.state, job.attempts, job.done, job.error = STATE.ASKED, 0, 0, ""
    job.asked_at = job.next_try_at = by.at
    job.asked_by_id = by.signer
    job.save()


def make_next() -> bool:
    """Make the pack that has waited longest; say whether there was one to try.

    It is claimed by a lease, so that its progress can be seen while it is made, and what a
    worker leaves half done is somebody else's when the lease ends.
    """
    worker = uuid.uuid4()
    job = _claim(worker)
    if job is None:
        return False
    crashpoint("pack_claimed")
    mine = PackJob.objects.filter(pk=job.pk, lease_by=worker)
    try:
        with tempfile.TemporaryFile() as out:
            pack.build(job, out, lambda done: mine.update(done=done))
            crashpoint("pack_built")
            _finish(job, worker, out)
    except Exception as failure:
        logger.exception("Pack %d stays owed", job.pk)
        _postpone(job, worker, failure)
    return True


def _claim(worker: uuid.UUID) -> PackJob | None:
    at = clock.now()
    with transaction.atomic():
        job = (
            PackJob.objects.due(at)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("meeting__body", "party")
            .order_by("next_try_at", "pk")
            .first()
        )
        if job is None:
            return None
        if job.attempts >= ATTEMPTS:  # whoever took it up died of it, every time
            job.state, job.error = STATE.FAILED, "Killed"
            job.save(update_fields=["state", "error"])
            return None
        job.lease_by, job.lease_until, job.done = worker, at + LEASE, 0
        job.attempts += 1
        job.save(update_fields=["lease_by", "lease_until", "done", "attempts"])
    return job


def _finish(job: PackJob, worker: uuid.UUID, made: BinaryIO) -> None:
    with transaction.atomic():
        file = _stored(made)
        held = PackJob.objects.filter(pk=job.pk, lease_by=worker)
        held.update(
            state=STATE.DONE,
            file=file,
            made_at=clock.now(),
            done=job.total,
            lease_by=None,
            lease_until=None,
        )


def _stored(made: BinaryIO) -> PackFile:
    """Keep what was made, piece by piece; the same bytes are kept once."""
    digest = hashlib.sha256()
    for piece in _pieces(made):
        digest.update(piece)
    file, is_new = PackFile.objects.get_or_create(
        sha256=digest.hexdigest(), defaults={"size": made.tell()}
    )
    if is_new:
        for position, piece in enumerate(_pieces(made)):
            PackPiece.objects.create(file=file, position=position, content=piece)
    return file


def _pieces(made: BinaryIO) -> Iterator[bytes]:
    made.seek(0)
    yield from iter(lambda: made.read(PIECE_BYTES), b"")


def _postpone(job: PackJob, worker: uuid.UUID, failure: Exception) -> None:
    final = isinstance(failure, DomainError) or job.attempts >= ATTEMPTS
    pause = min(FIRST_PAUSE * 2 ** (job.attempts - 1), LONGEST_PAUSE)
    PackJob.objects.filter(pk=job.pk, lease_by=worker).update(
        state=STATE.FAILED if final else STATE.ASKED,
        next_try_at=clock.now() + pause,
        error=type(failure).__name__[:500],
        lease_by=None,
        lease_until=None,
    )


def let_go() -> int:
    """Let go the packs that were made long ago: the documents stay, the copies need not."""
    old = PackJob.objects.filter(state=STATE.DONE, made_at__lte=clock.now() - KEPT)
    newer = PackJob.objects.published().filter(
        meeting=OuterRef("meeting"),
        language=OuterRef("language"),
        published_at__gt=OuterRef("published_at"),
    )
    old = old.filter(Q(published_at=None) | Exists(newer))
    with transaction.atomic():
        gone = PackJob.objects.filter(pk__in=list(old.values_list("pk", flat=True))).update(
            state=STATE.GONE, file=None, made_at=None, published_at=None
        )
        if gone:
            held = PackJob.objects.exclude(file=None).values("file")
            PackFile.objects.exclude(pk__in=held).delete()
    return gone
