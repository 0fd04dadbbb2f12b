"""Every address of the portal. Pages exist in both languages under ``/es/`` and ``/en/``."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from crm_portal.core import views as core_views

healthz = [
    path("live", core_views.live, name="live"),
    path("ready", core_views.ready, name="ready"),
    path("deep", core_views.deep, name="deep"),
]
intranet = [
    path("", include("crm_portal.core.urls")),
    path("", include("members.urls")),
]
if find_spec("decisions.urls"):
    intranet.append(path("", include("decisions.urls")))
if settings.DEMONSTRATION:
    intranet.append(path(_("demonstration/"), include("crm_portal.demonstration.urls")))

urlpatterns = [
    path("healthz/", include((healthz, "healthz"))),
    path("i18n/", include("django.conf.urls.i18n")),
    path("v/", include("crm_portal.library.short_urls")),
    *i18n_patterns(
        path("", include("crm_portal.library.urls")),
        path(_("account/"), include("allauth.urls")),
        path("intranet/", include(intranet)),
    ),
]
if find_spec("crm_portal.api"):
    urlpatterns.insert(0, path("api/v1/", include("crm_portal.api")))
handler500 = "django.views.defaults.server_error"
