"""One function per verb: rule, lock, step, audit, notices, in one transaction."""

from meetings.services.applications import (
    Applicant,
    add_evidence,
    admit,
    decline,
    mark_complete,
    put_before_vice_ministers,
    receive,
    withdraw,
)
from meetings.services.guests import call_off_guest, invite_guest

__all__ = [
    "Applicant",
    "add_evidence",
    "admit",
    "call_off_guest",
    "decline",
    "invite_guest",
    "mark_complete",
    "put_before_vice_ministers",
    "receive",
    "withdraw",
]
