"""Addresses of what anybody may read about meetings, below ``/es/`` and ``/en/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from meetings.views import guests

app_name = "held"
urlpatterns = [
    path(_("bodies-and-meetings/"), guests.held, name="meetings"),
]
