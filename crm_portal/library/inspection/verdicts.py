"""What an inspection says: what a file is, or why it is refused, in the reader's language."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.errors import Invalid

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    ".pdf": "application/pdf",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
    ".pptx": f"{OFFICE}presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".eml": "message/rfc822",
}
REASONS: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "too_large": _("The file is too large."),
    "unknown": _("This is not a PDF, DOCX, XLSX, PPTX, ODT, PNG, JPEG or EML file."),
    "old_office": _("This is an old or a protected Office file: save it as DOCX or PDF."),
    "suffix": _("The name says one thing and the content another: it is a %(is_really)s."),
    "polyglot": _("The file is two things at once, or something hangs on its end."),
    "damaged": _("The file is damaged or incomplete: save it again, then send it."),
    "encrypted": _("The file is protected by a password: send it without."),
    "macros": _("The file holds macros: save it without them, or as a PDF."),
    "embedded": _("The file holds another file or a program inside."),
    "active": _(
        "The file would do something by itself when it is opened: save it as a PDF."
    ),
    "external": _("The file fetches something from elsewhere when it is opened."),
    "entities": _("The file declares entities, which documents do not need."),
    "bomb": _("Opened, the file would be too large."),
    "nested": _("The file holds files within files."),
    "unsafe_names": _("The file holds parts whose names lead outside it."),
    "pixels": _("The image has too many pixels, or more than one picture."),
    "position": _("The photograph tells where it was taken: save it without its position."),
}
REMARKS: dict[str, str | Promise] = {
    "attachments": _("It holds attached files of plain text or data."),
    "forms": _("It holds a form to be filled in."),
    "links": _("It holds links to other places."),
}


class Hostile(Invalid):
    """A file that is not kept; ``code`` says why and is stable."""


@dataclass(frozen=True)
class Found:
    """What a file is, and what is remarkable in it without being refused."""

    suffix: str
    remarks: list[str] = field(default_factory=list)

    @property
    def content_type(self) -> str:
        return TYPES[self.suffix]


def refuse(code: str, **words: str) -> Hostile:
    """Return the refusal with that code, to be raised."""
    text = str(REASONS[code])
    return Hostile(text % words if words else text, code=code)


def in_words(remark: str) -> str:
    """Return a remark in the active language."""
    return str(REMARKS.get(remark, remark))
