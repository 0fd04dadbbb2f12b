"""Log lines that nobody can forge: one line per event, control characters escaped."""

import logging


class LineFormatter(logging.Formatter):
    """``2026-09-10T15:00:00 INFO decisions.sweeps message``, on one line but for tracebacks."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S"
        )

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)
