"""Paper: the one door to WeasyPrint.

A document is a template, a context and a language; the same three, title, identifier
and instant give the same bytes, on any machine and on any day. Nothing is read from
the network or the disk while it is made.
"""

import logging
import os
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from crm_portal.core import pdf_tags
from crm_portal.core.errors import DomainError
from crm_portal.core.pdf_fonts import typefaces

logger = logging.getLogger(__name__)

ARCHIVAL = "pdf/a-3a"
MAX_HTML_CHARACTERS = 6_000_000
MAX_PAGES = 400


class NotPrintable(DomainError):
    """The document cannot be put on paper: too long, or it asks for something outside it."""

    code = "not_printable"


@dataclass(frozen=True)
class AttachedFile:
    """A file inside the PDF. ``relationship`` is PDF/A-3's: Source, Data, Supplement…"""

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Source"


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    title: str,
    identifier: str | bytes,
    created: datetime,
    variant: str = ARCHIVAL,
    attachments: Sequence[AttachedFile] = (),
) -> bytes:
    """Return ``template`` as a tagged PDF/A-3a that also says PDF/UA-1.

    ``identifier`` becomes the file's ``/ID`` and ``created`` its date (aware, kept to the
    second, UTC). Raises ``NotPrintable``.
    """
    html = page_source(template, context, language=language, title=title, created=created)
    return html_to_pdf(
        html,
        identifier=identifier,
        created=created,
        variant=variant,
        attachments=attachments,
    )


def page_source(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    title: str,
    created: datetime,
) -> str:
    """Return the HTML that ``render_pdf`` prints, every character of it printable."""
    document = {"language": language, "title": title, "created": _stamp(created)}
    with translation.override(language):
        html = render_to_string(template, {**context, "document": document})
        if len(html) > MAX_HTML_CHARACTERS:
            raise NotPrintable(_("The document is too long to be printed."))
    return typefaces().legible(unicodedata.normalize("NFC", html))


def html_to_pdf(
    html: str,
    *,
    identifier: str | bytes,
    created: datetime,
    variant: str = ARCHIVAL,
    attachments: Sequence[AttachedFile] = (),
) -> bytes:
    """Lay ``html`` out and write it, reading nothing but ``data:`` URLs."""
    # Read when WeasyPrint is first imported, which is below and nowhere else.
    os.environ["FONTCONFIG_FILE"] = str(typefaces().configuration)
    from weasyprint.urls import FatalURLFetchingError

    key = identifier.encode() if isinstance(identifier, str) else identifier
    try:
        pages = _laid_out(html, variant)
        return _written(
            pages, variant, key, [_attachment(file, created) for file in attachments]
        )
    except FatalURLFetchingError as failure:
        # It derives from BaseException, so that no `except Exception` would see it.
        logger.error("A document asked for something outside itself: %s", failure)
        raise NotPrintable(
            _("The document refers to something outside itself.")
        ) from failure


def _laid_out(html: str, variant: str) -> Any:
    from weasyprint import HTML

    pages = HTML(string=html, url_fetcher=_closed_door()).render(pdf_variant=variant)
    if len(pages.pages) > MAX_PAGES:
        raise NotPrintable(_("The document is too long to be printed."))
    return pages


def _written(pages: Any, variant: str, identifier: bytes, attachments: list[Any]) -> bytes:
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        return bytes(
            pages.write_pdf(
                pdf_variant=variant,
                pdf_identifier=identifier,
                attachments=attachments,
                finisher=pdf_tags.finish,
            )
        )


def _closed_door() -> Any:
    """Return a fetcher that opens ``data:`` and ends the rendering at anything else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ClosedDoor(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False)

        def fetch(
            self, url: str, headers: dict[str, str] | None = None
        ) -> URLFetcherResponse:
            if not url.lower().startswith("data:"):
                raise FatalURLFetchingError(url[:200])
            return super().fetch(url, headers)

    return ClosedDoor()


def _attachment(file: AttachedFile, created: datetime) -> Any:
    from weasyprint import Attachment

    # Single-use: WeasyPrint consumes it, so it is made for each rendering.
    return Attachment(
        string=file.content,
        name=file.name,
        description=file.description or file.name,
        created=created.astimezone(UTC),
        modified=created.astimezone(UTC),
        relationship=file.relationship,
    )


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
