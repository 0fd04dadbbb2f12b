"""Files that prove something: known by their content, kept once under their own hash.

Where a scanner is configured, nothing is kept that it has not cleared.
"""

import hashlib
import logging
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from crm_portal.library import antivirus, inspection
from crm_portal.library.inspection import TYPES, Hostile
from crm_portal.library.models import StoredFile

logger = logging.getLogger(__name__)

MAX_BYTES = 10 * 1024 * 1024
# What a note or a mail arrives as: its suffix, and the type it is handed out with.
ACCEPTED = {suffix: TYPES[suffix] for suffix in (".pdf", ".png", ".jpg", ".docx", ".eml")}


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
        file.content_type = ACCEPTED[_looked_into(file)]
        require_cleared(file)
        return file


def _looked_into(file: UploadedFile) -> str:
    """Return the suffix that the content shows; say why a file is not taken."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        suffix = inspection.inspect(file.name or "", content).suffix
    except Hostile as refusal:
        if refusal.code != "unknown":
            raise forms.ValidationError(refusal.message, code=refusal.code) from None
        suffix = ""
    if suffix not in ACCEPTED:
        raise forms.ValidationError(_("This is not a PDF, PNG, JPEG, DOCX or EML file."))
    return suffix


def require_cleared(file: UploadedFile) -> None:
    """Refuse what the scanner finds something in, and anything while it does not answer."""
    if not settings.CLAMD_SOCKET:
        return
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        verdict = antivirus.scan(content)
    except antivirus.ScannerDown:
        logger.warning("The scanner does not answer: a file was not taken")
        raise forms.ValidationError(
            _("The file cannot be scanned now, and is not taken: try again later."),
            code="scanner_down",
        ) from None
    if not verdict.is_clean:
        logger.warning("The scanner stopped a file: %s", verdict.signature[:200])
        raise forms.ValidationError(
            _("The scanner found something harmful in the file: it is not taken."),
            code="infected",
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
