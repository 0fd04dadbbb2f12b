"""Addresses of the demonstration's pages; the portal includes them in a demonstration only."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from crm_portal.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path(_("mailbox/"), views.mailbox, name="mailbox"),
    path(_("mailbox/<int:pk>/"), views.mail, name="mail"),
    path(_("clock/"), views.clock_page, name="clock"),
    path(_("clock/move/"), views.move_clock, name="clock-move"),
    path(_("accounts/"), views.accounts, name="accounts"),
    path(_("accounts/sign-in/"), views.sign_in, name="sign-in"),
]
