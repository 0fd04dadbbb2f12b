"""Files that prove something: known by their content, kept once under their own hash."""

import hashlib
from typing import Any

import puremagic
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from crm_portal.library.models import StoredFile

MAX_BYTES = 10 * 1024 * 1024
SNIFFED_BYTES = 8192
# What a note or a mail arrives as: its suffix, and the type it is handed out with.
ACCEPTED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
}
MAIL_HEADERS = (b"received:", b"return-path:", b"from:", b"delivered-to:", b"message-id:")


class DocumentField(forms.FileField):
    """A file whose content, not whose name, says what it is; at most 10 MB."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("PDF, PNG, JPEG, DOCX or EML, at most 10 MB."))
        super().__init__(max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        file: UploadedFile | None = super().clean(data, initial)
        if not file:
            return None
        if not file.size or file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        found = kind_of(file)
        if found is None:
            raise forms.ValidationError(
                _("This is not a PDF, PNG, JPEG, DOCX or EML file.")
            )
        file.content_type = ACCEPTED[found]
        return file


def kind_of(file: UploadedFile) -> str | None:
    """Return the suffix that the content itself shows, or None for anything else."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    if _is_mail(content):
        return ".eml"
    try:
        found = {match.extension for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return None
    found = {".jpg" if each in {".jpeg", ".jfif", ".jfi"} else each for each in found}
    if ".docx" in found and b"word/document.xml" not in content:
        found.discard(".docx")
    return next((suffix for suffix in ACCEPTED if suffix in found), None)


def _is_mail(content: bytes) -> bool:
    """A mail begins with header lines, one of them one that every mail has."""
    head = content[:SNIFFED_BYTES].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].lower()
    lines = [line for line in head.split(b"\n") if line and line[:1] not in b" \t"]
    if not lines or b"\0" in head:
        return False
    return all(b":" in line for line in lines[:4]) and any(
        line.startswith(MAIL_HEADERS) for line in lines
    )


def stored_fields(file: UploadedFile) -> dict[str, Any]:
    """Return what is kept of an accepted file: its hash, size, type and bytes."""
    content = file.read()
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "content_type": str(file.content_type),
        "content": content,
    }


def keep(*, sha256: str, size: int, content_type: str, content: bytes) -> StoredFile:
    """Return the stored file with this content; the same content is kept once."""
    stored, _made = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"size": size, "content_type": content_type, "content": content},
    )
    return stored
