"""Addresses of the meetings and of the Conference before others, below the intranet's prefix."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from meetings.views import (
    applications,
    calendar,
    decided,
    detaching,
    feeds,
    guests,
    papers,
    planning,
    published,
    representation,
    rights,
    workspace,
)

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
    path(_("meetings/"), calendar.meetings, name="meetings"),
    path(_("meetings/new/"), planning.plan, name="meeting-new"),
    path(_("meetings/week/"), calendar.week, name="week"),
    path(_("meetings/<int:year_number>/"), calendar.of_year, name="year"),
    path(_("meetings/decisions/"), decided.decisions, name="decisions"),
    path(_("meetings/decisions/new/"), decided.new, name="decision-new"),
    path(_("meetings/decisions/<int:pk>/revoke/"), decided.revoke, name="decision-revoke"),
    path(_("meetings/calendar-addresses/"), feeds.addresses, name="feeds"),
    path(
        _("meetings/calendar-addresses/<int:pk>/revoke/"), feeds.revoke, name="feed-revoke"
    ),
    path(_("meetings/sessions/<int:pk>/"), planning.edit_session, name="session-edit"),
    path(
        _("meetings/sessions/<int:pk>/remove/"),
        planning.remove_session,
        name="session-remove",
    ),
    path(_("meetings/guests/<int:pk>/call-off/"), guests.call_off, name="guest-call-off"),
    path(_("meetings/<slug:symbol>/"), workspace.meeting, name="meeting"),
    path(_("meetings/<slug:symbol>/change/"), planning.edit, name="meeting-edit"),
    path(_("meetings/<slug:symbol>/sessions/"), planning.edit_sessions, name="sessions"),
    path(_("meetings/<slug:symbol>/step/<slug:step>/"), planning.step, name="meeting-step"),
    path(_("meetings/<slug:symbol>/call-off/"), planning.call_off, name="meeting-call-off"),
    path(_("meetings/<slug:symbol>/guests/"), guests.guests, name="guests"),
    path(_("meetings/<slug:symbol>/"), include("meetings.delegation_urls")),
    path(_("meetings/<slug:symbol>/papers/"), papers.papers, name="papers"),
    path(_("meetings/<slug:symbol>/papers/new/"), papers.new, name="paper-new"),
    path(_("meetings/<slug:symbol>/papers/add/"), papers.attach, name="paper-attach"),
    path(
        _("meetings/<slug:symbol>/papers/take-off/"), detaching.detach, name="paper-detach"
    ),
    path(
        _("meetings/<slug:symbol>/papers/publish/"), published.publish, name="packs-publish"
    ),
    path(_("meetings/<slug:symbol>/papers/pack/"), papers.ask, name="pack-ask"),
    path(_("meetings/<slug:symbol>/papers/pack/<int:pk>/"), papers.file, name="pack-file"),
    path(_("meetings/<slug:symbol>/agenda/"), include("meetings.agenda_urls")),
    path(_("meetings/<slug:symbol>/convocation/"), include("meetings.convocation_urls")),
    path(_("meetings/<slug:symbol>/results/"), include("meetings.results_urls")),
    path(
        _("meetings/<slug:symbol>/participation/"),
        rights.participation,
        name="participation",
    ),
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
