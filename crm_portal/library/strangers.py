"""Public pages for strangers: made once a minute, and not sent again to who has them.

A page is kept for the minute of record in which it was made, and only until the next act:
whatever the trail notes makes it anew. Whoever is signed in, or is told something, is
answered as always.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from crm_portal.core.i18n import active_language
from crm_portal.core.models import AuditEntry
from members.http import PortalRequest

LASTS_SECONDS = 60
VARIES = ("Cookie",)
View = Callable[[PortalRequest], HttpResponse]


def kept_for_strangers(view: View) -> Callable[[PortalRequest], HttpResponseBase]:
    """Keep what ``view`` answers to a stranger, and give it an ETag."""

    @wraps(view)
    def answer(request: PortalRequest) -> HttpResponseBase:
        if not _is_strangers(request):
            return view(request)
        kept = _kept(request, view)
        etag = quote_etag(sha256(kept.content).hexdigest()[:32])
        response = get_conditional_response(request, etag=etag) or kept
        response["ETag"] = etag
        response["Cache-Control"] = f"public, max-age={LASTS_SECONDS}"
        patch_vary_headers(response, VARIES)
        return response

    return answer


def _is_strangers(request: HttpRequest) -> bool:
    """Say whether nobody in particular asks: no session, and nothing waits to be told."""
    own = {settings.SESSION_COOKIE_NAME, "messages"}
    return own.isdisjoint(request.COOKIES)


def _kept(request: PortalRequest, view: View) -> HttpResponse:
    if request.META.get("QUERY_STRING"):
        return view(request)
    key = _key(request)
    content, kind = caches["pages"].get(key) or (b"", "")
    if content:
        return HttpResponse(content, content_type=kind)
    made = view(request)
    told = made.content, made["Content-Type"]
    caches["pages"].set(key, told, LASTS_SECONDS)
    return made


def _key(request: PortalRequest) -> str:
    minute = f"{request.viewer.at:%Y%m%d%H%M}"
    return f"{minute}:{_last_act()}:{active_language()}:{request.path}"


def _last_act() -> int:
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last or 0
