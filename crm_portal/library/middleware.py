"""A request that only reads asks once in which circles its reader sits."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from crm_portal.library import circles

GetResponse = Callable[[HttpRequest], HttpResponse]
READING = {"GET", "HEAD"}


class CirclesMiddleware:
    """Answer every question of a reading about circles with the first answer; acts ask anew."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        with circles.asked_once():
            return self.get_response(request)
