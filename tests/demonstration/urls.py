"""Addresses for the tests: the demonstration's pages as the portal includes them."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def today(request: HttpRequest) -> HttpResponse:
    """The page one lands on after signing in."""
    return HttpResponse(request.user.get_username())


urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("demostracion/", include("crm_portal.demonstration.urls")),
        path("cuentas/", include("allauth.urls")),
        path("intranet/", include(([path("", today, name="today")], "core"))),
        path("", include("crm_portal.library.urls")),
    ),
]
