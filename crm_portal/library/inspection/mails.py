"""Mail: headers that every mail has, and attachments that would be kept by themselves."""

import email
import re
from collections.abc import Callable
from email import policy
from email.errors import MessageError
from email.message import EmailMessage

from crm_portal.library.inspection.verdicts import Found, refuse

HEAD_BYTES = 8192
HEADERS = (b"received:", b"return-path:", b"from:", b"delivered-to:", b"message-id:")
SAVED_PAGES = (b"snapshot-content-location:", b"saved by blink", b"saved by windows")
MARKUP = re.compile(r"<\s*(script|iframe|object|embed)\b", re.IGNORECASE)
MOST_PARTS = 200


def is_mail(content: bytes) -> bool:
    """Say whether it begins with header lines, one of them one that every mail has."""
    head = content[:HEAD_BYTES].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].lower()
    lines = [line for line in head.split(b"\n") if line and line[:1] not in b" \t"]
    if not lines or b"\0" in head:
        return False
    return all(b":" in line for line in lines[:4]) and any(
        line.startswith(HEADERS) for line in lines
    )


def inspect(content: bytes, look_into: Callable[[str, bytes], Found]) -> Found:
    """Return that it is a mail, once each of its attachments has been looked into."""
    if any(mark in content[:HEAD_BYTES].lower() for mark in SAVED_PAGES):
        raise refuse("active")
    try:
        message = email.message_from_bytes(content, policy=policy.default)
        parts = list(message.walk())
    except (MessageError, ValueError, RecursionError, LookupError):
        raise refuse("damaged") from None
    if len(parts) > MOST_PARTS:
        raise refuse("bomb")
    attached = [part for part in parts if isinstance(part, EmailMessage) and _part(part)]
    for part in attached:
        look_into(part.get_filename() or "", _bytes_of(part))
    return Found(".eml", ["attachments"] if attached else [])


def _part(part: EmailMessage) -> bool:
    """Say whether a part is a file; the mail's own text must not act."""
    if part.is_multipart():
        return False
    if part.get_filename():
        return True
    if part.get_content_type() not in {"text/plain", "text/html"}:
        raise refuse("embedded")
    text = _bytes_of(part).decode(errors="replace")
    if part.get_content_type() == "text/html" and MARKUP.search(text):
        raise refuse("active")
    return False


def _bytes_of(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
