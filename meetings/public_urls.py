"""Addresses of what anybody may read about meetings, below ``/es/`` and ``/en/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from meetings.views import feeds, guests, held, published

app_name = "held"
urlpatterns = [
    path(_("bodies-and-meetings/"), guests.held, name="meetings"),
    path(_("bodies/<slug:code>/"), held.body, name="body"),
    path(_("meetings/"), held.all_meetings, name="register"),
    path(_("meetings/register.csv"), held.as_csv, name="register-csv"),
    path(_("meetings/<slug:symbol>/"), held.meeting, name="meeting"),
    path(
        _("meetings/<slug:symbol>/documents-<slug:language>.zip"),
        published.pack,
        name="pack",
    ),
    path(_("calendar.ics"), feeds.public, name="feed-public"),
    path(_("calendar/<str:secret>.ics"), feeds.personal, name="feed"),
]
