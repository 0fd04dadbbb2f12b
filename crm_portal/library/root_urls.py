"""Addresses that programs ask for at the root of the site, the same in every language."""

from django.urls import path

from crm_portal.library.views import public

urlpatterns = [
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("robots.txt", public.robots, name="robots"),
]
