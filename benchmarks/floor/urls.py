"""Its two pages."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import path


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing, whoever asks."""
    return HttpResponse()


def known(request: HttpRequest) -> HttpResponse:
    """Answer with nothing, to somebody signed in: the session and the person are read."""
    signed_in = request.user.is_authenticated
    return HttpResponse(status=HTTPStatus.OK if signed_in else HTTPStatus.FORBIDDEN)


urlpatterns = [path("", empty), path("known/", known)]
