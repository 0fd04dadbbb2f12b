"""Ask the scanner about what waits for it; what it does not clear stays where it is."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from crm_portal.core import audit, clock
from crm_portal.core.access import Viewer
from crm_portal.library import antivirus
from crm_portal.library.models import DocumentRevision, Scan

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=10)


def scan_next() -> bool:
    """Scan the file that has waited longest; say whether there was one to try."""
    at = clock.now()
    with transaction.atomic():
        revision = (
            DocumentRevision.objects.filter(scan=Scan.PENDING, next_try_at__lte=at)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("file", "document")
            .order_by("next_try_at", "pk")
            .first()
        )
        if revision is None or not settings.CLAMD_SOCKET:
            return False
        try:
            verdict = antivirus.scan(bytes(revision.file.content))
        except antivirus.ScannerDown:
            _postpone(revision)
            return True
        _settle(revision, verdict)
    return True


def _postpone(revision: DocumentRevision) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(revision.attempts, 8), LONGEST_PAUSE)
    revision.attempts += 1
    revision.next_try_at = clock.now() + pause
    revision.save(update_fields=["attempts", "next_try_at"])


def _settle(revision: DocumentRevision, verdict: antivirus.Verdict) -> None:
    at = clock.now()
    revision.scan = Scan.CLEAN if verdict.is_clean else Scan.INFECTED
    revision.scanned_at, revision.signature = at, verdict.signature[:200]
    revision.next_try_at = None
    revision.save(update_fields=["scan", "scanned_at", "signature", "next_try_at"])
    verb = "file_cleared" if verdict.is_clean else "file_quarantined"
    audit.record(revision.document, verb, by=Viewer(at=at), file=revision.pk)
