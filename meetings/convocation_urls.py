"""Addresses of the convocation of one meeting, below its own."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from meetings.views import convocation

urlpatterns = [
    path("", convocation.page, name="convocation"),
    path(_("letter/"), convocation.draft, name="convocation-draft"),
    path(_("address/"), convocation.address, name="convocation-address"),
    path(_("issue/"), convocation.issue_all, name="convocation-issue-all"),
    path(_("send/"), convocation.send_all, name="convocation-send-all"),
    path(_("letters/<int:pk>/"), convocation.letter, name="convocation-letter"),
    path(_("letters/<int:pk>/edit/"), convocation.edit, name="convocation-edit"),
    path(_("letters/<int:pk>/issue/"), convocation.issue, name="convocation-issue"),
    path(_("letters/<int:pk>/send/"), convocation.send, name="convocation-send"),
    path(
        _("letters/<int:pk>/call-off/"), convocation.call_off, name="convocation-call-off"
    ),
    path(_("letters/<int:pk>/answer/"), convocation.answer, name="convocation-answer"),
    path(_("letters/<int:pk>/pdf/"), convocation.paper, name="convocation-paper"),
    path(_("letters/<int:pk>/sign/"), convocation.signed_copy, name="convocation-sign"),
    path(_("letters/<int:pk>/signed/"), convocation.signed, name="convocation-signed"),
]
