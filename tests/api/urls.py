from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("crm_portal.api")),
    path("i18n/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("", include("crm_portal.library.urls")),
        path("account/", include("members.account_urls")),
        path("intranet/", include("members.urls")),
    ),
]
