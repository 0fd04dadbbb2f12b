"""Addresses of what anybody may read about the Conference, below ``/es/`` and ``/en/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from members.views import parties, presidencies

app_name = "conference"
urlpatterns = [
    path(_("who-takes-part/"), parties.participants, name="participants"),
    path(_("who-takes-part/<slug:code>/"), parties.participant, name="participant"),
    path(_("presidencies/"), presidencies.timeline, name="presidencies"),
]
