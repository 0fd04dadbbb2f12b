"""Addresses of parties, people, powers and calendars, below the intranet's prefix."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from members.views import accounts, calendars, directory, presidencies

app_name = "members"
urlpatterns = [
    path(_("my-account/"), accounts.account, name="account"),
    path(_("invitation/<str:token>/"), accounts.invitation, name="invitation"),
    path(_("contact/<str:token>/"), accounts.contact, name="contact"),
    path(_("directory/"), directory.directory, name="directory"),
    path(_("directory/ask/"), directory.ask, name="directory-ask"),
    path(_("directory/people/<int:pk>/"), directory.person, name="person"),
    path(
        _("directory/people/<int:pk>/invite-again/"),
        directory.invite_again,
        name="person-invite-again",
    ),
    path(_("directory/people/<int:pk>/ask/"), directory.ask_person, name="person-ask"),
    path(_("directory/mandates/<int:pk>/end/"), directory.end_mandate, name="mandate-end"),
    path(_("directory/<slug:code>/"), directory.party, name="party"),
    path(_("directory/<slug:code>/invite/"), directory.invite, name="party-invite"),
    path(_("directory/<slug:code>/voice/"), directory.voice, name="party-voice"),
    path(_("calendars/"), calendars.calendars, name="calendars"),
    path(_("calendars/<slug:code>/<int:year>/"), calendars.calendar, name="calendar"),
    path(
        _("calendars/<slug:code>/<int:year>/confirm/"),
        calendars.confirm,
        name="calendar-confirm",
    ),
    path(
        _("calendars/<slug:code>/<int:year>/enter/"),
        calendars.enter,
        name="closure-enter",
    ),
    path(
        _("calendars/<slug:code>/<int:year>/correct/<int:pk>/"),
        calendars.correct,
        name="closure-correct",
    ),
    path(_("presidency/"), presidencies.presidency, name="presidency"),
    path(_("presidency/hand-over/"), presidencies.hand_over, name="presidency-hand-over"),
    path(_("presidency/designate/"), presidencies.designate, name="presidency-designate"),
]
