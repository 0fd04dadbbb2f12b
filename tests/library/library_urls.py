"""The library's addresses as the portal mounts them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("v/", include("crm_portal.library.short_urls")),
    *i18n_patterns(path("", include("crm_portal.library.urls"))),
]
