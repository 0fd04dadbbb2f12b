"""Log lines that nobody can forge: one line per event, control characters escaped.

A link that lets its reader act is not written down: whoever reads a log is somebody else.
"""

import logging
import re

# Signed tokens (content:time:signature), keys of a new password, personal tokens.
SECRETS = re.compile(r"[\w-]{4,}:[\w-]{4,}:[\w-]{16,}|(?<=/key/)[\w-]+|crm_[\w-]{40,}")
HIDDEN = "***"


class LineFormatter(logging.Formatter):
    """``2026-09-10T15:00:00 INFO decisions.sweeps message``, on one line but for tracebacks."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S"
        )

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        line = SECRETS.sub(HIDDEN, super().formatMessage(record))
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)
