from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from rest_framework.routers import DefaultRouter

from members import api

router = DefaultRouter()
router.register("parties", api.PartyViewSet)
router.register("closures", api.ClosureViewSet)
router.register("calendar-years", api.CalendarYearViewSet)
urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include(router.urls)),
    *i18n_patterns(
        path(_("account/"), include("members.account_urls")),
        path(_("intranet/"), include("members.urls")),
        path(_("intranet/"), include("crm_portal.core.urls")),
    ),
]
