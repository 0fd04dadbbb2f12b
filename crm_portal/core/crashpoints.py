"""Named points at which a drill may kill the process, to prove that nothing is lost there."""

import os
import signal
from pathlib import Path

from django.conf import settings

POINTS = (
    "received_stamp",
    "round_locked",
    "reply_inserted",
    "reply_committed",
    "before_poke",
    "after_poke",
    "due_locked",
    "due_halfway",
    "due_before_commit",
    "due_committed",
    "message_claimed",
    "before_send",
    "after_send",
    "after_sent_mark",
    "render_claimed",
    "render_before_commit",
    "document_written",
    "file_stored",
    "revision_written",
    "document_before_commit",
    "document_committed",
    "pack_claimed",
    "pack_built",
)


def crashpoint(name: str) -> None:
    """Die here, once, if a drill armed ``name``; otherwise do nothing."""
    if not settings.CRASHPOINTS:
        return
    armed = Path(settings.DATA_DIR) / f"crash-{name}"
    try:
        armed.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
