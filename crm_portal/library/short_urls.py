"""The addresses printed on paper: the same in every language, outside ``/es/`` and ``/en/``."""

from django.urls import path

from crm_portal.library.views import issued as views

app_name = "v"
urlpatterns = [
    path("", views.short, name="form"),
    path("<str:code>", views.short, name="code"),
    path("<str:code>/", views.short),
]
