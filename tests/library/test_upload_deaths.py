"""U6: the process that takes an upload is killed on the way, again and again, at every point.

Each upload is sent through the whole portal by a child of this process, which dies by
SIGKILL where it is told to; what it left behind is looked at from outside.
"""

import os
import signal
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm_portal.library.models import Document, DocumentRevision, StoredFile
from tests.library.documents import pdf

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = (
    "received_stamp",
    "document_written",
    "file_stored",
    "revision_written",
    "document_before_commit",
)
AFTER = "document_committed"
TIMES = 20
SAID = {"title_es": "Nota", "series": "XXI-CRM", "category": "DOC", "level": "members"}


def ends(act: Callable[[], object]) -> int:
    """Do the act in a child on a connection of its own; return the signal that killed it."""
    connection.close()
    child = os.fork()
    if not child:
        try:
            act()
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


@pytest.fixture
def upload(client: Client, cast, settings, tmp_path) -> Callable[[str, int], int]:
    """Send a document in both languages, to die at a point; return the signal."""
    settings.CRASHPOINTS, settings.DATA_DIR = True, tmp_path
    client.force_login(cast.people["elena"])
    address = reverse("library:document-new")
    # What this process has loaded its children need not load again, each for itself.
    refused = client.post(
        address, {**SAID, "file_es": SimpleUploadedFile("n.pdf", b"%PDF-")}
    )
    assert refused.status_code == 200

    def send(point: str, turn: int) -> int:
        files = {
            f"file_{language}": SimpleUploadedFile(
                "n.pdf", pdf(f"{language} {point} {turn}")
            )
            for language in ("es", "en")
        }
        (tmp_path / f"crash-{point}").touch()
        return ends(lambda: client.post(address, {**SAID, **files}))

    return send


def left() -> tuple[int, int, int]:
    return (
        Document.objects.count(),
        DocumentRevision.objects.count(),
        StoredFile.objects.count(),
    )


def test_an_upload_that_dies_before_it_is_kept_leaves_nothing(upload):
    for point in BEFORE:
        for turn in range(TIMES):
            assert upload(point, turn) == signal.SIGKILL, point
            assert left() == (0, 0, 0), point

    assert upload("a point that is not passed", 0) == 0
    assert left() == (1, 2, 2)


def test_an_upload_that_dies_once_it_is_kept_is_there_whole(upload):
    for turn in range(1, TIMES + 1):
        assert upload(AFTER, turn) == signal.SIGKILL
        assert left() == (turn, 2 * turn, 2 * turn)

    used = DocumentRevision.objects.values("file")
    assert not StoredFile.objects.exclude(pk__in=used).exists()
    numbers = Document.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, TIMES + 1))
