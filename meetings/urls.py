"""Addresses of the meetings and of the Conference before others, below the intranet's prefix."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from meetings.views import applications, guests, representation

app_name = "meetings"
urlpatterns = [
    path(_("applications/"), applications.applications, name="applications"),
    path(_("applications/new/"), applications.new, name="application-new"),
    path(_("applications/<slug:reference>/"), applications.application, name="application"),
    path(
        _("applications/<slug:reference>/evidence/"),
        applications.evidence,
        name="application-evidence",
    ),
    path(
        _("applications/<slug:reference>/documents/<int:pk>/"),
        applications.document,
        name="application-document",
    ),
    path(
        _("applications/<slug:reference>/complete/"),
        applications.complete,
        name="application-complete",
    ),
    path(_("applications/<slug:reference>/put/"), applications.put, name="application-put"),
    path(
        _("applications/<slug:reference>/admit/"),
        applications.admit,
        name="application-admit",
    ),
    path(
        _("applications/<slug:reference>/decline/"),
        applications.decline,
        name="application-decline",
    ),
    path(
        _("applications/<slug:reference>/withdraw/"),
        applications.withdraw,
        name="application-withdraw",
    ),
    path(_("meetings/<int:pk>/guests/"), guests.guests, name="guests"),
    path(_("meetings/guests/<int:pk>/call-off/"), guests.call_off, name="guest-call-off"),
    path(_("representation/"), representation.representations, name="representations"),
    path(_("representation/new/"), representation.new, name="representation-new"),
    path(
        _("representation/<int:pk>/"), representation.representation, name="representation"
    ),
    path(
        _("representation/<int:pk>/report/"),
        representation.report,
        name="representation-report",
    ),
    path(
        _("representation/<int:pk>/call-off/"),
        representation.call_off,
        name="representation-call-off",
    ),
    path(
        _("representation/agreements/new/"),
        representation.agreement_new,
        name="agreement-new",
    ),
    path(
        _("representation/agreements/<int:pk>/"), representation.agreement, name="agreement"
    ),
    path(
        _("representation/documents/<str:sha256>/"),
        representation.document,
        name="representation-document",
    ),
    path(
        _("presidency/<int:year>/report/"),
        representation.presidency_report,
        name="presidency-report",
    ),
]
