"""Files handed to a browser: to be kept or shown, never run as a page of the portal."""

from typing import TypeVar

from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

PRIVATE, PUBLIC = "private, no-store", "public, no-cache"
Answer = TypeVar("Answer", bound=HttpResponseBase)


def sealed(
    answer: Answer, name: str, *, inline: bool = False, cache: str = PRIVATE
) -> Answer:
    """Return ``answer`` as a file called ``name``: nothing in it runs, no other site reads it.

    ``inline`` lets the browser show it, in a window of no origin.
    """
    kept = content_disposition_header(as_attachment=not inline, filename=name)
    answer["Content-Disposition"] = str(kept)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = cache
    return answer
