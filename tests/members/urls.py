"""The members' API by itself, beside the pages."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from crm_portal.urls import urlpatterns as pages
from members import api, party_api

router = DefaultRouter()
router.register("parties", party_api.PartyViewSet, "party")
router.register("closures", api.ClosureViewSet, "closure")
router.register("calendar-years", api.CalendarYearViewSet, "calendar-year")
urlpatterns = [path("api/v1/", include(router.urls)), *pages]
