"""Files are read once, whatever happens to whoever reads them."""

import logging
import subprocess
import sys

from django.db import transaction
from django.db.models import Max

from crm_portal.core import clock
from crm_portal.library.inspection.verdicts import TYPES
from crm_portal.library.models import DocumentRevision, StoredFile
from crm_portal.library.models.search import FileState, FileText, SearchDue
from crm_portal.library.searching import extracting
from crm_portal.library.searching.sources import shortened

logger = logging.getLogger(__name__)
SUFFIXES = {content_type: suffix for suffix, content_type in TYPES.items()}
PATIENCE = extracting.SECONDS + 10


def read_due(limit: int = 20) -> int:
    """Read at most ``limit`` files of documents that nobody read yet; return how many."""
    waiting = DocumentRevision.objects.readable().filter(file__text=None)
    latest = waiting.order_by().values("file_id").annotate(last=Max("pk")).order_by("-last")
    hashes = list(latest.values_list("file_id", flat=True)[:limit])
    for sha256 in hashes:
        _read(sha256)
    return len(hashes)


def _read(sha256: str) -> None:
    file = StoredFile.objects.get(pk=sha256)
    state, words = _words(bytes(file.content), SUFFIXES.get(file.content_type, ""))
    with transaction.atomic():
        FileText.objects.get_or_create(
            file=file,
            defaults={"state": state, "words": words, "read_at": clock.now()},
        )
        documents = DocumentRevision.objects.filter(file=file).values_list("document_id")
        SearchDue.objects.bulk_create(
            [SearchDue(kind="document", target_id=pk) for (pk,) in documents.distinct()]
        )


def _words(content: bytes, suffix: str) -> tuple[FileState, str]:
    """Return the words that a process of its own finds; what it dies of stays in it."""
    command = [sys.executable, "-m", extracting.__name__, suffix]
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, a suffix from our own table
            command, input=content, capture_output=True, timeout=PATIENCE, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
        # The file's own words may be in what it said: they belong in no log.
        logger.warning("A file could not be read: %s", type(failure).__name__)
        return FileState.UNREADABLE, ""
    words = shortened(done.stdout.decode("utf-8", "replace")).strip()
    return (FileState.READ if words else FileState.EMPTY), words
