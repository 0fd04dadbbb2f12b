"""The colours and the icon of an instance that has its own, at addresses that never change.

An address holds the digest of what it serves: a browser keeps it for a year, and other
colours have another address. The Conference's own are files of ``static``.
"""

from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_script_prefix
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from crm_portal.core.instance import THIS, Face, colours

PREFIX = "face/"
A_YEAR = 31_536_000


def assets(face: Face) -> dict[str, tuple[bytes, str]]:
    """Return what a face serves by its name: content, and what kind it is of."""
    found = {
        "css": (colours.stylesheet(face.colours).encode(), "text/css; charset=utf-8"),
        "svg": (face.icon, "image/svg+xml"),
    }
    return {
        f"{sha256(content).hexdigest()[:20]}.{end}": (content, kind)
        for end, (content, kind) in found.items()
        if content
    }


ASSETS = assets(THIS.face)


def address(end: str) -> str:
    """Return the address of the instance's own ``css`` or ``svg``; empty: it has none."""
    name = next((each for each in ASSETS if each.endswith(f".{end}")), "")
    return f"{get_script_prefix()}{PREFIX}{name}" if name else ""


@login_not_required
@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """Serve one of them, for as long as a browser likes to keep it."""
    if name not in ASSETS:
        raise Http404
    content, kind = ASSETS[name]
    etag = quote_etag(name.partition(".")[0])
    made = HttpResponse(content, content_type=kind)
    response = get_conditional_response(request, etag=etag) or made
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
